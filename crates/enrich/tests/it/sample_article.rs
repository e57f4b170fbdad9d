//! One wire story read as a whole: people with titles, organisations, places, event, quotes, quantities, dateline and
//! mentions, and nobody and nothing that is not there. The story was written for this test.

use crate::read::received;
use article::{Article, Entity, MentionKind, QuoteKind, rel};

const HEADLINE: &str = "Federal Energy Minister and Head of Anti-Smuggling Farida Qureshi met with Uzbekistan’s Deputy \
Minister for Foreign Trade, Rustam Karim Yusupov on Monday in Kenya";

const STORY: &str = "ISLAMABAD, (Example Wire / Karakoram News Service - 4th Mar, 2024) Federal Energy Minister and Head of \
Anti-Smuggling Farida Qureshi met with Uzbekistan’s Deputy Minister for Foreign Trade, Rustam Karim Yusupov on \
Monday in Kenya.\n\n\
The meeting was held on the sidelines of the Nairobi Energy Summit, where the two sides spoke about pipelines between \
Pakistan and Uzbekistan.\n\n\
Minister Yusupov praised the Pakistan Railways for a contract worth an estimated $85 million, under which more than 1,200 \
tonnes of steel are to be shipped across the Caspian Sea this year. He also thanked the Water and Power Development \
Authority (WAPDA). WAPDA had sent its engineers to Tashkent.\n\n\
“We will finish the first section before the winter, and the second will follow within a year,” Qureshi said.\n\n\
The Uzbek delegation later visited the Pakistani pavilion at the Nairobi Energy Summit, where Yusupov was shown pumps made \
by Heavy Industries Taxila.\n\n\
In turn, Yusupov invited Minister Qureshi to visit Samarkand.\n\n\
“Uzbekistan and Pakistan have traded along this road for a thousand years,” Qureshi remarked at the end of the meeting. She \
added, “There is no reason why our children should trade less than our grandparents did along it.”\n\n\
Pakistan’s Ambassador to Kenya, Dr. Imran Shahzad, was also present at the meeting.";

fn enriched() -> Article {
    received("2024-03-04T14:02:11Z", STORY).headline(HEADLINE).enriched()
}

fn names(entities: &[Entity]) -> Vec<&str> {
    entities.iter().filter_map(|entity| entity.name.as_deref()).collect()
}

#[test]
fn the_people_are_those_of_the_story_with_their_titles() {
    let article = enriched();
    assert_eq!(names(&article.people), ["Farida Qureshi", "Rustam Karim Yusupov", "Imran Shahzad"]);
    let details: Vec<_> = article.enrichment.people.iter().collect();
    assert_eq!(details[0].titles, ["Federal Energy Minister", "Head of Anti-Smuggling"]);
    assert_eq!(details[0].aliases, ["Qureshi"]);
    assert_eq!(details[1].titles, ["Deputy Minister for Foreign Trade"]);
    assert_eq!(details[1].of.as_deref(), Some("Uzbekistan"));
    assert_eq!(details[1].aliases, ["Yusupov"]);
    assert_eq!(details[2].titles, ["Ambassador to Kenya"]);
    assert_eq!(details[2].honorific.as_deref(), Some("Dr."));
    assert_eq!(details[2].of.as_deref(), Some("Pakistan"));
}

#[test]
fn organisations_and_the_event_are_one_entry_each() {
    let article = enriched();
    let organisations = names(&article.organisations);
    assert_eq!(
        organisations,
        ["Pakistan Railways", "Water and Power Development Authority", "Heavy Industries Taxila"]
    );
    assert_eq!(names(&article.events), ["Nairobi Energy Summit"]);
}

#[test]
fn places_are_resolved_and_where_it_happened_is_the_place_of_the_event_and_its_country() {
    let article = enriched();
    let mut places: Vec<(&str, &str)> = article
        .places
        .iter()
        .map(|place| (place.name.as_deref().unwrap_or_default(), place.rel.as_deref().unwrap_or_default()))
        .collect();
    places.sort_unstable();
    assert_eq!(
        places,
        [
            ("Caspian Sea", rel::MENTIONS),
            ("Islamabad", rel::LOCATED),
            ("Kenya", rel::EVENT),
            ("Nairobi", rel::EVENT),
            ("Pakistan", rel::MENTIONS),
            ("Samarkand", rel::MENTIONS),
            ("Tashkent", rel::MENTIONS),
            ("Uzbekistan", rel::ABOUT),
        ]
    );
    for place in article.places.iter().filter(|place| place.name.as_deref() != Some("Caspian Sea")) {
        assert!(place.uri.is_some() && place.literal.is_some() && place.geo_json.is_some(), "{place:?}");
    }
    assert_eq!(article.located.as_deref(), Some("Islamabad, Pakistan"));
}

#[test]
fn all_three_quotes_are_hers_and_the_third_through_she_added() {
    let article = enriched();
    let direct = article.enrichment.quotes.iter().filter(|quote| quote.kind == QuoteKind::Direct);
    let told: Vec<_> = direct
        .map(|quote| {
            let speaker = quote.speaker.as_ref().map(|speaker| (speaker.name.as_str(), speaker.reference));
            (speaker, quote.mention.as_deref(), quote.cue.as_deref())
        })
        .collect();
    let her = Some(("Farida Qureshi", Some(0)));
    assert_eq!(
        told,
        [
            (her, Some("Qureshi"), Some("said")),
            (her, Some("Qureshi"), Some("remarked")),
            (her, Some("She"), Some("added")),
        ]
    );
}

#[test]
fn quantities_and_dateline_are_read() {
    let article = enriched();
    let quantities: Vec<_> = article
        .enrichment
        .quantities
        .iter()
        .map(|quantity| (quantity.text.as_str(), quantity.value.as_f64(), quantity.modifier.as_deref()))
        .collect();
    assert_eq!(
        quantities,
        [("$85 million", Some(85_000_000.0), Some("estimated")), ("1,200 tonnes", Some(1_200.0), Some("more than"))]
    );
    let dateline = article.enrichment.dateline.as_ref().expect("a dateline");
    assert_eq!(dateline.text, "ISLAMABAD, (Example Wire / Karakoram News Service - 4th Mar, 2024)");
    assert_eq!(dateline.agencies, ["Example Wire", "Karakoram News Service"]);
}

#[test]
fn mentions_are_every_occurrence_and_nothing_else() {
    let article = enriched();
    let chars: Vec<char> = STORY.chars().collect();
    let mut told: Vec<(MentionKind, String)> = Vec::new();
    for mention in &article.enrichment.mentions {
        told.push((mention.kind, chars[mention.span.start as usize..mention.span.end as usize].iter().collect()));
    }
    let of = |kind| told.iter().filter(|(known, _)| *known == kind).map(|(_, text)| text.as_str()).collect::<Vec<_>>();
    assert_eq!(
        of(MentionKind::Person),
        [
            "Farida Qureshi",
            "Rustam Karim Yusupov",
            "Yusupov",
            "Qureshi",
            "Yusupov",
            "Yusupov",
            "Qureshi",
            "Qureshi",
            "Imran Shahzad"
        ]
    );
    assert_eq!(of(MentionKind::Event), ["Nairobi Energy Summit", "Nairobi Energy Summit"]);
    assert_eq!(of(MentionKind::Nationality), ["Uzbek", "Pakistani"]);
    assert_eq!(
        of(MentionKind::Organisation),
        [
            "Example Wire",
            "Karakoram News Service",
            "Pakistan Railways",
            "Water and Power Development Authority",
            "WAPDA",
            "WAPDA",
            "Heavy Industries Taxila"
        ]
    );
}
