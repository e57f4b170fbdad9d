//! Lists of words and names that are looked up for every word of a text: by first letter and length, without a hash.

use foldhash::HashMap;

/// Words with what they mean where they are asked for.
pub struct WordList<T> {
    /// By first letter and length, one such bucket after the other.
    words: Vec<(&'static str, T)>,
    /// Where each bucket begins, and the end of the last.
    buckets: Vec<u32>,
    /// Whether a listed word has this first letter, last letter and length: most words of a text are told so.
    shapes: [u64; SHAPES / 64],
    /// Words with letters beyond ASCII in lower case.
    beyond_ascii: HashMap<String, T>,
}

/// First letters, last letters and lengths.
const SHAPES: usize = LETTERS * LETTERS * LENGTHS;

/// Longer words share a bucket.
const LENGTHS: usize = 16;

/// Letters differ in their last five bits, whatever their case.
const LETTERS: usize = 32;

impl<T: Copy> WordList<T> {
    /// Words between `|`, each list with its meaning. Of a word in several lists the last meaning counts.
    pub fn of(lists: &[(&'static str, T)]) -> Self {
        lists.iter().flat_map(|(words, meaning)| words.split('|').map(|word| (word, *meaning))).collect()
    }

    /// What a word means, whatever its case.
    pub fn get(&self, word: &str) -> Option<T> {
        let listed = self.alike(word).iter().find(|(listed, _)| listed.eq_ignore_ascii_case(word));
        match listed {
            Some((_, meaning)) => Some(*meaning),
            None if self.beyond_ascii.is_empty() || word.is_ascii() => None,
            None => self.beyond_ascii.get(word.to_lowercase().as_str()).copied(),
        }
    }

    /// Whether a word is listed, whatever its case.
    pub fn has(&self, word: &str) -> bool {
        self.get(word).is_some()
    }

    /// What a word means as it is written.
    pub fn as_written(&self, word: &str) -> Option<T> {
        self.alike(word).iter().find(|(listed, _)| *listed == word).map(|(_, meaning)| *meaning)
    }

    /// The listed words of the same first letter and length, if one of them has the same last letter.
    fn alike(&self, word: &str) -> &[(&'static str, T)] {
        let Some((at, bit)) = shape(word) else { return &[] };
        if self.shapes.get(at).is_none_or(|shapes| shapes & bit == 0) {
            return &[];
        }
        let bucket = bucket(word).and_then(|bucket| self.buckets.get(bucket..bucket + 2));
        let Some([start, end]) = bucket else { return &[] };
        self.words.get(*start as usize..*end as usize).unwrap_or_default()
    }
}

impl<T: Copy> FromIterator<(&'static str, T)> for WordList<T> {
    fn from_iter<I: IntoIterator<Item = (&'static str, T)>>(listed: I) -> Self {
        let mut of_bucket: Vec<Vec<(&'static str, T)>> = (0..LETTERS * LENGTHS).map(|_| Vec::new()).collect();
        let mut shapes = [0; SHAPES / 64];
        let mut beyond_ascii = HashMap::default();
        for (word, meaning) in listed {
            if let Some(bucket) = bucket(word).and_then(|at| of_bucket.get_mut(at)) {
                bucket.retain(|(listed, _)| *listed != word);
                bucket.push((word, meaning));
            }
            if let Some((shapes, bit)) = shape(word).and_then(|(at, bit)| Some((shapes.get_mut(at)?, bit))) {
                *shapes |= bit;
            }
            if !word.is_ascii() {
                beyond_ascii.insert(word.to_lowercase(), meaning);
            }
        }
        let (mut words, mut buckets) = (Vec::new(), vec![0]);
        for bucket in of_bucket {
            words.extend(bucket);
            // The lists stand in the source; none has billions of words.
            buckets.push(u32::try_from(words.len()).unwrap_or(u32::MAX));
        }
        Self { words, buckets, shapes, beyond_ascii }
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
        assert_eq!((list.as_written("says"), list.as_written("Says")), (Some(1), None));
    }

    #[test]
    fn names_have_spaces_and_letters_of_all_alphabets() {
        let list = WordList::of(&[("Côte d'Ivoire|New York|Österreich|Москва", ())]);
        for name in ["CÔTE D'IVOIRE", "new york", "österreich", "ÖSTERREICH", "МОСКВА", "Москва"] {
            assert!(list.has(name), "{name}");
        }
        assert!(!list.has("Cote d'Ivoire") && list.as_written("МОСКВА").is_none());
    }
}
