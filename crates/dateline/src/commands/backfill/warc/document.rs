//! What a record of a WARC file holds: a document as it was fetched, or nothing that is read.
//!
//! In: the fields of the record and its block. Out: a raw record, or why there is none.

use super::super::entry::Entry;
use super::super::passed_over::PassedOver;
use super::fields::{Fields, HeadEnd, read_head};
use super::payload::{too_large, unpack};
use super::records::Block;
use article::{CanonicalUrl, ContentType, Hints, RawRecord, usage_lines};
use std::io::{self, Read};

/// Media types of documents in XML that may be feeds.
const XML: [&str; 2] = ["application/xml", "text/xml"];
/// Files at the root of a site that are for programs, and directories of them.
const SITE_FILES: [&str; 6] = ["robots.txt", "ads.txt", "app-ads.txt", "humans.txt", "llms.txt", "security.txt"];
const WELL_KNOWN: &str = ".well-known/";

/// Why a record gives no document.
enum NotTaken {
    PassedOver(PassedOver),
    Refused(String),
    Unreadable(io::Error),
}

impl From<io::Error> for NotTaken {
    fn from(error: io::Error) -> Self {
        Self::Unreadable(error)
    }
}

/// Reads a record whose document has at most `limit` bytes. An error is of the file.
pub(super) fn read(warc: &Fields, block: &mut Block<'_>, limit: usize) -> io::Result<Entry> {
    match document(warc, block, limit) {
        Ok(raw) => Ok(Entry::Document(Box::new(raw))),
        Err(NotTaken::PassedOver(why)) => Ok(Entry::PassedOver(why)),
        Err(NotTaken::Refused(why)) => Ok(Entry::Refused(why)),
        Err(NotTaken::Unreadable(error)) => Err(error),
    }
}

fn document(warc: &Fields, block: &mut Block<'_>, limit: usize) -> Result<RawRecord, NotTaken> {
    let is_response = is_response(warc)?;
    let url = address(warc)?;
    let http = if is_response { answer(block)? } else { Fields::default() };
    let declared = if is_response { &http } else { warc };
    let content_type = declared.get("Content-Type").or_else(|| warc.get("WARC-Identified-Payload-Type"));
    let content_type = content_type.filter(|name| is_read(name)).ok_or(NotTaken::PassedOver(PassedOver::MediaType))?;
    let fetched_at = warc.get("WARC-Date").and_then(extract::first_moment);
    let fetched_at = fetched_at.ok_or_else(|| refused("its WARC-Date is missing or no date"))?;
    // Chunks take a little more than what they hold.
    let most = u64::try_from(limit.saturating_add(limit / 8)).unwrap_or(u64::MAX);
    if block.left() > most {
        return Err(NotTaken::Refused(too_large(block.left(), limit)));
    }
    let mut body = Vec::new();
    block.read_to_end(&mut body)?;
    let body = unpack(&http, body, limit).map_err(NotTaken::Refused)?;
    if body.is_empty() {
        return Err(NotTaken::PassedOver(PassedOver::Empty));
    }
    if ContentType::parse(content_type).is_none() && !extract::is_feed(&body, Some(content_type)) {
        return Err(NotTaken::PassedOver(PassedOver::MediaType));
    }
    let usage = usage_lines(|name| http.all(name));
    let hints = (!usage.is_empty()).then(|| Hints { usage, ..Hints::default() });
    let (url, content_type) = (Some(url), Some(content_type.to_owned()));
    Ok(RawRecord { url, content_type, fetched_at: Some(fetched_at), hints, body, ..RawRecord::default() })
}

/// Whether the block of a record begins with an HTTP head. Records that hold no document of their own are passed over.
fn is_response(warc: &Fields) -> Result<bool, NotTaken> {
    let kind = warc.get("WARC-Type").ok_or_else(|| refused("it has no WARC-Type"))?.to_ascii_lowercase();
    let is_response = match kind.as_str() {
        "response" => true,
        "resource" => false,
        "revisit" => return Err(NotTaken::PassedOver(PassedOver::Revisit)),
        _ => return Err(NotTaken::PassedOver(PassedOver::RecordType)),
    };
    if ["WARC-Truncated", "WARC-Segment-Number"].iter().any(|name| warc.get(name).is_some()) {
        return Err(NotTaken::PassedOver(PassedOver::Part));
    }
    Ok(is_response)
}

/// Where the document was fetched. Old writers put addresses in angle brackets.
fn address(warc: &Fields) -> Result<String, NotTaken> {
    let target = warc.get("WARC-Target-URI").ok_or_else(|| refused("it has no WARC-Target-URI"))?;
    let target = target.strip_prefix('<').and_then(|target| target.strip_suffix('>')).unwrap_or(target);
    let url = CanonicalUrl::parse(target).map_err(|_| NotTaken::PassedOver(PassedOver::Address))?;
    let path = url.as_str().splitn(4, '/').nth(3).unwrap_or_default();
    let file = path.split('?').next().unwrap_or_default();
    if SITE_FILES.contains(&file) || file.starts_with(WELL_KNOWN) {
        return Err(NotTaken::PassedOver(PassedOver::SiteFile));
    }
    Ok(target.to_owned())
}

/// The fields of an HTTP answer that brings a document.
fn answer(block: &mut Block<'_>) -> Result<Fields, NotTaken> {
    let head = read_head(block)?;
    if head.end == HeadEnd::Limit {
        return Err(refused("the head of its answer takes more than 64 KiB"));
    }
    let first = head.lines.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let status = status(&String::from_utf8_lossy(first)).ok_or_else(|| refused("its block is no answer of HTTP"))?;
    let why = match status {
        200 | 203 => return Ok(Fields::parse(head.lines.get(first.len()..).unwrap_or_default())),
        300..400 => PassedOver::Redirect,
        400..500 => PassedOver::ClientError,
        500..600 => PassedOver::ServerError,
        _ => PassedOver::OtherStatus,
    };
    Err(NotTaken::PassedOver(why))
}

/// `HTTP/1.1 200 OK`
fn status(line: &str) -> Option<u16> {
    let mut words = line.split_ascii_whitespace();
    let is_http = words.next()?.get(..5)?.eq_ignore_ascii_case("HTTP/");
    words.next().filter(|_| is_http)?.parse().ok()
}

/// Whether documents of a media type may be read; of XML only the bytes tell.
fn is_read(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    ContentType::parse(essence).is_some() || XML.iter().any(|name| name.eq_ignore_ascii_case(essence))
}

fn refused(why: &str) -> NotTaken {
    NotTaken::Refused(why.to_owned())
}
