//! Parts of words in class names and ids, looked for all at once.
//!
//! In: lists of parts, each with the bits that it speaks for. Out: of a text the bits of all parts that stand in it.

use std::borrow::Cow;

/// A set of kinds, a bit each.
pub(super) type Marks = u32;

/// The parts of some lists, found by their first bytes.
pub(super) struct Parts {
    /// Where the parts begin whose first two bytes make this number, and where those of the next do.
    starts: Vec<u16>,
    parts: Vec<Part>,
}

struct Part {
    text: &'static str,
    /// Its third byte, by which most that begin alike are told apart.
    third: Option<u8>,
    is_whole_word: bool,
    marks: Marks,
}

/// How many bits of a byte tell parts apart; letters and hyphens differ in the lower six.
const HEAD_BITS: usize = 6;

/// A number of two bytes.
fn head(first: u8, second: u8) -> usize {
    const LOWER: u8 = (1 << HEAD_BITS) - 1;
    (usize::from(first & LOWER) << HEAD_BITS) | usize::from(second & LOWER)
}

impl Parts {
    /// Parts in lower case of at least two bytes, with what each speaks for. A part in `=` is a whole word.
    pub(super) fn of(listed: impl IntoIterator<Item = (&'static str, Marks)>) -> Self {
        let mut of_head: Vec<Vec<Part>> = (0..1 << (2 * HEAD_BITS)).map(|_| Vec::new()).collect();
        for (part, marks) in listed {
            let text = part.strip_prefix('=').unwrap_or(part);
            let [first, second, rest @ ..] = text.as_bytes() else { continue };
            let (third, is_whole_word) = (rest.first().copied(), text.len() < part.len());
            let part = Part { text, third, is_whole_word, marks };
            if let Some(parts) = of_head.get_mut(head(*first, *second)) {
                parts.push(part);
            }
        }
        let (mut starts, mut parts) = (vec![0], Vec::new());
        for alike in of_head {
            parts.extend(alike);
            // The lists stand in the source; none has thousands of parts.
            starts.push(u16::try_from(parts.len()).unwrap_or(u16::MAX));
        }
        Self { starts, parts }
    }

    /// The bits of the parts in a text, which is in lower case.
    pub(super) fn marks(&self, text: &str) -> Marks {
        let mut marks = 0;
        let mut rest = text.as_bytes();
        while let [first, second, after @ ..] = rest {
            let head = head(*first, *second);
            if let Some([start, end]) = self.starts.get(head..head + 2)
                && start < end
            {
                let third = after.first();
                let alike = self.parts.get(usize::from(*start)..usize::from(*end)).unwrap_or_default();
                for part in alike.iter().filter(|part| part.third.is_none() || part.third.as_ref() == third) {
                    if marks & part.marks != part.marks && part.stands_at(text, text.len() - rest.len()) {
                        marks |= part.marks;
                    }
                }
            }
            rest = rest.get(1..).unwrap_or_default();
        }
        marks
    }

    /// The bits of each of the words of a class, whatever their case.
    pub(super) fn of_words(&self, class: &str) -> impl Iterator<Item = Marks> {
        class.split_ascii_whitespace().map(|word| self.marks(&lower(word)))
    }
}

impl Part {
    fn stands_at(&self, text: &str, at: usize) -> bool {
        let Some((before, rest)) = text.split_at_checked(at) else { return false };
        let Some(after) = rest.strip_prefix(self.text) else { return false };
        !self.is_whole_word || !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
    }
}

fn lower(word: &str) -> Cow<'_, str> {
    if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(word.to_ascii_lowercase())
    } else {
        Cow::Borrowed(word)
    }
}

/// A list of parts with one meaning.
pub(super) fn list(parts: &'static [&'static str], marks: Marks) -> impl Iterator<Item = (&'static str, Marks)> {
    parts.iter().map(move |part| (*part, marks))
}
