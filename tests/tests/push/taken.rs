//! What is taken: lines and documents of every kind, packed or not, whoever of the source sends it.

use super::scene::Scene;
use article::Timestamp;
use dateline_tests::{PUSH_TOKEN, wait_for_count};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;

const STORY: &str = "PORT VALE, May 12 (Example Wire) - The bridge over the harbour was opened to traffic on Monday.";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::fast());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

#[test]
fn what_is_answered_with_its_ids_is_in_the_raw_topic_and_bad_lines_harm_no_good_ones() {
    for scene in Scene::both("") {
        let mut client = scene.client();
        let lines = format!(
            "{{\"id\":\"a\",\"source\":\"somebody else\",\"body\":\"{STORY}\"}}\n\
             no json\n\
             \n\
             {{\"url\":\"https://example.org/b\",\"contentType\":\"text/html\",\"bodyBase64\":\"PHA+QjwvcD4=\"}}\r\n\
             {{\"uri\":\"tag:example.org,2025:c\",\"body_text\":\"{STORY}\"}}\n\
             {{\"id\":\"d\",\"fetchedAt\":\"2025-05-12T08:00:00Z\",\"body\":\"{STORY}\"}}"
        );
        let answer = client.push("application/x-ndjson; charset=utf-8", lines.as_bytes()).unwrap();
        assert_eq!(answer.status, 202, "{answer:?}");
        let json = answer.json();
        assert_eq!(json["refused"].as_array().unwrap().len(), 1, "{json}");
        assert_eq!((&json["refused"][0]["line"], &json["refused"][0]["reason"]), (&2.into(), &"not_a_record".into()));
        let lines: Vec<u64> =
            json["accepted"].as_array().unwrap().iter().map(|one| one["line"].as_u64().unwrap()).collect();
        assert_eq!(lines, [1, 4, 5, 6]);
        let ids = answer.accepted();
        assert_eq!((&*ids[0], &*ids[1], &*ids[3]), ("a", "https://example.org/b", "d"));
        assert!(ids[2].starts_with("sha256:"), "{ids:?}");

        let mut records = scene.records();
        records.sort_by(|one, other| (&one.id, &one.url).cmp(&(&other.id, &other.url)));
        assert_eq!(records.len(), 4);
        assert!(records.iter().all(|one| one.source.as_deref() == Some("desk")), "the token's, whatever is said");
        assert_eq!((records[0].url.as_deref(), &*records[0].body), (Some("https://example.org/b"), &b"<p>B</p>"[..]));
        assert_eq!((records[1].id.as_deref(), &*records[1].body), (Some("a"), STORY.as_bytes()));
        assert_eq!(records[2].fetched_at, Timestamp::parse("2025-05-12T08:00:00Z"));
        assert_eq!(records[3].content_type.as_deref(), Some("application/vnd.iptc.ninjs+json"));
        assert!(records[1].fetched_at > Timestamp::parse("2026-01-01T00:00:00Z"), "when it came");
        assert_eq!(scene.service.metric("dateline_output_records_total", &["push"]).unwrap(), Some(4.0));
        assert_eq!(scene.service.metric("dateline_push_requests_total", &["partly"]).unwrap(), Some(1.0));
        assert_eq!(scene.service.metric("dateline_push_refused_records_total", &["not_a_record"]).unwrap(), Some(1.0));
    }
}

#[test]
fn a_bare_document_is_a_record_with_the_address_and_id_that_stand_beside_it() {
    let scene = Scene::embedded("");
    let mut client = scene.client();
    let token = format!("Bearer {PUSH_TOKEN}");
    let mut post = |headers: &[(&str, &str)], body: &[u8]| {
        let headers = [&[("authorization", &*token)], headers].concat();
        let answer = client.ask("POST", "/v1/records", &headers, body).unwrap();
        assert_eq!(answer.status, 202, "{answer:?}");
        answer.accepted().remove(0)
    };
    let page = [("content-type", "text/html; charset=iso-8859-2"), ("content-location", "https://example.org/1")];
    assert_eq!(post(&page, b"<p>\xb1</p>"), "https://example.org/1");
    assert_eq!(post(&[("content-type", "text/plain"), ("x-record-id", "wire-2")], STORY.as_bytes()), "wire-2");
    let unnamed = post(&[("content-type", "text/plain")], STORY.as_bytes());
    assert_eq!(unnamed, post(&[("content-type", "text/plain")], STORY.as_bytes()), "the same when it is sent again");
    let pretty = b"{\n  \"id\": \"four\",\n  \"body\": \"A record of several lines.\"\n}\n";
    assert_eq!(post(&[("content-type", "application/json")], pretty), "four");
    let item = b"{\n  \"uri\": \"tag:example.org,2025:5\",\n  \"headline\": \"An item\"\n}\n";
    assert_eq!(post(&[("content-type", "application/json"), ("x-record-id", "five")], item), "five");

    let records = scene.records();
    let find = |id: &str| records.iter().find(|one| one.id.as_deref() == Some(id)).unwrap();
    let page = records.iter().find(|one| one.url.is_some()).unwrap();
    assert_eq!(page.content_type.as_deref(), Some("text/html; charset=iso-8859-2"));
    assert_eq!((page.id.as_deref(), &*page.body), (None, &b"<p>\xb1</p>"[..]), "bytes as they came");
    assert_eq!(find("four").body, b"A record of several lines.");
    assert_eq!(find("five").body, item);
}

#[test]
fn packed_bodies_and_both_tokens_of_a_source_are_taken() {
    let scene = Scene::embedded("");
    let mut client = scene.client();
    let lines = format!("{{\"body\":\"{STORY}\"}}\n").repeat(200);
    for (number, (encoding, body)) in [
        ("identity", lines.clone().into_bytes()),
        ("gzip", gzip(lines.as_bytes())),
        ("zstd", zstd::stream::encode_all(lines.as_bytes(), 1).unwrap()),
    ]
    .into_iter()
    .enumerate()
    {
        let token = if number % 2 == 0 { "Bearer desk-old-token" } else { "bearer desk-new-token" };
        let headers =
            [("authorization", token), ("content-encoding", encoding), ("content-type", "application/x-ndjson")];
        let answer = client.ask("POST", "/v1/records", &headers, &body).unwrap();
        assert_eq!((answer.status, answer.accepted().len()), (202, 200), "{encoding}");
    }
    assert_eq!(scene.records().len(), 600);
}

#[test]
fn what_is_pushed_twice_is_stored_once() {
    let scene = Scene::embedded("");
    let mut client = scene.client();
    for _ in 0..3 {
        let line = format!("{{\"id\":\"bridge\",\"contentType\":\"text/plain\",\"body\":\"{STORY}\"}}");
        assert_eq!(client.push("application/x-ndjson", line.as_bytes()).unwrap().accepted(), ["bridge"]);
    }
    let seen = |outcome: &str| {
        let seen = scene.service.metric("dateline_input_records_total", &["store/local", outcome]);
        Ok(seen.map_err(|error| error.to_string())?.unwrap_or_default() as usize)
    };
    wait_for_count("repeats", 2, super::scene::SOON, || seen("\"repeat\"")).unwrap();
    assert_eq!(seen("\"emitted\""), Ok(1));
}
