//! The enrich stage: article to enriched article.

use article::{
    EncodeContext, EncodeError, EnrichedArticle, List, Record, StageName, Timestamp, TopicName, Topics, decode_article,
    encode_enriched,
};
use bus::{Output, Received};
use enrich::{EnrichContext, Enrichers};
use pipeline::{Outcome, Reason, Stage};

/// Adds to every article what reading it tells.
pub struct EnrichStage {
    enrichers: Enrichers,
    topics: Topics,
    /// Service and version, for provenance.
    by: String,
    /// Largest enriched article, value plus headers, in bytes.
    limit: usize,
}

impl EnrichStage {
    /// The stage of one lane.
    pub fn new(enrichers: Enrichers, topics: Topics, by: String, limit: usize) -> Self {
        Self { enrichers, topics, by, limit }
    }
}

impl Stage for EnrichStage {
    fn name(&self) -> StageName {
        StageName::Enrich
    }

    fn output(&self) -> Option<TopicName> {
        Some(self.topics.enriched())
    }

    fn process(&self, input: &Received, at: Timestamp) -> Outcome {
        let article = match decode_article(&input.record) {
            Ok(article) => article,
            Err(error) => return Outcome::DeadLetter(Reason::of_decoding("broken_message", &error)),
        };
        let context = EnrichContext { by: &self.by, at, from: Some(input.place()) };
        let mut enriched = self.enrichers.enrich(article, &context);
        let encoding = EncodeContext { source: "dateline/enrich", at, from: Some(&input.record.headers) };
        match self.encode(&mut enriched, encoding) {
            Ok(record) => Outcome::Emit(vec![Output { topic: self.topics.enriched(), partition: None, record }]),
            Err(error) => Outcome::DeadLetter(Reason::of_encoding(&error)),
        }
    }
}

impl EnrichStage {
    /// The record of an article. What was read off its text is given up list by list until the record fits: the text
    /// itself is what matters, and can be read again.
    fn encode(&self, enriched: &mut EnrichedArticle, context: EncodeContext<'_>) -> Result<Record, EncodeError> {
        let mut encoded = encode_enriched(enriched, self.limit, context);
        for list in List::given_up() {
            if !matches!(encoded, Err(EncodeError::TooLarge { .. })) {
                break;
            }
            let article = &mut enriched.0;
            if !article.give_up(list) {
                continue;
            }
            let dropped = article.enrichment.provenance.last_mut().map(|last| &mut last.dropped);
            if let Some(dropped) = dropped.filter(|dropped| !dropped.iter().any(|name| name == list.name())) {
                dropped.push(list.name().to_owned());
            }
            encoded = encode_enriched(enriched, self.limit, context);
        }
        encoded
    }
}
