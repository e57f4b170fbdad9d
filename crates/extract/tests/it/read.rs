//! A document, and what the extract stage makes of it.

use article::{Article, Hints, RawRecord, RecordRef, Timestamp};
use dateline_extract::{ExtractContext, Reject, extract};
use std::time::{Duration, Instant};

/// Longest time any document may take. Far above what is needed, since tests share a loaded machine.
pub(crate) const DEADLINE: Duration = Duration::from_secs(10);

/// The story of the pages that tests make around it.
pub(crate) const STORY: &str = "<p>The council voted on Tuesday to rebuild the harbour wall, which the storm of last winter had \
    torn open, the mayor said.</p><p>Work begins in March and costs 4 million euros, half of which the state pays, \
    according to the plan that the council published.</p>";

/// A document with what is known of it.
pub(crate) struct Document {
    raw: RawRecord,
    received: &'static str,
    from: Option<RecordRef>,
}

/// A document of which nothing is known, received on 24 October 2024.
pub(crate) fn document(body: impl Into<Vec<u8>>) -> Document {
    let raw = RawRecord { body: body.into(), ..RawRecord::default() };
    Document { raw, received: "2024-10-24T18:00:00Z", from: None }
}

impl Document {
    pub(crate) fn content_type(mut self, content_type: &str) -> Self {
        self.raw.content_type = Some(content_type.to_owned());
        self
    }

    pub(crate) fn url(mut self, url: &str) -> Self {
        self.raw.url = Some(url.to_owned());
        self
    }

    pub(crate) fn source(mut self, name: &str) -> Self {
        self.raw.source = Some(name.to_owned());
        self
    }

    pub(crate) fn id(mut self, id: &str) -> Self {
        self.raw.id = Some(id.to_owned());
        self
    }

    pub(crate) fn hints(mut self, hints: Hints) -> Self {
        self.raw.hints = Some(hints);
        self
    }

    pub(crate) fn fetched(mut self, at: &str) -> Self {
        self.raw.fetched_at = Timestamp::parse(at);
        self
    }

    pub(crate) fn received(mut self, at: &'static str) -> Self {
        self.received = at;
        self
    }

    /// Where its record stood.
    pub(crate) fn from(mut self, record: RecordRef) -> Self {
        self.from = Some(record);
        self
    }

    /// Its articles, or the reason why there are none; soon.
    pub(crate) fn read(self) -> Result<Vec<Article>, Reject> {
        let at = Timestamp::parse(self.received).expect("a time");
        let context = ExtractContext { received_at: at, by: "consumer/0.1.0", from: self.from, at };
        let start = Instant::now();
        let outcome = extract(&self.raw, &context);
        let took = start.elapsed();
        assert!(took < DEADLINE, "{:?} took {took:?}", self.raw.content_type);
        outcome
    }

    /// The articles of a document that has some.
    pub(crate) fn articles(self) -> Vec<Article> {
        self.read().expect("articles")
    }

    /// The first of them.
    pub(crate) fn article(self) -> Article {
        self.articles().into_iter().next().expect("an article")
    }
}
