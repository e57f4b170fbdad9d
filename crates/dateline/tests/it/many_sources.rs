//! `sources_from`: sources in files of their own.

use crate::program::dateline;
use std::fmt::Write;
use std::path::Path;

fn write(directory: &Path, name: &str, text: &str) {
    let file = directory.join(name);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, text).unwrap();
}

fn feed(name: &str) -> String {
    format!("[[source]]\nname = \"{name}\"\nkind = \"feed\"\nurl = \"https://{name}.example/rss\"\n")
}

/// Checks a configuration; its exit status, what it printed and what it told.
fn check(directory: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = dateline(directory, arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn files_of_sources_are_read_beside_the_configuration_and_their_mistakes_have_file_and_line() {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), "etc/dateline.toml", &format!("sources_from = \"sources.d\"\n{}", feed("one")));
    write(
        directory.path(),
        "etc/sources.d/b.toml",
        &feed("two").replace("https://two", "https://${DATELINE_TWO:-two}"),
    );
    write(directory.path(), "etc/sources.d/a.toml", &feed("three"));
    write(directory.path(), "etc/sources.d/notes.txt", "not TOML");
    let arguments = ["check", "--config", "etc/dateline.toml"];
    let (status, out, told) = check(directory.path(), &arguments);
    assert_eq!(status, Some(0), "{told}");
    assert!(out.contains("one (feed), three (feed), two (feed)\n"), "{out}");

    // What is shown is a configuration that says the same.
    let (_, shown, _) = check(directory.path(), &["config", "show", "--config", "etc/dateline.toml"]);
    write(directory.path(), "shown.toml", &shown);
    let (status, out, told) = check(directory.path(), &["check", "--config", "shown.toml"]);
    assert!(out.contains("one (feed), three (feed), two (feed)\n"), "{status:?} {told}");

    write(directory.path(), "etc/sources.d/c.toml", "[[source]]\nname = \"one\"\nkind = \"feed\"\nurl = \"x\"\n");
    write(directory.path(), "etc/sources.d/d.toml", "\nbus = \"embedded:x\"\n[[store]]\nname = \"s\"\n");
    write(directory.path(), "etc/sources.d/e.toml", "[[source]\n");
    let (status, _, told) = check(directory.path(), &arguments);
    assert_eq!(status, Some(78));
    for expected in [
        "c.toml:2: source.1.name: `one` is taken (etc/dateline.toml:2); give each source its own name",
        "c.toml:4: source.one.url: is not an absolute URL",
        "d.toml:2: bus: unknown key",
        "d.toml:3: store: unknown key",
        "e.toml:1: not TOML",
    ] {
        assert!(told.contains(&format!("etc/sources.d/{expected}")), "{expected} in:\n{told}");
    }
    assert_eq!(told.lines().count(), 5, "{told}");

    write(directory.path(), "etc/dateline.toml", "\nsources_from = \"none.d\"\n");
    let (_, _, told) = check(directory.path(), &arguments);
    assert!(told.starts_with("etc/dateline.toml:2: sources_from: etc/none.d: cannot be read"), "{told}");
}

#[test]
fn twenty_thousand_sources_are_read() {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), "dateline.toml", "sources_from = \"many.toml\"\n");
    let many = (0..20_000).fold(String::new(), |mut many, number| {
        write!(many, "{}", feed(&format!("feed-{number}"))).unwrap();
        many
    });
    write(directory.path(), "many.toml", &many);
    let (status, out, told) = check(directory.path(), &["check"]);
    assert_eq!(status, Some(0), "{told}");
    assert!(out.contains("sources   20000 (20000 feed)\n"), "{out}");
    let (_, out, _) = check(directory.path(), &["config", "show"]);
    assert_eq!(out.matches("[[source]]").count(), 20_000);
}
