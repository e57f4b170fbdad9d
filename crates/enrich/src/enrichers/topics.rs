//! What the article is about: the top level of the IPTC Media Topics, by a small linear model, and a topic below it
//! where the words leave no doubt.
//!
//! In: address, headline and text of an article in English. Out: at most two top-level topics in `subjects`, best first,
//! each followed by at most one deeper topic; none rather than a guess. Topics the source declared stay and come first.
//! An article in another language gets none.

mod deeper;
mod features;
mod model;
#[cfg(feature = "training")]
pub mod training;
mod vocabulary;

pub(crate) use model::TopicModelError;

use crate::sureness::of_odds;
use crate::{Enricher, Reading};
use article::{Article, Subject, alt_role, rel};
use deeper::Counted;
use features::Evidence;
use model::TopicModel;
use std::borrow::Cow;
use vocabulary::TOPICS;

/// The model that is part of the program.
static BUILT_IN: &[u8] = include_bytes!("../../models/topics.bin");

/// Below this score an article has no topic: one or two in a thousand articles of other outlets scored as low in cross-validation.
const FIRST_FROM: f32 = -0.75;

/// A second topic needs a score that a first one commonly has.
const SECOND_FROM: f32 = -0.25;

/// How sure the first and the second topic are at a score, `1 / (1 + e^-(base + slope · score))`: as many of a hundred
/// were right where outlets were told by a model of the others (`models/README.md`).
const SURE: [Curve; 2] = [Curve { base: 1.4, below: 1.6, above: 3.4 }, Curve { base: 0.5, below: 1.7, above: 1.7 }];

/// What counts at a score of 0, and how fast that grows below and above it.
struct Curve {
    base: f32,
    below: f32,
    above: f32,
}

/// Texts of so many words and more, headline included, are all alike in this.
const LONG: usize = 160;

/// A low score is worth less where the text is short: so much steeper is the curve of the first topic for each time that the
/// words would have to be doubled to be [`LONG`], three at most (`models/README.md`).
const STEEPER: f32 = 0.8;
const MOST_DOUBLINGS: f32 = 3.0;

/// How many in a hundred deeper topics below the first and the second topic are right (`models/README.md`).
const DEEPER_SURE: [u8; 2] = [95, 85];

/// Names the enricher in `creator`.
const CREATOR: &str = "dateline/topics@1";

/// What `subjects` name the vocabulary's concepts by.
const CONCEPTS: &str = "http://cv.iptc.org/newscodes/mediatopic/";

pub(crate) struct TopicsEnricher {
    /// The checked-in model is read by a test, so this is always there.
    model: Option<TopicModel>,
}

impl TopicsEnricher {
    /// With the model that is part of the program.
    pub(crate) fn built_in() -> Self {
        // Nothing to lose: see the field.
        Self { model: TopicModel::decode(Cow::Borrowed(BUILT_IN)).ok() }
    }

    /// With the model of these bytes.
    pub(crate) fn load(bytes: Vec<u8>) -> Result<Self, TopicModelError> {
        TopicModel::decode(Cow::Owned(bytes)).map(|model| Self { model: Some(model) })
    }
}

impl Enricher for TopicsEnricher {
    fn name(&self) -> &'static str {
        "topics"
    }

    fn model(&self) -> Option<(&'static str, &str)> {
        self.model.as_ref().map(|model| ("topics", model.version()))
    }

    fn reads(&self, article: &Article) -> bool {
        crate::enrichers::language::is_english(article)
    }

    fn enrich(&self, reading: &Reading<'_>, article: &mut Article) {
        let Some(model) = self.model.as_ref().filter(|_| !reading.body().is_empty()) else { return };
        let url = article.alt_id(alt_role::CANONICAL_URL);
        let scores = model.scores(Evidence { url, headline: article.headline(), body: reading.body() });
        let mut ranked: Vec<(f32, (&str, &str))> = scores.into_iter().zip(TOPICS).collect();
        ranked.sort_by(|one, other| other.0.total_cmp(&one.0));
        let mut counted = None;
        let length = words(article.headline().unwrap_or_default()) + words(reading.body());
        let least = [FIRST_FROM, SECOND_FROM].into_iter().zip(DEEPER_SURE).enumerate();
        for ((score, (id, name)), (rank, (least, sure))) in ranked.into_iter().zip(least) {
            if score < least {
                continue;
            }
            let relevance = percent(0.5 + score / 2.0);
            let counted = counted.get_or_insert_with(|| Counted::of(article.headline(), reading.body()));
            let below = counted.below(id);
            // What is about the topic below is about the one above.
            let confidence = confidence(rank, score, length).max(if below.is_some() { sure } else { 0 });
            give(article, id, name, relevance, confidence);
            if let Some((deeper, words)) = below {
                reading.because_of_all(|| format!("{}: {}", deeper.name, words()));
                give(article, deeper.id, deeper.name, relevance, sure);
            }
        }
    }
}

/// Of a hundred: how sure the first (0) or second (1) topic of a text of so many words is at a score.
fn confidence(rank: usize, score: f32, words: usize) -> u8 {
    let Some(curve) = SURE.get(rank) else { return 0 };
    let doublings = (LONG as f32 / words.clamp(1, LONG) as f32).log2().min(MOST_DOUBLINGS);
    let slope = if score < 0.0 { curve.below } else { curve.above };
    let slope = if rank == 0 { slope + STEEPER * doublings } else { slope };
    of_odds(curve.base + slope * score)
}

/// The words of a text, as far as they matter.
fn words(text: &str) -> usize {
    text.split_whitespace().take(LONG).count()
}

/// Appends a topic that the article does not have yet.
fn give(article: &mut Article, id: &str, name: &str, relevance: u8, confidence: u8) {
    let literal = format!("medtop:{id}");
    if article.subjects.iter().any(|subject| subject.literal.as_ref() == Some(&literal)) {
        return;
    }
    article.subjects.push(Subject {
        name: Some(name.to_owned()),
        rel: Some(rel::ABOUT.to_owned()),
        uri: Some(format!("{CONCEPTS}{id}")),
        literal: Some(literal),
        creator: Some(CREATOR.to_owned()),
        relevance: Some(relevance),
        confidence: Some(confidence),
        ..Subject::default()
    });
}

fn percent(share: f32) -> u8 {
    // In range by the clamp.
    (share * 100.0).round().clamp(0.0, 100.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn first(headline: &str, body: &str) -> Option<&'static str> {
        let model = TopicModel::decode(Cow::Borrowed(BUILT_IN)).unwrap();
        let scores = model.scores(Evidence { url: None, headline: Some(headline), body });
        let best = scores.iter().enumerate().max_by(|one, other| one.1.total_cmp(other.1))?;
        TOPICS.get(best.0).map(|(_, name)| *name)
    }

    #[test]
    fn the_built_in_model_tells_clear_articles() {
        let cases = [
            ("Striker scores twice as home side win the cup final", "sport"),
            ("Court jails man for life for murder of his neighbour", "crime, law and justice"),
            ("Hospital opens new ward for patients with dengue fever", "health"),
            ("Central bank raises interest rate to curb inflation", "economy, business and finance"),
        ];
        for (headline, topic) in cases {
            assert_eq!(first(headline, headline), Some(topic), "{headline}");
        }
    }

    #[test]
    fn a_model_cut_short_is_refused() {
        let cut = BUILT_IN.split_at(BUILT_IN.len() - 1).0;
        assert!(matches!(TopicModel::decode(Cow::Borrowed(cut)), Err(TopicModelError::Length { .. })));
        assert_eq!(TopicModel::decode(Cow::Borrowed(b"PNG")).err(), Some(TopicModelError::Mark));
    }

    proptest! {
        #[test]
        fn any_text_is_scored_with_numbers(text in "\\PC{0,400}") {
            let model = TopicModel::decode(Cow::Borrowed(BUILT_IN)).unwrap();
            let scores = model.scores(Evidence { url: Some(&text), headline: Some(&text), body: &text });
            prop_assert!(scores.iter().all(|score| score.is_finite()));
        }
    }
}
