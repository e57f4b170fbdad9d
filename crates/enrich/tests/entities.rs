//! People with their titles, organisations, places, events and mentions, with the models that are part of the program.

use article::{Article, ArticleId, MentionKind, Timestamp, Version};
use dateline_enrich::{EnrichContext, Enrichers};
use proptest::prelude::*;

const RECEIVED: &str = "2024-10-24T14:02:11Z";

/// Written for this test in the manner of a wire story.
const STORY: &str = "NAIROBI, Kenya (Example News) - Kenya's Minister for Water and Sanitation, Dr. Amina Wanjiru Otieno, \
met Uganda's Finance Minister Peter Okello in Kampala on Tuesday.\n\nThe two met during the Kampala Water Summit. Otieno \
said the Kenya Water Authority would open an office in Kampala. Okello told reporters that Ugandan engineers would join \
her team. \"She is right,\" Okello said.";

#[expect(clippy::unwrap_used, reason = "a test may fail here")]
fn enrich(body: &str, language: Option<&str>) -> Article {
    let at = Timestamp::parse(RECEIVED).unwrap();
    let mut article = Article::new(ArticleId::of_content(body), Version::fetched_at(at.millis()), at);
    article.set_body(body.to_owned());
    article.language = language.map(str::to_owned);
    Enrichers::built_in().enrich(article, &EnrichContext { by: "enricher/test", at, from: None }).0
}

#[test]
fn one_person_is_one_entry_with_titles_and_aliases() {
    let article = enrich(STORY, None);
    let people: Vec<_> = article.people.iter().filter_map(|person| person.name.as_deref()).collect();
    assert_eq!(people, ["Amina Wanjiru Otieno", "Peter Okello"]);
    let details = &article.enrichment.people;
    assert_eq!(details[0].titles, ["Minister for Water and Sanitation"]);
    assert_eq!(details[0].honorific.as_deref(), Some("Dr."));
    assert_eq!(details[0].of.as_deref(), Some("Kenya"));
    assert_eq!(details[0].aliases, ["Otieno"]);
    assert_eq!(details[1].titles, ["Finance Minister"]);
    assert_eq!(details[1].aliases, ["Okello"]);
}

#[test]
fn places_and_events_are_found_and_the_dateline_refers_to_its_place() {
    let article = enrich(STORY, None);
    let dateline = article.enrichment.dateline.as_ref().unwrap();
    let place = dateline.place.as_ref().unwrap().reference.unwrap();
    assert_eq!(article.places[place as usize].name.as_deref(), Some("Nairobi"));
    assert_eq!(article.places[place as usize].rel.as_deref(), Some("located"));
    assert!(article.places.iter().any(|place| place.name.as_deref() == Some("Kampala")));
    let events: Vec<_> = article.events.iter().filter_map(|event| event.name.as_deref()).collect();
    assert_eq!(events, ["Kampala Water Summit"]);
}

#[test]
fn every_mention_stands_where_it_says() {
    let article = enrich(STORY, None);
    let chars: Vec<char> = STORY.chars().collect();
    for mention in &article.enrichment.mentions {
        let printed: String = chars[mention.span.start as usize..mention.span.end as usize].iter().collect();
        if mention.kind == MentionKind::Person {
            let person = mention.reference.unwrap() as usize;
            assert!(article.people[person].name.as_deref().unwrap().contains(&printed), "{printed}");
        }
        assert_eq!(printed.trim(), printed);
        assert!(mention.reference.is_some() != mention.name.is_some());
    }
}

#[test]
fn another_language_is_not_tagged_with_english_models_and_provenance_says_so() {
    let german = "Die Außenministerin Annalena Baerbock hat am Dienstag in Berlin mit ihrem Amtskollegen über die Lage \
        gesprochen und angekündigt, dass die Gespräche in der nächsten Woche in Wien weitergehen sollen.";
    let article = enrich(german, None);
    assert!(article.people.is_empty() && article.enrichment.mentions.is_empty());
    let enriched = article.enrichment.provenance.last().unwrap();
    assert!(!enriched.models.contains_key("tagger"));
    assert_eq!(enriched.extra["skipped"][0], "tagger");
}

#[test]
fn a_model_is_taken_by_its_name_and_a_wrong_one_refused() {
    let wrong = [("tagger".to_owned(), b"no model".to_vec())].into();
    assert!(Enrichers::load(wrong).is_err());
    let article = enrich(STORY, None);
    assert_eq!(article.enrichment.provenance.last().unwrap().models["tagger"], "en-1");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn no_text_harms_the_tagger(text in "([A-Z][a-z]{0,6}|Dr\\.|,|and|of|’s|\\PC|\n| ){0,200}") {
        let article = enrich(&text, Some("en"));
        let length = text.chars().count() as u32;
        for mention in &article.enrichment.mentions {
            prop_assert!(mention.span.start < mention.span.end && mention.span.end <= length);
        }
    }
}
