//! The words of one language with their kinds.

use super::endings::{Endings, bare};
use super::kind::Kind;
use super::kinds::{Kept, KindSet, Kinds};
use super::roles::Roles;
use super::shapes::Shapes;
use foldhash::HashMap;
use text::{Lowercase, Token};

/// A line a kind: its name, how its words hold, and what it is.
pub(super) static KINDS: &str = include_str!("kinds.tsv");

/// The words and endings of a language.
pub(crate) struct Words {
    /// As the file has them.
    written: HashMap<&'static str, &'static KindSet>,
    /// In whichever case, a stop behind it or not: by the word in lower case, if it is of such a kind.
    any_case: HashMap<String, &'static KindSet>,
    shapes: Shapes,
    endings: Endings,
    /// The kinds that some ending tells.
    with_endings: KindSet,
    /// Endings as the file has them.
    listed_endings: Vec<(&'static str, KindSet)>,
    /// Words and phrases that are looked for in a text.
    sought: Vec<(&'static str, KindSet)>,
    /// What a word counts as one of a kind: `two` as a number.
    values: HashMap<&'static str, Vec<(Kind, i32)>>,
    roles: Roles,
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
        let in_file: HashMap<&str, KindSet> = rows.iter().copied().collect();
        let mut kept = Kept::default();
        let (mut written, mut any_case) = (HashMap::default(), HashMap::default());
        let mut shapes = Shapes::default();
        for (word, kinds) in &rows {
            let lower = word.trim_end_matches('.').to_lowercase();
            let of_lower = in_file.get(lower.as_str()).copied().unwrap_or_default().only(in_any_case);
            let kinds = kinds.with(of_lower);
            written.insert(*word, kept.keep(kinds));
            if of_lower != KindSet::EMPTY {
                any_case.insert(word.to_lowercase(), kept.keep(of_lower));
            }
            shapes.add(word, kinds);
        }
        let listed_endings = endings;
        let with_endings = listed_endings.iter().fold(KindSet::EMPTY, |all, (_, kinds)| all.with(*kinds));
        let endings = Endings::of(&listed_endings);
        let roles = Roles::default();
        Self { written, any_case, shapes, endings, with_endings, listed_endings, sought, values, roles }
    }

    /// With what a file of roles says.
    pub(super) fn with_roles(mut self, file: &'static str) -> Self {
        self.roles = Roles::read(file);
        self
    }

    /// Which words for people mean one role.
    pub(crate) fn roles(&self) -> &Roles {
        &self.roles
    }

    /// What kinds of word this is.
    pub(crate) fn kinds(&self, word: &str) -> Kinds {
        Kinds { listed: self.listed(word), ending: self.endings.of_word(word) }
    }

    pub(crate) fn is(&self, word: &str, kind: Kind) -> bool {
        let is_listed = || self.shapes.may_be(word, kind) && self.listed(word).has(kind);
        is_listed() || self.with_endings.has(kind) && self.endings.of_word(word).has(kind)
    }

    /// What a word of the text counts as one of a kind.
    pub(crate) fn value<T>(&self, word: &Token<'_, T, Kinds>, kind: Kind) -> Option<i32> {
        let of = |word: &str| Some(self.values.get(word)?.iter().find(|(known, _)| *known == kind)?.1);
        if !word.meaning.is(kind) {
            return None;
        }
        of(word.text).or_else(|| of(&word.text.to_lowercase()))
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
        if let Some(kinds) = self.written.get(word) {
            return kinds;
        }
        // A word in lower case, without a stop, that is of a kind in any case is written so.
        if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return &KindSet::EMPTY;
        }
        let bare = word.trim_end_matches('.');
        let mut lower = Lowercase::default();
        let known = match lower.of(bare) {
            Some(lower) => self.any_case.get(lower),
            None => self.any_case.get(bare.to_lowercase().as_str()),
        };
        known.copied().unwrap_or(&KindSet::EMPTY)
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
