//! What the tests in this folder take as found.

use super::evidence::{Placed, Reader};
use article::{
    Article, ArticleId, Headers, Lane, Provenance, Record, RecordRef, StageName, Timestamp, Topics, Version, header,
};
use bus::Received;
use pipeline::letters::{Letter, Mark};
use std::collections::HashMap;

const FETCH: i64 = 1_790_000_000_000;

pub(super) fn place(topic: &str, offset: i64) -> RecordRef {
    RecordRef { topic: format!("news.{topic}.v1"), partition: 0, offset }
}

pub(super) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis(FETCH + seconds * 1_000)
}

pub(super) fn version(seconds: i64, body: &str, offset: i64) -> Article {
    let id = ArticleId::of_source("wire", "ferry");
    let mut article = Article::new(id, Version::fetched_at(at(seconds).millis()), at(seconds));
    article.set_headline("Ferry late again");
    article.set_body(body.to_owned());
    let mut ingest = Provenance::new("ingest", "consumer/0.1.0", at(seconds));
    ingest.source = Some("wire".to_owned());
    let mut extract = Provenance::new("extract", "consumer/0.1.0", at(seconds + 1));
    extract.from = Some(place("raw", offset));
    article.enrichment.provenance = vec![ingest, extract];
    article
}

pub(super) fn enriched(seconds: i64, body: &str, offset: i64) -> Placed<Article> {
    let mut what = version(seconds, body, offset);
    let mut enrich = Provenance::new("enrich", "enricher/0.1.0", at(seconds + 2));
    enrich.from = Some(place("articles", offset));
    what.enrichment.provenance.push(enrich);
    Placed { place: place("enriched", offset), at: at(seconds + 2), what }
}

pub(super) fn letter(stage: &str, from: &RecordRef) -> (Letter, Option<Mark>) {
    let offset = from.offset.to_string();
    let headers: Headers = [
        (header::ERROR_STAGE, stage),
        (header::ERROR_CLASS, "refused_by_store"),
        (header::ERROR_MESSAGE, "no ferries"),
        (header::ERROR_TOPIC, from.topic.as_str()),
        (header::ERROR_PARTITION, "0"),
        (header::ERROR_OFFSET, offset.as_str()),
        (header::RECORD_SOURCE, "wire"),
    ]
    .map(|(name, value)| (name.to_owned(), value.as_bytes().to_vec()))
    .into_iter()
    .collect();
    let topics = Topics::of(Lane::live());
    let record = Record { headers, timestamp: at(9).millis(), ..Record::default() };
    let topic = topics.dead_letters(StageName::named(stage.split('/').next().unwrap()).unwrap());
    (Letter::of(Received { topic, partition: 0, offset: 4, record }, &topics).unwrap(), None)
}

pub(super) fn readers(position: i64) -> Vec<Reader> {
    let stages = ["extract", "enrich", "store/a", "store/b"];
    let reader = |stage: &str| Reader { stage: stage.to_owned(), positions: HashMap::from([(0, position)]) };
    stages.map(reader).into()
}
