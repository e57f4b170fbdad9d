//! Whether the whole article was there to read.
//!
//! In: the end of the text. Out: `access`, when the text itself says that it goes on for subscribers (`paywalled`) or
//! elsewhere (`stub`). A text that says neither gets no `access`. What the source declared stays.

use crate::words::{self, Kind, Words};
use crate::{Enricher, Reading};
use article::{Access, Article};

/// Bytes at the end of the text in which such notices stand.
const END_BYTES: usize = 400;

/// A text of more bytes is an article even if it goes on elsewhere.
const STUB_BYTES: usize = 1500;

pub(crate) struct AccessEnricher;

impl Enricher for AccessEnricher {
    fn name(&self) -> &'static str {
        "access"
    }

    fn enrich(&self, reading: &Reading<'_>, article: &mut Article) {
        if article.enrichment.access.is_none() {
            let words = words::of(article).unwrap_or_else(words::english);
            article.enrichment.access = read(words, reading.body());
        }
    }
}

fn read(words: &Words, body: &str) -> Option<Access> {
    let from = (body.len().saturating_sub(END_BYTES)..=body.len()).find(|at| body.is_char_boundary(*at))?;
    let end = body.get(from..)?.trim_end().to_lowercase();
    let paywalled = words.sought(Kind::ForSubscribers).any(|notice| end.contains(notice));
    let goes_on = || words.sought(Kind::GoesOnElsewhere).any(|notice| end.ends_with(notice));
    let stub = body.len() <= STUB_BYTES && (paywalled || goes_on());
    let said = |holds: bool| holds.then_some(true);
    (paywalled || stub).then(|| Access { paywalled: said(paywalled), stub: said(stub), ..Access::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &str, paywalled: bool, stub: bool) {
        let access = read(words::english(), body).unwrap_or_default();
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
