//! The list of enrichers, one file or folder each beside this one, and the run through it.

mod access;
mod dateline;
pub(crate) mod dates;
mod entities;
mod genre;
mod keywords;
pub(crate) mod language;
mod places;
mod quantities;
pub(crate) mod quotes;
mod summary;
pub(crate) mod topics;

use self::access::AccessEnricher;
use self::dateline::DatelineEnricher;
use self::dates::DatesEnricher;
use self::entities::EntitiesEnricher;
use self::genre::GenreEnricher;
use self::keywords::KeywordsEnricher;
use self::language::LanguageEnricher;
use self::places::PlacesEnricher;
use self::quantities::QuantitiesEnricher;
use self::quotes::QuotesEnricher;
use self::summary::SummaryEnricher;
use self::topics::{TopicModelError, TopicsEnricher};
use crate::enricher::{EnrichContext, Enricher};
use crate::explain::{self, Explanation, Step};
use crate::pool::Pool;
use crate::reading::Reading;
use crate::words::Met;
use article::{Article, EnrichedArticle, Provenance};
use std::collections::BTreeMap;

/// Every enricher with its model, built once and shared by all threads.
pub struct Enrichers {
    list: Vec<Box<dyn Enricher>>,
    /// Words that articles leave behind for those after them.
    met: Pool<Met>,
}

/// Why models cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// A file that belongs to no enricher.
    #[error("no enricher has a model named `{0}`; remove the file or correct its name")]
    Unknown(String),
    /// A tagger's model that cannot be used.
    #[error("load the model `tagger`")]
    Tagger(#[from] tagger::ModelError),
    /// A topic model that cannot be used.
    #[error("load the model `topics`")]
    Topics(#[from] TopicModelError),
}

impl Enrichers {
    /// All enrichers with the models that are part of the program.
    pub fn built_in() -> Self {
        Self::with(EntitiesEnricher::built_in(), TopicsEnricher::built_in())
    }

    fn with(entities: EntitiesEnricher, topics: TopicsEnricher) -> Self {
        Self {
            // In the order of their work.
            list: vec![
                Box::new(LanguageEnricher::built_in()),
                Box::new(DatelineEnricher),
                Box::new(DatesEnricher),
                Box::new(SummaryEnricher),
                Box::new(entities),
                Box::new(QuotesEnricher),
                Box::new(PlacesEnricher),
                Box::new(QuantitiesEnricher),
                Box::new(topics),
                Box::new(KeywordsEnricher),
                Box::new(GenreEnricher),
                Box::new(AccessEnricher),
            ],
            met: Pool::default(),
        }
    }

    /// All enrichers with these models in place of the built-in ones: name without extension to bytes.
    pub fn load(mut models: BTreeMap<String, Vec<u8>>) -> Result<Self, ModelError> {
        let entities = match models.remove("tagger") {
            Some(bytes) => EntitiesEnricher::load(&bytes)?,
            None => EntitiesEnricher::built_in(),
        };
        let topics = match models.remove("topics") {
            Some(bytes) => TopicsEnricher::load(bytes)?,
            None => TopicsEnricher::built_in(),
        };
        match models.into_keys().next() {
            None => Ok(Self::with(entities, topics)),
            Some(unknown) => Err(ModelError::Unknown(unknown)),
        }
    }

    /// The enrichers in the order of their work.
    pub fn list(&self) -> &[Box<dyn Enricher>] {
        &self.list
    }

    /// Runs every enricher over the article and states so in its provenance.
    pub fn enrich(&self, article: Article, context: &EnrichContext<'_>) -> EnrichedArticle {
        self.run(article, context, |body| Reading::new(body), enrich_with)
    }

    /// Does what [`Enrichers::enrich`] does, much slower, and says of each enricher what it wrote and why.
    pub fn explain(&self, article: Article, context: &EnrichContext<'_>) -> serde_json::Result<Explanation> {
        let mut steps = Vec::with_capacity(self.list.len());
        let article = self.run(
            article,
            context,
            |body| Reading::explained(body),
            |enricher, reading, article| {
                let before = article.clone();
                let reads = enrich_with(enricher, reading, article);
                steps.push(explain::changes(&before, article, reading.body()).map(|changes| Step {
                    enricher: enricher.name(),
                    model: enricher.model().map(|(_, version)| version.to_owned()),
                    skipped: !reads,
                    changes,
                    reasons: reading.take_reasons(),
                }));
                reads
            },
        );
        Ok(Explanation { article, steps: steps.into_iter().collect::<Result<_, _>>()? })
    }

    /// Hands the article from enricher to enricher. `work` says whether the enricher reads the article.
    fn run(
        &self,
        article: Article,
        context: &EnrichContext<'_>,
        read: fn(&str) -> Reading<'_>,
        work: impl FnMut(&dyn Enricher, &Reading<'_>, &mut Article) -> bool,
    ) -> EnrichedArticle {
        self.met.lend(|met| self.run_with(met, article, context, read, work))
    }

    /// The same, with the words that articles before it left behind.
    fn run_with(
        &self,
        met: &mut Met,
        mut article: Article,
        context: &EnrichContext<'_>,
        read: fn(&str) -> Reading<'_>,
        mut work: impl FnMut(&dyn Enricher, &Reading<'_>, &mut Article) -> bool,
    ) -> EnrichedArticle {
        // The text is lent out, so that enrichers can read it while they write to the article, without a copy.
        let bodies = std::mem::take(&mut article.bodies);
        let main = bodies.iter().find(|body| body.is_main_text());
        let reading = read(main.map_or("", |body| &body.value)).remembering(met);
        let mut models = BTreeMap::new();
        let mut skipped: Vec<String> = Vec::new();
        for enricher in &self.list {
            if work(enricher.as_ref(), &reading, &mut article) {
                models.extend(enricher.model().map(|(name, version)| (name.to_owned(), version.to_owned())));
            } else {
                skipped.push(enricher.name().to_owned());
            }
        }
        let read_to = reading.read_to();
        let mut dropped = reading.full();
        *met = reading.into_met();
        article.bodies = bodies;
        // Nothing is left to do here, unless an enricher does not ask whether there is room.
        dropped.extend(article.keep_lists());
        article.enrichment.provenance.push(Provenance {
            from: context.from.clone(),
            models,
            dropped: dropped.into_iter().map(|list| list.name().to_owned()).collect(),
            read_to,
            skipped,
            ..Provenance::new("enrich", context.by, context.at)
        });
        EnrichedArticle(article)
    }
}

fn enrich_with(enricher: &dyn Enricher, reading: &Reading<'_>, article: &mut Article) -> bool {
    let reads = enricher.reads(article);
    if reads {
        enricher.enrich(reading, article);
    }
    reads
}
