//! The text as the readers of its names see it: the tagger's tokens with what kinds of word they are.

use crate::words::{Kind, Kinds, KnownAtoms, Words};
use std::ops::Range;
use tagger::Token;

/// A text in tokens.
pub(super) struct Text<'a> {
    pub(super) words: &'static Words,
    pub(super) body: &'a str,
    pub(super) tokens: &'a [Token],
    /// Of each token.
    kinds: Vec<Kinds>,
    /// Whether each token begins with a capital.
    capitals: Vec<bool>,
    /// Whether it is of Indonesia, where some forms of address are names.
    pub(super) is_indonesian: bool,
}

impl<'a> Text<'a> {
    pub(super) fn of(atoms: KnownAtoms<'_>, body: &'a str, tokens: &'a [Token]) -> Self {
        let mut kinds = atoms.kinds_in_order();
        let kinds = tokens.iter().map(|token| kinds(token.bytes(), body.get(token.bytes()).unwrap_or_default()));
        let kinds = kinds.collect();
        let printed = tokens.iter().map(|token| body.get(token.bytes()).unwrap_or_default());
        let capitals = printed.map(|word| word.starts_with(char::is_uppercase)).collect();
        let mut text = Self { words: atoms.words(), body, tokens, kinds, capitals, is_indonesian: false };
        text.join_roles();
        text
    }

    /// A role of words with hyphens between, `runner-up`, is one by its last word.
    fn join_roles(&mut self) {
        // `commander-in-chief`
        const MOST_WORDS: usize = 3;
        let tight = |at: usize| self.tokens.get(at).is_some_and(|token| !token.spaced && !token.first);
        let mut roles = Vec::new();
        let mut at = 0;
        while at + 2 < self.tokens.len() {
            let mut end = at + 1;
            while end + 1 < self.tokens.len()
                && end < at + 2 * MOST_WORDS - 1
                && is_dash(self.word(end))
                && tight(end)
                && tight(end + 1)
            {
                end += 2;
                let kinds = self.words.kinds(self.printed(&(at..end)));
                if kinds.is(Kind::Role) {
                    roles.push((end - 1, kinds));
                }
            }
            at = end;
        }
        for (at, kinds) in roles {
            self.kinds.get_mut(at).into_iter().for_each(|known| *known = kinds);
        }
    }

    /// Whether a word is a form of address here, and no name.
    pub(super) fn is_address(&self, word: &str) -> bool {
        let kinds = self.words.kinds(word);
        kinds.is(Kind::Honorific) && !(self.is_indonesian && kinds.is(Kind::NameInIndonesia))
    }

    /// The token as it is printed; nothing where there is none.
    pub(super) fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).and_then(|token| self.body.get(token.bytes())).unwrap_or_default()
    }

    /// The same without what a sentence that begins here would have instead.
    pub(super) fn word_inside(&self, at: usize) -> &'a str {
        if self.begins(at) { "" } else { self.word(at) }
    }

    /// The text of some tokens.
    pub(super) fn printed(&self, tokens: &Range<usize>) -> &'a str {
        let first = self.tokens.get(tokens.start);
        let last = tokens.end.checked_sub(1).and_then(|last| self.tokens.get(last));
        first.zip(last).and_then(|(first, last)| self.body.get(first.start..last.end)).unwrap_or_default()
    }

    /// Whether a sentence or line begins at this token, or the text has ended.
    pub(super) fn begins(&self, at: usize) -> bool {
        self.tokens.get(at).is_none_or(|token| token.first)
    }

    pub(super) fn is_capital(&self, at: usize) -> bool {
        self.capitals.get(at).copied().unwrap_or(false)
    }

    /// Whether the token is of this kind.
    pub(super) fn is(&self, at: usize, kind: Kind) -> bool {
        self.kinds.get(at).is_some_and(|kinds| kinds.is(kind))
    }

    /// The same where no sentence begins.
    pub(super) fn is_inside(&self, at: usize, kind: Kind) -> bool {
        !self.begins(at) && self.is(at, kind)
    }

    /// Whether the token is the plural of a noun for what somebody is: `senators`, `secretaries`, `spokesmen`.
    pub(super) fn is_plural_role(&self, at: usize) -> bool {
        let word = self.word(at);
        let is_role = |singular: &str| self.words.is(singular, Kind::Role);
        match (word.strip_suffix("ies"), word.strip_suffix("men"), word.strip_suffix('s')) {
            (Some(stem), ..) => is_role(&format!("{stem}y")),
            (_, Some(stem), _) => is_role(&format!("{stem}man")),
            (.., Some(stem)) => is_role(stem),
            _ => false,
        }
    }

    /// Whether the token is a noun for what somebody is.
    pub(super) fn is_role(&self, at: usize) -> bool {
        // Shorter words have such an ending and are none.
        const SHORTEST: usize = 10;
        self.is(at, Kind::Role) || (self.word(at).len() >= SHORTEST && self.is(at, Kind::RoleEnding))
    }
}

/// Whether a mark is an apostrophe.
pub(super) fn is_apostrophe(word: &str) -> bool {
    matches!(word, "’" | "'")
}

/// Whether a mark is a hyphen or a short dash.
pub(super) fn is_dash(word: &str) -> bool {
    matches!(word, "-" | "–")
}
