//! Which of several places of a name an article means, told by what else it names, and one entry for one place.

use crate::read::read;
use article::{Article, rel};

pub(crate) const FILED: &str = "NAIROBI, Oct 24 (AFP) - Police in Kenya arrested three men on Thursday over the theft of paintings from \
a museum in Mombasa, officials said.\n\nThe men will appear in court on Friday, the Kenyan prosecutor said. The judge is \
expected to hear the charges of theft and fraud, which carry a prison sentence of ten years.";

fn enrich(body: &str) -> Article {
    read(body).language("en").enriched()
}

/// The code of the entry of this name, alone or with its region; empty if it is not resolved.
fn code(article: &Article, name: &str) -> Option<String> {
    let place = article.places.iter().find(|place| {
        let printed = place.name.as_deref().unwrap_or_default();
        printed == name || printed.strip_prefix(name).is_some_and(|rest| rest.starts_with(','))
    })?;
    Some(place.literal.clone().unwrap_or_default())
}

#[test]
fn the_text_tells_which_place_of_a_name_is_meant() {
    let stories = [
        (
            "Hyderabad",
            "PK-SD",
            "Police in Hyderabad in Pakistan's Sindh province arrested two men on Monday, Pakistani media said.",
        ),
        (
            "Hyderabad",
            "IN-TS",
            "Police in Hyderabad arrested two men on Monday, Indian media said. India's minister praised them.",
        ),
        ("Paris", "FR", "The French president spoke in Paris on Monday. France will vote in May."),
        (
            "Paris",
            "US-TX",
            "Firefighters in Paris, Texas, saved a horse on Monday. The Texas town thanked them, the mayor of Paris said.",
        ),
        (
            "London",
            "GB-ENG",
            "The British prime minister spoke in London on Monday. The United Kingdom will vote in May.",
        ),
        (
            "London",
            "CA-ON",
            "Nurses in London, Ontario, went on strike on Monday. The Canadian city has two hospitals.",
        ),
        ("Birmingham", "GB-ENG", "Buses in Birmingham stood still on Monday, British unions said."),
        (
            "Birmingham",
            "US-AL",
            "Buses in Birmingham, Alabama, stood still on Monday. Unions in Alabama said drivers were tired.",
        ),
        ("Cordoba", "AR-X", "Farmers in Cordoba blocked roads on Monday, Argentine media said. Argentina exports soy."),
        ("Cordoba", "ES-AN", "Farmers in Cordoba blocked roads on Monday, Spanish media said. Spain exports olives."),
        (
            "Tripoli",
            "LY",
            "Militias clashed in Tripoli on Monday, the Libyan government said. Libya has two parliaments.",
        ),
        ("Tripoli", "LB", "Bakers in Tripoli closed on Monday, Lebanese media said. Lebanon lacks flour."),
        ("Granada", "ES-AN", "Students in Granada marched on Monday, Spanish media said. Spain will vote in May."),
        ("Granada", "NI", "Students in Granada marched on Monday, Nicaraguan media said. Nicaragua will vote in May."),
        (
            "Cambridge",
            "GB-ENG",
            "Scientists in Cambridge found a planet, British media said on Monday. The United Kingdom paid for it.",
        ),
        (
            "Cambridge",
            "US-MA",
            "Scientists in Cambridge, Massachusetts, found a planet. The Massachusetts team thanked the American government.",
        ),
        ("Santiago", "CL-RM", "Students in Santiago marched on Monday, Chilean media said. Chile will vote in May."),
        ("Valencia", "ES-VC", "Rain flooded Valencia on Monday, Spanish media said. Spain sent soldiers to Valencia."),
        (
            "Valencia",
            "VE-G",
            "Power failed in Valencia on Monday, Venezuelan media said. Venezuela sent soldiers to Valencia.",
        ),
        (
            "Perth",
            "AU-WA",
            "A shark was seen off Perth on Monday, Australian media said. Swimmers in Perth stayed out of the water.",
        ),
        (
            "Perth",
            "GB-SCT",
            "The castle near Perth opened on Monday. Scotland hopes for British visitors in Perth, the Scottish minister said.",
        ),
        ("San José", "CR", "Lawmakers in San José voted on Monday, Costa Rican media said. Costa Rica has no army."),
        (
            "Victoria",
            "SC",
            "Fishermen in Victoria met on Monday, the government of Seychelles said. Seychelles exports tuna.",
        ),
        (
            "Georgia",
            "GE",
            "The parliament of Georgia met in Tbilisi on Monday. Georgian opposition leaders stayed away.",
        ),
        (
            "Georgia",
            "US-GA",
            "Voters in Georgia went to the polls on Monday. The mayor of Atlanta and the American president had asked them to.",
        ),
    ];
    let mut wrong = Vec::new();
    for (name, expected, body) in stories {
        let found = code(&enrich(body), name);
        if found.as_deref() != Some(expected) {
            wrong.push(format!("{name} is {found:?} and not {expected} in: {body}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_place_in_two_spellings_is_one_entry() {
    for (body, name) in [
        ("The ministers met in Turkiye on Monday. Turkey and Iran share a border, and Türkiye wants trade.", "Türkiye"),
        ("Kyiv was quiet on Monday, Ukraine said. Trains to Kiev ran again.", "Kyiv"),
        (
            "The U.S. sent aid on Monday. The United States will send more to Kenya, and the US Congress agreed.",
            "United States",
        ),
    ] {
        let article = enrich(body);
        let names: Vec<_> = article.places.iter().filter_map(|place| place.name.as_deref()).collect();
        let mut ids: Vec<_> = article.places.iter().filter_map(|place| place.uri.as_deref()).collect();
        assert!(names.contains(&name), "{names:?}");
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all, "{names:?}");
    }
}

#[test]
fn a_part_of_a_country_is_not_called_by_its_country() {
    let article = enrich(
        "Schools in England closed on Monday. The United Kingdom saw snow, but schools in Scotland stayed open.",
    );
    assert_eq!(code(&article, "England").as_deref(), Some("GB-ENG"));
    assert_eq!(code(&article, "Scotland").as_deref(), Some("GB-SCT"));
    assert_eq!(code(&article, "United Kingdom").as_deref(), Some("GB"));
}

#[test]
fn a_man_called_jordan_is_no_country() {
    let article = enrich(
        "Michael Jordan spoke in Chicago on Monday. The American crowd cheered when Jordan waved, and Jordan smiled.",
    );
    assert!(article.places.iter().all(|place| place.name.as_deref() != Some("Jordan")), "{:?}", article.places);
    let people: Vec<_> = article.people.iter().filter_map(|person| person.name.as_deref()).collect();
    assert_eq!(people, ["Michael Jordan"]);
}

#[test]
fn the_place_of_filing_is_resolved_and_gets_its_country() {
    let article = read(FILED).enriched();
    assert_eq!(article.located.as_deref(), Some("Nairobi, Kenya"));
    let place = article.places.iter().find(|place| place.rel.as_deref() == Some(rel::LOCATED)).expect("located");
    assert_eq!(place.uri.as_deref(), Some("https://sws.geonames.org/184745/"));
    assert_eq!(place.literal.as_deref(), Some("KE-30"));
    let geo = place.geo_json.as_ref().expect("a point");
    assert_eq!(geo.pointer("/properties/countryCode"), Some(&"KE".into()));
    let longitude = geo.pointer("/geometry/coordinates/0").and_then(serde_json::Value::as_f64).expect("a longitude");
    assert!((36.0..38.0).contains(&longitude), "{longitude}");
    let dateline = article.enrichment.dateline.as_ref().and_then(|line| line.place.as_ref());
    let at = dateline.and_then(|place| place.reference).expect("a reference");
    assert_eq!(article.places.get(at as usize), Some(place));
}

#[test]
fn where_it_happened_is_kept_apart_from_where_it_was_filed() {
    let article = read(FILED).enriched();
    let countries: Vec<_> = article
        .places
        .iter()
        .filter(|place| place.rel.as_deref() == Some(rel::EVENT))
        .map(|place| place.geo_json.as_ref().and_then(|geo| geo.pointer("/properties/countryCode")?.as_str()))
        .collect();
    assert_eq!(countries, [Some("KE")]);
}

#[test]
fn hostile_texts_end() {
    let texts = [
        "United ".repeat(50_000),
        "a".repeat(400_000),
        "“".repeat(100_000),
        "Democratic Republic of the ".repeat(20_000),
        "\u{202e}Pakistan\u{301}-".repeat(20_000),
    ];
    for text in texts {
        read(text).enriched();
    }
}

#[test]
fn a_dateline_with_a_region_is_from_that_region() {
    let mut wrong = Vec::new();
    let rows = include_str!("../forms/regions.tsv").lines().filter(|row| !row.starts_with('#'));
    for (line, code) in rows.map(|row| row.split_once('\t').unwrap()) {
        let body = format!(
            "{line} (Example Wire) — Firefighters put out a blaze in a barn on Monday, the chief told reporters."
        );
        let article = enrich(&body);
        let filed = article.places.iter().filter(|place| place.rel.as_deref() == Some(rel::LOCATED));
        let codes: Vec<_> = filed.filter_map(|place| place.literal.as_deref()).collect();
        let elsewhere =
            |place: &article::Place| place.literal.as_deref().is_some_and(|other| other.get(..2) != code.get(..2));
        if codes != [code] || article.places.iter().any(elsewhere) {
            wrong.push(format!("{line}: {codes:?}, {:?}", article.places));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for (line, country) in
        [("ROME, Georgia", "United States"), ("WINDSOR, Ont.", "Canada"), ("PERTH, Scotland", "Scotland")]
    {
        let located =
            enrich(&format!("{line} (Example Wire) — Firefighters put out a blaze in a barn on Monday.")).located;
        assert!(located.as_deref().is_some_and(|located| located.ends_with(country)), "{line}: {located:?}");
    }
}

#[test]
fn two_places_of_one_name_are_two_entries_where_their_own_words_put_them() {
    let codes = |body: &str, name: &str| -> Vec<String> {
        let places = enrich(body).places;
        let of_name = places.into_iter().filter(|place| {
            place.name.as_deref().is_some_and(|known| known == name || known.starts_with(&format!("{name},")))
        });
        of_name.filter_map(|place| place.literal).collect()
    };
    let trains = "A choir from Birmingham, Alabama, sang in Birmingham, England, on Monday, its leader told reporters.";
    assert_eq!(codes(trains, "Birmingham"), ["US-AL", "GB-ENG"]);
    let again =
        "Nurses in London, Ontario, went on strike on Monday. The mayor of London told reporters it would be short.";
    assert_eq!(codes(again, "London"), ["CA-ON"]);
    let filed = "HAMILTON, Ontario (Example Wire) - A rower from Hamilton, New Zealand, won on Monday, the club said.";
    assert_eq!(codes(filed, "Hamilton"), ["CA-ON", "NZ"]);
}

#[test]
fn a_region_of_two_meanings_is_the_one_of_its_town() {
    let article = enrich("A plane from Birmingham, Alabama, landed in Columbus, Georgia, on Monday, the airport said.");
    let codes: Vec<_> = article.places.iter().filter_map(|place| place.literal.as_deref()).collect();
    assert!(codes.iter().all(|code| code.starts_with("US")), "{codes:?}");
}

#[test]
fn a_namesake_of_where_it_was_filed_is_not_where_it_happened() {
    let article = enrich(
        "NEWCASTLE, Australia, Oct 24 (Example Wire) - A bell that was cast in Newcastle, England, for a church in England \
         was hung in Newcastle, New South Wales, on Thursday, the vicar told reporters.",
    );
    let happened = article.places.iter().filter(|place| place.rel.as_deref() == Some(rel::EVENT));
    let codes: Vec<&str> = happened.filter_map(|place| place.literal.as_deref()).collect();
    assert!(!codes.is_empty() && codes.iter().all(|code| code.starts_with("AU")), "{codes:?}");
}

#[test]
fn a_small_town_is_not_meant_beside_a_capital_of_its_name() {
    let body = "LEEDS, Oct 24 (Example Wire) - British ministers met an envoy from Washington in Britain on Thursday.";
    assert_eq!(code(&enrich(body), "Washington").as_deref(), Some("US-DC"));
    let body = "A barn burned near Lima on Thursday. Ohio has had nine such fires, the Ohio fire marshal in Toledo, Ohio, \
        said. American farmers in the United States asked the U.S. government for help.";
    assert_eq!(code(&enrich(body), "Lima").as_deref(), Some("US-OH"));
}

#[test]
fn an_adjective_inside_a_name_brings_no_country_into_the_story() {
    for (body, country) in [
        ("A Korean Air jet and a tanker passed the English Channel near Calais on Monday, the port said.", "GB"),
        ("A Thai restaurant in Nairobi was closed on Monday after a fire, the city council told reporters.", "TH"),
        ("A Brazilian wandering spider was found in a shop in Hull on Monday, the keeper told reporters.", "BR"),
        ("A Mexican wave went round the hall in Leeds on Monday, and an Afghan hound won, the mayor said.", "MX"),
        ("A Turkish barber in Hull was fined on Monday after a visit by inspectors, the council told reporters.", "TR"),
        ("A Japanese garden opened near Nairobi on Monday, and a Polish shop sold tea there, the mayor said.", "JP"),
        ("A Canadian Solar plant opened near Lagos on Monday, and the governor of Lagos came, officials said.", "CA"),
        ("A German shepherd found the child in Toronto on Monday, police told reporters at the scene.", "DE"),
    ] {
        let article = enrich(body);
        let there =
            article.places.iter().any(|place| place.literal.as_deref().is_some_and(|code| code.starts_with(country)));
        assert!(!there, "{body} {:?}", article.places);
    }
}

#[test]
fn a_state_that_speaks_is_a_place() {
    let body = "The dam was built in the spring.\n\nNebraska said the dam was safe, and its governor agreed on Monday.";
    let article = enrich(body);
    assert!(article.places.iter().any(|place| place.name.as_deref() == Some("Nebraska")), "{:?}", article.places);
    assert_eq!(article.people, [], "{body}");
    let article =
        enrich("Virginia Marsh opened the dam on Monday.\n\nVirginia said the dam was safe, and thanked the crew.");
    assert_eq!(article.people.len(), 1, "{:?}", article.people);
}
