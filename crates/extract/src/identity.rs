//! Ids and versions: the same input always gives the same id, and no stage counts versions. docs/adr/0007 has the rules.

use crate::format::Story;
use article::{ArticleId, CanonicalUrl, RawRecord, Timestamp, Version};

/// The id of a story: of its page, else of its source and the id the source gave it, else of its content.
pub(crate) fn id_of(story: &Story, raw: &RawRecord, content_hash: &str) -> ArticleId {
    if let Some(page) = &story.page {
        return ArticleId::of_url(page);
    }
    let own_id = match &story.own_id {
        Some(own_id) => own_id.as_deref(),
        None => story.source_id.as_deref().or(story.guid.as_deref()),
    };
    match own_id {
        Some(id) => ArticleId::of_source(raw.source.as_deref().unwrap_or_default(), id),
        None => ArticleId::of_content(content_hash),
    }
}

/// The version of what was fetched at this time.
pub(crate) fn version_of(received_at: Timestamp) -> Version {
    Version::fetched_at(received_at.millis())
}

/// The page of an article: what the document declares, where it may, else where the document was fetched from.
pub(crate) fn page_url(fetched: Option<&CanonicalUrl>, declared: Option<&str>) -> Option<CanonicalUrl> {
    match (fetched, declared) {
        (Some(fetched), Some(declared)) => Some(fetched.accept_declared(declared).unwrap_or_else(|| fetched.clone())),
        (Some(fetched), None) => Some(fetched.clone()),
        // A home page is the address of no article; a link that does not parse names none.
        (None, Some(declared)) => CanonicalUrl::parse(declared).ok().filter(|url| !url.is_home_page()),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_then_source_id_then_content_name_an_article() {
        let raw = RawRecord { source: Some("wire-folder".to_owned()), ..RawRecord::default() };
        let page = CanonicalUrl::parse("https://example.org/a").unwrap();
        let mut story =
            Story { page: Some(page.clone()), source_id: Some("wire-article".to_owned()), ..Story::default() };
        assert_eq!(id_of(&story, &raw, "sha256:0"), ArticleId::of_url(&page));
        story.page = None;
        assert_eq!(id_of(&story, &raw, "sha256:0").to_string(), "urn:uuid:51395e35-e186-538e-b5b2-48aa2baf3dc5");
        story.source_id = None;
        assert_eq!(id_of(&story, &raw, "sha256:0"), ArticleId::of_content("sha256:0"));
    }

    #[test]
    fn a_page_cannot_take_the_address_of_another_site() {
        let fetched = CanonicalUrl::parse("https://example.org/a").unwrap();
        assert_eq!(page_url(Some(&fetched), Some("https://other.example/a")).unwrap(), fetched);
        assert_eq!(page_url(Some(&fetched), Some("/b")).unwrap().as_str(), "https://example.org/b");
        assert!(page_url(None, Some("https://example.org/")).is_none());
    }
}
