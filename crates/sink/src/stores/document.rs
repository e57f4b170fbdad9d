//! Which document of a source an article was made of, to notice that two of them share one id.

use article::{AltId, alt_role};

/// What a source calls the document. Two sources may well have the same article under names of their own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Document {
    source: Option<String>,
    source_id: Option<String>,
    guid: Option<String>,
    url: Option<String>,
}

/// A name that two documents of one source differ in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    /// `source id`, `guid`, `url`.
    pub(crate) what: &'static str,
    pub(crate) standing: String,
    pub(crate) arriving: String,
}

impl Document {
    /// By source and URL as in a store's columns, and the item's `altIds`.
    pub(crate) fn new(source: Option<&str>, url: Option<&str>, alt_ids: &[AltId]) -> Self {
        let named = |role| alt_ids.iter().find(|id| id.role.as_deref() == Some(role)).and_then(|id| id.value.clone());
        Self {
            source: source.map(str::to_owned),
            source_id: named(alt_role::SOURCE_ID),
            guid: named(alt_role::GUID),
            url: url.map(str::to_owned),
        }
    }

    /// In what this one, which stands, differs from one of the same source that arrives. What only one of them states
    /// is no difference.
    pub(crate) fn difference(&self, arriving: &Self) -> Option<Difference> {
        if self.source.is_none() || self.source != arriving.source {
            return None;
        }
        let names = [
            ("source id", &self.source_id, &arriving.source_id),
            ("guid", &self.guid, &arriving.guid),
            ("url", &self.url, &arriving.url),
        ];
        names.into_iter().find_map(|(what, standing, arriving)| match (standing, arriving) {
            (Some(standing), Some(arriving)) if standing != arriving => {
                Some(Difference { what, standing: standing.clone(), arriving: arriving.clone() })
            }
            (Some(_) | None, Some(_) | None) => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(source: &str, source_id: Option<&str>, url: Option<&str>) -> Document {
        let alt_ids: Vec<AltId> = source_id
            .map(|id| AltId { role: Some(alt_role::SOURCE_ID.to_owned()), value: Some(id.to_owned()) })
            .into_iter()
            .collect();
        Document::new(Some(source), url, &alt_ids)
    }

    #[test]
    fn only_names_of_one_source_are_compared() {
        let standing = document("desk", Some("ferry.txt"), Some("https://example.org/ferry"));
        for (arriving, expected) in [
            (document("desk", Some("ferry.txt"), Some("https://example.org/ferry")), None),
            (document("desk", None, Some("https://example.org/ferry")), None),
            (document("desk", Some("ferry.html"), Some("https://example.org/ferry")), Some("source id")),
            (document("desk", None, Some("https://example.org/ferry-2")), Some("url")),
            (document("another", Some("ferry.html"), Some("https://example.org/ferry-2")), None),
        ] {
            assert_eq!(standing.difference(&arriving).map(|one| one.what), expected, "{arriving:?}");
        }
    }
}
