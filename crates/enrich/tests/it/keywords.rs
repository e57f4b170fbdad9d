//! Keywords as a reader of the message sees them.

use crate::read::read;
use article::{Subject, rel};

const BODY: &str = "CALDER BAY (Coast Wire) - Engineers began work on Tuesday on a desalination plant that is to supply \
    half of the drinking water of Calder Bay. The desalination plant, the first on this coast, will use solar power. \
    Fishermen fear the brine that such plants pump back into the sea.\n\n\
    \"The brine is diluted before it reaches the sea grass,\" said Mara Lindqvist, the engineer in charge. Fishermen \
    asked the council to measure how salty the sea grass meadows become. In the town drinking water has been rationed since June.";

fn keywords(language: &'static str, declared: Option<&str>) -> Vec<(String, u8)> {
    let mut story = read(BODY).language(language);
    if let Some(name) = declared {
        let creator = Some("coast-wire".to_owned());
        story = story.subject(Subject { name: Some(name.to_owned()), creator, ..Subject::default() });
    }
    let article = story.enriched();
    let own = article.subjects.iter().filter(|subject| subject.creator.as_deref() == Some("dateline/keywords@1"));
    own.map(|subject| {
        assert_eq!(subject.rel.as_deref(), Some(rel::KEYWORD));
        assert_eq!(subject.uri, None);
        (subject.name.clone().unwrap_or_default(), subject.relevance.unwrap_or_default())
    })
    .collect()
}

#[test]
fn keywords_are_the_terms_an_article_is_about() {
    let found = keywords("en", None);
    let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names.first(), Some(&"desalination plant"), "{names:?}");
    for expected in ["brine", "sea grass", "drinking water"] {
        assert!(names.contains(&expected), "{expected} in {names:?}");
    }
    assert!(names.len() <= 8 && !names.iter().any(|name| name.chars().any(char::is_uppercase)), "{names:?}");
    assert!(found.is_sorted_by(|one, other| one.1 >= other.1) && found.first().is_some_and(|best| best.1 == 100));
}

#[test]
fn a_keyword_that_the_source_declared_is_not_said_again() {
    assert!(!keywords("en", Some("Desalination plant")).iter().any(|(name, _)| name == "desalination plant"));
}
