//! Linear models over hashed words and runs of letters, one for each script that several languages share.
//!
//! The file: the mark, then for each script the number of languages, their codes (length, letters), the base of each
//! (`f32`), the worth of a full weight (`f32`), and for each bucket a signed byte a language. Numbers are little-endian.

use super::features::each_feature;
use super::scripts::{Group, Script, main_script};
use std::borrow::Cow;

/// Begins every model file; the last byte is the version of the form.
pub(super) const MARK: &[u8; 8] = b"DLLANGU\x01";

/// What a text is when it is none of the languages of its script.
pub(super) const OTHER: &str = "und";

/// The weights that tell languages.
#[derive(Debug, Clone)]
pub(crate) struct LanguageModel {
    /// In the order of [`Group::ALL`].
    pub(super) of_groups: Vec<Weights>,
}

/// The weights of one script.
#[derive(Debug, Clone)]
pub(super) struct Weights {
    pub(super) codes: Vec<String>,
    pub(super) bases: Vec<f32>,
    pub(super) full_weight: f32,
    /// A byte a language for each bucket.
    pub(super) rows: Cow<'static, [u8]>,
}

/// What a text was read as.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Told<'a> {
    /// Its code, two letters where there are such; [`None`]: a language that the model does not know.
    pub(super) language: Option<&'a str>,
    /// How likely that is, among the languages of the script.
    pub(super) share: f32,
    /// How many letters told it; a sign of Chinese, Japanese or Korean counts as three.
    pub(super) letters: u32,
    /// Whether they are Latin.
    pub(super) is_latin: bool,
    /// How likely English is.
    pub(super) english: f32,
}

/// Why bytes are no language model.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("not a language model of this version; train it anew with `train-language`")]
pub(super) struct LanguageModelError;

impl LanguageModel {
    /// Reads a model file.
    pub(super) fn decode(bytes: &'static [u8]) -> Result<Self, LanguageModelError> {
        Self::read(bytes).ok_or(LanguageModelError)
    }

    fn read(bytes: &'static [u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MARK)?;
        let mut of_groups = Vec::with_capacity(Group::ALL.len());
        for group in Group::ALL {
            let (count, after) = rest.split_first()?;
            rest = after;
            let mut codes = Vec::with_capacity(usize::from(*count));
            for _ in 0..*count {
                let (length, after) = rest.split_first()?;
                let (code, after) = after.split_at_checked(usize::from(*length))?;
                codes.push(std::str::from_utf8(code).ok()?.to_owned());
                rest = after;
            }
            let mut number = || {
                let (number, after) = rest.split_first_chunk::<4>()?;
                rest = after;
                Some(f32::from_le_bytes(*number)).filter(|number| number.is_finite())
            };
            let bases = (0..*count).map(|_| number()).collect::<Option<Vec<f32>>>()?;
            let full_weight = number()?;
            let (rows, after) = rest.split_at_checked(codes.len() << group.bucket_bits())?;
            rest = after;
            of_groups.push(Weights { codes, bases, full_weight, rows: Cow::Borrowed(rows) });
        }
        rest.is_empty().then_some(Self { of_groups })
    }

    /// The language that these pieces of a text are in; `None`: they have no letters.
    pub(super) fn tell<'a>(&self, pieces: impl Iterator<Item = &'a str> + Clone) -> Option<Told<'_>> {
        let (script, letters) = main_script(pieces.clone())?;
        let group = match script {
            Script::Of(language) => {
                return Some(Told { language: Some(language), share: 1.0, letters, is_latin: false, english: 0.0 });
            }
            // Both are one of the above by now.
            Script::Han | Script::Kana => return None,
            Script::Shared(group) => group,
        };
        let at = Group::ALL.iter().position(|known| *known == group)?;
        let weights = self.of_groups.get(at)?;
        let shares = weights.shares(pieces, group);
        let by_code = || weights.codes.iter().zip(&shares);
        let english = by_code().find(|(code, _)| *code == "en").map_or(0.0, |(_, share)| *share);
        let (code, share) = by_code().max_by(|one, other| one.1.total_cmp(other.1))?;
        Some(Told {
            language: Some(code.as_str()).filter(|code| *code != OTHER),
            share: *share,
            letters,
            is_latin: group == Group::Latin,
            english,
        })
    }
}

impl Weights {
    /// How likely each language is.
    fn shares<'a>(&self, pieces: impl Iterator<Item = &'a str>, group: Group) -> Vec<f32> {
        let count = self.codes.len();
        let mut sums = Sums::new(count);
        let taken = each_feature(pieces, group, |bucket| sums.add(&self.rows, bucket * count));
        let sums = sums.end();
        // At most some thousand features of a byte each: exact.
        let scale = self.full_weight / f32::from(i8::MAX) * worth(taken);
        let scores = sums.iter().zip(&self.bases).map(|(sum, base)| *sum as f32 * scale + base);
        likelihoods(scores.collect())
    }
}

/// Sums of rows of bytes, in lanes that a processor adds side by side.
struct Sums {
    /// How many bytes of a row count.
    count: usize,
    /// As far as they were added up without passing the range of their numbers; the last lanes may be beyond a row.
    lanes: Vec<[i16; LANES]>,
    /// Rows in `lanes`.
    rows: u16,
    /// All before.
    sums: Vec<i32>,
}

/// Numbers of 16 bits that are added at once.
const LANES: usize = 16;

/// So many bytes add up to no more than 16 bits hold.
const MOST_ROWS: u16 = 256;

impl Sums {
    fn new(count: usize) -> Self {
        Self { count, lanes: vec![[0; LANES]; count.div_ceil(LANES)], rows: 0, sums: vec![0; count] }
    }

    /// Adds the row that begins at this byte.
    fn add(&mut self, bytes: &[u8], at: usize) {
        if self.rows == MOST_ROWS {
            self.carry();
        }
        self.rows += 1;
        // What the last lanes read of the next row is never looked at. At the end there is none.
        let wide = bytes.get(at..at + self.lanes.len() * LANES);
        let row = wide.or_else(|| bytes.get(at..at + self.count)).unwrap_or_default();
        let (chunks, rest) = row.as_chunks::<LANES>();
        for (lanes, weights) in self.lanes.iter_mut().zip(chunks) {
            add(lanes, weights);
        }
        if let Some(lanes) = self.lanes.get_mut(chunks.len()) {
            add(lanes, rest);
        }
    }

    fn carry(&mut self) {
        for (sum, lane) in self.sums.iter_mut().zip(self.lanes.as_flattened()) {
            *sum += i32::from(*lane);
        }
        self.lanes.fill([0; LANES]);
        self.rows = 0;
    }

    fn end(mut self) -> Vec<i32> {
        self.carry();
        self.sums
    }
}

fn add(lanes: &mut [i16; LANES], weights: &[u8]) {
    for (lane, weight) in lanes.iter_mut().zip(weights) {
        *lane = lane.wrapping_add(i16::from(weight.cast_signed()));
    }
}

/// The value of each of so many features: a text four times as long is twice as sure.
pub(super) fn worth(features: usize) -> f32 {
    1.0 / (features as f32).sqrt().max(1.0)
}

/// Scores as shares of one.
pub(super) fn likelihoods(mut scores: Vec<f32>) -> Vec<f32> {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    scores.iter_mut().for_each(|score| *score = (*score - most).exp());
    let sum: f32 = scores.iter().sum();
    scores.iter_mut().for_each(|score| *score /= sum);
    scores
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_add_up_however_many_and_where_they_lie() {
        let count = 21;
        let bytes: Vec<u8> = (0..count * 3).map(|at: usize| (at * 37).to_le_bytes()[0]).collect();
        let rows: Vec<usize> = (0..2_000).map(|at| at % 3).collect();
        let mut sums = Sums::new(count);
        rows.iter().for_each(|row| sums.add(&bytes, row * count));
        let expected: Vec<i32> = (0..count)
            .map(|lane| rows.iter().map(|row| i32::from(bytes[row * count + lane].cast_signed())).sum())
            .collect();
        assert_eq!(sums.end(), expected);
        let mut lowest = Sums::new(1);
        (0..600).for_each(|_| lowest.add(&[0x80], 0));
        assert_eq!(lowest.end(), [-128 * 600]);
    }
}
