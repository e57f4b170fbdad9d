//! The position of a sitemap: what is known of its documents and its pages.

use super::known::KnownPages;
use super::listed_page::{VERSION_BYTES, Version};
use super::parts::KnownParts;
use crate::sources::moved::MovedTo;
use crate::sources::pages::Waiting;
use crate::sources::validators::Validators;
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The form of the position that is written.
const FORM: u32 = 1;

/// Where a sitemap source stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct SitemapCursor {
    /// Of the document that was configured, where all of it is done.
    pub(super) validators: Validators,
    /// Whether what was there at first sight is done. Before that the older part of it may be left out.
    pub(super) has_begun: bool,
    pub(super) pages: KnownPages,
    pub(super) parts: KnownParts,
    /// Pages that could not be fetched yet.
    pub(super) waiting: Vec<Waiting<Version>>,
    /// Where the document that was configured has moved, if it has.
    pub(super) moved: Option<MovedTo>,
}

/// Why a position cannot be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum CursorError {
    #[error("it is not the position of a sitemap")]
    Json(#[from] serde_json::Error),
    #[error("it has form {0}, this version reads {FORM}; run the newer version that wrote it")]
    Form(u32),
    #[error("its list of pages is damaged")]
    List,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Json {
    form: u32,
    #[serde(flatten)]
    validators: Validators,
    has_begun: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    floor: Option<i64>,
    dated: String,
    undated: String,
    #[serde(default)]
    parts: KnownParts,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    waiting: Vec<Waiting<Version>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    moved: Option<MovedTo>,
}

impl SitemapCursor {
    pub(super) fn decode(cursor: Option<&Value>) -> Result<Self, CursorError> {
        let Some(cursor) = cursor else { return Ok(Self::default()) };
        #[derive(Deserialize)]
        struct Form {
            form: u32,
        }
        let Form { form } = Form::deserialize(cursor)?;
        if form != FORM {
            return Err(CursorError::Form(form));
        }
        let Json { form: _, validators, has_begun, floor, dated, undated, parts, waiting, moved } =
            Json::deserialize(cursor)?;
        let pages = KnownPages { floor, dated: versions(&dated)?, undated: versions(&undated)? };
        Ok(Self { validators, has_begun, pages, parts, waiting, moved })
    }

    pub(super) fn encode(&self) -> serde_json::Result<Value> {
        serde_json::to_value(Json {
            form: FORM,
            validators: self.validators.clone(),
            has_begun: self.has_begun,
            floor: self.pages.floor,
            dated: text(&self.pages.dated),
            undated: text(&self.pages.undated),
            parts: self.parts.clone(),
            waiting: self.waiting.clone(),
            moved: self.moved.clone(),
        })
    }
}

fn text(versions: &[Version]) -> String {
    STANDARD_NO_PAD.encode(versions.iter().flat_map(|version| version.to_bytes()).collect::<Vec<u8>>())
}

fn versions(text: &str) -> Result<Vec<Version>, CursorError> {
    let bytes = STANDARD_NO_PAD.decode(text).map_err(|_| CursorError::List)?;
    let (pieces, rest) = bytes.as_chunks::<VERSION_BYTES>();
    let versions: Option<Vec<_>> = pieces.iter().map(|piece| Version::from_bytes(*piece)).collect();
    versions.filter(|_| rest.is_empty()).ok_or(CursorError::List)
}
