//! What is refused, each with its status and its word, and nothing of it in the topic.

use super::scene::Scene;
use dateline_tests::PUSH_TOKEN;
use std::io::Write;

const LINE: &[u8] = br#"{"id":"1","body":"PORT VALE, May 12 (Example Wire) - The bridge was opened on Monday."}"#;
const LINES: &str = "application/x-ndjson";

/// A request that is refused: its head, its body, and what is answered.
struct Case {
    name: &'static str,
    method: &'static str,
    path: &'static str,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
    answer: (u16, &'static str),
}

/// A push of lines, of which one thing is changed.
fn case(name: &'static str, answer: (u16, &'static str)) -> Case {
    let headers = vec![("authorization", format!("Bearer {PUSH_TOKEN}")), ("content-type", LINES.to_owned())];
    Case { name, method: "POST", path: "/v1/records", headers, body: LINE.to_vec(), answer }
}

impl Case {
    /// With this header, or, where it is empty, without it.
    fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.retain(|(other, _)| *other != name);
        if !value.is_empty() {
            self.headers.push((name, value.to_owned()));
        }
        self
    }

    fn body(self, body: impl Into<Vec<u8>>) -> Self {
        Self { body: body.into(), ..self }
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

fn cases() -> Vec<Case> {
    let bomb = vec![b' '; 8 << 20];
    let cut = |mut packed: Vec<u8>| {
        packed.truncate(packed.len() - 9);
        packed
    };
    vec![
        case("no token", (401, "no_token")).header("authorization", ""),
        case("another scheme", (401, "no_token")).header("authorization", "Basic ZGVzazp4"),
        case("a wrong token", (401, "no_token")).header("authorization", "Bearer desk-new-tokem"),
        case("the hash in the token's place", (401, "no_token"))
            .header("authorization", "Bearer ff9f8415b1158c48f028a57c6a4bb8d399443971587b66b1d1ad5a7209a55f7d"),
        Case { method: "PUT", ..case("another method", (405, "wrong_method")) },
        Case { method: "GET", ..case("asking", (405, "wrong_method")).body("") },
        Case { path: "/v1/record", ..case("another path", (404, "not_found")) },
        case("no type", (415, "unknown_type")).header("content-type", ""),
        case("a picture", (415, "unknown_type")).header("content-type", "image/png"),
        case("a type that is none", (415, "unknown_type")).header("content-type", "news"),
        case("another encoding", (415, "unknown_encoding")).header("content-encoding", "br"),
        case("two encodings", (415, "unknown_encoding")).header("content-encoding", "gzip, zstd"),
        case("no body", (400, "empty")).body(""),
        case("empty lines", (400, "empty")).body("\n \r\n\n"),
        case("no gzip", (400, "broken_body")).header("content-encoding", "gzip"),
        case("no zstd", (400, "broken_body")).header("content-encoding", "zstd"),
        case("gzip that breaks off", (400, "broken_body")).header("content-encoding", "gzip").body(cut(gzip(LINE))),
        case("zstd that breaks off", (400, "broken_body"))
            .header("content-encoding", "zstd")
            .body(cut(zstd::stream::encode_all(LINE, 1).unwrap())),
        case("a bomb in gzip", (413, "inflates_too_much")).header("content-encoding", "gzip").body(gzip(&bomb)),
        case("a bomb in zstd", (413, "inflates_too_much"))
            .header("content-encoding", "zstd")
            .body(zstd::stream::encode_all(bomb.as_slice(), 19).unwrap()),
        case("more unpacked than a request may have", (413, "too_large")).header("content-encoding", "gzip").body(
            gzip(
                &(0..200_000_u32)
                    .flat_map(|n| format!("{:x}\n", n.wrapping_mul(2_654_435_761)).into_bytes())
                    .collect::<Vec<_>>(),
            ),
        ),
        case("more than a request may have", (413, "too_large")).body(vec![b'x'; (1 << 20) + 1]),
        case("too many lines", (413, "too_many_records")).body("1\n".repeat(10_001)),
        case("no JSON", (422, "nothing_taken")).body("The bridge\n{\"id\":"),
        case("no UTF-8", (422, "nothing_taken")).body(b"{\"body\":\"\xff\"}".to_vec()),
        case("keys nobody knows", (422, "nothing_taken")).body(r#"{"body":"a","boby":"b"}"#),
        case("no base64", (422, "nothing_taken")).body(r#"{"bodyBase64":"%%%"}"#),
        case("both bodies", (422, "nothing_taken")).body(r#"{"body":"a","bodyBase64":"YQ=="}"#),
        case("nothing in its body", (422, "nothing_taken")).body(r#"{"body":""}"#),
        case("an address that is none", (422, "nothing_taken")).body(r#"{"url":"file:///etc/passwd","body":"a"}"#),
        case("a JSON bomb", (422, "nothing_taken")).body("[".repeat(100_000)),
        case("a document over limits.ingest", (422, "nothing_taken"))
            .header("content-type", "text/plain")
            .body(vec![b'x'; (64 << 10) + 1]),
        case("an address beside it that is none", (400, "broken_header"))
            .header("content-type", "text/html")
            .header("content-location", "/news/1"),
    ]
}

#[test]
fn each_bad_request_is_refused_by_its_name_and_the_next_good_one_is_taken() {
    for scene in Scene::both("request_limit = \"1MiB\"") {
        let cases = cases();
        let count = cases.len();
        for case in cases {
            let headers: Vec<(&str, &str)> = case.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let answer = scene.client().ask(case.method, case.path, &headers, &case.body).unwrap();
            let (status, word) = case.answer;
            assert_eq!(answer.status, status, "{}: {answer:?}", case.name);
            assert_eq!(answer.header("content-type"), "application/problem+json", "{}", case.name);
            assert_eq!(answer.json()["type"], format!("urn:dateline:push:{word}"), "{}", case.name);
            assert!(!answer.json()["detail"].as_str().unwrap().is_empty(), "{}", case.name);
            let good = scene.client().push(LINES, LINE).unwrap();
            assert_eq!(good.accepted(), ["1"], "after {}", case.name);
        }
        assert_eq!(scene.records().len(), count, "the good ones alone");
        let log = scene.service.stderr();
        assert!(!log.contains(PUSH_TOKEN) && !log.contains("bridge"), "no token and no text in the log:\n{log}");
        assert!(log.matches("a push was not taken").count() <= 20, "one line for each reason:\n{log}");
    }
}
