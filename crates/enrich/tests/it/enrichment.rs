//! What the enrichers add beside the dateline, and that no text harms them.

use crate::read::{RECEIVED, Story, read};
use article::{Article, DateFrom, DateRole, DeclaredOrText, EnrichedArticle, Precision, StatedDate};
use dateline_enrich::Enrichers;
use proptest::prelude::*;

const ENGLISH: &str = "The council of the harbour town said on Tuesday that the old bridge would be closed for most of the \
winter, because the engineers had found cracks in two of its piers and did not want to take any risk with the traffic.";

const GERMAN: &str = "Der Stadtrat hat am Dienstag beschlossen, dass die alte Brücke den ganzen Winter über gesperrt bleibt, \
weil die Ingenieure Risse in zwei Pfeilern gefunden haben und kein Risiko eingehen wollten.";

fn article(headline: &str, body: &str) -> Story {
    read(body).headline(headline)
}

#[test]
fn the_text_tells_the_language_and_overrules_a_wrong_declaration() {
    use DeclaredOrText::{Declared, Text};
    let cases = [
        (ENGLISH, None, Some(("en", Text))),
        (ENGLISH, Some("de"), Some(("en", Text))),
        (ENGLISH, Some("en-GB"), Some(("en-GB", Text))),
        (GERMAN, Some("en"), Some(("de", Text))),
        ("Goal!", Some("es"), Some(("es", Declared))),
        ("Goal!", None, None),
        ("", Some("fr"), Some(("fr", Declared))),
        ("", Some("not a language"), None),
        ("今日は東京で雨が降りました。", None, Some(("ja", Text))),
    ];
    for (body, declared, expected) in cases {
        let language = article("", body).language(declared).enriched().enrichment.language;
        assert_eq!(language.as_ref().map(|told| (told.value.as_str(), told.from)), expected, "{body} {declared:?}");
    }
}

#[test]
fn the_summary_says_more_than_the_headline() {
    let headline = "Old bridge closed for most of the winter";
    let cases = [
        // The first sentence only repeats the headline.
        (
            "OSLO, May 3 (NTB) – Old bridge closed for most of the winter, council says.\n\nThe engineers found cracks in two of its piers, \
          the mayor told reporters after a long meeting on Tuesday evening in the town hall.",
            Some(
                "The engineers found cracks in two of its piers, the mayor told reporters after a long meeting on Tuesday evening in the town hall.",
            ),
        ),
        // The dateline is not part of it; a short sentence takes the next along.
        (
            "OSLO – Two of its piers have cracks. Dr. E. Lund, the chief engineer, found them by chance.",
            Some("Two of its piers have cracks. Dr. E. Lund, the chief engineer, found them by chance."),
        ),
        // A byline is no sentence.
        (
            "By Ann Example\n\nCars must take the ferry until spring comes.",
            Some("Cars must take the ferry until spring comes."),
        ),
        ("", None),
        ("Old bridge closed for most of the winter.", None),
    ];
    for (body, expected) in cases {
        assert_eq!(article(headline, body).enriched().summary(), expected, "{body}");
    }
}

#[test]
fn a_declared_summary_is_kept() {
    let declared = article("", ENGLISH).summary("As the source says.");
    assert_eq!(declared.enriched().summary(), Some("As the source says."));
}

#[test]
fn dates_stand_best_first_and_impossible_ones_are_dropped() {
    let date = |role, value: &str, precision, from| StatedDate::new(role, value.to_owned(), precision, from);
    let stated = [
        date(DateRole::Modified, "2024-10-24T10:00:00Z", Precision::Second, DateFrom::Meta),
        date(DateRole::Published, "2024-10", Precision::Month, DateFrom::JsonLd),
        date(DateRole::Published, "2024-10-23", Precision::Day, DateFrom::Url),
        date(DateRole::Published, "2024-10-23T09:00:00+02:00", Precision::Second, DateFrom::JsonLd),
        date(DateRole::Published, "2024-10-23T09:00:00+02:00", Precision::Second, DateFrom::JsonLd),
        date(DateRole::Published, "2024-10-26", Precision::Day, DateFrom::Header),
        date(DateRole::Published, "2024-10-25", Precision::Day, DateFrom::Meta),
        date(DateRole::Published, "yesterday", Precision::Day, DateFrom::Meta),
    ];
    let story = article("", "OSLO, 23 October 2024 (NTB) – The bridge is closed.");
    let dates = story.dates(stated).enriched().enrichment.dates;
    let order: Vec<_> = dates.iter().map(|date| (date.role, date.from, date.value.as_str())).collect();
    assert_eq!(
        order,
        [
            (DateRole::Published, DateFrom::JsonLd, "2024-10-23T09:00:00+02:00"),
            (DateRole::Published, DateFrom::Meta, "2024-10-25"),
            (DateRole::Published, DateFrom::Url, "2024-10-23"),
            (DateRole::Published, DateFrom::Dateline, "2024-10-23"),
            (DateRole::Published, DateFrom::JsonLd, "2024-10"),
            (DateRole::Modified, DateFrom::Meta, "2024-10-24T10:00:00Z"),
        ]
    );
    assert!(article("", ENGLISH).enriched().enrichment.dates.is_empty(), "no date is invented");
}

#[test]
fn provenance_says_who_read_what_when() {
    let done = article("", ENGLISH).enriched();
    let last = done.enrichment.provenance.last().unwrap();
    assert_eq!(
        (last.stage.as_str(), last.by.as_str(), last.at.to_string().as_str()),
        ("enrich", "enricher/test", RECEIVED)
    );
    assert_eq!(last.from.as_ref().map(|from| from.offset), Some(7));
    assert!(last.models.contains_key("tagger"), "{:?}", last.models);
}

#[test]
fn a_model_that_no_enricher_has_is_refused_by_name() {
    let models = [("stranger".to_owned(), Vec::new())].into();
    let refused = Enrichers::load(models).err().map(|error| error.to_string());
    assert!(refused.is_some_and(|text| text.contains("stranger")));
    assert!(Enrichers::load(std::collections::BTreeMap::new()).is_ok());
}

#[test]
fn text_without_a_space_costs_no_more_than_text_with_spaces() {
    for piece in ["a", "A.", "(", "-", "A-", "1", "中", "/A", "St.", "\n", "“", "A, "] {
        let body = piece.repeat((1 << 20) / piece.len());
        let started = std::time::Instant::now();
        check_spans(&article(piece, &body).enriched());
        // Milliseconds when linear; minutes when not.
        assert!(started.elapsed().as_secs() < 20, "{piece:?} took {:?}", started.elapsed());
    }
}

fn check_spans(article: &Article) {
    let chars: Vec<char> = article.body().chars().collect();
    if let Some(dateline) = &article.enrichment.dateline {
        let printed =
            chars.get(dateline.span.start as usize..dateline.span.end as usize).expect("span lies in the body");
        assert_eq!(printed.iter().collect::<String>(), dateline.text);
        assert!(!dateline.text.is_empty());
    }
}

proptest! {
    #[test]
    fn no_text_harms(headline in "\\PC{0,60}", body in "(\\PC|\n){0,400}") {
        let before = article(&headline, &body);
        let after = before.clone().enriched();
        prop_assert_eq!(after.body(), body);
        check_spans(&after);
        prop_assert_eq!(EnrichedArticle(before.enriched()), EnrichedArticle(after));
    }

    #[test]
    fn no_filing_line_harms(body in "([A-Z]{2,9}|[A-Z][a-zé]{1,6}|May|Jan|[0-9]{1,4}|Reuters|AFP|de|St|[ ]|[ ]|[-–—:,./()&“]|--|\n){0,40}") {
        check_spans(&article("", &body).enriched());
    }
}
