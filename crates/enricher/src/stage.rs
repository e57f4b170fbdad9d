//! The enrich stage: article to enriched article.

use article::{EncodeContext, RecordRef, StageName, Timestamp, Topics, decode_article, encode_enriched};
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

    fn process(&self, input: &Received, at: Timestamp) -> Outcome {
        let article = match decode_article(&input.record) {
            Ok(article) => article,
            Err(error) => {
                let detail = std::error::Error::source(&error).map(|source| format!(": {source}")).unwrap_or_default();
                return Outcome::DeadLetter(Reason::new("broken_message", format!("{error}{detail}")));
            }
        };
        let from = RecordRef { topic: input.topic.to_string(), partition: input.partition, offset: input.offset };
        let context = EnrichContext { by: &self.by, at, from: Some(from) };
        let mut enriched = self.enrichers.enrich(article, &context);
        let encoding = EncodeContext { source: "dateline/enrich", at, from: Some(&input.record.headers) };
        let mut encoded = encode_enriched(&enriched, encoding);
        // Names with their spans are what makes an enrichment large and can be found again; they go first.
        if encoded.as_ref().is_ok_and(|record| record.size() > self.limit) && !enriched.0.enrichment.mentions.is_empty()
        {
            enriched.0.enrichment.mentions.clear();
            if let Some(last) = enriched.0.enrichment.provenance.last_mut() {
                last.dropped.push("mentions".to_owned());
            }
            encoded = encode_enriched(&enriched, encoding);
        }
        match encoded {
            Ok(record) => Outcome::Emit(vec![Output { topic: self.topics.enriched(), partition: None, record }]),
            Err(error) => Outcome::DeadLetter(Reason::new("not_encodable", error.to_string())),
        }
    }
}
