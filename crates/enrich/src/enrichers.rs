//! The list of enrichers and the run through it.

use crate::dateline::DatelineEnricher;
use crate::dates::DatesEnricher;
use crate::language::LanguageEnricher;
use crate::quantities::QuantitiesEnricher;
use crate::reading::Reading;
use crate::summary::SummaryEnricher;
use article::{Article, EnrichedArticle, Provenance, RecordRef, Timestamp};
use std::collections::BTreeMap;

/// One thing that reading a text tells.
pub trait Enricher: Send + Sync {
    /// What it adds, as `enrichment` names it.
    fn name(&self) -> &'static str;

    /// The version of the model it works with, if it has one; stated in provenance.
    fn model(&self) -> Option<&str> {
        None
    }

    /// Writes what it finds. Meanwhile the text is lent to `reading`: `article.bodies` is empty.
    fn enrich(&self, reading: &Reading<'_>, article: &mut Article);
}

/// Every enricher with its model, built once and shared by all threads.
pub struct Enrichers {
    list: Vec<Box<dyn Enricher>>,
}

/// Why models cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// A file that belongs to no enricher.
    #[error("no enricher has a model named `{0}`; remove the file or correct its name")]
    Unknown(String),
}

/// Who enriches, when, and from which record.
#[derive(Debug, Clone)]
pub struct EnrichContext<'a> {
    /// Service and version, such as `enricher/0.1.0`.
    pub by: &'a str,
    /// The time of the work.
    pub at: Timestamp,
    /// The record the article was read from, if it came from a topic.
    pub from: Option<RecordRef>,
}

impl Enrichers {
    /// All enrichers with the models that are part of the program.
    pub fn built_in() -> Self {
        Self {
            // In the order of their work.
            list: vec![
                Box::new(LanguageEnricher),
                Box::new(DatelineEnricher),
                Box::new(DatesEnricher),
                Box::new(SummaryEnricher),
                Box::new(QuantitiesEnricher),
            ],
        }
    }

    /// All enrichers with these models in place of the built-in ones: name without extension to bytes.
    pub fn load(models: BTreeMap<String, Vec<u8>>) -> Result<Self, ModelError> {
        match models.into_keys().next() {
            None => Ok(Self::built_in()),
            Some(unknown) => Err(ModelError::Unknown(unknown)),
        }
    }

    /// Runs every enricher over the article and states so in its provenance.
    pub fn enrich(&self, mut article: Article, context: &EnrichContext<'_>) -> EnrichedArticle {
        // The text is lent out, so that enrichers can read it while they write to the article, without a copy.
        let bodies = std::mem::take(&mut article.bodies);
        let main = bodies.iter().find(|body| body.is_main_text());
        let reading = Reading::new(main.map_or("", |body| &body.value));
        for enricher in &self.list {
            enricher.enrich(&reading, &mut article);
        }
        article.bodies = bodies;
        article.enrichment.provenance.push(Provenance {
            stage: "enrich".to_owned(),
            by: context.by.to_owned(),
            at: context.at,
            source: None,
            from: context.from.clone(),
            models: self.models(),
            dropped: Vec::new(),
            extra: article::Extra::new(),
        });
        EnrichedArticle(article)
    }

    fn models(&self) -> BTreeMap<String, String> {
        let models = self.list.iter().filter_map(|enricher| Some((enricher.name(), enricher.model()?)));
        models.map(|(name, model)| (name.to_owned(), model.to_owned())).collect()
    }
}
