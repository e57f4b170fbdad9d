//! Lists of words that are looked up for every word of a text: by first letter and length, without a hash.

/// ASCII words with what they mean here. Case does not matter.
pub(super) struct WordList<T> {
    buckets: Vec<Vec<(&'static str, T)>>,
}

/// Longer words share a bucket.
const LENGTHS: usize = 16;

/// Letters differ in their last five bits, whatever their case.
const LETTERS: usize = 32;

impl<T: Copy> WordList<T> {
    /// Words between `|`, each list with its meaning. Of a word in several lists the last meaning counts.
    pub(super) fn of(lists: &[(&'static str, T)]) -> Self {
        let mut buckets: Vec<Vec<(&'static str, T)>> = (0..LETTERS * LENGTHS).map(|_| Vec::new()).collect();
        for (words, meaning) in lists {
            for word in words.split('|') {
                if let Some(bucket) = bucket(word).and_then(|at| buckets.get_mut(at)) {
                    bucket.retain(|(listed, _)| *listed != word);
                    bucket.push((word, *meaning));
                }
            }
        }
        Self { buckets }
    }

    pub(super) fn get(&self, word: &str) -> Option<T> {
        let listed = self.buckets.get(bucket(word)?)?;
        listed.iter().find(|(listed, _)| listed.eq_ignore_ascii_case(word)).map(|(_, meaning)| *meaning)
    }

    /// Whether the word is listed as it is written.
    pub(super) fn contains(&self, word: &str) -> bool {
        bucket(word)
            .and_then(|at| self.buckets.get(at))
            .is_some_and(|listed| listed.iter().any(|(listed, _)| *listed == word))
    }
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
