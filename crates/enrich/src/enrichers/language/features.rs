//! What the language model sees of a text: hashed words, and runs of three and four letters of them.
//!
//! In: pieces of a text, the script to read. Out: bucket numbers, one for each word and run, in the order of the text.

use super::scripts::{Group, Script, script_of};

/// No more buckets are read of a text, however long its pieces are.
pub(super) const MOST: usize = 2_000;

/// What stands before and after every word.
const EDGE: u64 = 0x20;

/// Bits that hold a letter.
const LETTER_BITS: u32 = 21;

/// Odd numbers with bits set all over, to spread hashes: one for each kind of feature.
const RUN_OF_THREE: u64 = 0x9e37_79b9_7f4a_7c15;
const RUN_OF_FOUR: u64 = 0xc2b2_ae3d_27d4_eb4f;
const WORD: u64 = 0xd6e8_feb8_6659_fd93;

/// The words of a text in the script: each has its features, whatever stands around it.
pub(super) fn words(text: &str, group: Group) -> impl Iterator<Item = &str> {
    text.split(move |char| fold(char, group).is_none()).filter(|word| !word.is_empty())
}

/// Calls `take` with the bucket of every word and run of letters of the group's script.
pub(super) fn each_feature<'a>(
    texts: impl Iterator<Item = &'a str>,
    group: Group,
    mut take: impl FnMut(usize),
) -> usize {
    let shift = u64::BITS - group.bucket_bits();
    // The shift leaves no more bits than a bucket number has.
    let bucket = |hash: u64, kind: u64| ((hash ^ (hash >> 29)).wrapping_mul(kind) >> shift) as usize;
    let mut taken = 0;
    let mut run = Run::default();
    for text in texts {
        for letter in text.chars().map(|char| fold(char, group)).chain([None]) {
            if taken >= MOST {
                return taken;
            }
            match letter {
                Some(letter) => {
                    run.push(letter);
                    if run.letters >= 2 {
                        take(bucket(run.of_three(), RUN_OF_THREE));
                        taken += 1;
                    }
                    if run.letters >= 3 {
                        take(bucket(run.of_four(), RUN_OF_FOUR));
                        taken += 1;
                    }
                }
                None if run.letters > 0 => {
                    let word = run.word;
                    run.push(EDGE);
                    take(bucket(run.of_three(), RUN_OF_THREE));
                    take(bucket(word, WORD));
                    taken += 2;
                    run = Run::default();
                }
                None => {}
            }
        }
    }
    taken
}

/// The letter in small, if it is one of the script; `None` parts words.
fn fold(char: char, group: Group) -> Option<u64> {
    if char.is_ascii() {
        let is_letter = group == Group::Latin && char.is_ascii_alphabetic();
        return is_letter.then(|| u64::from(u32::from(char.to_ascii_lowercase())));
    }
    if script_of(char) != Some(Script::Shared(group)) {
        return None;
    }
    let small = char.to_lowercase().next().unwrap_or(char);
    // Romanian is printed with either.
    let small = match small {
        'ș' => 'ş',
        'ț' => 'ţ',
        other => other,
    };
    Some(u64::from(u32::from(small)))
}

/// The word that is being read.
struct Run {
    /// The last three letters, each in [`LETTER_BITS`].
    last: u64,
    /// The one before them.
    before: u64,
    /// Hash of the whole word.
    word: u64,
    letters: usize,
}

impl Default for Run {
    fn default() -> Self {
        Self { last: EDGE, before: 0, word: 0, letters: 0 }
    }
}

impl Run {
    fn push(&mut self, letter: u64) {
        self.before = self.last >> (2 * LETTER_BITS);
        self.last = ((self.last << LETTER_BITS) | letter) & ((1 << (3 * LETTER_BITS)) - 1);
        self.word = (self.word ^ letter).wrapping_mul(RUN_OF_THREE).rotate_left(23);
        self.letters += 1;
    }

    fn of_three(&self) -> u64 {
        self.last
    }

    fn of_four(&self) -> u64 {
        self.last ^ (self.before << 43).wrapping_mul(WORD)
    }
}
