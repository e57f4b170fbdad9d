//! An article as a message: an envelope of Standard Webhooks with an id of its own.
//!
//! The id is made of the article's id, its version and the replay that wrote it, so that it is the same whenever this
//! version is sent, by whichever process, and another for what a replay makes of it.

use crate::stores::row::REFUSED_BY_STORE;
use article::{ArticleId, EnrichedArticle, Timestamp, Version};
use pipeline::{Delivery, Reason};
use serde::Serialize;

/// What is sent of one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Message {
    pub(super) id: String,
    pub(super) article: ArticleId,
    pub(super) version: Version,
    pub(super) at: Timestamp,
    /// The envelope as JSON.
    pub(super) json: String,
}

#[derive(Serialize)]
struct Envelope<'a> {
    r#type: &'static str,
    id: &'a str,
    timestamp: Timestamp,
    data: &'a EnrichedArticle,
}

impl Message {
    /// The message of a delivery, or why there can be none.
    pub(super) fn of(delivery: &Delivery) -> Result<Self, Reason> {
        let (id, article) = (id_of(delivery), &delivery.article);
        let (uri, version, at) = (article.0.uri, article.0.version, article.0.version_created);
        let envelope = Envelope { r#type: "article", id: &id, timestamp: at, data: article };
        match serde_json::to_string(&envelope) {
            Ok(json) => Ok(Self { id, article: uri, version, at, json }),
            Err(error) => Err(Reason::new(REFUSED_BY_STORE, format!("encode the item: {error}"))),
        }
    }
}

/// The id that the receiver knows a repeat by. It has no full stop: what is signed is parted by them.
pub(super) fn id_of(delivery: &Delivery) -> String {
    let article = &delivery.article.0;
    let (uuid, version) = (article.uri.uuid(), article.version);
    match delivery.replay {
        0 => format!("{uuid}-v{version}"),
        replay => format!("{uuid}-v{version}-r{replay}"),
    }
}
