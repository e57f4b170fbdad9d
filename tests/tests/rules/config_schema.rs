//! The JSON Schema that `dateline config schema` prints, as editors use it: what is right passes, mistakes do not.

use dateline_tests::Launch;
use jsonschema::Validator;
use serde_json::Value;
use std::path::Path;
use std::time::Duration;

fn schema() -> Validator {
    let mut printed = Launch::new(["config", "schema"]).start().unwrap();
    assert!(printed.wait_exit(Duration::from_secs(60)).unwrap().success(), "{}", printed.stderr());
    let schema: Value = serde_json::from_str(&printed.stdout()).unwrap();
    jsonschema::draft7::meta::validate(&schema).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

fn document(toml: &str) -> Value {
    serde_json::to_value(toml::from_str::<toml::Table>(toml).unwrap()).unwrap()
}

/// Every configuration that the repository shows.
fn shown() -> Vec<(String, String)> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |path: &str| std::fs::read_to_string(top.join(path)).unwrap();
    let mut shown = Vec::new();
    for page in ["README.md", "docs/sources.md", "docs/stores.md", "docs/security.md", "docs/configuration.md"] {
        let text = read(page);
        let blocks = text.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next().map(str::to_owned));
        shown.extend(blocks.map(|block| (page.to_owned(), block)));
    }
    let files = std::fs::read_dir(top.join("deploy/config")).unwrap().map(|entry| entry.unwrap().path());
    for file in files.filter(|file| file.extension().is_some_and(|extension| extension == "toml")) {
        shown.push((file.display().to_string(), std::fs::read_to_string(&file).unwrap()));
    }
    assert!(shown.len() >= 3, "{shown:?}");
    shown
}

#[test]
fn every_configuration_that_is_shown_passes() {
    let schema = schema();
    for (place, toml) in shown() {
        let errors: Vec<String> = schema.iter_errors(&document(&toml)).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{place}: {errors:?}\n{toml}");
    }
}

#[test]
fn mistakes_do_not_pass() {
    let schema = schema();
    let store = "[[store]]\nname = 'a'\nkind = 'postgres'\n";
    for right in ["", "threads = '${THREADS}'", "[topics]\nretention = '90m'", "[fetch]\nallow = ['cms.corp']"] {
        assert!(schema.is_valid(&document(right)), "{right}");
    }
    assert!(schema.is_valid(&document(&format!("{store}url_file = '/run/secrets/url'"))));
    for wrong in [
        "topic = 1".to_owned(),
        "threads = 5000".to_owned(),
        "threads = '4'".to_owned(),
        "[topics]\nretention = '90 minutes'".to_owned(),
        "[log]\nformat = 'xml'".to_owned(),
        "[limits]\ningest = '8MB'".to_owned(),
        "[[source]]\nname = 'a'\nkind = 'fede'".to_owned(),
        "[[source]]\nname = 'a'\nkind = 'folder'".to_owned(),
        "[[source]]\nname = 'a'\nkind = 'feed'\nurl = 'news.example/rss'".to_owned(),
        "[[source]]\nname = 'A'\nkind = 'folder'\npath = 'x'".to_owned(),
        "[[source]]\nname = 'a'\nkind = 'folder'\npath = 'x'\nfollow = true".to_owned(),
        store.to_owned(),
        format!("{store}url = 'x'\nurl_file = 'y'"),
    ] {
        assert!(!schema.is_valid(&document(&wrong)), "{wrong}");
    }
}
