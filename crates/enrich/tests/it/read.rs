//! An article of a few words, read with the models that are part of the program.

use article::{Article, ArticleId, DateFrom, DateRole, Precision, RecordRef, StatedDate, Subject, Timestamp, Version};
use dateline_enrich::{EnrichContext, Enrichers, Explanation};
use std::sync::LazyLock;

/// When an article is received unless a test says so.
pub(crate) const RECEIVED: &str = "2024-10-24T14:02:11.000Z";

/// Made once: the models are large.
static ENRICHERS: LazyLock<Enrichers> = LazyLock::new(Enrichers::built_in);

/// An article before it is read.
#[derive(Clone)]
pub(crate) struct Story {
    article: Article,
    at: Timestamp,
}

/// An article with this text.
pub(crate) fn read(body: impl Into<String>) -> Story {
    received(RECEIVED, body)
}

/// The same, received at this time.
pub(crate) fn received(at: &str, body: impl Into<String>) -> Story {
    let at = Timestamp::parse(at).unwrap();
    let mut article = Article::new(ArticleId::of_content("test"), Version::fetched_at(at.millis()), at);
    article.set_body(body.into());
    Story { article, at }
}

impl Story {
    pub(crate) fn headline(mut self, headline: &str) -> Self {
        self.article.set_headline(headline);
        self
    }

    pub(crate) fn summary(mut self, summary: &str) -> Self {
        self.article.set_summary(summary);
        self
    }

    /// The language that its source declared.
    pub(crate) fn language(mut self, tag: impl Into<Option<&'static str>>) -> Self {
        self.article.language = tag.into().map(str::to_owned);
        self
    }

    /// The day that its source says it was published on.
    pub(crate) fn published(self, day: &str) -> Self {
        self.dates([StatedDate::new(DateRole::Published, day.to_owned(), Precision::Day, DateFrom::Meta)])
    }

    pub(crate) fn dates(mut self, dates: impl IntoIterator<Item = StatedDate>) -> Self {
        self.article.enrichment.dates.extend(dates);
        self
    }

    pub(crate) fn subject(mut self, subject: Subject) -> Self {
        self.article.subjects.push(subject);
        self
    }

    pub(crate) fn enriched(self) -> Article {
        let context = self.context();
        ENRICHERS.enrich(self.article, &context).0
    }

    /// Why everything was found.
    pub(crate) fn explained(self) -> Explanation {
        let context = self.context();
        ENRICHERS.explain(self.article, &context).unwrap()
    }

    fn context(&self) -> EnrichContext<'static> {
        let from = RecordRef { topic: "news.articles.v1".to_owned(), partition: 1, offset: 7 };
        EnrichContext { by: "enricher/test", at: self.at, from: Some(from) }
    }
}
