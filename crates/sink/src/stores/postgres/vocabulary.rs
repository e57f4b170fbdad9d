//! What the server makes of each piece of text, asked once a session.
//!
//! `to_tsvector` is most of the work of storing an article, and news uses the same words over and over. So each piece
//! is given to the server once; the vector of an article is put together here from what it said. The lexemes are the
//! server's own, whatever its version and dictionaries, so that every query of its users finds them.

use super::pieces::pieces;
use super::tsvector::{
    EncodedTsVector, Encoder, LAST_POSITION, MOST_BYTES, MOST_POSITIONS, Position, TsVector, Weight,
};
use std::collections::{HashMap, HashSet};
use tokio_postgres::{Error, Statement, Transaction};

/// `$1`: a text-search configuration; `$2`: pieces of text.
pub(super) const ASK: &str = "
SELECT to_tsvector('simple', piece), CASE WHEN $1 = 'simple' THEN ''::tsvector ELSE to_tsvector($1::text::regconfig, piece) END
FROM unnest($2::text[]) WITH ORDINALITY AS given (piece, number) ORDER BY number";

/// Pieces asked for in one statement: a second's work at most.
const ASKED_AT_ONCE: usize = 20_000;
/// Bytes of all pieces and lexemes that may be known, roughly; above them everything is forgotten before more is asked. The words
/// of one language in its news take a fifth.
const KNOWN_BYTES: usize = 16 << 20;
/// What a piece costs besides its texts.
const OVERHEAD: usize = 96;

/// A text with the weight of its words.
pub(super) type Part<'a> = (Weight, &'a str);

/// Everything known so far.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// By configuration.
    known: HashMap<&'static str, HashMap<Box<str>, Piece>>,
    lexemes: Lexemes,
    bytes: usize,
}

/// The lexemes of a piece, as printed and by stem.
#[derive(Debug)]
struct Piece {
    /// Each with its position, counted from 1.
    lexemes: Box<[(LexemeId, u16)]>,
    /// How many positions the piece takes.
    length: u16,
}

type LexemeId = u32;

/// A lexeme, where it stands, and the same with its weight.
type Place = (LexemeId, u16, Position);

/// Every lexeme once.
#[derive(Debug, Default)]
struct Lexemes {
    texts: Vec<Box<str>>,
    ids: HashMap<Box<str>, LexemeId>,
}

impl Lexemes {
    /// `None`: there are more than can be numbered, which the limit on bytes keeps from happening.
    fn id(&mut self, text: Box<str>) -> Option<LexemeId> {
        if let Some(id) = self.ids.get(&text) {
            return Some(*id);
        }
        let id = LexemeId::try_from(self.texts.len()).ok()?;
        self.texts.push(text.clone());
        self.ids.insert(text, id);
        Some(id)
    }

    fn text(&self, id: LexemeId) -> &str {
        usize::try_from(id).ok().and_then(|id| self.texts.get(id)).map_or("", |text| text)
    }
}

impl Vocabulary {
    /// Asks the server for what is not known yet of the texts of many articles.
    pub(super) async fn learn<'a>(
        &mut self,
        transaction: &Transaction<'_>,
        ask: &Statement,
        texts: impl Iterator<Item = (&'static str, &'a str)>,
    ) -> Result<(), Error> {
        if self.bytes > KNOWN_BYTES {
            *self = Self::default();
        }
        let mut unknown: HashMap<&'static str, HashSet<&str>> = HashMap::new();
        for (config, text) in texts {
            let known = self.known.entry(config).or_default();
            let unknown = unknown.entry(config).or_default();
            unknown.extend(pieces(text).filter(|piece| !known.contains_key(*piece)));
        }
        for (config, unknown) in unknown {
            let unknown: Vec<&str> = unknown.into_iter().collect();
            for asked in unknown.chunks(ASKED_AT_ONCE) {
                let answers = transaction.query(ask, &[&config, &asked]).await?;
                for (piece, answer) in asked.iter().zip(answers) {
                    self.add(config, piece, answer.try_get(0)?, answer.try_get(1)?);
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, config: &'static str, piece: &str, printed: TsVector, stems: TsVector) {
        self.bytes += OVERHEAD + piece.len();
        let length = printed.length();
        let mut lexemes = Vec::new();
        for (text, positions) in printed.lexemes.into_iter().chain(stems.lexemes) {
            self.bytes += text.len();
            let Some(id) = self.lexemes.id(text) else { continue };
            lexemes.extend(positions.into_iter().map(|position| (id, position & LAST_POSITION)));
        }
        lexemes.sort_unstable();
        // A word that is its own stem is one lexeme.
        lexemes.dedup();
        let known = Piece { lexemes: lexemes.into(), length };
        self.known.entry(config).or_default().insert(piece.into(), known);
    }

    /// The vector of one article, from texts whose pieces are known: words as printed and their stems stand in the same
    /// places. What PostgreSQL would refuse is left out: from the end of the text, a lexeme that has many positions
    /// already, and words for which there is no room.
    pub(super) fn vector(&self, config: &'static str, parts: &[Part<'_>]) -> EncodedTsVector {
        let known = self.known.get(config);
        let (mut found, mut before) = (Vec::new(), 0_u16);
        for (weight, text) in parts {
            for piece in pieces(text).filter_map(|piece| known?.get(piece)) {
                let at = |(lexeme, position): &(LexemeId, u16)| {
                    let position = before.saturating_add(*position);
                    (*lexeme, position.min(LAST_POSITION), weight.at(position))
                };
                found.extend(piece.lexemes.iter().map(at));
                before = before.saturating_add(piece.length);
            }
        }
        found.sort_unstable();
        found.dedup_by_key(|(lexeme, position, _)| (*lexeme, *position));
        encode(&self.lexemes, &found)
    }
}

/// `found` is sorted by lexeme, then by position.
fn encode(lexemes: &Lexemes, found: &[Place]) -> EncodedTsVector {
    let mut by_lexeme: Vec<(&str, &[Place])> = found
        .chunk_by(|one, next| one.0 == next.0)
        .filter_map(|places| {
            let first = places.first()?;
            Some((lexemes.text(first.0), places.get(..MOST_POSITIONS).unwrap_or(places)))
        })
        .collect();
    let size = |(text, places): &(&str, &[_])| Encoder::size(text, places.len());
    if by_lexeme.iter().map(size).sum::<usize>() > MOST_BYTES {
        // Those that stand first have the first claim to the room there is.
        by_lexeme.sort_unstable_by_key(|(_, places)| places.first().map(|first| first.1));
        let mut room = MOST_BYTES;
        by_lexeme.retain(|entry| room.checked_sub(size(entry)).map(|left| room = left).is_some());
    }
    // The server's own order: it need not sort them.
    by_lexeme.sort_unstable_by_key(|(text, _)| *text);
    let mut encoder = Encoder::default();
    for (text, places) in by_lexeme {
        encoder.add(text, places.iter().map(|(_, _, weighted)| *weighted));
    }
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::BytesMut;
    use tokio_postgres::types::{FromSql, ToSql, Type};

    /// Knows each word as itself, and as `stem` without its last letter.
    fn knowing(words: &[&str]) -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        for word in words {
            let one = |text: &str| TsVector { lexemes: vec![(text.into(), vec![1])] };
            vocabulary.add("english", word, one(word), one(word.strip_suffix('s').unwrap_or(word)));
        }
        vocabulary
    }

    fn read(vector: &EncodedTsVector) -> Vec<(Box<str>, Vec<Position>)> {
        let mut bytes = BytesMut::new();
        vector.to_sql(&Type::TS_VECTOR, &mut bytes).unwrap();
        TsVector::from_sql(&Type::TS_VECTOR, &bytes).unwrap().lexemes
    }

    #[test]
    fn a_word_and_its_stem_stand_in_one_place_and_parts_follow_each_other() {
        let vocabulary = knowing(&["rivers", "rise"]);
        let vector = vocabulary.vector("english", &[(Weight::A, "rivers"), (Weight::D, "unknown rise, rivers")]);
        let (a, b) = (Weight::A.at(1), Weight::D.at(3));
        let expected = [("rise", vec![2]), ("river", vec![a, b]), ("rivers", vec![a, b])];
        assert_eq!(read(&vector), expected.map(|(text, positions)| (text.into(), positions)));
        assert_eq!(read(&vocabulary.vector("german", &[(Weight::D, "rivers")])), []);
    }

    #[test]
    fn what_postgresql_would_refuse_is_left_out_from_the_end() {
        let words: Vec<String> = (0..2_000).map(|number| format!("{number:01000}s")).collect();
        let vocabulary = knowing(&words.iter().map(String::as_str).collect::<Vec<_>>());
        let lexemes = read(&vocabulary.vector("english", &[(Weight::D, &words.join(" "))]));
        let size: usize = lexemes.iter().map(|(text, positions)| Encoder::size(text, positions.len())).sum();
        assert!(size <= MOST_BYTES && size > MOST_BYTES - 2_100, "{size}");
        assert!(
            lexemes.iter().any(|(text, _)| **text == words[0])
                && lexemes.iter().all(|(text, _)| **text != words[1_999])
        );
        let often = read(&knowing(&["a"]).vector("english", &[(Weight::D, &"a ".repeat(20_000))]));
        assert_eq!(often, [("a".into(), (1..=255).collect::<Vec<u16>>())]);
    }
}
