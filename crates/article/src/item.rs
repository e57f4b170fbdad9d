//! The article message: one IPTC ninjs 3.0 item plus the root property `enrichment`.
//!
//! Field names are ninjs's own. Properties that Dateline does not model are kept in `extra` and written back.

use crate::parts::{AltId, Body, Entity, Genre, InfoSource, Labelled, Place, Rendition, Subject};
use crate::{
    ArticleId, CanonicalUrl, Enrichment, Extra, Timestamp, Version, char_count, content_hash, drop_unseen, word_count,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `altIds[].role` values.
pub mod alt_role {
    /// The id the source gave.
    pub const SOURCE_ID: &str = "sourceId";
    /// The canonical URL of the page.
    pub const CANONICAL_URL: &str = "canonicalUrl";
    /// A feed entry's guid.
    pub const GUID: &str = "guid";
    /// `sha256:` of headline, blank line, body.
    pub const CONTENT_HASH: &str = "contentHash";
}

/// `rel` values of entities and subjects.
pub mod rel {
    /// What the article is about.
    pub const ABOUT: &str = "about";
    /// Named in it.
    pub const MENTIONS: &str = "mentions";
    /// The place of the dateline.
    pub const LOCATED: &str = "located";
    /// Where it happened.
    pub const EVENT: &str = "event";
    /// A free keyword among the subjects.
    pub const KEYWORD: &str = "keyword";
}

/// An article as extracted: what its bytes declare.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Article {
    /// Which message format this is.
    pub standard: Standard,
    /// The article's id.
    pub uri: ArticleId,
    /// ninjs object type; `text` for articles.
    #[serde(rename = "type")]
    pub object_type: String,
    /// `full` or `partial`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub representation_type: Option<String>,
    /// ninjs profile.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
    /// Revision or fetch time.
    pub version: Version,
    /// When this pipeline first saw the article.
    pub first_created: Timestamp,
    /// When this pipeline saw this version.
    pub version_created: Timestamp,
    /// Publication time, only when the source states a full date and time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_created: Option<Timestamp>,
    /// Not to be published before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub embargoed_until: Option<Timestamp>,
    /// Whether it may be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pub_status: Option<PubStatus>,
    /// 1 (most) to 9 (least urgent).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urgency: Option<u8>,
    /// BCP 47 language of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Byline as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Short identifying words used in newsrooms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slugline: Option<String>,
    /// The dateline's place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub located: Option<String>,
    /// Headlines; `role: main` is the headline.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headlines: Vec<Labelled>,
    /// Descriptions; `role: summary` is the summary.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub descriptions: Vec<Labelled>,
    /// Bodies; `role: main` in `text/plain` is the story.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bodies: Vec<Body>,
    /// People, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<Entity>,
    /// Organisations, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub organisations: Vec<Entity>,
    /// Places, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Place>,
    /// Named events, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Entity>,
    /// Topics and keywords, best first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<Subject>,
    /// Agencies and outlets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub info_sources: Vec<InfoSource>,
    /// Genres.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub genres: Vec<Genre>,
    /// The page and pictures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub renditions: Vec<Rendition>,
    /// Other ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alt_ids: Vec<AltId>,
    /// What Dateline adds to ninjs.
    #[serde(default)]
    pub enrichment: Enrichment,
    /// ninjs properties this version does not model.
    #[serde(flatten)]
    pub extra: Extra,
}

/// An article after enrichment. The JSON form is the article's; a value of this type has passed the enrich stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct EnrichedArticle(pub Article);

/// `standard`: the message format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Standard {
    /// `dateline`.
    pub name: String,
    /// Format version.
    pub version: String,
    /// Where its JSON Schema is published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
}

impl Default for Standard {
    fn default() -> Self {
        Self {
            name: "dateline".to_owned(),
            version: "1.0".to_owned(),
            schema: Some("https://example.org/schemas/dateline-article-1.0.json".to_owned()),
        }
    }
}

/// `pubStatus`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PubStatus {
    /// May be used.
    Usable,
    /// Held back by the source.
    Withheld,
    /// Taken back by the source.
    Canceled,
}

impl Article {
    /// An article of this id and version with nothing in it yet.
    pub fn new(uri: ArticleId, version: Version, seen_at: Timestamp) -> Self {
        Self {
            standard: Standard::default(),
            uri,
            object_type: "text".to_owned(),
            representation_type: Some("full".to_owned()),
            profile: Some("article-text".to_owned()),
            version,
            first_created: seen_at,
            version_created: seen_at,
            content_created: None,
            embargoed_until: None,
            pub_status: Some(PubStatus::Usable),
            urgency: None,
            language: None,
            by: None,
            slugline: None,
            located: None,
            headlines: Vec::new(),
            descriptions: Vec::new(),
            bodies: Vec::new(),
            people: Vec::new(),
            organisations: Vec::new(),
            places: Vec::new(),
            events: Vec::new(),
            subjects: Vec::new(),
            info_sources: Vec::new(),
            genres: Vec::new(),
            renditions: Vec::new(),
            alt_ids: Vec::new(),
            enrichment: Enrichment::default(),
            extra: Extra::new(),
        }
    }

    /// Until when nobody is to be given it, if that is later than now. What is taken back is told at once: whoever has an
    /// earlier version must learn of it.
    pub fn embargo(&self, now: Timestamp) -> Option<Timestamp> {
        let is_taken_back = self.pub_status == Some(PubStatus::Canceled);
        self.embargoed_until.filter(|until| *until > now && !is_taken_back)
    }

    /// The main headline, if there is one.
    pub fn headline(&self) -> Option<&str> {
        main_of(&self.headlines, "main")
    }

    /// Sets the main headline, unless it is empty.
    pub fn set_headline(&mut self, headline: &str) {
        set_main(&mut self.headlines, "main", headline);
    }

    /// The summary, if there is one.
    pub fn summary(&self) -> Option<&str> {
        main_of(&self.descriptions, "summary")
    }

    /// Sets the summary, unless it is empty.
    pub fn set_summary(&mut self, summary: &str) {
        set_main(&mut self.descriptions, "summary", summary);
    }

    /// The main plain-text body: what every span counts in. Empty if there is none.
    pub fn body(&self) -> &str {
        self.bodies.iter().find(|body| body.is_main_text()).map_or("", |body| &body.value)
    }

    /// Sets the main plain-text body with its counts.
    pub fn set_body(&mut self, mut text: String) {
        drop_unseen(&mut text);
        self.bodies.retain(|body| body.role.as_deref() != Some("main"));
        let body = Body {
            role: Some("main".to_owned()),
            content_type: Some("text/plain".to_owned()),
            char_count: Some(char_count(&text)),
            word_count: Some(word_count(&text)),
            value: text,
            extra: Extra::new(),
        };
        self.bodies.insert(0, body);
    }

    /// The first alternative id of this role.
    pub fn alt_id(&self, role: &str) -> Option<&str> {
        self.alt_ids.iter().find(|id| id.role.as_deref() == Some(role)).and_then(|id| id.value.as_deref())
    }

    /// Adds an alternative id, unless it is empty or there already.
    pub fn add_alt_id(&mut self, role: &str, value: &str) {
        let id = AltId { role: Some(role.to_owned()), value: Some(value.to_owned()) };
        if !value.is_empty() && !self.alt_ids.contains(&id) {
            self.alt_ids.push(id);
        }
    }

    /// Records the page: the `web` rendition and the canonical URL.
    pub fn set_page(&mut self, url: &CanonicalUrl) {
        self.renditions.retain(|rendition| rendition.name != "web");
        let page = Rendition {
            name: "web".to_owned(),
            href: Some(url.to_string()),
            content_type: Some("text/html".to_owned()),
            extra: Extra::new(),
        };
        self.renditions.insert(0, page);
        self.add_alt_id(alt_role::CANONICAL_URL, url.as_str());
    }

    /// Hash of headline and body as they stand.
    pub fn content_hash(&self) -> String {
        content_hash(self.headline().unwrap_or_default(), self.body())
    }
}

fn main_of<'a>(texts: &'a [Labelled], role: &str) -> Option<&'a str> {
    texts.iter().find(|text| text.role.as_deref() == Some(role)).map(|text| text.value.as_str())
}

fn set_main(texts: &mut Vec<Labelled>, role: &str, value: &str) {
    if value.is_empty() {
        return;
    }
    texts.retain(|text| text.role.as_deref() != Some(role));
    let mut value = value.to_owned();
    drop_unseen(&mut value);
    let text = Labelled {
        role: Some(role.to_owned()),
        content_type: Some("text/plain".to_owned()),
        value,
        extra: Extra::new(),
    };
    texts.insert(0, text);
}
