//! What the topic model sees of an article: hashed words and pairs of words, with how often they stand there.
//!
//! In: the address, the headline, the text. Out: buckets with counts. Only the beginning of the text counts, for news
//! tells there what it is about; the words of the address count as the headline does, since most addresses carry it.

use crate::plain_words::plain_words;

/// Words of the text that are read.
const MAX_WORDS: usize = 800;

/// Words after which the story proper has been told, and further ones count less.
const LEAD_WORDS: usize = 60;

/// No word is longer; what is, is no word.
const MAX_WORD_BYTES: usize = 40;

/// Parts of an address that are read.
const MAX_SEGMENTS: usize = 12;

const LEAD_COUNT: f32 = 1.5;
const HEADLINE_COUNT: f32 = 3.0;
const SECTION_COUNT: f32 = 3.0;

/// What a pair of words counts beside a word.
const PAIR_COUNT: f32 = 0.4;

/// Bits of a bucket number: with 2^17 buckets and 17 topics a model of signed bytes has 2.4 MB, and few
/// words share theirs with a pair of words.
pub(super) const BUCKET_BITS: u32 = 17;

/// What there is of an article to tell its topic by.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Evidence<'a> {
    /// The address of the page.
    pub(super) url: Option<&'a str>,
    /// The headline.
    pub(super) headline: Option<&'a str>,
    /// The text.
    pub(super) body: &'a str,
}

/// The buckets of an article with their counts, each bucket once, in their order.
pub(super) fn features(evidence: Evidence<'_>) -> Vec<(u32, f32)> {
    let mut counts = Vec::with_capacity(2 * MAX_WORDS);
    if let Some(url) = evidence.url {
        add_address(&mut counts, url);
    }
    if let Some(headline) = evidence.headline {
        add_words(&mut counts, headline, |_| HEADLINE_COUNT);
    }
    add_words(&mut counts, evidence.body, |at| if at < LEAD_WORDS { LEAD_COUNT } else { 1.0 });
    let mut counts = in_order(counts);
    counts.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    counts
}

/// By bucket, and those of one in the order in which they came: sums of counts are the same in every run. Bucket numbers
/// are short, so that they are dealt out twice instead of compared.
fn in_order(mut counts: Vec<(u32, f32)>) -> Vec<(u32, f32)> {
    const DIGIT: u32 = BUCKET_BITS.div_ceil(2);
    let mut dealt = vec![(0, 0.0); counts.len()];
    for shift in [0, DIGIT] {
        let digit = |bucket: u32| (bucket >> shift) as usize & ((1 << DIGIT) - 1);
        let mut places = [0; 1 << DIGIT];
        for (bucket, _) in &counts {
            places.get_mut(digit(*bucket)).into_iter().for_each(|count| *count += 1);
        }
        let mut before = 0;
        for place in &mut places {
            before += std::mem::replace(place, before);
        }
        for count in &counts {
            let Some(place) = places.get_mut(digit(count.0)) else { continue };
            if let Some(dealt) = dealt.get_mut(*place) {
                *dealt = *count;
            }
            *place += 1;
        }
        std::mem::swap(&mut counts, &mut dealt);
    }
    counts
}

fn add_words(counts: &mut Vec<(u32, f32)>, text: &str, count: impl Fn(usize) -> f32) {
    let mut before: Option<u64> = None;
    let words = plain_words(text).filter(|word| word.len() <= MAX_WORD_BYTES);
    for (at, word) in words.take(MAX_WORDS).enumerate() {
        let word = hash_of_stem(word);
        add(counts, word, count(at));
        if let Some(before) = before {
            add(counts, before.rotate_left(17) ^ word.wrapping_mul(MIX), count(at) * PAIR_COUNT);
        }
        before = Some(word);
    }
}

/// The sections of the path as such, and the words of the whole path.
fn add_address(counts: &mut Vec<(u32, f32)>, url: &str) {
    let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = after_scheme.split(['?', '#']).next().unwrap_or_default();
    let mut segments = path.split('/').skip(1).filter(|segment| !segment.is_empty()).take(MAX_SEGMENTS).peekable();
    while let Some(segment) = segments.next() {
        if segments.peek().is_some() {
            add(counts, hash(b'u', segment.to_lowercase().bytes()), SECTION_COUNT);
        }
        let words: Vec<&str> = segment.split(|char: char| !char.is_alphabetic()).collect();
        add_words(counts, &words.join(" "), |_| HEADLINE_COUNT);
    }
}

/// Of a word in lower case without the ending of its plural.
fn hash_of_stem(word: &str) -> u64 {
    if word.is_ascii() {
        return hash_of_plain_stem(word.as_bytes());
    }
    hash_of_plain_stem(word.to_lowercase().as_bytes())
}

/// Letters beyond ASCII are in lower case.
fn hash_of_plain_stem(word: &[u8]) -> u64 {
    let letter = |back: usize| word.len().checked_sub(back).and_then(|at| word.get(at)).map(u8::to_ascii_lowercase);
    let is_plural = word.len() > 4 && letter(1) == Some(b's') && !matches!(letter(2), Some(b's' | b'u'));
    let (cut, ending) = match (is_plural, letter(2), letter(3)) {
        (true, Some(b'e'), Some(b'i')) => (3, Some(b'y')),
        (true, ..) => (1, None),
        (false, ..) => (0, None),
    };
    let stem = word.get(..word.len() - cut).unwrap_or_default();
    let stem = hash(b'w', stem.iter().map(u8::to_ascii_lowercase));
    ending.map_or(stem, |letter| step(stem, letter))
}

/// An odd number with bits set all over, to spread hashes.
const MIX: u64 = 0x9e37_79b9_7f4a_7c15;

/// FNV-1a over a kind and a word, so that the same word as section and in the text are two features.
fn hash(kind: u8, word: impl Iterator<Item = u8>) -> u64 {
    word.fold(step(0xcbf2_9ce4_8422_2325, kind), step)
}

fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
}

/// The bucket of a word of the text.
#[cfg(feature = "training")]
pub(super) fn word_bucket(word: &str) -> u32 {
    bucket(hash_of_stem(word))
}

fn bucket(hash: u64) -> u32 {
    // The shift leaves no more bits than a bucket number has.
    (hash.wrapping_mul(MIX) >> (u64::BITS - BUCKET_BITS)) as u32
}

fn add(counts: &mut Vec<(u32, f32)>, hash: u64, count: f32) {
    counts.push((bucket(hash), count));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_of_a_word_is_as_the_other() {
        for (one, other) in
            [("Cities", "city"), ("BANKS", "bank"), ("Élus", "élus"), ("éclairs", "ÉCLAIR"), ("houses", "house")]
        {
            assert_eq!(hash_of_stem(one), hash_of_stem(other), "{one}");
        }
        for (one, other) in [("class", "clas"), ("virus", "viru"), ("gas", "ga"), ("ties", "ty"), ("", "s")] {
            assert_ne!(hash_of_stem(one), hash_of_stem(other), "{one}");
        }
    }

    #[test]
    fn counts_stand_in_the_order_of_their_buckets_and_of_their_coming() {
        let counts: Vec<(u32, f32)> =
            (0..3_000_u32).map(|at| (at * 7_919 % (1 << BUCKET_BITS) / 9, at as f32)).collect();
        let mut expected = counts.clone();
        expected.sort_by_key(|(bucket, _)| *bucket);
        assert_eq!(in_order(counts), expected);
    }
}
