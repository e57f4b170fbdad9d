//! Pages that stand in the place of a story: they say that it is not there, or ask for something first.
//!
//! In: a page, what it declares, its headline and the text found on it. Out: why it is refused, if it is one. Only pages
//! with little text are, and only where headline and text both speak as such pages do: a story about cookies, passwords or
//! security checks is a story, and so is a brief one with a form for logging in beside it.

mod words;

use super::document::{Document, NodeId};
use super::facts::PageFacts;
use super::outside_story::{class_and_id, is_beside};
use super::story::{NO_TEXT, count_words, has_more_words};
use crate::Reject;
use words::{
    ACCOUNT, BROWSER, CONSENT, IS_NOT_THERE, LOGIN, NEEDS_SCRIPTS, NOT_FOUND, PAGE, ROBOT, ROBOT_SAYS, WE, YOU,
};

/// Most words that such a page has.
const MOST_WORDS: u32 = 150;

/// Most words of one that shows a notice and nothing else.
const NOTICE: u32 = MOST_WORDS / 2;

/// How many words of consent one that asks for it uses at least.
const ENOUGH_OF_CONSENT: usize = 4;

/// Why this page is none with a story.
pub(super) fn interstitial(document: &Document, facts: &PageFacts, headline: &str, text: &str) -> Option<Reject> {
    if has_more_words(text, MOST_WORDS) {
        return None;
    }
    let headline = headline.to_lowercase();
    let text = if text.is_empty() { notice(document) } else { text.to_lowercase() };
    let length = count_words(&text);
    if asks_for_consent(&headline, &text) {
        return Some(Reject::new("consent_wall", "the page asks for consent and shows no story"));
    }
    // What says when it was published was published.
    if is_dated(facts) || length > NOTICE {
        return None;
    }
    if (is_only(&headline, NOT_FOUND, 3) && (has(&headline, PAGE) || has(&text, PAGE))) || has(&text, IS_NOT_THERE) {
        return Some(Reject::new("not_found", "the page says that it is not there"));
    }
    if (is_only(&headline, ROBOT, 2) && (has(&text, BROWSER) || text.is_empty())) || has(&text, ROBOT_SAYS) {
        return Some(Reject::new("robot_check", "the page asks whether its reader is a machine"));
    }
    if is_only(&headline, LOGIN, 5) && (asks_password(document, facts) || has(&text, ACCOUNT) || text.is_empty()) {
        return Some(Reject::new("login_page", "the page asks who its reader is"));
    }
    let needs_scripts = length <= NOTICE / 2 && has(&text, NEEDS_SCRIPTS);
    needs_scripts.then(|| Reject::new(NO_TEXT, "the page shows its story only to those who run its scripts"))
}

/// All that a page without a story says in lower case, where that is no more than a notice.
fn notice(document: &Document) -> String {
    let body = document.elements("body").next().map(|body| document.text_of(body)).unwrap_or_default();
    if has_more_words(&body, NOTICE) { String::new() } else { body.to_lowercase() }
}

fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// Whether a headline is one of these beginnings with at most so many words after it. Whole words: nurses who are
/// registered do not ask anybody to register.
fn is_only(headline: &str, starts: &[&str], more: usize) -> bool {
    let after = starts.iter().filter_map(|start| headline.strip_prefix(start));
    let mut whole = after.filter(|rest| !rest.starts_with(char::is_alphanumeric));
    whole.any(|rest| rest.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).count() <= more)
}

/// Whether the page states for machines when its story was published.
fn is_dated(facts: &PageFacts) -> bool {
    facts.declared.json_ld.published.is_some() || facts.declared.meta(&["article:published_time"]).is_some()
}

/// Whether the page itself asks for a password, not a box at its edge.
fn asks_password(document: &Document, facts: &PageFacts) -> bool {
    let is_box = |id: NodeId| {
        is_beside(document, id, facts.headline_at.as_slice())
            || document.ancestors(id).any(|around| {
                matches!(document.name(around), Some("header" | "dialog"))
                    || class_and_id(document, around).any(|words| {
                        let words = words.to_ascii_lowercase();
                        ["header", "modal", "popup", "overlay", "dropdown", "menu"]
                            .iter()
                            .any(|word| words.contains(word))
                    })
            })
    };
    let is_password =
        |id: &NodeId| document.attribute(*id, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("password"));
    document.elements("input").filter(is_password).any(|id| !is_box(id))
}

/// Whether a site speaks to its reader about consent. News about it speaks of others.
fn asks_for_consent(headline: &str, text: &str) -> bool {
    let found = CONSENT.iter().filter(|word| text.contains(*word) || headline.contains(*word)).count();
    let is_about = text.contains("cookie") || headline.contains("privacy") || headline.contains("cookie");
    let says = |words: &[&str]| text.split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(&word));
    found >= ENOUGH_OF_CONSENT && is_about && says(WE) && says(YOU)
}
