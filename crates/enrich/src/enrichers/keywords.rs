//! What the article speaks of, in its own words: terms that stand often in it and seldom in other news.
//!
//! In: headline and text in English. Out: at most eight of `subjects` with the `rel` keyword, best first. A term is one to
//! three words in lower case that stand together, so names, which `enrichment` lists with what they name, are none.

mod candidates;
mod commonness;

use crate::{Enricher, Reading};
use article::{Article, Subject, rel};
use candidates::{Term, terms};

/// Names the enricher in `creator`.
const CREATOR: &str = "dateline/keywords@1";

/// Most keywords of an article.
const MOST: usize = 8;

/// A term with less than this share of the best one's score says little beside it.
const LEAST_SHARE: f32 = 0.25;

pub(crate) struct KeywordsEnricher;

impl Enricher for KeywordsEnricher {
    fn name(&self) -> &'static str {
        "keywords"
    }

    fn model(&self) -> Option<(&'static str, &str)> {
        Some(("keywords", "common-words-en@1"))
    }

    fn reads(&self, article: &Article) -> bool {
        crate::enrichers::language::is_english(article)
    }

    fn enrich(&self, reading: &Reading<'_>, article: &mut Article) {
        let headline = article.headline().unwrap_or_default().to_lowercase();
        let mut ranked = terms(reading.words(article), reading.body(), &headline);
        ranked.sort_by(|one, other| other.score.total_cmp(&one.score).then(one.first_at.cmp(&other.first_at)));
        let Some(best) = ranked.first().map(|term| term.score) else { return };
        let mut chosen: Vec<Term<'_>> = Vec::with_capacity(MOST);
        for term in ranked {
            if chosen.len() == MOST || term.score < best * LEAST_SHARE {
                break;
            }
            if !chosen.iter().any(|known| overlap(known.printed, term.printed)) {
                chosen.push(term);
            }
        }
        for term in chosen {
            let declared = |subject: &Subject| {
                subject.name.as_ref().is_some_and(|name| name.to_lowercase() == term.printed.to_lowercase())
            };
            if article.subjects.iter().any(declared) {
                continue;
            }
            let end = term.first_at + term.printed.len();
            reading.because(term.first_at..end, || {
                format!("stands {} times here, {:.1} rare in news: {:.1}", term.count, term.rareness, term.score)
            });
            // In range by the clamp.
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 100")]
            let relevance = (100.0 * term.score / best).round().clamp(1.0, 100.0) as u8;
            article.subjects.push(Subject {
                name: Some(term.printed.to_owned()),
                rel: Some(rel::KEYWORD.to_owned()),
                creator: Some(CREATOR.to_owned()),
                relevance: Some(relevance),
                ..Subject::default()
            });
        }
    }
}

/// Whether two terms share a word, in whichever number: one of them is enough.
fn overlap(one: &str, other: &str) -> bool {
    one.split(' ').any(|word| other.split(' ').any(|other| candidates::stem(word) == candidates::stem(other)))
}
