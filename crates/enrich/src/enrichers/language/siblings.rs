//! Languages that read alike, told apart by letters and words that only one of them has.
//!
//! In: pieces of a text and the language they read as. Out: another that is written much like it and that the text
//! bears more marks of, with how sure they make it. Runs of letters alone confuse these.

use crate::tables;
use foldhash::HashMap;
use std::sync::LazyLock;

static TABLE: &str = include_str!("../../../models/close-languages.tsv");

/// Fewer marks are names and quotations.
const ENOUGH: u32 = 2;

/// A language, one that it is taken for, and what only the first has.
#[derive(Clone)]
struct Marks {
    language: &'static str,
    letters: &'static str,
    words: Vec<&'static str>,
}

/// By the language that is taken for another, those others' marks and its own against each.
static PAIRS: LazyLock<HashMap<&'static str, Vec<(Marks, Marks)>>> = LazyLock::new(|| {
    let own: HashMap<_, _> = rows().map(|(language, against, marks)| ((language, against), marks)).collect();
    let mut pairs: HashMap<_, Vec<_>> = HashMap::default();
    for (other, told, marks) in rows() {
        if let Some(own) = own.get(&(told, other)) {
            pairs.entry(told).or_default().push((marks, own.clone()));
        }
    }
    pairs
});

fn rows() -> impl Iterator<Item = (&'static str, &'static str, Marks)> {
    tables::rows(TABLE).filter_map(|mut fields| {
        let (language, other, letters) = (fields.next()?, fields.next()?, fields.next()?);
        let words = fields.next()?.split('|').filter(|word| !word.is_empty()).collect();
        Some((language, other, Marks { language, letters, words }))
    })
}

impl Marks {
    /// How many words of the text bear one.
    fn count(&self, words: &[String]) -> u32 {
        let marked = |word: &&String| self.words.contains(&word.as_str()) || word.contains(|char| self.has(char));
        u32::try_from(words.iter().filter(marked).count()).unwrap_or(u32::MAX)
    }

    fn has(&self, char: char) -> bool {
        !char.is_ascii() && self.letters.contains(char)
    }
}

/// The language that a text which reads as `told` is in by its marks, and how likely they make it.
pub(super) fn instead_of<'a>(told: &str, pieces: impl Iterator<Item = &'a str>) -> Option<(&'static str, f32)> {
    let pairs = PAIRS.get(told)?;
    let is_mark = |char: char| !char.is_alphanumeric() && !super::scripts::is_letter(char);
    let words = pieces.flat_map(|piece| piece.split(is_mark)).filter(|word| !word.is_empty());
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    let counted = pairs.iter().map(|(marks, own)| (marks.language, marks.count(&words), own.count(&words)));
    let (language, others, own) = counted
        .filter(|(_, others, own)| *others >= ENOUGH && others > own)
        .max_by_key(|(_, others, own)| others - own)?;
    // One more for each side than was seen.
    Some((language, (others + 1) as f32 / (others + own + 2) as f32))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(told: &str, text: &str) -> Option<&'static str> {
        instead_of(told, [text].into_iter()).map(|(language, _)| language)
    }

    #[test]
    fn every_row_has_marks_and_its_counterpart() {
        assert_eq!(rows().count(), tables::rows(TABLE).count());
        for (language, other, marks) in rows() {
            assert!(!marks.letters.is_empty() || !marks.words.is_empty(), "{language}");
            let back = rows().find(|(one, against, _)| *one == other && *against == language);
            let (_, _, back) = back.unwrap_or_else(|| panic!("{other} has no marks against {language}"));
            assert!(marks.words.iter().all(|word| !back.words.contains(word)), "{language} {other}");
        }
    }

    #[test]
    fn marks_of_one_decide_and_marks_of_both_by_their_number() {
        assert_eq!(told("pt", "O xoves o concello abre unha biblioteca con moitos libros."), Some("gl"));
        assert_eq!(told("pt", "Na quinta-feira o município não abre uma biblioteca."), None);
        assert_eq!(told("bn", "আমাৰ ঘৰ নদীৰ পাৰত"), Some("as"));
        assert_eq!(told("bn", "আমার ঘর নদীর পাড়ে"), None);
        assert_eq!(told("hr", "Predsednik opštine je u sredu posle podne otvorio dve škole."), Some("sr"));
        assert_eq!(told("hr", "Predsjednik općine je u srijedu poslije podne otvorio dvije škole."), None);
        assert_eq!(told("en", "unha moito dixo"), None);
    }
}
