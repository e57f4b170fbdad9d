//! Writing what articles are found by: names and quotes, one statement a table, one array a column. Labels are a column of
//! the articles themselves.

use super::columns::{Columns, array, column};
use super::tsvector::EncodedTsVector;
use crate::stores::found::Found;
use crate::stores::names::Name;
use crate::stores::said::Said;
use uuid::Uuid;

pub(super) const CLEAR_NAMES: &str = "DELETE FROM article_names WHERE article = ANY($1)";
pub(super) const CLEAR_QUOTES: &str = "DELETE FROM article_quotes WHERE article = ANY($1)";

pub(super) const WRITE_NAMES: &str = "
INSERT INTO article_names (
    article, kind, position, name, key, aliases, titles, rel, code, concept, country, latitude, longitude, mentions,
    confidence
)
SELECT
    article, kind, position, name, key, aliases::text[], titles::text[], rel, code, concept, country, latitude,
    longitude, mentions, confidence
FROM unnest(
    $1::uuid[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
    $10::text[], $11::text[], $12::double precision[], $13::double precision[], $14::integer[], $15::smallint[]
) AS given (
    article, kind, position, name, key, aliases, titles, rel, code, concept, country, latitude, longitude, mentions,
    confidence
)";

pub(super) const WRITE_QUOTES: &str = "
INSERT INTO article_quotes (
    article, position, kind, words, speaker, speaker_key, speaker_keys, speaker_kind, speaker_position, mention, cue,
    span_start, span_end, search
)
SELECT
    article, position, kind, words, speaker, speaker_key, speaker_keys::text[], speaker_kind, speaker_position, mention,
    cue, span_start, span_end, search
FROM unnest(
    $1::uuid[], $2::integer[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::integer[],
    $10::text[], $11::text[], $12::integer[], $13::integer[], $14::tsvector[]
) AS given (
    article, position, kind, words, speaker, speaker_key, speaker_keys, speaker_kind, speaker_position, mention, cue,
    span_start, span_end, search
)";

/// Parameters of [`WRITE_NAMES`].
pub(super) fn name_columns<'a>(articles: &[(Uuid, &'a Found)]) -> Columns<'a> {
    let rows: Vec<(Uuid, &'a Name)> =
        articles.iter().flat_map(|(uri, found)| found.names.iter().map(|name| (*uri, name))).collect();
    vec![
        column(&rows, |(uri, _)| uri),
        column(&rows, |(_, name)| name.kind.name()),
        column(&rows, |(_, name)| name.position),
        column(&rows, |(_, name)| name.name.as_str()),
        column(&rows, |(_, name)| name.key.as_str()),
        column(&rows, |(_, name)| array(&name.aliases)),
        column(&rows, |(_, name)| array(&name.titles)),
        column(&rows, |(_, name)| name.rel.as_deref()),
        column(&rows, |(_, name)| name.code.as_deref()),
        column(&rows, |(_, name)| name.concept.as_deref()),
        column(&rows, |(_, name)| name.country.as_deref()),
        column(&rows, |(_, name)| name.latitude),
        column(&rows, |(_, name)| name.longitude),
        column(&rows, |(_, name)| name.mentions),
        column(&rows, |(_, name)| name.confidence),
    ]
}

/// Parameters of [`WRITE_QUOTES`]; `vectors` are those of all quotes in their order.
pub(super) fn quote_columns<'a>(articles: &[(Uuid, &'a Found)], vectors: Vec<EncodedTsVector>) -> Columns<'a> {
    let rows: Vec<(Uuid, &'a Said)> =
        articles.iter().flat_map(|(uri, found)| found.said.iter().map(|said| (*uri, said))).collect();
    vec![
        column(&rows, |(uri, _)| uri),
        column(&rows, |(_, said)| said.position),
        column(&rows, |(_, said)| said.kind),
        column(&rows, |(_, said)| said.words.as_str()),
        column(&rows, |(_, said)| said.speaker.as_deref()),
        column(&rows, |(_, said)| said.speaker_key.as_deref()),
        column(&rows, |(_, said)| array(&said.speaker_keys)),
        column(&rows, |(_, said)| said.speaker_name.map(|(kind, _)| kind.name())),
        column(&rows, |(_, said)| said.speaker_name.map(|(_, position)| position)),
        column(&rows, |(_, said)| said.mention.as_deref()),
        column(&rows, |(_, said)| said.cue.as_deref()),
        column(&rows, |(_, said)| said.span.0),
        column(&rows, |(_, said)| said.span.1),
        Box::new(vectors),
    ]
}
