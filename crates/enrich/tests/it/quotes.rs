//! Who said what, and how much: sentences of our own, and text that means harm.

use crate::read::read;
use article::{Article, Quote, QuoteKind};
use proptest::prelude::*;

fn enriched(body: &str) -> Article {
    read(body).language("en").enriched()
}

fn told(quote: &Quote) -> (&str, Option<&str>, Option<&str>) {
    (&quote.text, quote.speaker.as_ref().map(|speaker| speaker.name.as_str()), quote.cue.as_deref())
}

/// Text, speaker and verb; empty: none.
type Expected = (&'static str, &'static str, &'static str);

fn check(body: &str, kind: QuoteKind, expected: &[Expected]) {
    let article = enriched(body);
    let quotes = article.enrichment.quotes.iter().filter(|quote| quote.kind == kind);
    let found: Vec<_> = quotes.map(told).collect();
    let known = |text: &'static str| (!text.is_empty()).then_some(text);
    let expected: Vec<_> = expected.iter().map(|(text, speaker, cue)| (*text, known(speaker), known(cue))).collect();
    assert_eq!(found, expected, "{body}");
}

#[test]
fn direct_speech_has_its_speaker_and_verb() {
    let first = "The mayor of the town, Ingrid Solheim, opened the new bridge on Tuesday after four years of work.\n\n";
    let cases: [(&str, &[Expected]); 7] = [
        (
            "“We waited a long time for this day,” Solheim said.",
            &[("We waited a long time for this day,", "Ingrid Solheim", "said")],
        ),
        (
            "\"We waited a long time,\" said Solheim. \"It was worth it.\"",
            &[("We waited a long time,", "Ingrid Solheim", "said"), ("It was worth it.", "Ingrid Solheim", "")],
        ),
        (
            "She added: “The old bridge will be taken down.”",
            &[("The old bridge will be taken down.", "Ingrid Solheim", "added")],
        ),
        (
            "“The work was hard,” Solheim said, “but it is done.”",
            &[("The work was hard,", "Ingrid Solheim", "said"), ("but it is done.", "Ingrid Solheim", "said")],
        ),
        ("The bridge is called “The Grey Heron” by the people of the town.", &[]),
        ("Children love the “big” bridge of the town.", &[]),
        (
            "“We begin again in spring.\n\n“Then the roads follow,” Solheim said.",
            &[
                ("We begin again in spring.", "Ingrid Solheim", ""),
                ("Then the roads follow,", "Ingrid Solheim", "said"),
            ],
        ),
    ];
    for (body, expected) in cases {
        check(&format!("{first}{body}"), QuoteKind::Direct, expected);
    }
}

#[test]
fn clear_indirect_speech_is_reported_with_its_clause() {
    let first = "The mayor of the town, Ingrid Solheim, opened the new bridge on Tuesday after four years of work.\n\n";
    let cases: [(&str, &[Expected]); 4] = [
        (
            "Solheim said that the old bridge would be taken down in spring.",
            &[("the old bridge would be taken down in spring", "Ingrid Solheim", "said")],
        ),
        (
            "Solheim told reporters the roads would follow next year.",
            &[("the roads would follow next year", "Ingrid Solheim", "told")],
        ),
        (
            "The roads will follow next year, Solheim said on Monday.",
            &[("The roads will follow next year", "Ingrid Solheim", "said")],
        ),
        ("The town has two bridges and one road.", &[]),
    ];
    for (body, expected) in cases {
        check(&format!("{first}{body}"), QuoteKind::Indirect, expected);
    }
}

#[test]
fn a_reported_clause_begins_behind_the_dash_of_its_filing_line() {
    for dash in ["-", "—", "–", "--", " - ", ":"] {
        let body = format!("OSTRAVA, March 6 (Example Wire) {dash} The sluice was opened on Thursday, officials said.");
        check(&body, QuoteKind::Indirect, &[("The sluice was opened on Thursday", "officials", "said")]);
    }
}

#[test]
fn amounts_have_their_value_unit_and_currency() {
    let cases = [
        ("Dhaka: The plant in Bangladesh cost Tk 3,000 crore.", "Tk 3,000 crore", "30000000000", "BDT"),
        ("It cost an estimated $145 million in Chicago.", "$145 million", "145000000", "USD"),
        ("Farmers in Pakistan lost Rs 2.5 crore.", "Rs 2.5 crore", "25000000", "PKR"),
        ("The firm paid A$2bn for it.", "A$2bn", "2000000000", "AUD"),
        ("The club paid €1.2m for him.", "€1.2m", "1200000", "EUR"),
        ("Police in Lagos, Nigeria, found N500 million.", "N500 million", "500000000", "NGN"),
        ("Eskom of South Africa owes R12bn to banks.", "R12bn", "12000000000", "ZAR"),
        ("They spent 77.3 billion ringgit on it.", "77.3 billion ringgit", "77300000000", "MYR"),
        ("Prices rose by 5 per cent in May.", "5 per cent", "5", "%"),
        ("Support fell by two percentage points.", "two percentage points", "2", "%"),
        ("They seized over 2,400 kilograms of it.", "2,400 kilograms", "2400", "kg"),
        ("Snow lay two-and-a-half feet deep.", "two-and-a-half feet", "2.5", "[ft_i]"),
        ("A night of -40 degrees Celsius followed.", "-40 degrees Celsius", "-40", "Cel"),
        ("The park covers 26,000 square kilometers.", "26,000 square kilometers", "26000", "km2"),
        ("The dam gives 722 million kWh a year.", "722 million kWh", "722000000", "kWh"),
        ("Winds of 120 km/h hit the coast.", "120 km/h", "120", "km/h"),
    ];
    for (body, text, value, unit) in cases {
        let article = enriched(body);
        let [quantity] = article.enrichment.quantities.as_slice() else {
            unreachable!("{body}: {:?}", article.enrichment.quantities)
        };
        let found_unit = quantity.currency.as_deref().or(quantity.unit.as_deref());
        assert_eq!(
            (quantity.text.as_str(), quantity.value.to_string().as_str(), found_unit),
            (text, value, Some(unit))
        );
    }
}

#[test]
fn counts_years_and_durations_are_no_amounts() {
    for body in [
        "In 2024 some 300 people waited five minutes.",
        "Flight F-16 left with 5m people watching.",
        "They won 3-2 on 5 May.",
    ] {
        assert_eq!(enriched(body).enrichment.quantities, [], "{body}");
    }
}

#[test]
fn hostile_text_is_read_in_linear_time() {
    let nested = format!("{}{}", "(“".repeat(20_000), "”)".repeat(20_000));
    let texts = [
        "“a b c,” he said. ".repeat(100_000 / 10),
        "\"".repeat(100_000),
        "“".repeat(100_000),
        "x".repeat(1_000_000),
        "said ".repeat(50_000),
        "Ana ".repeat(50_000),
        "he said, ".repeat(30_000),
        "5 ".repeat(100_000),
        "$".repeat(100_000),
        "-5".repeat(100_000),
        "“قال الرجل” \u{202e}هنا\u{301} ".repeat(5_000),
        nested,
    ];
    for text in texts {
        let seen = enriched(&text);
        assert!(seen.enrichment.quotes.len() <= text.len());
    }
}

proptest! {
    #[test]
    fn no_text_harms_them_and_spans_hold_their_text(text in "([A-Za-z ,.]|said|that|“|”|\"|'|’|\n|5|\\$|%| km|é){0,200}") {
        let article = enriched(&text);
        let body: Vec<char> = article.body().chars().collect();
        let spans = article.enrichment.quotes.iter().map(|quote| (quote.span, &quote.text));
        let amounts = article.enrichment.quantities.iter().map(|quantity| (quantity.span, &quantity.text));
        for (span, text) in spans.chain(amounts) {
            let held: String = body.get(span.start as usize..span.end as usize).unwrap_or_default().iter().collect();
            prop_assert_eq!(&held, text);
        }
    }
}
