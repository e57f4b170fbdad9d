//! Made-up articles with all that enrichment adds: of 2,000 people, 500 organisations, 60 topics and 12 sources a few have
//! most of the mentions, as in news.

use article::{
    Article, DateFrom, DateRole, EnrichedArticle, Entity, Extra, Mention, MentionKind, Precision, Provenance, Quote,
    QuoteKind, Record, Span, Speaker, StatedDate, Subject, Timestamp, TopicName, rel,
};
use bus::Received;
use dateline_tests::short_articles;
use pipeline::Delivery;
use std::sync::Arc;

pub(crate) const PEOPLE: usize = 2_000;
const ORGANISATIONS: usize = 500;
const TOPICS: usize = 60;
const SOURCES: usize = 12;
/// November 2023.
pub(crate) const FIRST: i64 = 1_700_000_000_000;
/// Milliseconds between two articles.
pub(crate) const STEP: i64 = 300_000;

/// So many articles, published one behind the other from the one of this number on. Another seed gives others.
pub(crate) fn deliveries(count: usize, seed: u64, first: usize) -> impl Iterator<Item = Delivery> {
    let mut chance = Chance(7 * seed);
    (first..).zip(short_articles(count, seed)).map(move |(number, wire)| {
        let version = FIRST + STEP * i64::try_from(number).unwrap_or(0);
        let mut article = wire.article("desk", version);
        article.set_body(wire.body);
        name_everybody(&mut article, &mut chance, version);
        delivery(article)
    })
}

/// Chance that is the same every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % end.max(1)
    }

    /// Small numbers far more often than large ones.
    fn rank(&mut self, end: usize) -> usize {
        let share = self.below(1_000_000) as f64 / 1_000_000.0;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and `end`")]
        let rank = ((end as f64).powf(share) - 1.0) as usize;
        rank.min(end - 1)
    }
}

const SYLLABLES: [&str; 16] =
    ["ba", "dor", "ken", "lo", "mir", "na", "pel", "qua", "ri", "sol", "tan", "ur", "vek", "wil", "yor", "zan"];

/// A word of its own for every number.
fn word(mut number: usize) -> String {
    let mut word = String::new();
    for _ in 0..3 {
        word.push_str(SYLLABLES.get(number % 16).copied().unwrap_or_default());
        number /= 16;
    }
    word
}

pub(crate) fn surname(rank: usize) -> String {
    format!("Mc{}", word(rank))
}

pub(crate) fn organisation(rank: usize) -> String {
    format!("{} Institute", word(rank + 2_048))
}

pub(crate) fn topic(rank: usize) -> String {
    format!("{} affairs", word(rank + 3_072))
}

/// Gives an article what enrichment would.
fn name_everybody(article: &mut Article, chance: &mut Chance, at: i64) {
    let entity = |name: String| Entity { name: Some(name), rel: Some(rel::MENTIONS.to_owned()), ..Entity::default() };
    let mut people: Vec<usize> = (0..5).map(|_| chance.rank(PEOPLE)).collect();
    people.dedup();
    let organisations: Vec<usize> = (0..4).map(|_| chance.rank(ORGANISATIONS)).collect();
    let mut body = article.body().to_owned();
    for (position, rank) in (0..).zip(&people) {
        let first = word(rank * 7);
        let name = format!("{first} {}", surname(*rank));
        let said = format!("the {} at the harbour is word{}", word(chance.below(4_096)), chance.below(5_000));
        let start = article::char_count(&body) + 2;
        body.push_str(&format!("\n\n{name} said {said}. {} left.", surname(*rank)));
        let mention = |start: u32, text: &str| Mention {
            kind: MentionKind::Person,
            reference: Some(position),
            name: None,
            span: Span { start, end: start + article::char_count(text) },
            extra: Extra::new(),
        };
        let again = start + article::char_count(&format!("{name} said {said}. "));
        article.enrichment.mentions.extend([mention(start, &name), mention(again, &surname(*rank))]);
        article.enrichment.quotes.push(Quote {
            kind: QuoteKind::Indirect,
            text: said,
            speaker: Some(Speaker { name: name.clone(), reference: Some(position) }),
            mention: Some(name.clone()),
            cue: Some("said".to_owned()),
            span: Span { start, end: start + 10 },
            extra: Extra::new(),
        });
        article.people.push(entity(name));
    }
    article.set_body(body);
    article.organisations = organisations.into_iter().map(|rank| entity(organisation(rank))).collect();
    article.subjects = (0..2).map(|_| about(topic(chance.rank(TOPICS)))).collect();
    let day = Timestamp::from_millis(at).to_string();
    article.enrichment.dates = vec![StatedDate::new(DateRole::Published, day, Precision::Second, DateFrom::Header)];
    article.enrichment.provenance = vec![Provenance {
        source: Some(format!("source {}", chance.rank(SOURCES))),
        ..Provenance::new("ingest", "dateline/test", Timestamp::from_millis(at))
    }];
}

fn about(name: String) -> Subject {
    Subject { name: Some(name), rel: Some(rel::ABOUT.to_owned()), confidence: Some(90), ..Subject::default() }
}

fn delivery(article: Article) -> Delivery {
    let received =
        Received { topic: TopicName::new("news.enriched.v1"), partition: 0, offset: 0, record: Record::default() };
    Delivery { article: EnrichedArticle(article), replay: 0, received: Arc::new(received) }
}
