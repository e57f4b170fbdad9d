//! One line of an archive: what it is, and the record it becomes.

use article::{
    Article, EncodeContext, EnrichedArticle, Headers, RawRecord, Record, StageName, Timestamp, TopicName, Topics,
    encode_article, encode_enriched, encode_raw, header,
};
use bus::Output;
use pipeline::error_line;
use service::config::Limits;

/// Where lines go.
pub(super) struct Ways<'a> {
    pub(super) topics: &'a Topics,
    pub(super) limits: &'a Limits,
}

impl Ways<'_> {
    /// The record of a line: raw records are extracted, articles enriched, and enriched articles stored. A raw record that does
    /// not say when it was fetched was so when its archive was written. An error says what is wrong and what to do.
    pub(super) fn output(&self, line: &[u8], archived_at: Timestamp, now: Timestamp) -> Result<Output, String> {
        let why_not_raw = match RawRecord::from_json(line) {
            Ok(raw) => return self.of_raw(raw, archived_at, now),
            Err(error) => error,
        };
        match serde_json::from_slice::<Article>(line) {
            Ok(article) => self.of_article(article, now),
            // Whoever wrote an article wrote a `uri`.
            Err(error) if line.windows(5).any(|word| word == b"\"uri\"") => {
                Err(format!("not an article message: {error}"))
            }
            Err(_) => Err(error_line(&why_not_raw)),
        }
    }

    /// The same of a raw record.
    pub(super) fn of_raw(&self, mut raw: RawRecord, archived_at: Timestamp, now: Timestamp) -> Result<Output, String> {
        raw.fetched_at.get_or_insert(archived_at);
        let context = EncodeContext { source: "dateline/backfill", at: now, from: None };
        let record = encode_raw(raw, context).map_err(|error| error.to_string())?;
        if record.size() > self.limits.raw {
            return Err(format!(
                "{} bytes with its headers, the topic takes {}; raise limits.ingest",
                record.size(),
                self.limits.raw
            ));
        }
        Ok(output(self.topics.raw(), record))
    }

    fn of_article(&self, article: Article, now: Timestamp) -> Result<Output, String> {
        let provenance = &article.enrichment.provenance;
        let is_enriched = provenance.iter().any(|one| one.stage == StageName::Enrich.as_str());
        let mut headers = Headers::new();
        if let Some(source) = provenance.iter().find_map(|one| one.source.as_deref()) {
            headers.push(header::RECORD_SOURCE, source);
        }
        let context = EncodeContext { source: "dateline/backfill", at: now, from: Some(&headers) };
        let (topic, record) = if is_enriched {
            (self.topics.enriched(), encode_enriched(&EnrichedArticle(article), self.limits.enriched, context))
        } else {
            (self.topics.articles(), encode_article(&article, self.limits.articles, context))
        };
        record.map(|record| output(topic, record)).map_err(|error| error.to_string())
    }
}

fn output(topic: TopicName, record: Record) -> Output {
    Output { topic, partition: None, record }
}

#[cfg(test)]
mod tests {
    use super::*;
    use article::{ArticleId, Lane, Provenance, Version};

    const AT: i64 = 1_790_000_000_000;

    fn given(line: &[u8]) -> Result<Output, String> {
        let (topics, limits) = (Topics::of(Lane::named("backfill").unwrap()), Limits::of(2_000));
        let ways = Ways { topics: &topics, limits: &limits };
        ways.output(line, Timestamp::from_millis(AT), Timestamp::from_millis(AT + 5))
    }

    fn article(stages: &[&str]) -> Vec<u8> {
        let id = ArticleId::of_source("wire", "1");
        let mut article = Article::new(id, Version::fetched_at(AT), Timestamp::from_millis(AT));
        for stage in stages {
            let source = (*stage == "ingest").then(|| "wire".to_owned());
            let one = Provenance { source, ..Provenance::new(stage, "test", Timestamp::from_millis(AT)) };
            article.enrichment.provenance.push(one);
        }
        serde_json::to_vec(&article).unwrap()
    }

    #[test]
    fn each_line_goes_where_what_it_is_is_read() {
        let raw = given(br#"{"id":"1","source":"wire","body":"Old news."}"#).unwrap();
        assert_eq!((raw.topic.as_str(), raw.record.value()), ("backfill.raw.v1", &b"Old news."[..]));
        let fetched = raw.record.headers.text(header::RECORD_FETCHED_AT).and_then(Timestamp::parse);
        assert_eq!(
            fetched,
            Some(Timestamp::from_millis(AT)),
            "when the archive was written, however often it is loaded"
        );
        let own = given(br#"{"fetchedAt":"2020-01-01T00:00:00Z","body":"Old news."}"#).unwrap();
        assert_eq!(own.record.headers.text(header::RECORD_FETCHED_AT), Some("2020-01-01T00:00:00.000Z"));
        let extracted = given(&article(&["ingest", "extract"])).unwrap();
        assert_eq!(extracted.topic.as_str(), "backfill.articles.v1");
        assert_eq!(extracted.record.headers.text(header::RECORD_SOURCE), Some("wire"));
        let enriched = given(&article(&["ingest", "extract", "enrich"])).unwrap();
        assert_eq!(enriched.topic.as_str(), "backfill.enriched.v1");
    }

    #[test]
    fn what_is_neither_says_why() {
        let why = |line: &[u8]| given(line).unwrap_err();
        assert!(why(b"not json").contains("not a raw record"), "{}", why(b"not json"));
        assert!(why(br#"{"id":"1"}"#).contains("`body` or `bodyBase64`"), "{}", why(br#"{"id":"1"}"#));
        assert!(why(br#"{"uri":"tag:x"}"#).contains("not an article message"), "{}", why(br#"{"uri":"tag:x"}"#));
        let large = format!("{{\"body\":\"{}\"}}", "x".repeat(80_000));
        assert!(why(large.as_bytes()).contains("raise limits.ingest"), "{}", why(large.as_bytes()));
    }
}
