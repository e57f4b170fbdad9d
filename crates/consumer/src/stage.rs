//! The extract stage: raw record to article.

use article::{EncodeContext, StageName, Timestamp, TopicName, Topics, decode_raw, encode_article};
use bus::{Output, Received};
use extract::ExtractContext;
use pipeline::{Outcome, Reason, Stage};

/// Turns every raw record into the articles its bytes declare.
#[derive(Debug)]
pub(crate) struct ExtractStage {
    topics: Topics,
    /// Service and version, for provenance.
    by: String,
    /// Largest article, value plus headers, in bytes.
    limit: usize,
}

impl ExtractStage {
    /// The stage of one lane.
    pub(crate) fn new(topics: Topics, by: String, limit: usize) -> Self {
        Self { topics, by, limit }
    }
}

impl Stage for ExtractStage {
    fn name(&self) -> StageName {
        StageName::Extract
    }

    fn output(&self) -> Option<TopicName> {
        Some(self.topics.articles())
    }

    fn process(&self, input: &Received, at: Timestamp) -> Outcome {
        let raw = match decode_raw(&input.record) {
            Ok(raw) => raw,
            Err(error) => return Outcome::DeadLetter(Reason::of_decoding("broken_headers", &error)),
        };
        let received_at = Timestamp::from_millis(input.record.timestamp);
        let context = ExtractContext { received_at, by: &self.by, from: Some(input.place()), at };
        let articles = match extract::extract(&raw, &context) {
            Ok(articles) => articles,
            Err(reject) => return Outcome::DeadLetter(Reason::new(reject.class, reject.message)),
        };
        let encoding = EncodeContext { source: "dateline/extract", at, from: Some(&input.record.headers) };
        let mut outputs = Vec::with_capacity(articles.len());
        for article in &articles {
            match encode_article(article, self.limit, encoding) {
                Ok(record) => outputs.push(Output { topic: self.topics.articles(), partition: None, record }),
                Err(error) => return Outcome::DeadLetter(Reason::of_encoding(&error)),
            }
        }
        if outputs.is_empty() { Outcome::Drop("no_entries") } else { Outcome::Emit(outputs) }
    }
}
