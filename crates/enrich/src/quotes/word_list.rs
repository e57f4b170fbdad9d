//! Lists of words that are looked up for every word of a text: by first letter and length, without a hash.

/// ASCII words with what they mean here. Case does not matter.
pub(super) struct WordList<T> {
    buckets: Vec<Vec<(&'static str, T)>>,
    /// Whether a listed word has this first letter, last letter and length: most words of a text are told so.
    shapes: [u64; SHAPES / 64],
}

/// First letters, last letters and lengths.
const SHAPES: usize = LETTERS * LETTERS * LENGTHS;

/// Longer words share a bucket.
const LENGTHS: usize = 16;

/// Letters differ in their last five bits, whatever their case.
const LETTERS: usize = 32;

impl<T: Copy> WordList<T> {
    /// Words between `|`, each list with its meaning. Of a word in several lists the last meaning counts.
    pub(super) fn of(lists: &[(&'static str, T)]) -> Self {
        let mut buckets: Vec<Vec<(&'static str, T)>> = (0..LETTERS * LENGTHS).map(|_| Vec::new()).collect();
        let mut shapes = [0; SHAPES / 64];
        for (words, meaning) in lists {
            for word in words.split('|') {
                if let Some(bucket) = bucket(word).and_then(|at| buckets.get_mut(at)) {
                    bucket.retain(|(listed, _)| *listed != word);
                    bucket.push((word, *meaning));
                }
                if let Some((shapes, bit)) = shape(word).and_then(|(at, bit)| Some((shapes.get_mut(at)?, bit))) {
                    *shapes |= bit;
                }
            }
        }
        Self { buckets, shapes }
    }

    pub(super) fn get(&self, word: &str) -> Option<T> {
        let (at, bit) = shape(word)?;
        if self.shapes.get(at)? & bit == 0 {
            return None;
        }
        let listed = self.buckets.get(bucket(word)?)?;
        listed.iter().find(|(listed, _)| listed.eq_ignore_ascii_case(word)).map(|(_, meaning)| *meaning)
    }

    /// Whether the word is listed as it is written.
    pub(super) fn contains(&self, word: &str) -> bool {
        let shape = shape(word).and_then(|(at, bit)| Some(self.shapes.get(at)? & bit));
        let bucket = bucket(word).filter(|_| shape.is_some_and(|shape| shape != 0));
        bucket
            .and_then(|at| self.buckets.get(at))
            .is_some_and(|listed| listed.iter().any(|(listed, _)| *listed == word))
    }
}

/// Where the shape of a word stands, and its bit there.
fn shape(word: &str) -> Option<(usize, u64)> {
    let last = usize::from(*word.as_bytes().last()?) % LETTERS;
    let shape = bucket(word)? * LETTERS + last;
    Some((shape / 64, 1 << (shape % 64)))
}

fn bucket(word: &str) -> Option<usize> {
    let first = usize::from(*word.as_bytes().first()?) % LETTERS;
    Some(first * LENGTHS + word.len().min(LENGTHS - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whatever_their_case_and_length() {
        let list = WordList::of(&[("said|says|counter-intelligence", 1), ("said", 2)]);
        assert_eq!(list.get("said"), Some(2));
        assert_eq!(list.get("Says"), Some(1));
        assert_eq!(list.get("counter-intelligence"), Some(1));
        assert_eq!(list.get("sai"), None);
        assert_eq!(list.get(""), None);
        assert!(list.contains("says") && !list.contains("Says"));
    }
}
