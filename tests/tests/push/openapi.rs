//! The description of the listener says what it does: each path, method and status of it is had from a running service and
//! held against its schema, and nothing else is answered.

use super::scene::Scene;
use dateline_tests::{PUSH_TOKEN, PushAnswer, PushClient, wait_for};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

const LINES: &str = "application/x-ndjson";
const LINE: &[u8] = br#"{"id":"1","body":"PORT VALE, May 12 (Example Wire) - The bridge was opened on Monday."}"#;
/// What stands in the place of a method that is not there.
const OTHER: &str = "put";

/// The description, and what of it was seen.
struct Description {
    document: Value,
    seen: BTreeSet<(String, String, u16)>,
}

/// A JSON pointer's spelling of a path.
fn pointer(path: &str) -> String {
    path.replace('~', "~0").replace('/', "~1")
}

impl Description {
    fn validates(&self, place: &str, value: &Value) {
        let mut schema = self.document.clone();
        schema["$ref"] = format!("#{place}").into();
        let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
        let errors: Vec<String> = validator.iter_errors(value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{place}: {errors:?} in {value}");
    }

    /// Holds an answer against what is said of it. One to a method that is not there is told of with the one that is.
    fn holds(&mut self, path: &str, method: &str, answer: &PushAnswer) {
        let operations = self.document["paths"][path].as_object().unwrap();
        let told = if method == OTHER { operations.keys().next().unwrap().clone() } else { method.to_owned() };
        let status = answer.status;
        let at = format!("/paths/{}/{told}/responses/{status}", pointer(path));
        let response = self.document.pointer(&at).unwrap_or_else(|| panic!("{at} is not told of")).clone();
        for (name, header) in response["headers"].as_object().into_iter().flatten() {
            let header = header["$ref"].as_str().unwrap().trim_start_matches('#').to_owned();
            let value = answer.header(&name.to_ascii_lowercase());
            let value = value.parse::<u64>().map_or_else(|_| Value::from(value), Value::from);
            assert!(value != "", "{at}: no {name}");
            self.validates(&format!("{header}/schema"), &value);
        }
        let types = response["content"].as_object().unwrap();
        let media_type = answer.header("content-type");
        assert!(types.contains_key(media_type), "{at}: {media_type}");
        self.validates(&format!("{at}/content/{}/schema", pointer(media_type)), &answer.json());
        self.seen.insert((path.to_owned(), told, status));
    }

    fn told(&self) -> BTreeSet<(String, String, u16)> {
        let mut told = BTreeSet::new();
        for (path, operations) in self.document["paths"].as_object().unwrap() {
            for (method, operation) in operations.as_object().unwrap() {
                for status in operation["responses"].as_object().unwrap().keys() {
                    told.insert((path.clone(), method.clone(), status.parse().unwrap()));
                }
            }
        }
        told
    }
}

fn push(client: &mut PushClient, changed: &[(&str, &str)], body: &[u8]) -> PushAnswer {
    let token = format!("Bearer {PUSH_TOKEN}");
    let usual = [("authorization", &*token), ("content-type", LINES)];
    let kept = usual.into_iter().filter(|(name, _)| changed.iter().all(|(other, _)| name != other));
    let headers: Vec<(&str, &str)> = kept.chain(changed.iter().copied()).collect();
    client.ask("POST", "/v1/records", &headers, body).unwrap()
}

#[test]
fn the_description_is_what_a_running_service_does() {
    let scene =
        Scene::embedded("timeout = \"5s\"\nrequest_limit = \"1MiB\"\nin_flight = \"11MiB\"\nrecords_per_second = 100");
    let asked = scene.client().ask("GET", "/openapi.json", &[], b"").unwrap();
    let mut description = Description { document: asked.json(), seen: BTreeSet::new() };
    assert_eq!(description.document["openapi"], "3.1.0");
    description.holds("/openapi.json", "get", &asked);
    let other = scene.client().ask("PUT", "/openapi.json", &[], b"").unwrap();
    description.holds("/openapi.json", OTHER, &other);
    let other = scene.client().ask("PUT", "/v1/records", &[], b"").unwrap();
    description.holds("/v1/records", OTHER, &other);

    let long = "x".repeat(200);
    let item = json!({"uri": "tag:example.org,2025:1", "headline": long}).to_string();
    let mixed = [LINE, b"\nno\n", item.as_bytes()].concat();
    for (status, changed, body) in [
        (202, &[][..], LINE),
        (202, &[][..], &mixed[..]),
        (400, &[][..], b""),
        (400, &[("content-encoding", "gzip")][..], LINE),
        (401, &[("authorization", "Bearer x")][..], LINE),
        (413, &[][..], &vec![b'x'; (1 << 20) + 1][..]),
        (415, &[("content-type", "image/png")][..], LINE),
        (415, &[("content-encoding", "br")][..], LINE),
        (422, &[][..], b"no\n{}"),
    ] {
        let answer = push(&mut scene.client(), changed, body);
        assert_eq!(answer.status, status, "{answer:?}");
        description.holds("/v1/records", "post", &answer);
    }
    // What is said of lines is so: what is taken fits, what is refused does not.
    let line = "/components/schemas/Line";
    description.validates(line, &serde_json::from_slice(LINE).unwrap());
    description.validates(line, &serde_json::from_str(&item).unwrap());

    let token = format!("Bearer {PUSH_TOKEN}");
    let headers = [("authorization", &*token), ("content-type", LINES)];
    let begun = |rest: usize| {
        let mut client = scene.client();
        client.begin("POST", "/v1/records", &headers, 1 << 20).unwrap();
        // One that finds no room is answered before it was sent.
        let _ = client.send(&vec![b'x'; (1 << 20) - rest]);
        client
    };
    let slow = begun(1).answer().unwrap();
    description.holds("/v1/records", "post", &slow);
    let full = wait_for("no room", super::scene::SOON, || {
        let _held: Vec<PushClient> = (0..11).map(|_| begun(1)).collect();
        // What was sent was not received at once, and is not held for longer than the timeout.
        wait_for("room to be taken", Duration::from_secs(4), || {
            let answer = scene.client().push(LINES, &vec![b' '; 60 << 10]).map_err(|error| error.to_string())?;
            if answer.status == 503 { Ok(answer) } else { Err(format!("{answer:?}")) }
        })
        .map_err(|error| error.to_string())
    });
    description.holds("/v1/records", "post", &full.unwrap());
    let flood = [("authorization", "Bearer flood-token")];
    let many = [LINE, b"\n"].concat().repeat(1_000);
    let often = wait_for("too many", super::scene::SOON, || {
        let answer = push(&mut scene.client(), &flood, &many);
        if answer.status == 429 { Ok(answer) } else { Err(answer.status.to_string()) }
    });
    description.holds("/v1/records", "post", &often.unwrap());
    assert_eq!(description.seen, description.told(), "each status that is told of was seen");
}
