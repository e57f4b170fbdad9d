//! Reading `[[store]]` tables.

use dateline_sink::{StoreSettings, read_store};
use service::config::{Environment, Problems, Settings};

fn read(text: &str) -> std::io::Result<(Vec<Box<dyn StoreSettings>>, String)> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("dateline.toml");
    std::fs::write(&file, text)?;
    let mut problems = Problems::default();
    let settings = Settings::load(Some(&file), &Environment::default(), &mut problems);
    let stores = settings.stores.iter().filter_map(|section| read_store(section, &mut problems)).collect();
    Ok((stores, problems.check().map_or_else(|problems| problems.to_string(), |()| String::new())))
}

#[test]
fn every_kind_is_read_and_built() {
    let (stores, problems) = read(
        r#"
[[store]]
name = "articles"
kind = "postgres"
url = "postgres://dateline:hidden@localhost/dateline"
statement_timeout = "5s"

[[store]]
name = "local"
kind = "sqlite"

[[store]]
name = "print"
kind = "stdout"
"#,
    )
    .unwrap();
    assert_eq!(problems, "");
    let names: Vec<String> = stores.iter().map(|store| store.build().name().to_owned()).collect();
    assert_eq!(names, ["articles", "local", "print"]);
    assert!(!format!("{stores:?}").contains("hidden"));
}

#[test]
fn wrong_settings_are_problems_that_say_what_to_do() {
    for (table, expected) in [
        ("kind = \"postgrse\"\nurl = \"postgres://a@b/c\"", "did you mean `postgres`"),
        ("kind = \"postgres\"", "url: is missing"),
        ("kind = \"postgres\"\nurl = \"postgres://u:hidden@h:port/d\"", "url: is not a PostgreSQL URL"),
        ("kind = \"postgres\"\nurl = \"postgres://u@h/d\"\nconnect_timeout = \"0s\"", "connect_timeout: 0"),
        ("kind = \"sqlite\"\npaht = \"x\"", "did you mean `path`"),
        ("kind = \"stdout\"\npath = \"x\"", "path: unknown key"),
    ] {
        let (_, problems) = read(&format!("[[store]]\nname = \"a\"\n{table}\n")).unwrap();
        assert!(problems.contains(expected), "{table}: {problems}");
        assert!(!problems.contains("hidden"), "{problems}");
    }
}
