//! Whether the whole article was there to read.
//!
//! In: the end of the text. Out: `access`, when the text itself says that it goes on for subscribers (`paywalled`) or
//! elsewhere (`stub`). A text that says neither gets no `access`. What the source declared stays.

use crate::{Enricher, Reading};
use article::{Access, Article};

/// Bytes at the end of the text in which such notices stand.
const END_BYTES: usize = 400;

/// A text of more bytes is an article even if it goes on elsewhere.
const STUB_BYTES: usize = 1500;

/// What the end of a text says when the rest is for those who pay. Small letters.
const FOR_SUBSCRIBERS: &[&str] = &[
    "subscribe to continue reading",
    "subscribe to read the full",
    "subscribe to read more",
    "subscribe now to continue",
    "sign in to continue reading",
    "log in to continue reading",
    "register to continue reading",
    "this article is for subscribers",
    "this article is only available to subscribers",
    "this content is for subscribers",
    "for subscribers only",
    "to continue reading this article",
    "unlock this article",
];

/// How the beginnings of articles end. Small letters.
const GOES_ON: &[&str] = &[
    "read more",
    "read more.",
    "read more...",
    "read more…",
    "continue reading",
    "continue reading →",
    "[…]",
    "[...]",
    "read the full story",
    "read full story",
    "read full article",
    "read the full article",
    "(more)",
];

pub(crate) struct AccessEnricher;

impl Enricher for AccessEnricher {
    fn name(&self) -> &'static str {
        "access"
    }

    fn enrich(&self, reading: &Reading<'_>, article: &mut Article) {
        if article.enrichment.access.is_none() {
            article.enrichment.access = read(reading.body());
        }
    }
}

fn read(body: &str) -> Option<Access> {
    let from = (body.len().saturating_sub(END_BYTES)..=body.len()).find(|at| body.is_char_boundary(*at))?;
    let end = body.get(from..)?.trim_end().to_lowercase();
    let paywalled = FOR_SUBSCRIBERS.iter().any(|notice| end.contains(notice));
    let stub = body.len() <= STUB_BYTES && (paywalled || GOES_ON.iter().any(|notice| end.ends_with(notice)));
    let said = |holds: bool| holds.then_some(true);
    (paywalled || stub).then(|| Access { paywalled: said(paywalled), stub: said(stub), ..Access::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &str, paywalled: bool, stub: bool) {
        let access = read(body).unwrap_or_default();
        assert_eq!((access.paywalled == Some(true), access.stub == Some(true)), (paywalled, stub), "{body}");
    }

    #[test]
    fn notices_at_the_end_tell_stubs_and_paywalls() {
        check("The council met. Read more", false, true);
        check("The council met […]", false, true);
        check("The council met. Subscribe to continue reading.", true, true);
        check("The council met and people were asked to subscribe to the plan.", false, false);
        check(&format!("{} Read more", "The council met. ".repeat(200)), false, false);
        check("", false, false);
    }
}
