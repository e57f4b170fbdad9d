//! PostgreSQL's `tsvector`, as it travels in the binary protocol (tsvectorsend and tsvectorrecv of tsvector.c): the
//! number of lexemes, then each with a NUL at its end, the number of its positions, and these.

use bytes::{BufMut, BytesMut};
use std::error::Error;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, accepts, to_sql_checked};

/// Where a lexeme stands, counted from 1; the two highest bits are its weight.
pub(super) type Position = u16;

/// What a position may be at most, without its weight. Whatever stands later, stands here.
pub(super) const LAST_POSITION: u16 = (1 << 14) - 1;
/// Positions a lexeme may have.
pub(super) const MOST_POSITIONS: usize = 255;
/// What all lexemes and positions may take, by [`Encoder::size`].
pub(super) const MOST_BYTES: usize = (1 << 20) - 1;

/// Which part of an article a word stands in, for the ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// The headline.
    A,
    /// The summary.
    B,
    /// The body.
    D,
}

impl Weight {
    pub(super) fn at(self, position: u16) -> Position {
        let bits = match self {
            Self::A => 3,
            Self::B => 2,
            Self::D => 0,
        };
        (bits << 14) | position.min(LAST_POSITION)
    }
}

/// Lexemes and where they stand, with their weights.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct TsVector {
    /// In any order, each once.
    pub(super) lexemes: Vec<(Box<str>, Vec<Position>)>,
}

/// Writes a vector lexeme by lexeme. The caller keeps to the limits above.
#[derive(Debug, Default)]
pub(super) struct Encoder {
    bytes: BytesMut,
    lexemes: i32,
}

/// An encoded vector.
#[derive(Debug)]
pub(super) struct EncodedTsVector {
    bytes: BytesMut,
    lexemes: i32,
}

impl Encoder {
    /// What a lexeme counts towards [`MOST_BYTES`]: texts begin at even addresses, a count stands before the positions.
    pub(super) fn size(lexeme: &str, positions: usize) -> usize {
        lexeme.len().next_multiple_of(2) + 2 + 2 * positions
    }

    /// Adds a lexeme with its positions in rising order.
    pub(super) fn add(&mut self, lexeme: &str, positions: impl ExactSizeIterator<Item = Position>) {
        // More than PostgreSQL takes would be refused by it.
        let count = u16::try_from(positions.len()).unwrap_or(u16::MAX);
        self.lexemes += 1;
        self.bytes.put_slice(lexeme.as_bytes());
        self.bytes.put_u8(0);
        self.bytes.put_u16(count);
        positions.for_each(|position| self.bytes.put_u16(position));
    }

    pub(super) fn finish(self) -> EncodedTsVector {
        EncodedTsVector { bytes: self.bytes, lexemes: self.lexemes }
    }
}

impl ToSql for EncodedTsVector {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        out.put_i32(self.lexemes);
        out.put_slice(&self.bytes);
        Ok(IsNull::No)
    }

    accepts!(TS_VECTOR);
    to_sql_checked!();
}

impl<'a> FromSql<'a> for TsVector {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        decode(raw).ok_or_else(|| "the text-search vector ends early".into())
    }

    accepts!(TS_VECTOR);
}

fn decode(raw: &[u8]) -> Option<TsVector> {
    let (count, mut rest) = raw.split_first_chunk::<4>()?;
    let mut lexemes = Vec::new();
    for _ in 0..u32::from_be_bytes(*count) {
        let end = rest.iter().position(|byte| *byte == 0)?;
        let (lexeme, after) = rest.split_at_checked(end)?;
        let (positions, after) = after.get(1..)?.split_first_chunk::<2>()?;
        let (positions, after) = after.split_at_checked(2 * usize::from(u16::from_be_bytes(*positions)))?;
        let positions = positions.as_chunks::<2>().0.iter().map(|bytes| u16::from_be_bytes(*bytes)).collect();
        lexemes.push((std::str::from_utf8(lexeme).ok()?.into(), positions));
        rest = after;
    }
    Some(TsVector { lexemes })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoded_vector_is_read_as_it_was_written() {
        let mut encoder = Encoder::default();
        encoder.add("river", [Weight::A.at(1), Weight::D.at(9)].into_iter());
        encoder.add("čeština", [Weight::B.at(60_000)].into_iter());
        let mut bytes = BytesMut::new();
        encoder.finish().to_sql(&Type::TS_VECTOR, &mut bytes).unwrap();
        let vector = TsVector::from_sql(&Type::TS_VECTOR, &bytes).unwrap();
        assert_eq!(
            vector.lexemes,
            [("river".into(), vec![0xC001, 9]), ("čeština".into(), vec![0x8000 | LAST_POSITION])]
        );
        for cut in 0..bytes.len() {
            assert!(TsVector::from_sql(&Type::TS_VECTOR, &bytes[..cut]).is_err(), "cut at {cut}");
        }
    }
}
