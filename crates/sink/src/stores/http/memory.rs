//! What the receiver said of articles whose write is not done yet.
//!
//! A write that fails is done again, whole or in pieces, and what was accepted by then is not sent a second time. It is a
//! convenience of the receiver: what is forgotten is sent again under the same id.

use super::message::Message;
use article::{ArticleId, Version};
use pipeline::{Reason, Written};
use std::collections::HashMap;

/// Articles that are remembered when a write begins, a few writes' worth.
const MOST: usize = 2_000;

/// Answers by message id.
#[derive(Debug, Default)]
pub(super) struct Memory {
    answered: HashMap<String, Written>,
    refused: HashMap<String, Refused>,
}

/// An article that the receiver refuses. Whether that is the article's fault is found out by others.
#[derive(Debug)]
struct Refused {
    article: ArticleId,
    version: Version,
    /// What has not been told yet of the article alone.
    untold: Option<Reason>,
    /// A later version was accepted since: this one would come too late.
    overtaken: bool,
}

impl Memory {
    /// Whether there is an answer for a message, which is not to be sent then.
    pub(super) fn has(&self, id: &str) -> bool {
        self.answered.contains_key(id)
    }

    /// Makes room for the answers of another write.
    pub(super) fn make_room(&mut self) {
        if self.answered.len() >= MOST {
            self.answered.clear();
        }
        if self.refused.len() >= MOST {
            self.refused.clear();
        }
    }

    /// Notes an answer of our own.
    pub(super) fn answer(&mut self, id: &str, written: Written) {
        self.answered.insert(id.to_owned(), written);
    }

    /// Notes that the receiver has a message.
    pub(super) fn take_in(&mut self, message: &Message, written: Written) {
        self.refused.remove(&message.id);
        let earlier = |one: &&mut Refused| one.article == message.article && one.version < message.version;
        self.refused.values_mut().filter(earlier).for_each(|one| one.overtaken = true);
        self.answer(&message.id, written);
    }

    /// Notes a refusal; `is_told`: it is the answer to a write of this article alone.
    pub(super) fn refuse(&mut self, message: &Message, reason: &Reason, is_told: bool) {
        let untold = (!is_told).then(|| reason.clone());
        let (article, version) = (message.article, message.version);
        self.refused.insert(message.id.clone(), Refused { article, version, untold, overtaken: false });
    }

    /// Whether a message comes too late: the receiver refused it and then accepted a later version.
    pub(super) fn is_overtaken(&self, id: &str) -> bool {
        self.refused.get(id).is_some_and(|refused| refused.overtaken)
    }

    /// A refusal that is known of one of these messages and was not told of it alone. It is then, if it is the only one.
    pub(super) fn untold(&mut self, ids: &[String]) -> Option<Reason> {
        let one = ids.iter().find(|id| self.refused.get(*id).is_some_and(|refused| refused.untold.is_some()))?;
        let refused = self.refused.get_mut(one)?;
        if ids.len() == 1 { refused.untold.take() } else { refused.untold.clone() }
    }

    /// The answers for a write that is done.
    pub(super) fn take(&mut self, ids: &[String]) -> Vec<Written> {
        let answers = ids.iter().filter_map(|id| self.answered.get(id).cloned()).collect();
        ids.iter().for_each(|id| {
            self.answered.remove(id);
        });
        answers
    }
}
