//! The model: word list, two passes of weights, and its file.
//!
//! The file is `DATELINE-TAGGER`, a format number, the model's name, the word list, the two tables of weights, a byte a
//! weight, and the steps between labels of each pass; last a checksum of all before. Numbers are little endian.

use crate::decode::Transitions;
use crate::hash;
use crate::label::{LABELS, LANES};
use crate::lexicon::Lexicon;
use crate::table::Table;
use std::borrow::Cow;

const MAGIC: &[u8] = b"DATELINE-TAGGER\0";

/// Counts up with every change of tokens, features or layout.
const FORMAT: u8 = 4;

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

/// Weights of a feature that both passes look at: those of the first, then those of the second.
pub(crate) const BOTH: usize = 2 * LANES;

/// Weights of features that only the second pass has are few and large: they count in units of so many of the others.
pub(crate) const AGAIN_UNIT: i16 = 4;

/// The weights of both passes.
#[derive(Debug, Clone)]
pub(crate) struct Weights {
    /// Of features that both look at, so that these are made and looked up once.
    pub(crate) table: Table<BOTH>,
    /// Of features that only the second has.
    pub(crate) again: Table<LANES>,
    /// Steps between labels in the first pass.
    pub(crate) first: Transitions,
    /// Steps between labels in the second pass.
    pub(crate) second: Transitions,
}

/// Everything trained.
#[derive(Debug, Clone)]
pub struct Model {
    pub(crate) name: String,
    pub(crate) lexicon: Lexicon,
    pub(crate) weights: Weights,
}

impl Model {
    /// Its name and version, such as `en-3`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The bytes of its file.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.push(FORMAT);
        write_block(&mut bytes, self.name.as_bytes());
        write_block(&mut bytes, self.lexicon.encode());
        self.weights.table.encode(&mut bytes);
        self.weights.again.encode(&mut bytes);
        for score in [&self.weights.first, &self.weights.second].into_iter().flat_map(Transitions::weights) {
            bytes.extend_from_slice(&score.to_le_bytes());
        }
        let sum = checksum(&bytes);
        bytes.extend_from_slice(&sum.to_le_bytes());
        bytes
    }

    /// Reads a file.
    pub fn decode(bytes: &[u8]) -> Result<Self, ModelError> {
        let content = content(bytes)?;
        let (before, sum) = bytes.split_last_chunk::<4>().ok_or(ModelError::Damaged)?;
        if checksum(before) != u32::from_le_bytes(*sum) {
            return Err(ModelError::Damaged);
        }
        Reader { rest: content }.model(|lexicon| Cow::Owned(lexicon.to_vec()))
    }

    /// Reads a file that is part of the program: its checksum was seen to be right when the program was tested, and its
    /// word list is read where it lies.
    pub fn built_in(bytes: &'static [u8]) -> Result<Self, ModelError> {
        Reader { rest: content(bytes)? }.model(Cow::Borrowed)
    }
}

/// What stands between the head of a file and its checksum.
fn content(bytes: &[u8]) -> Result<&[u8], ModelError> {
    let rest = bytes.strip_prefix(MAGIC).ok_or(ModelError::NotAModel)?;
    let (format, rest) = rest.split_first().ok_or(ModelError::Damaged)?;
    if *format != FORMAT {
        return Err(ModelError::Format { found: *format });
    }
    Ok(rest.split_last_chunk::<4>().ok_or(ModelError::Damaged)?.0)
}

fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |sum, byte| hash::feature(u32::from(*byte), sum, 0))
}

fn write_block(bytes: &mut Vec<u8>, block: &[u8]) {
    bytes.extend_from_slice(&u32::try_from(block.len()).unwrap_or(0).to_le_bytes());
    bytes.extend_from_slice(block);
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

    /// All of it; `keep` says how to hold the word list.
    fn model(mut self, keep: impl FnOnce(&'a [u8]) -> Cow<'static, [u8]>) -> Result<Model, ModelError> {
        let model = self.parts(keep).ok_or(ModelError::Damaged)?;
        if self.rest.is_empty() { Ok(model) } else { Err(ModelError::Damaged) }
    }

    fn parts(&mut self, keep: impl FnOnce(&'a [u8]) -> Cow<'static, [u8]>) -> Option<Model> {
        let name = std::str::from_utf8(self.block()?).ok()?.to_owned();
        let lexicon = Lexicon::decode(keep(self.block()?))?;
        let table = Table::decode(|length| self.take(length))?;
        let again = Table::decode(|length| self.take(length))?;
        let (first, second) = (self.transitions()?, self.transitions()?);
        Some(Model { name, lexicon, weights: Weights { table, again, first, second } })
    }

    fn transitions(&mut self) -> Option<Transitions> {
        let mut weights = [[0; LANES]; LABELS];
        for weight in weights.iter_mut().flat_map(|row| row.iter_mut().take(LABELS)) {
            *weight = i16::from_le_bytes(self.take(2)?.try_into().ok()?);
        }
        Some(Transitions::new(&weights))
    }
}
