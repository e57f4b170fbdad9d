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

/// Headline, beginning, and the top-level topics that it may be about first.
const BRIEF: [(&str, &str, &[&str]); 12] = [
    (
        "Night ferry to the islands runs again",
        "The ferry between the two islands runs again after three years. The operator bought a used vessel with room for \
         forty cars. Tickets cost 12 euros.",
        &["04000000", "10000000"],
    ),
    (
        "Glacier has thinned by nine metres",
        "The glacier above the valley has thinned by nine metres in twelve years, a survey says. Two teams measured the ice \
         with radar, and the lake below it has doubled.",
        &["06000000", "13000000"],
    ),
    (
        "Hospital gets a second scanner",
        "The county hospital has bought a second scanner so that patients need not wait for months, its director said on \
         Tuesday. Nurses are being trained to run it at night.",
        &["07000000"],
    ),
    (
        "Village school keeps its only teacher",
        "The school has eleven pupils and was to close. Parents collected signatures, and the council voted on Monday to \
         keep it open for another year.",
        &["05000000"],
    ),
    (
        "Telescope finds water on small planet",
        "Astronomers have found traces of water vapour around a planet twice as large as the Earth, a study published in a \
         journal on Wednesday says. The team pointed the telescope at it for eight nights.",
        &["13000000"],
    ),
    (
        "Dockers walk out over shifts",
        "Dock workers stopped work at midnight after talks on shifts broke down. Their union wants two more breaks. The port \
         company said ships would be sent elsewhere.",
        &["09000000", "04000000"],
    ),
    (
        "Five hurt as train derails",
        "Five people were hurt when a train derailed near the tunnel on Monday. The carriages left the rails after heavy \
         rain. Rescuers cut passengers out of the wreck.",
        &["03000000"],
    ),
    (
        "Museum shows lost sketches",
        "The museum shows forty sketches that were found in an attic. The painter made them as a student. The exhibition is \
         open until March.",
        &["01000000"],
    ),
    (
        "Pupil wins chess tournament",
        "A pupil of fifteen won the national chess tournament after a final game of six hours. Her rival had been champion \
         three times.",
        &["15000000"],
    ),
    (
        "Harbour dredged for larger ships",
        "The harbour will be dredged to fourteen metres so that container ships can enter at low tide. The work costs 90 \
         million dollars and takes two years, the port authority said.",
        &["04000000"],
    ),
    (
        "Mayor re-elected by 40 votes",
        "The mayor was re-elected by forty votes after a recount. Her opponent said he would not contest the result. Turnout \
         was 61 per cent.",
        &["11000000"],
    ),
    (
        "Railway adds carriages on the mountain line",
        "The railway will add two carriages to each train on the mountain line from July, it said on Friday. More people \
         travel to work by train since fares were halved.",
        &["04000000", "10000000"],
    ),
];

#[test]
fn a_few_sentences_that_count_and_measure_are_no_sport() {
    for (headline, body, allowed) in BRIEF {
        let article = read(body).headline(headline).language("en").enriched();
        let topics: Vec<_> = article.subjects.iter().filter_map(|subject| subject.literal.as_deref()).collect();
        let first = topics.first().map(|first| first.trim_start_matches("medtop:"));
        assert!(first.is_some_and(|first| allowed.contains(&first)), "{headline}: {topics:?}");
        let topics = article.subjects.iter().filter(|subject| subject.literal.is_some());
        let mut sure = topics.map(|subject| subject.confidence.unwrap_or_default());
        assert!(sure.all(|confidence| (1..100).contains(&confidence)), "{headline}");
    }
}

#[test]
fn a_topic_below_another_makes_that_one_as_sure() {
    let body = "The home side won the cricket match by six wickets. The opening batsman made 90 in the first innings.";
    let article = read(body).headline("Cricket: hosts win by six wickets").language("en").enriched();
    let sure: Vec<_> = article.subjects.iter().filter_map(|subject| subject.confidence).collect();
    assert!(sure.len() > 1 && sure[0] >= sure[1] && sure[1] == 95, "{sure:?}");
}
