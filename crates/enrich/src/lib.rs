//! Article to enriched article: what reading the text tells.
//!
//! In: an [`article::Article`] as extracted, the time, the models as bytes. Out: an [`article::EnrichedArticle`].
//! This crate is pure: it reads no clock, no file, no network; it never panics, whatever the text; its time grows
//! with the length of the text and not faster.
//!
//! # Adding an enricher
//! Write one file in `enrichers/` with a type that implements [`Enricher`], and add its line to the list in `enrichers.rs`; the order
//! of that list is the order of the work, so an enricher may build on what those before it wrote. The slots `people`,
//! `organisations`, `places`, `quotes`, `quantities` and `topics` of the message are filled this way. An enricher
//! that needs a model takes it when it is built ([`Enrichers::load`]) and names its version in [`Enricher::model`],
//! which is then stated in the article's provenance.
//!
//! Which words are prepositions, titles or reporting verbs no enricher knows by itself: it asks the words of the language,
//! which `words.rs` reads from one file a language.
//!
//! Why it found something it tells [`Reading::because`]; `dateline enrich --explain` prints it.
//!
//! What an enricher may do to an article: append entities, subjects and mentions (indices written earlier stay valid);
//! complete an entity the source declared; set what is absent; replace `language`; order `dates` and `subjects` best
//! first. Unknown stays absent.

mod calendar;
mod enricher;
mod enrichers;
mod explain;
mod given_names;
mod language_code;
mod plain_words;
mod pool;
mod reading;
mod sureness;
mod tables;
mod words;

pub use enricher::{EnrichContext, Enricher};
pub use enrichers::{Enrichers, ModelError};
pub use explain::{Because, Change, Explanation, Step};
pub use reading::Reading;

/// What the trainers of the models need: what a text is seen as, and models of what was learnt.
#[cfg(feature = "training")]
pub mod training {
    pub use crate::enrichers::language::training as language;
    pub use crate::enrichers::topics::training as topics;
}
