//! What a query asks for besides words, as labels of articles.

use super::labels::{LabelKind, key_label, label};
use crate::search::{Query, name_key};

/// Labels of which an article must have all, each once.
pub(crate) fn filters(query: &Query) -> Vec<String> {
    let mut labels = Vec::new();
    labels.extend(query.place.as_deref().map(|place| name_label(LabelKind::Place, place)));
    labels.extend(query.agency.as_deref().map(|agency| name_label(LabelKind::Agency, agency)));
    labels.extend(query.language.as_deref().map(|language| label(LabelKind::Language, language)));
    for (kind, values) in [
        (LabelKind::Person, &query.people),
        (LabelKind::Organisation, &query.organisations),
        (LabelKind::Topic, &query.topics),
        (LabelKind::Source, &query.sources),
        (LabelKind::Speaker, &query.speakers),
    ] {
        labels.extend(values.iter().map(|value| key_label(kind, &name_key(value))));
    }
    labels.sort_unstable();
    labels.dedup();
    labels
}

/// A code or a name in lower case finds itself; everything else is looked up as a key.
fn name_label(kind: LabelKind, value: &str) -> String {
    let is_code = value.len() <= 6 && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if is_code { label(kind, value) } else { key_label(kind, &name_key(value)) }
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
                "agency:nordic wire",
                "language:en-gb",
                "organisation:un",
                "person:zoe oquay",
                "place:gb-sct",
                "source:wire desk",
                "speaker:quay",
                "topic:medtop 20000337",
                "topic:road transport",
            ]
        );
        let place = |place: &str| filters(&Query { place: Some(place.to_owned()), ..Query::default() });
        assert_eq!(place("Zürich"), ["place:zurich"]);
        assert_eq!(place("Pripyat-Testowo"), ["place:pripyat testowo"]);
        assert_eq!(filters(&Query::default()), Vec::<String>::new());
    }
}
