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
name = "desk"
kind = "http"
url = "https://ann:hidden@desk.example.org/in/hidden"
headers = { X-Api-Key = "hidden" }
secret = "whsec_BwgJCgsMDQ4PEBESExQVFhcYGRobHB0e"
second_secret = "whsec_yMnKy8zNzs/Q0dLT1NXW19jZ2tvc3d7f4OHi4+Tl5uc="
articles_per_request = 50
only = { languages = ["en"] }

[[store]]
name = "print"
kind = "stdout"
"#,
    )
    .unwrap();
    assert_eq!(problems, "");
    let names: Vec<String> = stores.iter().map(|store| store.build().name().to_owned()).collect();
    assert_eq!(names, ["articles", "local", "desk", "print"]);
    let replays: Vec<bool> = stores.iter().map(|store| store.takes_replays()).collect();
    assert_eq!(replays, [true, true, false, false]);
    let shown = format!("{stores:?}");
    for secret in ["hidden", "ann", "BwgJ", "yMnK"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

const SECRET: &str = "secret = \"whsec_BwgJCgsMDQ4PEBESExQVFhcYGRobHB0e\"";

fn http(url: &str, more: &str) -> String {
    format!("kind = \"http\"\nurl = \"{url}\"\n{more}")
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
        ("kind = \"http\"\nsecret = \"whsec_x\"", "url: is missing"),
        (&http("https://u:hidden@h/hidden", ""), "secret: is missing"),
        (&http("https://u:hidden@h/hidden", "secret = \"hidden\""), "it does not begin with whsec_"),
        (&http("https://u:hidden@h/hidden", "secret = \"whsec_hidden==\""), "openssl rand -base64 32"),
        (&http("https://h/", &format!("{SECRET}\nsecond_secret = \"whsec_hidden\"")), "second_secret: is no signing"),
        (&http("ftp://h/hidden", SECRET), "url: is a `ftp` URL"),
        (&http("u:hidden@h", SECRET), "url: is"),
        (&http("http://10.0.0.5/hidden", SECRET), "if it is meant, write `private_network = true`"),
        (&http("https://localhost/", SECRET), "localhost is not asked"),
        (
            &http("https://h.example/", &format!("{SECRET}\nheaders = {{ Webhook-Id = \"hidden\" }}")),
            "set by the program",
        ),
        (&http("https://h.example/", &format!("{SECRET}\nheaders = {{ Host = \"hidden\" }}")), "set by the program"),
        (
            &http("https://u:hidden@h.example/", &format!("{SECRET}\nheaders = {{ Authorization = \"hidden\" }}")),
            "beside the login in the url",
        ),
        (&http("https://h.example/", &format!("{SECRET}\ntimeout = \"2m\"")), "timeout: "),
    ] {
        let (_, problems) = read(&format!("[[store]]\nname = \"a\"\n{table}\n")).unwrap();
        assert!(problems.contains(expected), "{table}: {problems}");
        assert!(!problems.contains("hidden"), "{problems}");
    }
}
