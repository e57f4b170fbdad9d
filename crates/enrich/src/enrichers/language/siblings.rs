//! Languages that read alike, told apart by letters and words that only one of them has.
//!
//! In: pieces of a text and the language they read as. Out: another that is written much like it and that the text
//! bears more marks of, or that same one, with how sure they make it. Runs of letters alone confuse these.

use crate::tables;
use foldhash::HashMap;
use std::sync::LazyLock;

static TABLE: &str = include_str!("../../../models/close-languages.tsv");

/// Fewer marks are names and quotations.
const ENOUGH: u32 = 2;

/// Languages that runs of letters take for one another as often as not: of these a single mark tells more.
const TOLD_BY_MARKS: [&str; 5] = ["bs", "hr", "sr", "id", "ms"];

/// What the marks of a text say of the language that it reads as.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Marked {
    /// It is another, and how likely that is.
    Another(&'static str, f32),
    /// It is that one, and how likely, although it reads as another might.
    Same(f32),
    /// It may as well be another.
    Either,
}

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

/// What marks make of a text that reads as `told`; `None`: what it reads as is all there is to go by.
pub(super) fn marked<'a>(told: &str, pieces: impl Iterator<Item = &'a str>) -> Option<Marked> {
    let pairs = PAIRS.get(told)?;
    let is_mark = |char: char| !char.is_alphanumeric() && !super::scripts::is_letter(char);
    let words = pieces.flat_map(|piece| piece.split(is_mark)).filter(|word| !word.is_empty());
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    let counts = pairs.iter().map(|(marks, own)| (marks.language, marks.count(&words), own.count(&words)));
    let counts: Vec<(&str, u32, u32)> = counts.collect();
    let by_marks_alone = TOLD_BY_MARKS.contains(&told);
    let enough = if by_marks_alone { 1 } else { ENOUGH };
    let another = counts.iter().filter(|(_, others, own)| *others >= enough && others > own);
    if let Some((language, others, own)) = another.max_by_key(|(_, others, own)| others - own) {
        return Some(Marked::Another(language, likelihood(*others, *own)));
    }
    // Against each of the others.
    let same = counts.iter().map(|(_, others, own)| (own > others).then(|| likelihood(*own, *others)));
    let least = same.reduce(|one, other| Some(one?.min(other?))).flatten();
    by_marks_alone.then(|| least.map_or(Marked::Either, Marked::Same))
}

/// Of marks for and against: one more for each side than was seen.
fn likelihood(marks: u32, against: u32) -> f32 {
    (marks + 1) as f32 / (marks + against + 2) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(told: &str, text: &str) -> Option<&'static str> {
        match marked(told, [text].into_iter()) {
            Some(Marked::Another(language, _)) => Some(language),
            _ => None,
        }
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

    #[test]
    fn of_languages_that_read_as_each_other_one_mark_tells_and_without_any_it_may_be_either() {
        let marked = |told, text| marked(told, [text].into_iter());
        assert_eq!(told("ms", "Bus itu terlambat karena hujan."), Some("id"));
        assert_eq!(told("id", "Bas itu lewat kerana hujan."), Some("ms"));
        assert_eq!(told("bs", "Most je zatvoren posle kiše."), Some("sr"));
        assert_eq!(marked("id", "Hujan turun di sini."), Some(Marked::Either));
        assert_eq!(marked("hr", "Most je zatvoren."), Some(Marked::Either));
        assert!(matches!(marked("id", "Uang itu hilang karena hujan."), Some(Marked::Same(share)) if share > 0.7));
        // One mark against Serbian says nothing against Bosnian.
        assert_eq!(marked("hr", "Most je zatvoren prije kiše."), Some(Marked::Either));
        // Others are told by how they read.
        assert_eq!(marked("pt", "O comboio parou na ponte."), None);
        assert_eq!(told("pt", "O concello abre a ponte."), None);
    }
}
