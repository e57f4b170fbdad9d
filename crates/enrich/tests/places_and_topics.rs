//! Where an article was filed and where it happened, what it is about, and what other languages are spared.

use article::{Article, ArticleId, Timestamp, Version, rel};
use dateline_enrich::{EnrichContext, Enrichers};
use std::sync::LazyLock;

static ENRICHERS: LazyLock<Enrichers> = LazyLock::new(Enrichers::built_in);

const RECEIVED: &str = "2024-10-24T14:02:11Z";

const FILED: &str = "NAIROBI, Oct 24 (AFP) - Police in Kenya arrested three men on Thursday over the theft of paintings from \
a museum in Mombasa, officials said.\n\nThe men will appear in court on Friday, the Kenyan prosecutor said. The judge is \
expected to hear the charges of theft and fraud, which carry a prison sentence of ten years.";

const GERMAN: &str = "Der Stadtrat hat am Dienstag beschlossen, dass die alte Brücke in Deutschland den ganzen Winter über \
gesperrt bleibt, weil die Ingenieure Risse in zwei Pfeilern gefunden haben und kein Risiko eingehen wollten.";

#[expect(clippy::unwrap_used, reason = "a test may fail here")]
fn enrich(body: &str) -> Article {
    let at = Timestamp::parse(RECEIVED).unwrap();
    let mut article = Article::new(ArticleId::of_content("test"), Version::fetched_at(at.millis()), at);
    article.set_body(body.to_owned());
    ENRICHERS.enrich(article, &EnrichContext { by: "enricher/test", at, from: None }).0
}

#[test]
fn the_place_of_filing_is_resolved_and_gets_its_country() {
    let article = enrich(FILED);
    assert_eq!(article.located.as_deref(), Some("Nairobi, Kenya"));
    let place = article.places.iter().find(|place| place.rel.as_deref() == Some(rel::LOCATED)).expect("located");
    assert_eq!(place.uri.as_deref(), Some("https://sws.geonames.org/184745/"));
    assert_eq!(place.literal.as_deref(), Some("KE"));
    let geo = place.geo_json.as_ref().expect("a point");
    assert_eq!(geo.pointer("/properties/countryCode"), Some(&"KE".into()));
    let longitude = geo.pointer("/geometry/coordinates/0").and_then(serde_json::Value::as_f64).expect("a longitude");
    assert!((36.0..38.0).contains(&longitude), "{longitude}");
    let dateline = article.enrichment.dateline.as_ref().and_then(|line| line.place.as_ref());
    let at = dateline.and_then(|place| place.reference).expect("a reference");
    assert_eq!(article.places.get(at as usize), Some(place));
}

#[test]
fn a_deeper_topic_stands_right_after_its_top_level_topic() {
    let article = enrich(
        "The home side won the cricket match by six wickets. The opening batsman made 90 in the first innings, \
         and the visitors lost their last four wickets for ten runs. The captain praised his bowlers after the match.\n\n\
         The second innings of the cup final ended before tea, and the team will play its next match on Sunday.",
    );
    let topics: Vec<_> = article.subjects.iter().filter_map(|subject| subject.literal.as_deref()).collect();
    assert_eq!(topics.get(..2), Some(&["medtop:15000000", "medtop:20000888"][..]));
    let deeper = article.subjects.get(1).expect("cricket");
    assert_eq!(deeper.name.as_deref(), Some("cricket"));
    assert_eq!(deeper.uri.as_deref(), Some("http://cv.iptc.org/newscodes/mediatopic/20000888"));
}

#[test]
fn where_it_happened_is_kept_apart_from_where_it_was_filed() {
    let article = enrich(FILED);
    let countries: Vec<_> = article
        .places
        .iter()
        .filter(|place| place.rel.as_deref() == Some(rel::EVENT))
        .map(|place| place.geo_json.as_ref().and_then(|geo| geo.pointer("/properties/countryCode")?.as_str()))
        .collect();
    assert_eq!(countries, [Some("KE")]);
}

#[test]
fn an_article_has_at_most_two_top_level_topics_of_ours() {
    let article = enrich(FILED);
    let topics: Vec<_> = article.subjects.iter().filter_map(|subject| subject.literal.as_deref()).collect();
    assert_eq!(topics.first(), Some(&"medtop:02000000"));
    assert!(topics.len() <= 2, "{topics:?}");
}

#[test]
fn other_languages_are_not_read_with_english_models_and_provenance_says_so() {
    let article = enrich(GERMAN);
    assert!(article.places.is_empty() && article.subjects.is_empty() && article.genres.is_empty());
    let stage = article.enrichment.provenance.last().expect("provenance");
    let skipped = stage.skipped.join(" ");
    for name in ["topics", "locate", "genre"] {
        assert!(skipped.contains(name), "{skipped}");
    }
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
        enrich(&text);
    }
}
