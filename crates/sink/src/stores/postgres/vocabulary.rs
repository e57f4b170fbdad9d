//! What the server makes of each word, asked once a session.
//!
//! `to_tsvector` is most of the work of storing an article, and news uses the same words over and over. So each word
//! is given to the server once; the vector of an article is put together here from what it said. The lexemes are the
//! server's own, whatever its version and dictionaries, so that every query of its users finds them. Beside them a word
//! is known as it is looked up by every store. Pairs of characters need no server.

use super::text_search::Indexed;
use super::tsvector::{EncodedTsVector, Encoder, LAST_POSITION, MOST_BYTES, MOST_POSITIONS, Position, TsVector};
use crate::search::{Cut, SearchWord, search_words};
use std::collections::{HashMap, HashSet};
use tokio_postgres::{Error, Statement, Transaction};

/// `$1`: a text-search configuration; `$2`: words.
pub(super) const ASK: &str = "
SELECT to_tsvector('simple', word), CASE WHEN $1 = 'simple' THEN ''::tsvector ELSE to_tsvector($1::text::regconfig, word) END
FROM unnest($2::text[]) WITH ORDINALITY AS given (word, number) ORDER BY number";

/// Words asked for in one statement: a second's work at most.
const ASKED_AT_ONCE: usize = 20_000;
/// Bytes of all words and lexemes that may be known, roughly; above them everything is forgotten before more is asked. The words
/// of one language in its news take a fifth.
const KNOWN_BYTES: usize = 16 << 20;
/// What a word costs besides its texts.
const OVERHEAD: usize = 96;

/// Everything known so far.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// By configuration.
    known: HashMap<&'static str, HashMap<Box<str>, Known>>,
    lexemes: Lexemes,
    bytes: usize,
}

/// The lexemes of a word, each once: as printed, by stem, as looked up.
type Known = Box<[LexemeId]>;

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
    /// Asks the server for what is not known yet of many articles.
    pub(super) async fn learn(
        &mut self,
        transaction: &Transaction<'_>,
        ask: &Statement,
        articles: &[Indexed<'_>],
    ) -> Result<(), Error> {
        if self.bytes > KNOWN_BYTES {
            *self = Self::default();
        }
        let mut unknown: HashMap<&'static str, HashSet<SearchWord<'_>>> = HashMap::new();
        for Indexed { config, parts } in articles {
            let known = self.known.entry(config).or_default();
            let words = parts.iter().flat_map(|(_, text)| search_words(text));
            let words = words.filter(|word| !known.contains_key(word.text)).map(|word| SearchWord { start: 0, ..word });
            unknown.entry(config).or_default().extend(words);
        }
        for (config, unknown) in unknown {
            let (words, characters): (Vec<_>, Vec<_>) = unknown.into_iter().partition(|word| word.kind == Cut::Word);
            for word in characters {
                self.add(config, word, TsVector::default(), TsVector::default());
            }
            for asked in words.chunks(ASKED_AT_ONCE) {
                let texts: Vec<&str> = asked.iter().map(|word| word.text).collect();
                let answers = transaction.query(ask, &[&config, &texts]).await?;
                for (word, answer) in asked.iter().zip(answers) {
                    self.add(config, *word, answer.try_get(0)?, answer.try_get(1)?);
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, config: &'static str, word: SearchWord<'_>, printed: TsVector, stems: TsVector) {
        self.bytes += OVERHEAD + word.text.len();
        let folded = Some(word.folded().into_boxed_str()).filter(|folded| !folded.is_empty());
        let texts = printed.lexemes.into_iter().chain(stems.lexemes).map(|(text, _)| text).chain(folded);
        let mut lexemes = Vec::new();
        for text in texts {
            self.bytes += text.len();
            lexemes.extend(self.lexemes.id(text));
        }
        lexemes.sort_unstable();
        // A word that is its own stem is one lexeme.
        lexemes.dedup();
        self.known.entry(config).or_default().insert(word.text.into(), lexemes.into());
    }

    /// The vector of one article whose words are known: each word takes one place, in which all its lexemes stand. What
    /// PostgreSQL would refuse is left out: from the end of the text, a lexeme that has many positions already, and
    /// words for which there is no room.
    pub(super) fn vector(&self, article: &Indexed<'_>) -> EncodedTsVector {
        let known = self.known.get(article.config);
        let (mut found, mut position) = (Vec::new(), 0_u16);
        for (weight, text) in &article.parts {
            for word in search_words(text) {
                position = position.saturating_add(1).min(LAST_POSITION);
                let lexemes = known.and_then(|known| known.get(word.text)).into_iter().flatten();
                found.extend(lexemes.map(|lexeme| (*lexeme, position, weight.at(position))));
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
    use super::super::tsvector::Weight;
    use super::*;
    use bytes::BytesMut;
    use tokio_postgres::types::{FromSql, ToSql, Type};

    /// Knows each word as itself, and as `stem` without its last letter.
    fn knowing(words: &[&str]) -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        for word in words.iter().flat_map(|word| search_words(word)) {
            let one = |text: &str| TsVector { lexemes: vec![(text.into(), vec![1])] };
            let stem = word.text.strip_suffix('s').unwrap_or(word.text);
            vocabulary.add("english", word, one(word.text), one(stem));
        }
        vocabulary
    }

    fn read(vector: &EncodedTsVector) -> Vec<(Box<str>, Vec<Position>)> {
        let mut bytes = BytesMut::new();
        vector.to_sql(&Type::TS_VECTOR, &mut bytes).unwrap();
        TsVector::from_sql(&Type::TS_VECTOR, &bytes).unwrap().lexemes
    }

    fn body(text: &str) -> Indexed<'_> {
        Indexed::of(Some("en"), None, None, text)
    }

    #[test]
    fn all_lexemes_of_a_word_stand_in_one_place_and_parts_follow_each_other() {
        let vocabulary = knowing(&["rivers", "rise", "crémes"]);
        let text = Indexed::of(Some("en"), Some("rivers"), None, "unknown rise, rivers/crémes");
        let (a, b) = (Weight::A.at(1), 4);
        let expected = [
            ("cremes", vec![5]),
            ("créme", vec![5]),
            ("crémes", vec![5]),
            ("rise", vec![3]),
            ("river", vec![a, b]),
            ("rivers", vec![a, b]),
        ];
        let expected = expected.map(|(text, positions)| (text.into(), positions));
        assert_eq!(read(&vocabulary.vector(&text)), expected);
        assert_eq!(read(&vocabulary.vector(&Indexed::of(Some("de"), Some("rivers"), None, ""))), []);
    }

    #[test]
    fn what_postgresql_would_refuse_is_left_out_from_the_end() {
        let words: Vec<String> = (0..4_000).map(|number| format!("{number:0500}s")).collect();
        let vocabulary = knowing(&words.iter().map(String::as_str).collect::<Vec<_>>());
        let text = words.join(" ");
        let indexed = Indexed { parts: [(Weight::A, ""), (Weight::B, ""), (Weight::D, &text)], ..body("") };
        let lexemes = read(&vocabulary.vector(&indexed));
        let size: usize = lexemes.iter().map(|(text, positions)| Encoder::size(text, positions.len())).sum();
        assert!(size <= MOST_BYTES && size > MOST_BYTES - 2_100, "{size}");
        assert!(
            lexemes.iter().any(|(text, _)| **text == words[0])
                && lexemes.iter().all(|(text, _)| **text != words[3_999])
        );
        let often = read(&knowing(&["a"]).vector(&body(&"a ".repeat(20_000))));
        assert_eq!(often, [("a".into(), (1..=255).collect::<Vec<u16>>())]);
    }
}
