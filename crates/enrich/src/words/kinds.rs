//! A set of kinds.

use super::kind::Kind;
use foldhash::HashMap;

/// The kinds of a word: those of its own and those of its ending.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kinds {
    pub(super) listed: &'static KindSet,
    pub(super) ending: &'static KindSet,
}

impl Kinds {
    /// Of what is no word, or a word of which nothing is known.
    pub(crate) const NONE: Self = Self { listed: &KindSet::EMPTY, ending: &KindSet::EMPTY };

    pub(crate) fn is(self, kind: Kind) -> bool {
        self.listed.has(kind) || self.ending.has(kind)
    }

    pub(crate) fn is_any(self, kinds: &[Kind]) -> bool {
        kinds.iter().any(|kind| self.is(*kind))
    }
}

/// A bit a kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) struct KindSet([u64; 5]);

impl KindSet {
    pub(super) const EMPTY: Self = Self([0; 5]);

    fn insert(&mut self, kind: Kind) {
        let kind = kind as usize;
        self.0.get_mut(kind / 64).into_iter().for_each(|bits| *bits |= 1 << (kind % 64));
    }

    pub(super) fn has(&self, kind: Kind) -> bool {
        let kind = kind as usize;
        self.0.get(kind / 64).is_some_and(|bits| bits & (1 << (kind % 64)) != 0)
    }

    /// The numbers of its kinds.
    pub(super) fn numbers(self) -> impl Iterator<Item = usize> {
        let bits = self.0.into_iter().enumerate();
        bits.flat_map(|(at, bits)| (0..64).filter(move |bit| bits & (1 << bit) != 0).map(move |bit| at * 64 + bit))
    }

    pub(super) fn with(self, other: Self) -> Self {
        self.each(other, |one, other| one | other)
    }

    pub(super) fn only(self, other: Self) -> Self {
        self.each(other, |one, other| one & other)
    }

    fn each(mut self, other: Self, join: impl Fn(u64, u64) -> u64) -> Self {
        self.0.iter_mut().zip(other.0).for_each(|(one, other)| *one = join(*one, other));
        self
    }
}

impl FromIterator<Kind> for KindSet {
    fn from_iter<I: IntoIterator<Item = Kind>>(kinds: I) -> Self {
        let mut set = Self::EMPTY;
        kinds.into_iter().for_each(|kind| set.insert(kind));
        set
    }
}

/// Sets of kinds that live as long as the program, each once.
#[derive(Default)]
pub(super) struct Kept(HashMap<KindSet, &'static KindSet>);

impl Kept {
    pub(super) fn keep(&mut self, kinds: KindSet) -> &'static KindSet {
        self.0.entry(kinds).or_insert_with(|| Box::leak(Box::new(kinds)))
    }
}
