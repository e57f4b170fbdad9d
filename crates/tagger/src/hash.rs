//! Hashes of words and features. They are part of the model format: changing one makes every model useless.

const WORD_SEED: u32 = 0x811c_9dc5;
const WORD_PRIME: u32 = 0x0100_0193;

/// Of a word without regard to case.
pub(crate) fn of_lower(word: &str) -> u32 {
    extend(WORD_SEED, word)
}

/// Of words in a row, joined by one space: goes on from the hash of those before.
pub(crate) fn join(before: u32, word: &str) -> u32 {
    extend(step(before, u32::from(b' ')), word)
}

/// Of a word as printed.
pub(crate) fn of_exact(word: &str) -> u32 {
    word.bytes().fold(WORD_SEED, |hash, byte| step(hash, u32::from(byte)))
}

/// Of some of the characters of a word, in any order the caller likes.
pub(crate) fn of_chars(chars: impl Iterator<Item = char>) -> u32 {
    chars.fold(WORD_SEED, |hash, char| step(hash, u32::from(char)))
}

/// Of the first two, three and four characters; of all of them where there are fewer.
pub(crate) fn of_beginnings(chars: impl Iterator<Item = char>) -> [u32; 3] {
    let mut hashes = [WORD_SEED; 3];
    let mut hash = WORD_SEED;
    for (before, char) in chars.take(4).enumerate() {
        hash = step(hash, u32::from(char));
        for (length, kept) in (2..).zip(&mut hashes) {
            if before < length {
                *kept = hash;
            }
        }
    }
    hashes
}

fn extend(seed: u32, word: &str) -> u32 {
    if word.is_ascii() {
        return word.bytes().fold(seed, |hash, byte| step(hash, u32::from(byte.to_ascii_lowercase())));
    }
    word.chars().flat_map(char::to_lowercase).fold(seed, |hash, char| step(hash, u32::from(char)))
}

fn step(hash: u32, value: u32) -> u32 {
    (hash ^ value).wrapping_mul(WORD_PRIME)
}

/// A feature of 31 bits: a template and up to two values.
#[inline]
pub(crate) fn feature(template: u32, one: u32, two: u32) -> u32 {
    let values = u64::from(one) << 32 | u64::from(two);
    let mixed = u128::from(values ^ u64::from(template).wrapping_mul(0x9e37_79b9_7f4a_7c15)) * 0xd6e8_feb8_6659_fd93;
    // Both halves of the product; the highest bit is free for a mark.
    let [_, _, _, _, l4, l5, l6, l7, h0, h1, h2, h3, h4, h5, h6, h7] = mixed.to_le_bytes();
    let low = u32::from_le_bytes([l4, l5, l6, l7]);
    (low ^ u32::from_le_bytes([h0, h1, h2, h3]) ^ u32::from_le_bytes([h4, h5, h6, h7]).rotate_left(7)) >> 1
}
