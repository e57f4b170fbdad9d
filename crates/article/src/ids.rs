//! Article ids: the same input always gives the same id, so that stores can upsert by it.

use crate::CanonicalUrl;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};
use std::fmt;
use uuid::Uuid;

/// The id of an article: a UUIDv5 in the URL namespace, written `urn:uuid:…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema)]
#[schemars(with = "String", extend("format" = "uri"))]
pub struct ArticleId(Uuid);

/// A text that is not `urn:uuid:` and a UUID.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not a urn:uuid")]
pub struct InvalidId(String);

impl ArticleId {
    /// The id of the article that lives at this URL.
    pub fn of_url(url: &CanonicalUrl) -> Self {
        Self(Uuid::new_v5(&Uuid::NAMESPACE_URL, url.as_str().as_bytes()))
    }

    /// The id of an article without a URL: of its source's name and the id the source gave it.
    pub fn of_source(source: &str, source_id: &str) -> Self {
        Self(Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("{source}\0{source_id}").as_bytes()))
    }

    /// The id of an article with neither URL nor source id: of its content hash.
    pub fn of_content(content_hash: &str) -> Self {
        Self(Uuid::new_v5(&Uuid::NAMESPACE_URL, content_hash.as_bytes()))
    }

    /// Reads `urn:uuid:…`.
    pub fn parse(text: &str) -> Result<Self, InvalidId> {
        let uuid = text.strip_prefix("urn:uuid:").and_then(|uuid| Uuid::try_parse(uuid).ok());
        uuid.map(Self).ok_or_else(|| InvalidId(text.to_owned()))
    }

    /// Its 16 bytes.
    pub fn to_bytes(self) -> [u8; 16] {
        self.0.into_bytes()
    }

    /// The id that has these bytes.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Uuid::from_bytes(bytes))
    }

    /// The bare UUID, for a database column.
    pub fn uuid(self) -> Uuid {
        self.0
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.urn().fmt(f)
    }
}

impl Serialize for ArticleId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ArticleId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// `sha256:` and the hex digest of headline, blank line, body: equal for two fetches of an unchanged article.
pub fn content_hash(headline: &str, body: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(headline.as_bytes());
    hash.update(b"\n\n");
    hash.update(body.as_bytes());
    let mut text = String::with_capacity(71);
    text.push_str("sha256:");
    for byte in hash.finalize() {
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_stable_across_releases() {
        let url = CanonicalUrl::parse("https://example.org/news/1").unwrap();
        assert_eq!(ArticleId::of_url(&url).to_string(), "urn:uuid:9b22a03d-51f2-5c8b-83ee-99b2a7be848a");
        assert_eq!(
            ArticleId::of_source("wire-folder", "wire-article").to_string(),
            "urn:uuid:51395e35-e186-538e-b5b2-48aa2baf3dc5"
        );
    }

    #[test]
    fn source_and_id_do_not_run_together() {
        assert_ne!(ArticleId::of_source("ab", "c"), ArticleId::of_source("a", "bc"));
    }
}
