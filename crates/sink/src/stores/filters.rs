//! What a query asks for besides words, as labels of articles.
//!
//! A short word may be the code of a place or its name: `al-Bab` is a town, `GB-SCT` a country of another. Articles have
//! either as a label, so both are asked for.

use super::labels::{LabelKind, key_label, label};
use crate::search::{Query, name_key};

/// Labels of which an article must have one; sorted, at least one.
pub(crate) type Filter = Vec<String>;

/// What an article must have all of, each once.
pub(crate) fn filters(query: &Query) -> Vec<Filter> {
    let mut filters = Vec::new();
    filters.extend(query.place.as_deref().map(|place| name_labels(LabelKind::Place, place)));
    filters.extend(query.agency.as_deref().map(|agency| name_labels(LabelKind::Agency, agency)));
    filters.extend(query.language.as_deref().map(|language| vec![label(LabelKind::Language, language)]));
    for (kind, values) in [
        (LabelKind::Person, &query.people),
        (LabelKind::Organisation, &query.organisations),
        (LabelKind::Topic, &query.topics),
        (LabelKind::Source, &query.sources),
        (LabelKind::Speaker, &query.speakers),
    ] {
        filters.extend(values.iter().map(|value| vec![key_label(kind, &name_key(value))]));
    }
    filters.sort_unstable();
    filters.dedup();
    filters
}

/// A name as a key and, where it may as well be a code, as that.
pub(crate) fn name_labels(kind: LabelKind, value: &str) -> Filter {
    let may_be_code = value.len() <= 6 && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let code = may_be_code.then(|| label(kind, value));
    let mut labels: Filter = code.into_iter().chain([key_label(kind, &name_key(value))]).collect();
    labels.sort_unstable();
    labels.dedup();
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_asked_as_articles_are_labelled() {
        let own = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let query = Query {
            place: Some("GB-SCT".to_owned()),
            agency: Some("Nordic  Wire".to_owned()),
            language: Some("en-GB".to_owned()),
            people: own(&["Zoë O’Quay", "zoe oquay"]),
            organisations: own(&["U.N."]),
            topics: own(&["medtop:20000337", "Road Transport"]),
            sources: own(&["wire-desk"]),
            speakers: own(&["Quay"]),
            ..Query::default()
        };
        assert_eq!(
            filters(&query),
            [
                vec!["agency:nordic wire"],
                vec!["language:en-gb"],
                vec!["organisation:un"],
                vec!["person:zoe oquay"],
                vec!["place:gb sct", "place:gb-sct"],
                vec!["source:wire desk"],
                vec!["speaker:quay"],
                vec!["topic:medtop 20000337"],
                vec!["topic:road transport"],
            ]
        );
        let place = |place: &str| filters(&Query { place: Some(place.to_owned()), ..Query::default() });
        assert_eq!(place("Zürich"), [["place:zurich"]]);
        assert_eq!(place("Pripyat-Testowo"), [["place:pripyat testowo"]]);
        assert_eq!(place("al-Bab"), [["place:al bab", "place:al-bab"]]);
        assert_eq!(place("PK"), [["place:pk"]]);
        assert_eq!(filters(&Query::default()), Vec::<Filter>::new());
    }
}
