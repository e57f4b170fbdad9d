//! Messages of wire services, between control characters: IPTC 7901 and ANPA 1312.
//!
//! In: the bytes as they came over the line, one message or several. Out: an article for each. What is for editors (their
//! notes, contacts, sign-offs) is no part of the text. No character set is stated anywhere: text is UTF-8 if it can be,
//! else windows-1252.

mod above;
mod anpa;
mod control;
mod dateline;
mod iptc_7901;
mod notice;
mod tail;
mod unwrap;

use crate::Reject;
use crate::charset::decode_wire_message;
use crate::format::{Found, Input};
use crate::item::properties::Properties;
use crate::item::{Known, article_of};
use article::Article;
use control::{SOH, is_filler};

/// Most messages of one record.
const MAX_MESSAGES: usize = 10_000;

/// Whether bytes are such a message: they begin with the sign that opens its header.
pub(crate) fn is_message(body: &[u8]) -> bool {
    body.iter().map(|byte| char::from(*byte)).find(|byte| !is_filler(*byte)) == Some(SOH)
}

/// Reads them.
pub(crate) fn read(input: &Input<'_>) -> Result<Vec<Found>, Reject> {
    let text = decode_wire_message(&input.raw.body, input.raw.content_type.as_deref());
    let text = with_plain_line_ends(&text);
    if text.matches(SOH).count() > MAX_MESSAGES {
        return Err(Reject::new("too_large", format!("the record has more than {MAX_MESSAGES} messages")));
    }
    let messages = text.split(SOH).map(|message| message.trim_matches(is_filler));
    let messages: Vec<&str> = messages.filter(|message| !message.is_empty()).collect();
    let id = input.raw.id.as_deref().filter(|_| messages.len() == 1);
    let mut found = Vec::new();
    let mut refused = None;
    for message in messages {
        match article_of_message(message, id, input) {
            Ok(article) => found.push(Found::Item(Box::new(article))),
            Err(reject) => {
                input.notes.passed("item", "message", "it cannot be taken", || reject.to_string());
                refused.get_or_insert(reject);
            }
        }
    }
    match refused {
        Some(refused) if found.is_empty() => Err(refused),
        None if found.is_empty() => Err(Reject::new("no_text", "there is no message behind its opening sign")),
        Some(_) | None => Ok(found),
    }
}

/// The text with one sign at the end of each line. Old lines send the sign that returns the carriage twice.
fn with_plain_line_ends(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let inner = line.strip_suffix('\n').map(|line| line.trim_end_matches('\r'));
        out.extend(inner.unwrap_or(line).chars().map(|c| if c == '\r' { '\n' } else { c }));
        out.push_str(if inner.is_some() { "\n" } else { "" });
    }
    out
}

fn article_of_message(message: &str, id: Option<&str>, input: &Input<'_>) -> Result<Article, Reject> {
    let item: Option<Properties> = anpa::read(message, input.notes).or_else(|| iptc_7901::read(message, input.notes));
    let Some(item) = item else {
        let line: String = message.lines().next().unwrap_or_default().chars().take(60).collect();
        let what = "the message has the header neither of IPTC 7901 nor of ANPA 1312";
        return Err(Reject::new("invalid_item", format!("{what}; it begins with `{}`", article::printable(&line))));
    };
    article_of(item.into_item(), &Known { url: None, id }, input)
}
