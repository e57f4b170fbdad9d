//! One raw record to its articles: find out the format, let its extractor read the bytes, make articles of what it found.

use crate::Reject;
use crate::assemble::assemble;
use crate::feed::Feed;
use crate::format::{ExtractContext, Extractor, Input};
use crate::newsml::NewsMl;
use crate::ninjs::Ninjs;
use crate::nitf::Nitf;
use crate::notes::{Explanation, Notes};
use crate::page::Page;
use crate::sniff::{has_binary_signature, sniff};
use crate::wire::Wire;
use article::{Article, CanonicalUrl, ContentType, RawRecord};

/// Every format that is read, and by what.
const EXTRACTORS: &[&dyn Extractor] = &[&Wire, &Feed, &Page, &Ninjs, &NewsMl, &Nitf];

/// Largest document of any format, in bytes. Parsers take a multiple of it in memory.
const MAX_DOCUMENT: usize = 10 << 20;

/// Reads one raw record: at least one article, or why there is none.
pub fn extract(raw: &RawRecord, context: &ExtractContext<'_>) -> Result<Vec<Article>, Reject> {
    extract_noting(raw, context, &Notes::off())
}

/// Reads one raw record as [`extract`] does, and tells how each article came to be what it is.
///
/// The explanation is there also when the record is refused.
pub fn explain(raw: &RawRecord, context: &ExtractContext<'_>) -> (Result<Vec<Article>, Reject>, Explanation) {
    let notes = Notes::on();
    let outcome = extract_noting(raw, context, &notes);
    (outcome, notes.explanation())
}

fn extract_noting(raw: &RawRecord, context: &ExtractContext<'_>, notes: &Notes) -> Result<Vec<Article>, Reject> {
    if raw.body.iter().all(u8::is_ascii_whitespace) {
        return Err(Reject::new("empty", "the record has no content"));
    }
    if raw.body.len() > MAX_DOCUMENT {
        let message = format!("the document is {} bytes long, the limit is {MAX_DOCUMENT}", raw.body.len());
        return Err(Reject::new("too_large", message));
    }
    if has_binary_signature(&raw.body) {
        return Err(Reject::new("binary", "the content is a picture, an archive or another binary document"));
    }
    let content_type = format_of(&raw.body, raw.content_type.as_deref())?;
    // A URL that is not one of a page cannot name the article; the record is taken by its id or content instead.
    let url = raw.url.as_deref().and_then(|url| CanonicalUrl::parse(url).ok());
    let input = Input { raw, url, received_at: raw.fetched_at_or(context.received_at), notes };
    let Some(extractor) = EXTRACTORS.iter().find(|extractor| extractor.content_types().contains(&content_type)) else {
        return Err(Reject::new("unsupported_format", format!("{} cannot be read", content_type.as_str())));
    };
    let found = extractor.extract(&input)?;
    // What a feed stated about one entry says nothing about the many of a whole feed.
    let hints = raw.hints.as_ref().filter(|_| found.len() == 1);
    Ok(found.into_iter().map(|found| assemble(found, hints, &input, context)).collect())
}

/// Whether a document would be read as a feed.
pub fn is_feed(body: &[u8], content_type: Option<&str>) -> bool {
    format_of(body, content_type).is_ok_and(|format| Feed.content_types().contains(&format))
}

/// The format by declaration and content. A type that is declared and that no extractor reads is not guessed at.
fn format_of(body: &[u8], content_type: Option<&str>) -> Result<ContentType, Reject> {
    /// Media types that say no more than what the bytes may look like.
    const VAGUE: &[&str] = &["application/xml", "text/xml", "application/octet-stream", "text/json", ""];
    let stated = content_type.unwrap_or_default();
    let declared = ContentType::parse(stated);
    let essence = stated.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if declared.is_none() && !VAGUE.contains(&essence.as_str()) {
        return Err(Reject::new("unknown_format", format!("content type `{essence}` is none that can be read")));
    }
    Ok(sniff(body, declared))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::version_of;
    use article::Timestamp;

    #[test]
    fn a_fetch_time_after_the_record_was_written_is_not_believed_whatever_the_clock_of_the_reader_shows() {
        let at = |text: &str| Timestamp::parse(text).unwrap();
        let received = "2026-03-14T08:59:58Z";
        for (fetched, expected) in [
            (Some("2026-03-14T08:00:00Z"), "2026-03-14T08:00:00Z"),
            (Some("1970-01-01T00:00:00Z"), "1970-01-01T00:00:00Z"),
            (Some("2026-03-14T09:04:00Z"), "2026-03-14T09:04:00Z"),
            (Some("2026-03-14T11:00:00Z"), received),
            (Some("9999-12-31T23:59:59Z"), received),
            (None, received),
        ] {
            for now in ["1970-01-01T00:00:00Z", "2006-03-14T09:00:00Z", received, "2100-01-01T00:00:00Z"] {
                let body = b"Ferry runs.".to_vec();
                let raw = RawRecord { fetched_at: fetched.map(at), body, ..RawRecord::default() };
                let context = ExtractContext { received_at: at(received), by: "test", from: None, at: at(now) };
                let article = extract(&raw, &context).unwrap().remove(0);
                assert_eq!(article.version_created, at(expected), "{fetched:?}, read at {now}");
                assert_eq!(article.version, version_of(at(expected)), "{fetched:?}, read at {now}");
            }
        }
    }

    #[test]
    fn every_content_type_has_exactly_one_extractor() {
        for content_type in ContentType::all() {
            let readers = EXTRACTORS.iter().filter(|extractor| extractor.content_types().contains(&content_type));
            assert_eq!(readers.count(), 1, "{content_type:?}");
        }
    }
}
