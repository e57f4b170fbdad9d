//! The model: word list, two passes of weights, and its file.
//!
//! The file is `DATELINE-TAGGER`, a format number, the model's name, the word list, and for each pass its transitions
//! and the rows of weights that are not empty, a byte a weight; last a checksum of all before. Numbers are little
//! endian.

use crate::decode::Transitions;
use crate::hash;
use crate::label::{LABELS, LANES};
use crate::lexicon::Lexicon;

const MAGIC: &[u8] = b"DATELINE-TAGGER\0";

/// Counts up with every change of tokens, features or layout.
const FORMAT: u8 = 1;

/// Most bits of a row number: 2²² rows are 64 MiB.
const MOST_BITS: u8 = 22;

/// Why bytes are no model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// Not a tagger's model.
    #[error("not a tagger model; train one with `train-tagger`")]
    NotAModel,
    /// Made by another version of the trainer.
    #[error("tagger model of format {found}, but this program reads format {FORMAT}; train it anew")]
    Format {
        /// The format of the file.
        found: u8,
    },
    /// Cut short or changed.
    #[error("damaged tagger model; fetch or train it anew")]
    Damaged,
}

/// The weights of one pass.
#[derive(Debug, Clone)]
pub(crate) struct Pass {
    pub(crate) bits: u32,
    pub(crate) rows: Vec<[i8; LANES]>,
    pub(crate) transition_weights: [[i32; LANES]; LABELS],
    pub(crate) transitions: Transitions,
}

impl Pass {
    pub(crate) fn new(bits: u32, rows: Vec<[i8; LANES]>, weights: [[i32; LANES]; LABELS]) -> Self {
        Self { bits, rows, transition_weights: weights, transitions: Transitions::new(&weights) }
    }
}

/// Everything trained.
#[derive(Debug, Clone)]
pub struct Model {
    pub(crate) name: String,
    pub(crate) lexicon: Lexicon,
    pub(crate) first: Pass,
    pub(crate) second: Pass,
}

impl Model {
    /// Its name and version, such as `en-1`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The bytes of its file.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.push(FORMAT);
        write_block(&mut bytes, self.name.as_bytes());
        write_block(&mut bytes, &self.lexicon.encode());
        for pass in [&self.first, &self.second] {
            write_pass(&mut bytes, pass);
        }
        let sum = checksum(&bytes);
        bytes.extend_from_slice(&sum.to_le_bytes());
        bytes
    }

    /// Reads a file.
    pub fn decode(bytes: &[u8]) -> Result<Self, ModelError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(ModelError::NotAModel)?;
        let format = *rest.first().ok_or(ModelError::Damaged)?;
        if format != FORMAT {
            return Err(ModelError::Format { found: format });
        }
        let (content, sum) = bytes.split_last_chunk::<4>().ok_or(ModelError::Damaged)?;
        if checksum(content) != u32::from_le_bytes(*sum) {
            return Err(ModelError::Damaged);
        }
        let mut reader = Reader { rest: content.get(MAGIC.len() + 1..).ok_or(ModelError::Damaged)? };
        let model = reader.model().ok_or(ModelError::Damaged)?;
        if reader.rest.is_empty() { Ok(model) } else { Err(ModelError::Damaged) }
    }
}

fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |sum, byte| hash::row(u32::from(*byte), sum, 0, 32))
}

fn write_block(bytes: &mut Vec<u8>, block: &[u8]) {
    bytes.extend_from_slice(&u32::try_from(block.len()).unwrap_or(0).to_le_bytes());
    bytes.extend_from_slice(block);
}

fn write_pass(bytes: &mut Vec<u8>, pass: &Pass) {
    bytes.push(u8::try_from(pass.bits).unwrap_or(0));
    for weight in pass.transition_weights.iter().flat_map(|row| row.iter().take(LABELS)) {
        bytes.extend_from_slice(&i16::try_from(*weight).unwrap_or(0).to_le_bytes());
    }
    let filled = |row: &[i8; LANES]| row.iter().any(|weight| *weight != 0);
    for rows in pass.rows.chunks(8) {
        bytes.push(rows.iter().enumerate().fold(0, |byte, (bit, row)| byte | u8::from(filled(row)) << bit));
    }
    for row in pass.rows.iter().filter(|row| filled(row)) {
        bytes.extend(row.iter().take(LABELS).map(|weight| weight.to_le_bytes()[0]));
    }
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    fn block(&mut self) -> Option<&'a [u8]> {
        let length = u32::from_le_bytes(self.take(4)?.try_into().ok()?);
        self.take(usize::try_from(length).ok()?)
    }

    fn model(&mut self) -> Option<Model> {
        let name = std::str::from_utf8(self.block()?).ok()?.to_owned();
        let lexicon = Lexicon::decode(self.block()?);
        Some(Model { name, lexicon, first: self.pass()?, second: self.pass()? })
    }

    fn pass(&mut self) -> Option<Pass> {
        let bits = *self.take(1)?.first()?;
        if !(3..=MOST_BITS).contains(&bits) {
            return None;
        }
        let mut weights = [[0; LANES]; LABELS];
        for weight in weights.iter_mut().flat_map(|row| row.iter_mut().take(LABELS)) {
            *weight = i32::from(i16::from_le_bytes(self.take(2)?.try_into().ok()?));
        }
        let mut rows = vec![[0; LANES]; 1 << bits];
        let filled = self.take(rows.len() / 8)?;
        for (at, row) in rows.iter_mut().enumerate() {
            if filled.get(at / 8)? & (1 << (at % 8)) != 0 {
                for (weight, byte) in row.iter_mut().zip(self.take(LABELS)?) {
                    *weight = i8::from_le_bytes([*byte]);
                }
            }
        }
        Some(Pass::new(u32::from(bits), rows, weights))
    }
}
