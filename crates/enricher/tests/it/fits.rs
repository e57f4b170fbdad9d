//! An enriched article that is too large for its topic loses what can be read off its text again, and nothing else.

use article::{
    Article, ArticleId, EncodeContext, Lane, Record, Timestamp, TopicName, Topics, Version, decode_article,
    encode_article,
};
use bus::Received;
use dateline_enricher::EnrichStage;
use enrich::Enrichers;
use pipeline::{Outcome, Stage};

const SENTENCE: &str = "“The ferry costs $4 since 3 May 2024,” said Ana Ruiz, head of Harbour Lines in Oslo. ";

fn at() -> Timestamp {
    Timestamp::parse("2024-05-12T08:00:00Z").unwrap()
}

fn received() -> Received {
    let id = ArticleId::of_source("wire", "ferry");
    let mut article = Article::new(id, Version::fetched_at(at().millis()), at());
    article.set_headline("Ferry costs more");
    article.set_body(SENTENCE.repeat(200));
    let context = EncodeContext { source: "test", at: at(), from: None };
    let record = encode_article(&article, usize::MAX, context).unwrap();
    Received { topic: TopicName::new("news.articles.v1"), partition: 0, offset: 3, record }
}

/// What the stage makes of the article when its topic takes so many bytes.
fn enriched(limit: usize) -> Outcome {
    let stage = EnrichStage::new(Enrichers::built_in(), Topics::of(Lane::live()), "enricher/test".to_owned(), limit);
    stage.process(&received(), at())
}

fn record(outcome: Outcome) -> Record {
    match outcome {
        Outcome::Emit(mut outputs) if outputs.len() == 1 => outputs.remove(0).record,
        other => panic!("{other:?}"),
    }
}

#[test]
fn lists_are_given_up_in_turn_until_the_record_fits() {
    let whole = record(enriched(usize::MAX));
    let text = SENTENCE.repeat(200);
    let mut before = 0;
    for limit in [whole.size(), whole.size() - 1, text.len() * 2, text.len() + 3_000] {
        let found = record(enriched(limit));
        assert!(found.size() <= limit, "{} of {limit}", found.size());
        let article = decode_article(&found).unwrap();
        assert_eq!((article.body(), article.headline()), (text.as_str(), Some("Ferry costs more")));
        let dropped = &article.enrichment.provenance.last().unwrap().dropped;
        let in_turn = ["mentions", "quantities", "quotes", "dates", "people", "organisations", "places"];
        assert!(in_turn.starts_with(&dropped.iter().map(String::as_str).collect::<Vec<_>>()), "{dropped:?}");
        assert!(dropped.len() >= before, "{dropped:?}");
        before = dropped.len();
        assert_eq!(article.enrichment.mentions.is_empty(), dropped.contains(&"mentions".to_owned()));
        assert_eq!(article.enrichment.quotes.is_empty(), dropped.contains(&"quotes".to_owned()));
    }
    assert!(before >= 3, "the last limit leaves hardly more than the text");
}

#[test]
fn a_text_that_does_not_fit_by_itself_is_a_dead_letter() {
    match enriched(SENTENCE.len() * 100) {
        Outcome::DeadLetter(reason) => {
            assert_eq!(reason.class, "too_large");
            assert!(reason.message.contains("limits.ingest"), "{}", reason.message);
        }
        other => panic!("{other:?}"),
    }
}
