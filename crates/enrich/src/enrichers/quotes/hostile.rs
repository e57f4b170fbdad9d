//! Texts that mean harm: time grows with their length and not faster. Each enricher alone, so that no other hides it.

use super::QuotesEnricher;
use crate::enrichers::quantities::QuantitiesEnricher;
use crate::{Enricher, Reading};
use article::{Article, ArticleId, Entity, Extra, Mention, MentionKind, Timestamp, Version};
use std::time::Duration;

#[path = "../../../../../tests/processor_time.rs"]
mod processor_time;

fn article() -> Article {
    let at = Timestamp::from_millis(1_729_778_531_000);
    let mut article = Article::new(ArticleId::of_content("test"), Version::fetched_at(at.millis()), at);
    article.language = Some("en".to_owned());
    article
}

/// The shortest of a few runs.
fn shortest(enricher: &dyn Enricher, article: &Article, body: &str) -> Duration {
    const RUNS: usize = 3;
    let run = |_| {
        let mut article = article.clone();
        processor_time::measured(|| enricher.enrich(&Reading::new(body), &mut article)).1
    };
    (0..RUNS).map(run).min().unwrap_or_default()
}

/// Eight times the text may take eight times as long, with room for noise; a quadratic one would take 64 times.
fn check(name: &str, enricher: &dyn Enricher, of_size: &dyn Fn(usize) -> (Article, String)) {
    const SMALL: usize = 2_500;
    const TIMES: usize = 8;
    const ROOM: u32 = 3;
    const NOISE: Duration = Duration::from_millis(40);
    let time = |size| {
        let (article, body) = of_size(size);
        shortest(enricher, &article, &body)
    };
    let (small, large) = (time(SMALL), time(SMALL * TIMES));
    let most = small * u32::try_from(TIMES).unwrap() * ROOM + NOISE;
    assert!(large <= most, "{} on {name}: {small:?}, eight times as long {large:?}", enricher.name());
}

#[test]
fn time_grows_with_the_length_of_the_text_and_not_faster() {
    let pieces = [
        "\"",
        "“",
        "”",
        "'",
        "‘a ",
        "(“",
        "”)",
        "«»",
        "x",
        "x ",
        "x, ",
        "said ",
        "said that ",
        "he said, ",
        "“a b c,” he said, ",
        "“a b c,” he said. ",
        "“a b c\n",
        "“a b c\n\nd e f\n\n",
        "the minister said the road is closed, ",
        "The minister said that the road is closed. ",
        "Ana Ruiz, a teacher, said: “It is so.” ",
        "Ana ",
        "according to Ana, ",
        "who said ",
        "(a) ",
        "[",
        "قال “الرجل” \u{202e}هنا\u{301} ",
        "a\u{301}\u{302}\u{303}",
        "5",
        "5 ",
        "5-",
        "-5",
        "5 to ",
        "$",
        "$5 to ",
        "Rs. ",
        "one hundred ",
        "twenty-",
        "1,",
        "5 per cent ",
    ];
    for piece in pieces {
        let of_size = |size: usize| (article(), piece.repeat(size));
        check(piece, &QuotesEnricher, &of_size);
        check(piece, &QuantitiesEnricher, &of_size);
    }
}

#[test]
fn nesting_costs_no_more_than_its_length() {
    let of_size = |size: usize| (article(), format!("{}{}", "(“".repeat(size), "”)".repeat(size)));
    check("nested marks", &QuotesEnricher, &of_size);
    check("nested marks", &QuantitiesEnricher, &of_size);
}

#[test]
fn a_crowd_of_speakers_costs_no_more_than_its_length() {
    let of_size = |size: usize| {
        let mut article = article();
        let mut body = String::new();
        for index in 0..u32::try_from(size / 8).unwrap() {
            let name = format!("Abcdef{index}");
            let start = u32::try_from(body.len()).unwrap();
            body.push_str(&name);
            let end = u32::try_from(body.len()).unwrap();
            body.push_str(" spoke. “It is so,” the minister said. ");
            article.people.push(Entity { name: Some(name), ..Entity::default() });
            article.enrichment.mentions.push(Mention {
                kind: MentionKind::Person,
                reference: Some(index),
                name: None,
                // The quotation marks take three bytes each, one character.
                span: article::Span { start: start - index * 4, end: end - index * 4 },
                extra: Extra::new(),
            });
        }
        (article, body)
    };
    check("a crowd", &QuotesEnricher, &of_size);
}
