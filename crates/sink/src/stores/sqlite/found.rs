//! Writing what an article names and who said what in it.

use super::values::json_list;
use crate::search::folded_text;
use crate::stores::found::Found;
use crate::stores::names::Name;
use crate::stores::said::Said;
use rusqlite::{Statement, Transaction, named_params};

const WRITE_NAME: &str = "
INSERT INTO article_names (
    article, kind, position, name, key, aliases, titles, rel, code, concept, country, latitude, longitude, mentions,
    confidence
) VALUES (
    :article, :kind, :position, :name, :key, :aliases, :titles, :rel, :code, :concept, :country, :latitude, :longitude,
    :mentions, :confidence
)";

const WRITE_QUOTE: &str = "
INSERT INTO article_quotes (
    article, position, kind, words, speaker, speaker_key, speaker_keys, speaker_kind, speaker_position, mention, cue,
    span_start, span_end
) VALUES (
    :article, :position, :kind, :words, :speaker, :speaker_key, :speaker_keys, :speaker_kind, :speaker_position,
    :mention, :cue, :span_start, :span_end
) RETURNING id";

/// The statements, prepared once a transaction.
pub(super) struct FoundWriter<'a> {
    name: Statement<'a>,
    quote: Statement<'a>,
    words: Statement<'a>,
}

impl<'a> FoundWriter<'a> {
    pub(super) fn prepare(transaction: &'a Transaction<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            name: transaction.prepare(WRITE_NAME)?,
            quote: transaction.prepare(WRITE_QUOTE)?,
            words: transaction.prepare("INSERT INTO article_quote_text (rowid, words) VALUES (?, ?)")?,
        })
    }

    /// Writes what is found in the article of this id, of which nothing is there.
    pub(super) fn write(&mut self, id: i64, found: &Found) -> rusqlite::Result<()> {
        for name in &found.names {
            self.write_name(id, name)?;
        }
        for said in &found.said {
            self.write_quote(id, said)?;
        }
        Ok(())
    }

    fn write_name(&mut self, id: i64, name: &Name) -> rusqlite::Result<()> {
        self.name.execute(named_params! {
            ":article": id,
            ":kind": name.kind.name(),
            ":position": name.position,
            ":name": name.name,
            ":key": name.key,
            ":aliases": json_list(&name.aliases),
            ":titles": json_list(&name.titles),
            ":rel": name.rel,
            ":code": name.code,
            ":concept": name.concept,
            ":country": name.country,
            ":latitude": name.latitude,
            ":longitude": name.longitude,
            ":mentions": name.mentions,
            ":confidence": name.confidence,
        })?;
        Ok(())
    }

    fn write_quote(&mut self, id: i64, said: &Said) -> rusqlite::Result<()> {
        let values = named_params! {
            ":article": id,
            ":position": said.position,
            ":kind": said.kind,
            ":words": said.words,
            ":speaker": said.speaker,
            ":speaker_key": said.speaker_key,
            ":speaker_keys": json_list(&said.speaker_keys),
            ":speaker_kind": said.speaker_name.map(|(kind, _)| kind.name()),
            ":speaker_position": said.speaker_name.map(|(_, position)| position),
            ":mention": said.mention,
            ":cue": said.cue,
            ":span_start": said.span.0,
            ":span_end": said.span.1,
        };
        let quote: i64 = self.quote.query_row(values, |row| row.get(0))?;
        self.words.execute((quote, folded_text(&said.words)))?;
        Ok(())
    }
}
