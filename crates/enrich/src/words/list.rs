//! The words of one language with their kinds.

use super::kind::Kind;
use super::kinds::{KindSet, Kinds};
use foldhash::HashMap;
use text::WordList;

/// A line a kind: its name, how its words hold, and what it is.
pub(super) static KINDS: &str = include_str!("kinds.tsv");

/// The words and endings of a language.
pub(crate) struct Words {
    words: WordList<Listed>,
    /// By their last byte, the longest first.
    endings: HashMap<u8, Vec<(&'static str, &'static KindSet)>>,
    /// Endings as the file has them.
    listed_endings: Vec<(&'static str, KindSet)>,
    /// Words and phrases that are looked for in a text.
    sought: Vec<(&'static str, KindSet)>,
    /// What a word counts as one of a kind: `two` as a number.
    values: HashMap<&'static str, Vec<(Kind, i32)>>,
}

/// The kinds of a word.
#[derive(Debug, Clone, Copy)]
struct Listed {
    /// As it is written.
    written: &'static KindSet,
    /// In whichever case, a stop behind it or not.
    any_case: &'static KindSet,
}

impl Words {
    /// Reads a file of words. What is read lives as long as the program.
    pub(super) fn read(file: &'static str) -> Self {
        let rows = file.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
        let rows: Vec<(&'static str, &'static str)> = rows.collect();
        let values =
            rows.iter().map(|(word, kinds)| (*word, values_of(kinds))).filter(|(_, values)| !values.is_empty());
        let values = values.collect();
        let rows = rows.into_iter().map(|(word, kinds)| (word, kinds_of(kinds)));
        let (endings, rows): (Vec<_>, Vec<_>) = rows.partition(|(word, _)| word.starts_with('-'));
        let in_any_case = kinds_that_are("any");
        let are_sought = kinds_that_are("sought");
        let is_sought = |kinds: KindSet| kinds.only(are_sought) != KindSet::EMPTY;
        let sought = rows.iter().copied().filter(|(_, kinds)| is_sought(*kinds)).collect();
        let written: HashMap<&str, KindSet> = rows.iter().copied().collect();
        let mut kept = Kept::default();
        let listed = rows.iter().map(|(word, kinds)| {
            let lower = word.trim_end_matches('.').to_lowercase();
            let lower = written.get(lower.as_str()).copied().unwrap_or_default().only(in_any_case);
            (*word, Listed { written: kept.keep(kinds.with(lower)), any_case: kept.keep(lower) })
        });
        Self { words: listed.collect(), endings: by_last_byte(&endings), listed_endings: endings, sought, values }
    }

    /// What kinds of word this is.
    pub(crate) fn kinds(&self, word: &str) -> Kinds {
        Kinds { listed: self.listed(word), ending: self.ending(word) }
    }

    pub(crate) fn is(&self, word: &str, kind: Kind) -> bool {
        self.kinds(word).is(kind)
    }

    /// What the word counts as one of a kind.
    pub(crate) fn value(&self, word: &str, kind: Kind) -> Option<i32> {
        let of = |word: &str| Some(self.values.get(word)?.iter().find(|(known, _)| *known == kind)?.1);
        if !self.is(word, kind) {
            return None;
        }
        of(word).or_else(|| of(&word.to_lowercase()))
    }

    /// The words and phrases of a kind that is looked for in a text.
    pub(crate) fn sought(&self, kind: Kind) -> impl Iterator<Item = &'static str> {
        self.sought.iter().filter(move |(_, kinds)| kinds.has(kind)).map(|(phrase, _)| *phrase)
    }

    /// What stands before each ending of a kind that the word has.
    pub(crate) fn stems<'w>(&self, word: &'w str, kind: Kind) -> impl Iterator<Item = &'w str> {
        let endings = self.listed_endings.iter().filter(move |(_, kinds)| kinds.has(kind));
        endings.filter_map(|(ending, _)| word.strip_suffix(bare(ending)))
    }

    fn listed(&self, word: &str) -> &'static KindSet {
        let written = self.words.as_written(word).map(|listed| listed.written);
        let any_case = || self.words.get(word.trim_end_matches('.')).map(|listed| listed.any_case);
        written.or_else(any_case).unwrap_or(&KindSet::EMPTY)
    }

    fn ending(&self, word: &str) -> &'static KindSet {
        let endings = word.as_bytes().last().and_then(|last| self.endings.get(last)).into_iter().flatten();
        endings.into_iter().find(|(ending, _)| word.ends_with(ending)).map_or(&KindSet::EMPTY, |(_, kinds)| kinds)
    }
}

/// The kinds whose words hold so.
pub(super) fn kinds_that_are(how: &str) -> KindSet {
    let rows = KINDS.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t'));
    let named = rows.filter_map(|mut fields| Some((fields.next()?, fields.next()?)));
    named.filter(|(_, holds)| *holds == how).filter_map(|(name, _)| Kind::named(name)).collect()
}

/// The kinds that a row of the file names; what is no kind is passed over, and a test finds none.
fn kinds_of(names: &str) -> KindSet {
    names.split('\t').filter_map(|name| Kind::named(kind_and_value(name).0)).collect()
}

fn values_of(names: &str) -> Vec<(Kind, i32)> {
    let value = |name| {
        let (kind, value) = kind_and_value(name);
        Kind::named(kind).zip(value?.parse().ok())
    };
    names.split('\t').filter_map(value).collect()
}

/// `count=2`
pub(super) fn kind_and_value(name: &str) -> (&str, Option<&str>) {
    name.split_once('=').map_or((name, None), |(kind, value)| (kind, Some(value)))
}

/// A word has the kinds of all endings it ends in: those of the longest include those of the shorter.
fn by_last_byte(rows: &[(&'static str, KindSet)]) -> HashMap<u8, Vec<(&'static str, &'static KindSet)>> {
    let mut kept = Kept::default();
    let mut endings: HashMap<u8, Vec<(&'static str, &'static KindSet)>> = HashMap::default();
    for (row, _) in rows {
        let ending = bare(row);
        let within = rows.iter().filter(|(other, _)| ending.ends_with(bare(other)));
        let kinds = within.fold(KindSet::EMPTY, |all, (_, kinds)| all.with(*kinds));
        let last = ending.as_bytes().last().copied().unwrap_or_default();
        endings.entry(last).or_default().push((ending, kept.keep(kinds)));
    }
    endings.values_mut().for_each(|endings| endings.sort_by_key(|(ending, _)| std::cmp::Reverse(ending.len())));
    endings
}

/// An ending without the hyphen that tells it from words.
fn bare(row: &str) -> &str {
    row.strip_prefix('-').unwrap_or(row)
}

/// Sets of kinds that live as long as the program, each once.
#[derive(Default)]
struct Kept(HashMap<KindSet, &'static KindSet>);

impl Kept {
    fn keep(&mut self, kinds: KindSet) -> &'static KindSet {
        self.0.entry(kinds).or_insert_with(|| Box::leak(Box::new(kinds)))
    }
}
