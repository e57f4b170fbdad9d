//! The picture of an article as ninjs carries it: an associated item of type `picture`.

use crate::json_ld::Picture;
use serde::Serialize;
use serde_json::Value;

/// The property of the article that holds associated items.
pub(crate) const ASSOCIATIONS: &str = "associations";

/// One entry of `associations`.
#[derive(Serialize)]
struct Association<'a> {
    name: &'static str,
    uri: &'a str,
    #[serde(rename = "type")]
    object_type: &'static str,
    rel: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<&'a str>,
    renditions: [Rendition<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    descriptions: Vec<Description<'a>>,
}

#[derive(Serialize)]
struct Rendition<'a> {
    name: &'static str,
    href: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Description<'a> {
    role: &'static str,
    content_type: &'static str,
    value: &'a str,
}

/// The value of `associations` for an article with this picture and who made it.
pub(crate) fn associations(picture: &Picture, credit: Option<&str>) -> Value {
    let caption = picture.caption.as_deref();
    let description = |value| Description { role: "caption", content_type: "text/plain", value };
    let association = Association {
        name: "main picture",
        uri: &picture.href,
        object_type: "picture",
        rel: "mainpicture",
        by: credit,
        renditions: [Rendition { name: "web", href: &picture.href }],
        descriptions: caption.map(description).into_iter().collect(),
    };
    // Strings alone always become a value.
    Value::Array(serde_json::to_value(association).into_iter().collect())
}
