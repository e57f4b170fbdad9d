//! A person or an organisation, and what the text says of it.

use super::office::Office;
use crate::enrichers::quotes::sentence::names;
use crate::given_names::Gender;
use std::rc::Rc;

/// A person or an organisation as the article names it.
#[derive(Debug, Clone)]
pub(crate) struct CastMember {
    pub(crate) name: Rc<str>,
    /// Index into the item's `people` or `organisations`.
    pub(crate) reference: Option<u32>,
    pub(crate) is_person: bool,
    /// Whether it is a body of the state, which nobody calls a company or a group.
    pub(crate) is_public: bool,
    /// Titles, and the text around the first mentions, in lower case: where roles stand.
    pub(crate) around: String,
    /// What the text says that a person is.
    pub(crate) offices: Vec<Office>,
    /// The age in years that stands behind the name.
    pub(crate) age: Option<u8>,
    /// Mentions behind which `he` stands less those behind which `she` does.
    pub(crate) voted: i32,
    /// How many mentions `around` holds.
    pub(crate) described: u8,
    pub(crate) gender: Option<Gender>,
}

impl CastMember {
    /// A pronoun behind a name says what nothing else says.
    pub(crate) fn count_votes(&mut self) {
        // What a given name says is right but for a few; so is the text, twice.
        const SURELY: i32 = 2;
        let needed = if self.gender.is_some() { SURELY } else { 1 };
        if self.is_person && self.voted >= needed {
            self.gender = Some(Gender::Male);
        } else if self.is_person && self.voted <= -needed {
            self.gender = Some(Gender::Female);
        }
    }

    /// Notes what a text says that this person is.
    pub(crate) fn hold(&mut self, offices: Vec<Office>) {
        // More only a list of names has.
        const MOST: usize = 16;
        let room = MOST.saturating_sub(self.offices.len());
        self.offices.extend(offices.into_iter().take(room));
    }

    /// Whether this stands beside its name, in lower case.
    pub(crate) fn is_named_with(&self, other: &str) -> bool {
        self.around.contains(other)
    }

    /// Whether the text says this of it, beside its name or in it.
    pub(crate) fn is_said_to_be(&self, word: &str) -> bool {
        names::contains_word(&self.around, word)
            || !self.is_person && names::contains_word(&self.name.to_lowercase(), word)
    }
}
