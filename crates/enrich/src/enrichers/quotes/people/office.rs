//! What a text says somebody is, as a role and what it is of: `deputy mayor of Ostrava`, `the retired judge`.
//!
//! In: the words of a title, of a description or of a phrase that speaks of somebody. Out: the noun, as many words of it
//! as the list of roles knows as one, and the words that tell which of them it is.

use crate::enrichers::places;
use crate::enrichers::quotes::sentence::{head_noun, names};
use crate::words::{Kind, Kinds, MOST_WORDS, Words};

/// A role, in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Office {
    /// `minister`, `prime minister`
    pub(crate) noun: String,
    /// The words of `noun` before its last.
    pub(crate) inside: Vec<String>,
    /// What it is of: `finance`, `Ostrava`.
    pub(crate) of: Vec<String>,
    /// Of which people those are who hold it: `kenyan`.
    pub(crate) people: Vec<String>,
    /// Whether somebody holds it no more.
    pub(crate) former: bool,
}

/// Words of the longest description; what goes on is prose.
const MOST: usize = 16;

impl Office {
    /// The roles that a description names; what parts its pieces is `None`.
    pub(crate) fn all<'a>(words: &Words, description: impl Iterator<Item = Option<&'a str>>) -> Vec<Self> {
        let mut offices = Vec::new();
        let mut piece: Vec<&str> = Vec::new();
        for word in description.chain([None]) {
            let joins = word.is_some_and(|word| words.is(word, Kind::And)) && ends_in_role(words, &piece);
            match word.filter(|_| !joins) {
                Some(word) => piece.push(word),
                None => {
                    Self::keep(words, &piece, &mut offices);
                    piece.clear();
                }
            }
        }
        offices
    }

    /// Keeps the role of a piece, or what it says of the role before: `chief executive, Example Corp`.
    fn keep(words: &Words, piece: &[&str], offices: &mut Vec<Self>) {
        let Some(office) = Self::of(words, piece) else { return };
        match offices.last_mut() {
            Some(last) if !office.is_somebody(words) => last.of.extend(office.of.into_iter().chain([office.noun])),
            Some(_) | None => offices.push(office),
        }
    }

    /// The roles of a title as it is printed.
    pub(crate) fn of_title(words: &Words, title: &str) -> Vec<Self> {
        let parts = |char: char| char.is_whitespace() || matches!(char, '(' | ')' | '/');
        let word = |printed: &'_ str| {
            let comma = printed.ends_with([',', ';']);
            (printed.trim_end_matches([',', ';']).to_owned(), comma)
        };
        let printed: Vec<(String, bool)> = title.split(parts).filter(|word| !word.is_empty()).map(word).collect();
        let tokens = printed.iter().flat_map(|(word, comma)| [Some(Some(word.as_str())), comma.then_some(None)]);
        Self::all(words, tokens.flatten())
    }

    /// The role that one phrase names.
    pub(crate) fn of(words: &Words, phrase: &[&str]) -> Option<Self> {
        let phrase = phrase.get(..phrase.len().min(MOST))?;
        let leads = [
            Kind::Article,
            Kind::Definite,
            Kind::HisOrHer,
            Kind::Apposes,
            Kind::Also,
            Kind::DescribesAnybody,
            Kind::AnyBody,
        ];
        let most = phrase.len().checked_sub(1)?;
        let start = phrase.iter().take(most).take_while(|word| words.kinds(word).is_any(&leads)).count();
        let former = phrase.iter().any(|word| words.is(word, Kind::Formerly) || word.starts_with(EX));
        let phrase = phrase.get(start..)?;
        let length = phrase_length(words, phrase);
        let (named, behind) = phrase.split_at_checked(length)?;
        // `told the judge`: a clause, and no description.
        let first = words.kinds(phrase.first()?);
        let clause = first.is_any(&[Kind::Finite, Kind::ReportsBare, Kind::ReportsThat, Kind::ThirdPerson]);
        let object = |word: &&str| words.kinds(word).is_any(&[Kind::Article, Kind::Definite, Kind::HisOrHer]);
        if clause || named.iter().any(object) {
            return None;
        }
        let lower: Vec<String> = named.iter().map(|word| plain(word)).collect();
        let last = lower.len().checked_sub(1)?;
        let longest = last.saturating_sub(MOST_WORDS - 1);
        let known = |start: &usize| lower.get(*start..).is_some_and(|unit| words.roles().has(&unit.join(" ")));
        let start = (longest..last).find(known).unwrap_or(last);
        let (before, unit) = lower.split_at_checked(start)?;
        let before = named.iter().take(before.len());
        let behind = behind.iter().take_while(|word| !ends_complement(words.kinds(word)));
        let telling = before.chain(behind).filter(|word| is_telling(words, word));
        let (people, of): (Vec<&str>, Vec<&str>) =
            telling.copied().partition(|word| places::is_demonym(names::bare(word)));
        let lower = |words: Vec<&str>| words.into_iter().map(plain).collect();
        let inside = unit.get(..unit.len().checked_sub(1)?)?.to_vec();
        Some(Self { noun: unit.join(" "), inside, of: lower(of), people: lower(people), former })
    }

    /// Whether the list of roles, or the noun itself, says that it is somebody.
    pub(crate) fn is_somebody(&self, words: &Words) -> bool {
        let last = self.noun.rsplit(' ').next().unwrap_or(&self.noun);
        words.roles().has(&self.noun) || head_noun::is_role_word(words, last)
    }
}

/// As far as the first preposition or verb, or what somebody is doing: `the officer leading the search`.
fn phrase_length(words: &Words, phrase: &[&str]) -> usize {
    let ends = |at: &usize| {
        let kinds = phrase.get(*at).map_or(Kinds::NONE, |word| words.kinds(word));
        let doing = kinds.is_any(&[Kind::GoingOn, Kind::Participle])
            && ends_in_role(words, phrase.get(..*at).unwrap_or_default());
        kinds.is_any(&[Kind::Preposition, Kind::PrepositionInName]) || ends_complement(kinds) || doing
    };
    (1..phrase.len()).find(ends).unwrap_or(phrase.len())
}

/// Whether a relative clause or a verb begins here.
fn ends_complement(kinds: Kinds) -> bool {
    kinds.is_any(&[Kind::RelativeForPeople, Kind::That, Kind::WhichOrWho, Kind::Finite])
}

fn ends_in_role(words: &Words, phrase: &[&str]) -> bool {
    phrase.last().is_some_and(|last| head_noun::is_role_word(words, &plain(last)))
}

/// What begins the name of a role that is over.
const EX: &str = "ex-";

/// In lower case, without its possessive ending, its stop and what says that it is over.
fn plain(word: &str) -> String {
    let lower = names::bare(word).trim_end_matches('.').to_lowercase();
    lower.strip_prefix(EX).map_or_else(|| lower.clone(), str::to_owned)
}

/// Whether a word tells one holder of a role from another.
fn is_telling(words: &Words, word: &str) -> bool {
    const IDLE: [Kind; 10] = [
        Kind::Article,
        Kind::Definite,
        Kind::HisOrHer,
        Kind::Preposition,
        Kind::PrepositionInName,
        Kind::And,
        Kind::DescribesNobody,
        Kind::DescribesAnybody,
        Kind::AnyBody,
        Kind::AgeEnding,
    ];
    let bare = names::bare(word);
    let describes =
        word.starts_with(char::is_lowercase) && words.kinds(bare).is_any(&[Kind::Participle, Kind::AdverbEnding]);
    let counts = bare.bytes().all(|byte| byte.is_ascii_digit());
    !words.kinds(bare).is_any(&IDLE) && !describes && !counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words;

    #[test]
    fn a_description_is_a_role_and_what_it_is_of() {
        let check = |title: &str, expected: &[(&str, &[&str])]| {
            let offices = Office::of_title(words::english(), title);
            let found: Vec<(&str, Vec<&str>)> = offices
                .iter()
                .map(|office| (office.noun.as_str(), office.of.iter().map(String::as_str).collect()))
                .collect();
            let expected: Vec<(&str, Vec<&str>)> = expected.iter().map(|(noun, of)| (*noun, of.to_vec())).collect();
            assert_eq!(found, expected, "{title}");
        };
        check("Federal Interior Minister", &[("minister", &["federal", "interior"])]);
        check("deputy mayor of Ostrava", &[("deputy mayor", &["ostrava"])]);
        check("the retired judge", &[("judge", &[])]);
        check("a lawyer and former senator", &[("lawyer", &[]), ("senator", &[])]);
        check("Minister of Trade and Industry", &[("minister", &["trade", "industry"])]);
        check("the wife of the mayor", &[("wife", &["mayor"])]);
        check("the officer leading the search", &[("officer", &["leading", "search"])]);
        check("chief executive, Brightwater Energy", &[("chief executive", &["brightwater", "energy"])]);
        check("who is the ex-president of the club", &[("president", &[])]);
        check("", &[]);
    }
}
