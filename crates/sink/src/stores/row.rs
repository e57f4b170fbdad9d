//! The columns of an article, the same in every SQL store. docs/stores.md describes them.
//!
//! In: a delivery. Out: typed values ready to be bound. No value holds a NUL, which PostgreSQL cannot store and which
//! SQLite's text functions stop at.

use super::document::Document;
use super::found::Found;
use super::nul::{without_nul, without_nul_escapes};
use super::origin::{agencies, places, source};
use super::published::{Published, published};
use super::versions::Standing;
use article::{Article, ArticleId, Timestamp, Version, alt_role};
use pipeline::{Delivery, Reason};

/// Class of dead letters that a store gives back.
pub(crate) const REFUSED_BY_STORE: &str = "refused_by_store";

/// One article, column by column.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) uri: ArticleId,
    pub(crate) version: Version,
    /// The version as a `bigint`.
    pub(crate) number: i64,
    /// What sorts versions: [`Version::rank`].
    pub(crate) rank: i64,
    pub(crate) replay: i64,
    pub(crate) content_hash: String,
    pub(crate) headline: Option<String>,
    pub(crate) summary: Option<String>,
    pub(crate) body: String,
    pub(crate) language: Option<String>,
    pub(crate) located: Option<String>,
    pub(crate) byline: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) published: Option<Published>,
    pub(crate) first_created: Timestamp,
    pub(crate) version_created: Timestamp,
    pub(crate) dateline: Option<String>,
    pub(crate) dateline_place: Option<String>,
    pub(crate) dateline_date: Option<String>,
    pub(crate) agencies: Vec<String>,
    pub(crate) places: Vec<String>,
    pub(crate) found: Found,
    /// The whole message as JSON.
    pub(crate) item: String,
    /// What its source calls it.
    pub(crate) document: Document,
}

impl Row {
    /// The columns of a delivery, or why no store can take it.
    pub(crate) fn of(delivery: &Delivery) -> Result<Self, Reason> {
        let article = &delivery.article.0;
        let number = exact_number(article.version)?;
        let dateline = article.enrichment.dateline.as_ref();
        Ok(Self {
            uri: article.uri,
            version: article.version,
            number,
            rank: article.version.rank(),
            replay: delivery.replay,
            content_hash: match article.alt_id(alt_role::CONTENT_HASH) {
                Some(hash) => without_nul(hash),
                None => article.content_hash(),
            },
            headline: article.headline().map(without_nul),
            summary: article.summary().map(without_nul),
            body: without_nul(article.body()),
            language: article.language.as_deref().map(without_nul),
            located: article.located.as_deref().map(without_nul),
            byline: article.by.as_deref().map(without_nul),
            source: source(article).map(without_nul),
            url: url(article).map(without_nul),
            published: published(article),
            first_created: readable_again(article.first_created)?,
            version_created: article.version_created,
            dateline: dateline.map(|dateline| without_nul(&dateline.text)),
            dateline_place: dateline.and_then(|line| line.place.as_ref()).map(|place| without_nul(&place.name)),
            dateline_date: dateline.and_then(|line| line.date.as_deref()).map(without_nul),
            found: Found::of(article),
            agencies: agencies(article),
            places: places(article),
            item: item(article)?,
            document: Document::new(source(article), url(article), &article.alt_ids),
        })
    }

    /// When it was published; an article that states no date counts as of when it was first seen.
    pub(crate) fn time(&self, first_created: Timestamp) -> Timestamp {
        self.published.map_or(first_created, |published| published.at)
    }

    /// What stores compare.
    pub(crate) fn standing(&self) -> Standing {
        Standing {
            version: self.version,
            replay: self.replay,
            content_hash: self.content_hash.clone(),
            first_created: self.first_created,
            document: self.document.clone(),
        }
    }
}

/// A version number beyond what [`Version::rank`] keeps apart would overwrite other versions.
fn exact_number(version: Version) -> Result<i64, Reason> {
    let number =
        i64::try_from(version.number()).ok().filter(|number| version.is_revision() || *number == version.rank());
    number.ok_or_else(|| Reason::new(REFUSED_BY_STORE, format!("version {version} is too large for a bigint column")))
}

/// A time outside the years 0 to 9999 has no RFC 3339 form to read it back from.
fn readable_again(at: Timestamp) -> Result<Timestamp, Reason> {
    let refused = || Reason::new(REFUSED_BY_STORE, format!("firstCreated {at} is outside the years 0 to 9999"));
    Timestamp::parse(&at.to_string()).map(|_| at).ok_or_else(refused)
}

fn item(article: &Article) -> Result<String, Reason> {
    let json = serde_json::to_string(article);
    json.map(without_nul_escapes).map_err(|error| Reason::new(REFUSED_BY_STORE, format!("encode the item: {error}")))
}

fn url(article: &Article) -> Option<&str> {
    let page = || article.renditions.iter().find(|rendition| rendition.name == "web");
    article.alt_id(alt_role::CANONICAL_URL).or_else(|| page().and_then(|page| page.href.as_deref()))
}
