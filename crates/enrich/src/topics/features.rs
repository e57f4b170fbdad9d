//! What the topic model sees of an article: hashed words and pairs of words, with how often they stand there.
//!
//! In: the address, the headline, the text. Out: buckets with counts. Only the beginning of the text counts, for news
//! tells there what it is about; the words of the address count as the headline does, since most addresses carry it.

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
    let mut counts = Vec::new();
    if let Some(url) = evidence.url {
        add_address(&mut counts, url);
    }
    if let Some(headline) = evidence.headline {
        add_words(&mut counts, headline, |_| HEADLINE_COUNT);
    }
    add_words(&mut counts, evidence.body, |at| if at < LEAD_WORDS { LEAD_COUNT } else { 1.0 });
    // Stable: the sums do not depend on how the sort goes about it.
    counts.sort_by_key(|(bucket, _)| *bucket);
    counts.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    counts
}

fn add_words(counts: &mut Vec<(u32, f32)>, text: &str, count: impl Fn(usize) -> f32) {
    let mut before: Option<u64> = None;
    let mut stem = String::new();
    let pieces = text.split(|char: char| !char.is_alphanumeric());
    let words = pieces.filter(|piece| !piece.is_empty() && piece.len() <= MAX_WORD_BYTES);
    for (at, word) in words.take(MAX_WORDS).enumerate() {
        read_stem(word, &mut stem);
        let word = hash(b'w', &stem);
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
            add(counts, hash(b'u', &segment.to_lowercase()), SECTION_COUNT);
        }
        let words: Vec<&str> = segment.split(|char: char| !char.is_alphabetic()).collect();
        add_words(counts, &words.join(" "), |_| HEADLINE_COUNT);
    }
}

/// Leaves a word in lower case without the ending of its plural in `stem`.
fn read_stem(word: &str, stem: &mut String) {
    stem.clear();
    if word.is_ascii() {
        stem.push_str(word);
        stem.make_ascii_lowercase();
    } else {
        stem.push_str(&word.to_lowercase());
    }
    if stem.len() > 4 && stem.ends_with('s') && !stem.ends_with("ss") && !stem.ends_with("us") {
        stem.pop();
        if stem.ends_with("ie") {
            stem.truncate(stem.len() - 2);
            stem.push('y');
        }
    }
}

/// An odd number with bits set all over, to spread hashes.
const MIX: u64 = 0x9e37_79b9_7f4a_7c15;

/// FNV-1a over a kind and a word, so that the same word as section and in the text are two features.
fn hash(kind: u8, word: &str) -> u64 {
    let bytes = std::iter::once(kind).chain(word.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The bucket of a word of the text.
#[cfg(feature = "training")]
pub(super) fn word_bucket(word: &str) -> u32 {
    let mut stem = String::new();
    read_stem(word, &mut stem);
    bucket(hash(b'w', &stem))
}

fn bucket(hash: u64) -> u32 {
    // The shift leaves no more bits than a bucket number has.
    (hash.wrapping_mul(MIX) >> (u64::BITS - BUCKET_BITS)) as u32
}

fn add(counts: &mut Vec<(u32, f32)>, hash: u64, count: f32) {
    counts.push((bucket(hash), count));
}
