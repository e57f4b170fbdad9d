//! A second language is a file of words and a line: German, as far as these sentences go.

use crate::enrichers::dates::DatesEnricher;
use crate::enrichers::quotes::QuotesEnricher;
use crate::{Enricher, Reading};
use article::{Article, ArticleId, DateFrom, DateRole, Precision, StatedDate, Timestamp, Version};

fn read(enricher: &dyn Enricher, body: &str) -> Article {
    let at = Timestamp::from_millis(1_729_778_531_000);
    let mut article = Article::new(ArticleId::of_content("test"), Version::fetched_at(at.millis()), at);
    article.language = Some("de-CH".to_owned());
    let published = StatedDate::new(DateRole::Published, "2024-10-24".to_owned(), Precision::Day, DateFrom::Meta);
    article.enrichment.dates.push(published);
    assert!(enricher.reads(&article));
    enricher.enrich(&Reading::new(body), &mut article);
    article
}

#[test]
fn quotations_have_their_speakers() {
    let body = "„Die Brücke ist offen“, sagte Anna Ruiz am Montag. Der Tunnel ist gesperrt. „Wir warten auf den Bericht“, \
        betonte sie.";
    let quotes = read(&QuotesEnricher, body).enrichment.quotes;
    let said: Vec<_> = quotes.iter().map(|quote| (quote.text.as_str(), quote.cue.as_deref())).collect();
    assert_eq!(said, [("Die Brücke ist offen", Some("sagte")), ("Wir warten auf den Bericht", Some("betonte"))]);
    assert!(quotes.iter().all(|quote| quote.speaker.as_ref().is_some_and(|speaker| speaker.name == "Anna Ruiz")));
}

#[test]
fn days_and_weeks_are_counted_from_the_day_of_writing() {
    let body = "Die Brücke ist seit gestern offen. Das Gericht hatte vorgestern entschieden, nachdem jemand letzte Woche \
        geklagt hatte.";
    let dates = read(&DatesEnricher, body).enrichment.dates;
    let mentioned = dates.iter().filter(|date| date.role == DateRole::Mentioned);
    let told: Vec<_> = mentioned.map(|date| (date.text.as_deref().unwrap(), date.value.as_str())).collect();
    assert_eq!(told, [("gestern", "2024-10-23"), ("vorgestern", "2024-10-22"), ("letzte Woche", "2024-10-14")]);
}
