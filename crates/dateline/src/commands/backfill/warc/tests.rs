//! Archives as crawlers write them, and as they should not.

use super::super::passed_over::PassedOver;
use super::*;
use article::{RawRecord, Timestamp};
use harness::{WarcRecord, http_answer};
use std::io::{Cursor, Write};

const URL: &str = "https://example.org/news/ferry";
const PAGE: &[u8] = b"<h1>Ferry runs again</h1><p>The ferry runs again.</p>";
const HTML: (&str, &str) = ("Content-Type", "text/html; charset=utf-8");
const LIMIT: usize = 4_000;

fn entries(bytes: &[u8]) -> Vec<Entry> {
    let mut warc = Warc::of(Box::new(Cursor::new(bytes.to_vec())));
    std::iter::from_fn(|| warc.next(LIMIT).unwrap()).collect()
}

fn entry(record: &WarcRecord) -> Entry {
    let mut entries = entries(&record.bytes());
    assert_eq!(entries.len(), 1, "{entries:?}");
    entries.remove(0)
}

fn document(record: &WarcRecord) -> RawRecord {
    match entry(record) {
        Entry::Document(raw) => *raw,
        other => panic!("{other:?}"),
    }
}

fn refused(record: &WarcRecord) -> String {
    match entry(record) {
        Entry::Refused(why) => why,
        other => panic!("{other:?}"),
    }
}

fn page() -> WarcRecord {
    WarcRecord::response(URL, http_answer("200 OK", &[HTML], PAGE))
}

fn sent(fields: &[(&str, &str)], body: &[u8]) -> WarcRecord {
    WarcRecord::response(URL, http_answer("200 OK", &[&[HTML], fields].concat(), body))
}

fn packed(coding: &str, bytes: &[u8]) -> Vec<u8> {
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    let (level, mut out) = (Compression::fast(), Vec::new());
    match coding {
        "gzip" => GzEncoder::new(&mut out, level).write_all(bytes).unwrap(),
        "zlib" => ZlibEncoder::new(&mut out, level).write_all(bytes).unwrap(),
        "deflate" => DeflateEncoder::new(&mut out, level).write_all(bytes).unwrap(),
        _ => out = zstd::stream::encode_all(bytes, 1).unwrap(),
    }
    out
}

fn chunked(bytes: &[u8]) -> Vec<u8> {
    let chunks = bytes.chunks(20).map(|chunk| [format!("{:x}\r\n", chunk.len()).as_bytes(), chunk, b"\r\n"].concat());
    [chunks.collect::<Vec<_>>().concat(), b"0\r\n\r\n".to_vec()].concat()
}

#[test]
fn a_page_becomes_a_raw_record_with_its_address_its_time_and_its_media_type() {
    let raw = document(&page());
    assert_eq!(raw.url.as_deref(), Some(URL));
    assert_eq!(raw.content_type.as_deref(), Some("text/html; charset=utf-8"));
    assert_eq!(raw.fetched_at, Timestamp::parse("2019-05-12T06:30:00Z"));
    assert_eq!((raw.body.as_slice(), raw.hints), (PAGE, None));
    let resource = WarcRecord::new("resource", URL, PAGE).with("Content-Type", "text/html");
    assert_eq!(document(&resource).body, PAGE);
    let reserved = document(&sent(&[("TDM-Reservation", "1"), ("X-Robots-Tag", "noai")], PAGE));
    assert_eq!(reserved.hints.unwrap().usage, ["tdm-reservation: 1", "x-robots-tag: noai"]);
}

#[test]
fn names_of_fields_are_read_in_whatever_case_and_addresses_in_brackets() {
    let text = String::from_utf8(page().with("WARC-Target-URI", &format!("<{URL}>")).bytes()).unwrap();
    let shouted = text.replace("WARC-Type: response", "warc-type: Response").replace("Content-Type", "CONTENT-TYPE");
    let shouted = shouted.replace("Content-Length", "content-length").replace("WARC-Date", "Warc-Date");
    assert_eq!(entries(shouted.as_bytes()), [Entry::Document(Box::new(document(&page())))]);
}

#[test]
fn dates_have_any_precision_of_w3c() {
    for (date, expected) in [
        ("2019", "2019-01-01T00:00:00Z"),
        ("2019-05", "2019-05-01T00:00:00Z"),
        ("2019-05-12", "2019-05-12T00:00:00Z"),
        ("2019-05-12T06:30Z", "2019-05-12T06:30:00Z"),
        ("2019-05-12T06:30:05Z", "2019-05-12T06:30:05Z"),
        ("2019-05-12T06:30:05.123456789Z", "2019-05-12T06:30:05Z"),
        ("2019-05-12T08:30:05+02:00", "2019-05-12T06:30:05Z"),
    ] {
        assert_eq!(document(&page().with("WARC-Date", date)).fetched_at, Timestamp::parse(expected), "{date}");
    }
    for date in ["", "yesterday"] {
        assert!(refused(&page().with("WARC-Date", date)).contains("WARC-Date is missing or no date"));
    }
}

#[test]
fn bodies_are_read_as_they_were_sent_or_as_they_were_read() {
    const CHUNKED: (&str, &str) = ("Transfer-Encoding", "chunked");
    let twice = [packed("gzip", &PAGE[..10]), packed("gzip", &PAGE[10..])].concat();
    for (fields, body) in [
        (&[CHUNKED][..], chunked(PAGE)),
        (&[CHUNKED, ("Content-Encoding", "gzip")], chunked(&packed("gzip", PAGE))),
        (&[CHUNKED, ("Content-Encoding", "gzip")], packed("gzip", PAGE)),
        (&[CHUNKED, ("Content-Encoding", "gzip")], PAGE.to_vec()),
        (&[("content-encoding", "X-GZIP")], twice),
        (&[("Content-Encoding", "deflate")], packed("zlib", PAGE)),
        (&[("Content-Encoding", "deflate")], packed("deflate", PAGE)),
        (&[("Content-Encoding", "deflate")], PAGE.to_vec()),
        (&[("Content-Encoding", "zstd")], packed("zstd", PAGE)),
        (&[("Content-Encoding", "zstd, gzip")], packed("gzip", &packed("zstd", PAGE))),
        (&[("Content-Encoding", "br")], PAGE.to_vec()),
        // A block of bytes as they are, and an empty last one (RFC 7932).
        (&[("Content-Encoding", "br")], [&[0x0b, 0x1a, 0x80][..], PAGE, &[0x03]].concat()),
        (&[("Content-Encoding", "none")], PAGE.to_vec()),
    ] {
        let read = document(&sent(fields, &body)).body;
        assert_eq!(String::from_utf8_lossy(&read), String::from_utf8_lossy(PAGE), "{fields:?}");
    }
    let damaged = sent(&[("Content-Encoding", "gzip")], &packed("gzip", PAGE)[..30]);
    assert!(refused(&damaged).contains("breaks off or is damaged"));
}

#[test]
fn what_holds_no_document_is_passed_over() {
    let status = |status: &str| WarcRecord::response(URL, http_answer(status, &[HTML], PAGE));
    let at = |url: &str| WarcRecord::response(url, http_answer("200 OK", &[("Content-Type", "text/plain")], PAGE));
    let typed = |name: &str| WarcRecord::response(URL, http_answer("200 OK", &[("Content-Type", name)], PAGE));
    for (record, expected) in [
        (WarcRecord::new("revisit", URL, ""), PassedOver::Revisit),
        (WarcRecord::new("revisit", URL, http_answer("200 OK", &[HTML], b"")), PassedOver::Revisit),
        (WarcRecord::new("warcinfo", "", "software: a test"), PassedOver::RecordType),
        (WarcRecord::new("request", URL, "GET /news/ferry HTTP/1.1\r\n\r\n"), PassedOver::RecordType),
        (WarcRecord::new("conversion", URL, "The ferry runs again."), PassedOver::RecordType),
        (status("301 Moved Permanently"), PassedOver::Redirect),
        (status("404 Not Found"), PassedOver::ClientError),
        (status("503 Service Unavailable"), PassedOver::ServerError),
        (status("206 Partial Content"), PassedOver::OtherStatus),
        (typed("image/png"), PassedOver::MediaType),
        (typed("text/xml"), PassedOver::MediaType),
        (typed(""), PassedOver::MediaType),
        (at("https://example.org/robots.txt?a"), PassedOver::SiteFile),
        (at("https://example.org/.well-known/security.txt"), PassedOver::SiteFile),
        (at("dns:example.org"), PassedOver::Address),
        (page().with("WARC-Truncated", "length"), PassedOver::Part),
        (sent(&[], b""), PassedOver::Empty),
    ] {
        assert_eq!(entry(&record), Entry::PassedOver(expected), "{record:?}");
    }
    let feed = b"<rss><channel><item><title>Ferry runs</title></item></channel></rss>";
    let feed = WarcRecord::response(URL, http_answer("200 OK", &[("Content-Type", "text/xml")], feed));
    assert_eq!(document(&feed).content_type.as_deref(), Some("text/xml"));
}

#[test]
fn what_is_over_the_limit_is_refused_with_its_length() {
    let long = sent(&[], &vec![b'x'; 1_000_000]);
    assert!(refused(&long).contains("1000000 bytes, a document has at most 4000; raise limits.ingest"));
    let image = WarcRecord::response(URL, http_answer("200 OK", &[("Content-Type", "video/mp4")], &[0; 1_000_000]));
    assert_eq!(entry(&image), Entry::PassedOver(PassedOver::MediaType), "what is not wanted may be long");
    for coding in ["gzip", "zstd"] {
        let bomb = sent(&[("Content-Encoding", coding)], &packed(coding, &vec![b'x'; 200_000]));
        assert!(refused(&bomb).contains("unpacks to more than 4000 bytes"), "{coding}");
    }
    let fields = WarcRecord::response(URL, http_answer("200 OK", &[("X", &"x".repeat(100_000))], PAGE));
    assert!(refused(&fields).contains("takes more than 64 KiB"));
}

#[test]
fn a_broken_record_is_named_and_the_others_are_read() {
    let block = b"HTTP/1.1 200 OK\r\n\r\nsome text\r\nthat goes on";
    let of_length = |length: &str| WarcRecord::response(URL, &block[..]).with("Content-Length", length);
    for (broken, expected) in [
        (of_length("many"), "no Content-Length that is a number"),
        (of_length("-1"), "no Content-Length that is a number"),
        (of_length(""), "no Content-Length that is a number"),
        (of_length("20"), "does not end where its Content-Length says"),
        (page().with("WARC-Type", ""), "no WARC-Type"),
        (page().with("WARC-Target-URI", ""), "no WARC-Target-URI"),
        (page().with("X-Long", &"x".repeat(100_000)), "its fields take more than 64 KiB"),
        (WarcRecord::response(URL, &b"<h1>Ferry</h1>"[..]), "its block is no answer of HTTP"),
    ] {
        let bytes = [page().bytes(), broken.bytes(), page().bytes()].concat();
        let all = entries(&bytes);
        let [Entry::Document(_), Entry::Refused(why), Entry::Document(_)] = all.as_slice() else {
            panic!("{expected}: {all:?}")
        };
        assert!(why.contains(expected), "{why}");
        for skipped in 0..=all.len() {
            let mut warc = Warc::of(Box::new(Cursor::new(bytes.clone())));
            warc.skip(skipped as u64).unwrap();
            let rest: Vec<_> = std::iter::from_fn(|| warc.next(LIMIT).unwrap()).collect();
            assert_eq!(rest, all[skipped..], "{expected}: going on behind {skipped}");
        }
    }
    let strange = [page().bytes(), b"\r\nwhat is this\r\n\r\n".to_vec(), page().bytes()].concat();
    assert!(matches!(entries(&strange).as_slice(), [Entry::Document(_), Entry::Refused(_), Entry::Document(_)]));
}

#[test]
fn what_ends_inside_a_record_gives_those_before_it_and_says_so() {
    let (first, second) = (page().bytes(), page().bytes());
    for cut in [6, 40, second.len() - 20] {
        let mut warc = Warc::of(Box::new(Cursor::new([&first, &second[..cut]].concat())));
        assert!(matches!(warc.next(LIMIT).unwrap(), Some(Entry::Document(_))));
        assert!(warc.next(LIMIT).unwrap_err().to_string().contains("ends inside a record"), "{cut}");
    }
}
