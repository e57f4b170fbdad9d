//! The page on extending names files; each of them is there, and every list it sends a reader to is where it says.

use std::path::Path;

#[test]
fn every_file_that_the_page_on_extending_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests are in the workspace");
    let page = std::fs::read_to_string(root.join("docs/extending.md")).expect("docs/extending.md can be read");
    let homes = ["crates/", "tests/", "docs/"];
    let named: Vec<&str> = page
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|code| homes.iter().any(|home| code.starts_with(home)) && !code.contains(' '))
        .collect();
    assert!(named.len() > 25, "{named:?}");
    let missing: Vec<&&str> = named.iter().filter(|path| !root.join(path).exists()).collect();
    assert!(missing.is_empty(), "not there: {missing:?}");
}

#[test]
fn every_list_is_where_the_page_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests are in the workspace");
    let lists = [
        ("crates/consumer/src/sources.rs", "const KINDS"),
        ("crates/extract/src/extract.rs", "const EXTRACTORS"),
        ("crates/article/src/content_type.rs", "const FORMATS"),
        ("crates/enrich/src/enrichers.rs", "list: vec!["),
        ("crates/sink/src/stores.rs", "const KINDS"),
        ("crates/enrich/src/words.rs", "fn of("),
    ];
    let page = std::fs::read_to_string(root.join("docs/extending.md")).expect("docs/extending.md can be read");
    for (file, list) in lists {
        let source = std::fs::read_to_string(root.join(file)).expect("the list can be read");
        assert!(source.contains(list), "{list} is not in {file}");
        assert!(page.contains(file), "the page does not name {file}");
    }
}
