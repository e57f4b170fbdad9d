//! Who may push: what is read of the table, and what is said of its mistakes.

use super::case::{Case, refusal, settings};

const OLD: &str = "8b61de9114f199a0dab8363e0c63e5ffd925d44f2d248c03420eccdcbd826af9";
const NEW: &str = "ff9f8415b1158c48f028a57c6a4bb8d399443971587b66b1d1ad5a7209a55f7d";

#[test]
fn nothing_is_taken_unless_it_is_told_and_then_with_limits() {
    let off = settings("", &[]).push;
    assert_eq!((off.listen, off.tokens.len()), (None, 0));
    let case = Case::of("");
    let file = case.secret_file(&format!("{OLD}\n{NEW}\n"));
    let toml = format!(
        "[push]\nlisten = '127.0.0.1:0'\n[push.tokens]\ndesk_file = '{}'\nwire = '{}'\n",
        file.display(),
        "AB".repeat(32)
    );
    let push = settings(&toml, &[]).push;
    assert_eq!(push.listen.as_deref(), Some("127.0.0.1:0"));
    let sources: Vec<&str> = push.tokens.iter().map(|token| token.source.as_str()).collect();
    assert_eq!(sources, ["desk", "desk", "wire"]);
    assert_eq!(push.tokens[2].hash.bytes(), &[0xab; 32]);
    assert!(!format!("{push:?}").contains("ab, ab") && !format!("{push:?}").contains("171"), "{push:?}");
    assert_eq!((push.request_limit, push.in_flight), (16 << 20, 72 << 20));
    let off = settings(&toml, &[("DATELINE_PUSH__LISTEN", "off")]).push;
    assert_eq!(off.listen, None);
}

#[test]
fn every_mistake_is_told_at_once_and_no_hash() {
    let toml = format!(
        "[push]\nlisten = '127.0.0.1'\nrequest_limit = '1KiB'\nin_flight = '20MiB'\nconnections = 0\nport = 1\n\
         [push.tokens]\nDesk = '{OLD}'\nwire = '{NEW}'\nthree = '{OLD} {NEW} {NEW}'\nshort = 'abc'\nworld = '{}'\n\
         [[source]]\nname = 'world'\nkind = 'folder'\npath = 'x'\n",
        "12".repeat(32)
    );
    let told = refusal(&toml, &[]);
    for (line, text) in [
        (2, "push.listen: `127.0.0.1` is no address to listen on; write HOST:PORT such as 127.0.0.1:9700, or off"),
        (3, "push.request_limit: 1KiB is out of range; write 8MiB to 256MiB"),
        (4, "push.in_flight: is too little for one request; write 56MiB or more"),
        (5, "push.connections: 0 is out of range; write 1 to 10000"),
        (6, "push.port: unknown key"),
        (7, "push.tokens: `Desk` is no name"),
        (7, "push.tokens: `three` has more than two hashes"),
        (7, "push.tokens: `three` has a token that is there already"),
        (7, "push.tokens: `short` has no SHA-256 of a token"),
        (7, "push.tokens: `world` is the name of a [[source]]"),
    ] {
        let line = format!("dateline.toml:{line}: {text}");
        assert!(told.contains(&line), "no `{line}` in:\n{told}");
    }
    assert!(!told.contains(OLD) && !told.contains(NEW), "{told}");
    let none = refusal("[push]\nlisten = '127.0.0.1:0'\n", &[]);
    assert!(none.contains("push.tokens: is missing or empty"), "{none}");
}

#[test]
fn an_address_that_others_reach_is_warned_of() {
    let warned = |listen: &str| {
        let toml = format!("[push]\nlisten = '{listen}'\ntokens = {{ desk = '{OLD}' }}\n");
        let case = Case::of(&toml);
        let mut problems = dateline_service::config::Problems::default();
        let environment = super::case::environment(&[]);
        dateline_service::config::Settings::load(Some(&case.file), &environment, &mut problems);
        problems.warnings().iter().any(|warning| warning.to_string().contains("put a proxy that speaks TLS before it"))
    };
    assert!(warned("0.0.0.0:9700") && warned("news.example.org:9700"));
    assert!(!warned("127.0.0.1:9700") && !warned("[::1]:9700"));
}
