//! The atoms of a text with what each is as a word, looked up once for all who read the text.

use super::kinds::Kinds;
use super::list::Words;
use std::ops::{Deref, Range};
use text::{Atoms, Token};

/// Atoms that follow each other, and what kinds of word they are.
#[derive(Clone, Copy)]
pub(crate) struct KnownAtoms<'a> {
    atoms: Atoms<'a>,
    words: &'static Words,
    /// Of each atom.
    kinds: &'a [Kinds],
}

impl<'a> KnownAtoms<'a> {
    /// Of these atoms, with the kinds of each as a word of this language.
    pub(crate) fn new(atoms: Atoms<'a>, words: &'static Words, kinds: &'a [Kinds]) -> Self {
        Self { atoms, words, kinds }
    }

    /// The words of the language that the text is read in.
    pub(crate) fn words(self) -> &'static Words {
        self.words
    }

    /// Those that begin in these bytes of the text.
    pub(crate) fn within(self, bytes: Range<usize>) -> Self {
        let places = self.atoms.places(bytes);
        let kinds = self.kinds.get(places.clone()).unwrap_or_default();
        Self { atoms: self.atoms.slice(places), kinds, ..self }
    }

    /// What kinds of word those at these places are as one.
    pub(crate) fn kinds(self, places: Range<usize>) -> Kinds {
        match self.kinds.get(places.clone()) {
            Some([kinds]) => *kinds,
            Some(_) | None => self.words.kinds(self.atoms.text(places)),
        }
    }

    /// What kinds of word the pieces of the text are that another cut gives. They are asked for in their order.
    pub(crate) fn kinds_in_order(self) -> impl FnMut(Range<usize>, &str) -> Kinds {
        let mut at = 0;
        move |bytes, word| {
            while self.atoms.get(at).is_some_and(|atom| atom.start() < bytes.start) {
                at += 1;
            }
            let is_atom = self.atoms.get(at).is_some_and(|atom| atom.bytes() == bytes);
            if is_atom { self.kinds(at..at + 1) } else { self.words.kinds(word) }
        }
    }

    /// Those at these places as one token.
    pub(crate) fn token<Kind>(self, kind: Kind, places: Range<usize>) -> Token<'a, Kind, Kinds> {
        let Token { kind, text, start, end, spaced, .. } = self.atoms.token(kind, places.clone());
        Token { kind, text, start, end, spaced, meaning: self.kinds(places) }
    }
}

impl<'a> Deref for KnownAtoms<'a> {
    type Target = Atoms<'a>;

    fn deref(&self) -> &Self::Target {
        &self.atoms
    }
}
