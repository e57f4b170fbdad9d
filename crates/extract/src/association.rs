//! What an article comes with, as ninjs carries it: associated items of type `picture`, `audio` or `video`, the picture
//! shown with the story first.

use crate::uri::as_uri;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The property of the article that holds associated items.
pub(crate) const ASSOCIATIONS: &str = "associations";

/// Something that is shown or played with a story.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Medium {
    /// What it is.
    #[serde(default, skip_serializing_if = "MediumKind::is_other")]
    pub kind: MediumKind,
    /// Its best form.
    #[serde(flatten)]
    pub form: MediumForm,
    /// The same in other forms.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<MediumForm>,
    /// What is written under it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// Who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
}

/// What a medium is.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MediumKind {
    /// A picture.
    Picture,
    /// Something to listen to.
    Audio,
    /// A film.
    Video,
    /// Something else, such as a document.
    #[default]
    Other,
}

/// A medium in one form.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MediumForm {
    /// Its address, absolute.
    pub href: String,
    /// Its media type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// Its length.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size_in_bytes: Option<u64>,
}

/// One entry of `associations`.
#[derive(Serialize)]
struct Association<'a> {
    name: String,
    uri: &'a str,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    object_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rel: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<&'a str>,
    renditions: Vec<Rendition<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    descriptions: Vec<Description<'a>>,
}

#[derive(Serialize)]
struct Rendition<'a> {
    name: String,
    #[serde(flatten)]
    form: &'a MediumForm,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Description<'a> {
    role: &'static str,
    content_type: &'static str,
    value: &'a str,
}

impl Medium {
    /// A picture at this address.
    pub(crate) fn picture(href: String, caption: Option<String>) -> Self {
        let form = MediumForm { href, ..MediumForm::default() };
        Self { kind: MediumKind::Picture, form, also: Vec::new(), caption, credit: None }
    }

    /// The same with addresses as the message wants them; `None` when it has none.
    pub(crate) fn with_uris(mut self) -> Option<Self> {
        self.form.href = as_uri(&self.form.href)?;
        self.also.retain_mut(|form| as_uri(&form.href).map(|uri| form.href = uri).is_some());
        Some(self)
    }
}

impl MediumKind {
    fn is_other(&self) -> bool {
        *self == Self::Other
    }

    fn object_type(self) -> Option<&'static str> {
        match self {
            Self::Picture => Some("picture"),
            Self::Audio => Some("audio"),
            Self::Video => Some("video"),
            Self::Other => None,
        }
    }
}

/// The value of `associations` for an article with this picture and these other media; `None` without any.
pub(crate) fn associations(picture: Option<&Medium>, others: &[Medium]) -> Option<Value> {
    let main = picture.map(|picture| association("main picture".to_owned(), Some("mainpicture"), picture));
    let others = others.iter().enumerate().map(|(at, medium)| {
        let word = medium.kind.object_type().unwrap_or("attachment");
        association(format!("{word} {}", at + 1), None, medium)
    });
    // Strings and numbers alone always become a value.
    let all: Vec<Value> = main.into_iter().chain(others).filter_map(|one| serde_json::to_value(one).ok()).collect();
    (!all.is_empty()).then_some(Value::Array(all))
}

fn association<'a>(name: String, rel: Option<&'static str>, medium: &'a Medium) -> Association<'a> {
    let description = |value| Description { role: "caption", content_type: "text/plain", value };
    let named = |at: usize| if at == 0 { "web".to_owned() } else { format!("web {}", at + 1) };
    let forms = std::iter::once(&medium.form).chain(&medium.also);
    Association {
        name,
        uri: &medium.form.href,
        object_type: medium.kind.object_type(),
        rel,
        by: medium.credit.as_deref(),
        renditions: forms.enumerate().map(|(at, form)| Rendition { name: named(at), form }).collect(),
        descriptions: medium.caption.as_deref().map(description).into_iter().collect(),
    }
}
