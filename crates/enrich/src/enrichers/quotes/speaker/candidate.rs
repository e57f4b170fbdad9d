//! Somebody who may be the one that speaks, alone or with the words that name them.

use crate::given_names::Gender;
use article::Speaker;
use std::rc::Rc;

/// Somebody who may speak.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub(crate) name: Rc<str>,
    /// Index into the item's `people`.
    pub(crate) reference: Option<u32>,
    pub(crate) member: Option<usize>,
    pub(crate) gender: Option<Gender>,
    /// What it is: `None` if that cannot be told.
    pub(crate) is_person: Option<bool>,
}

impl Candidate {
    /// Whether both are one person.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.member == other.member && (self.member.is_some() || self.name.eq_ignore_ascii_case(&other.name))
    }

    pub(crate) fn speaker(&self) -> Speaker {
        Speaker { name: self.name.to_string(), reference: self.reference }
    }
}

/// A speaker with the words that name them.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    pub(crate) mention: String,
    pub(crate) candidate: Candidate,
}
