//! How sure people and languages are said to be: as often as such are right.

use crate::read::read;
use std::collections::BTreeMap;

/// Of each person how sure it is.
fn people(body: &str) -> BTreeMap<String, u8> {
    let article = read(body).language("en").enriched();
    let entry = |at: u32| article.people.get(at as usize).and_then(|person| person.name.clone());
    let details = article.enrichment.people.iter();
    details.filter_map(|detail| Some((entry(detail.reference)?, detail.confidence?))).collect()
}

#[test]
fn somebody_with_a_title_is_surer_than_somebody_without_and_a_word_alone_is_hardly_sure() {
    let people = people(
        "The ferry was late again, Transport Minister Greta Lindholm told reporters in Oslo on Monday. Among those who waited \
         was Peter Hansen from Bergen. Nobody had told him, he said. Later came Solveig, who sells coffee on the quay.",
    );
    let [titled, plain] = ["Greta Lindholm", "Peter Hansen"].map(|name| people.get(name).copied().unwrap());
    assert!(titled >= 95 && (70..95).contains(&plain), "{people:?}");
    let alone = people.iter().filter(|(name, _)| !name.contains(' '));
    assert!(alone.into_iter().all(|(_, sure)| *sure < 65), "{people:?}");
}

#[test]
fn somebody_named_again_and_again_is_surer() {
    let once = "On the quay in Oslo stood Peter Hansen from Bergen, with a bicycle. The ferry was late.";
    let again = format!("{once} Hansen waited for an hour. Then Hansen went home, and Hansen did not come back.");
    let [once, again] = [once, &again].map(|body| people(body).get("Peter Hansen").copied().unwrap());
    assert!(once < again, "{once} {again}");
}

/// Body, the languages it may be in, and how sure that is: at least and at most.
const TOLD: [(&str, &str, u8, u8); 6] = [
    ("Die Fähre fährt seit gestern wieder.", "de", 80, 97),
    (
        "Der Stadtrat teilte am Dienstag mit, dass die alte Brücke wegen Rissen bis zum Frühjahr gesperrt bleibt.",
        "de",
        99,
        99,
    ),
    // The same words in the one language and in the other.
    ("Most na otoku je zatvoren zbog radova, a autobusi voze samo do grada.", "hr bs sr", 0, 40),
    ("Air sungai naik dan jalan menuju jembatan ditutup sejak pagi ini.", "id ms", 0, 40),
    // One word tells.
    ("Most na ostrvu je zatvoren posle radova, a autobusi voze samo do grada.", "sr", 80, 97),
    ("Air sungai naik dan jalan menuju jembatan ditutup sejak pagi ini karena badai.", "id", 80, 97),
];

#[test]
fn a_language_is_as_sure_as_its_text_and_its_neighbours_let_it_be() {
    for (body, codes, least, most) in TOLD {
        let told = read(body).enriched().enrichment.language.unwrap();
        assert!(codes.split(' ').any(|code| code == told.value), "{body}: {told:?}");
        assert!((least..=most).contains(&told.confidence), "{body}: {told:?}");
    }
}

#[test]
fn a_language_that_nobody_knows_is_not_claimed_to_be_sure() {
    // Veps and Võro, beside Finnish and Estonian; Aragonese, beside Spanish.
    for body in [
        "Vanh sild om saubatud keväzhesai, sanui lidnan nevondkund tožnargen.",
        "Vana sild om kinni kooni keväjäni, ütel liina volikogo tõõsõpäävä.",
        "O puent viello ye zarrau dica a primavera, dició o concello o martes.",
    ] {
        let told = read(body).enriched().enrichment.language;
        assert!(told.as_ref().is_none_or(|told| told.confidence < 98), "{body}: {told:?}");
    }
}
