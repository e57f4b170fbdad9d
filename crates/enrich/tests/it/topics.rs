//! What an article is about, and what other languages are spared.

use crate::places::FILED;
use crate::read::read;

const GERMAN: &str = "Der Stadtrat hat am Dienstag beschlossen, dass die alte Brücke in Deutschland den ganzen Winter über \
gesperrt bleibt, weil die Ingenieure Risse in zwei Pfeilern gefunden haben und kein Risiko eingehen wollten.";

#[test]
fn a_deeper_topic_stands_right_after_its_top_level_topic() {
    let article = read(
        "The home side won the cricket match by six wickets. The opening batsman made 90 in the first innings, \
         and the visitors lost their last four wickets for ten runs. The captain praised his bowlers after the match.\n\n\
         The second innings of the cup final ended before tea, and the team will play its next match on Sunday.",
    )
    .enriched();
    let topics: Vec<_> = article.subjects.iter().filter_map(|subject| subject.literal.as_deref()).collect();
    assert_eq!(topics.get(..2), Some(&["medtop:15000000", "medtop:20000888"][..]));
    let deeper = article.subjects.get(1).expect("cricket");
    assert_eq!(deeper.name.as_deref(), Some("cricket"));
    assert_eq!(deeper.uri.as_deref(), Some("http://cv.iptc.org/newscodes/mediatopic/20000888"));
}

#[test]
fn an_article_has_at_most_two_top_level_topics_of_ours() {
    let article = read(FILED).enriched();
    let topics: Vec<_> = article.subjects.iter().filter_map(|subject| subject.literal.as_deref()).collect();
    assert_eq!(topics.first(), Some(&"medtop:02000000"));
    assert!(topics.len() <= 2, "{topics:?}");
}

#[test]
fn other_languages_are_not_read_with_english_models_and_provenance_says_so() {
    let article = read(GERMAN).enriched();
    assert!(article.places.is_empty() && article.subjects.is_empty() && article.genres.is_empty());
    let stage = article.enrichment.provenance.last().expect("provenance");
    let skipped = stage.skipped.join(" ");
    for name in ["topics", "places", "genre"] {
        assert!(skipped.contains(name), "{skipped}");
    }
}
