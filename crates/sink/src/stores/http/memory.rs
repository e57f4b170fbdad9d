//! What the receiver said lately.
//!
//! A write that fails is done again, whole or in pieces, and what was accepted by then is not sent a second time; and what
//! was held up does not come behind a later version of its article. It is a convenience of the receiver: what is forgotten
//! is sent again under the same id.

use super::message::Message;
use article::{ArticleId, Version};
use pipeline::{Reason, Written};
use std::collections::{HashMap, HashSet};

/// Messages of each sort that are remembered when a write begins, a few writes' worth.
const MOST: usize = 2_000;

/// Articles whose newest version is remembered, some forty bytes each.
const ARTICLES: usize = 20_000;

/// Answers by message id.
#[derive(Debug, Default)]
pub(super) struct Memory {
    answered: HashMap<String, Written>,
    /// Those that the receiver has and is to be sent once more.
    to_repeat: HashSet<String>,
    /// Refusals that have not been told of the article alone yet.
    untold: HashMap<String, Reason>,
    /// The newest version of each article that the receiver has.
    newest: HashMap<ArticleId, Version>,
}

impl Memory {
    /// Makes room for what comes of another write.
    pub(super) fn make_room(&mut self) {
        if self.answered.len() >= MOST {
            self.answered.clear();
        }
        if self.to_repeat.len() >= MOST {
            self.to_repeat.clear();
        }
        if self.untold.len() >= MOST {
            self.untold.clear();
        }
        if self.newest.len() >= ARTICLES {
            self.newest.clear();
        }
    }

    /// Whether there is an answer for a message, which is not to be sent then.
    pub(super) fn has(&self, id: &str) -> bool {
        self.answered.contains_key(id)
    }

    /// Whether the receiver has a later version of this article.
    pub(super) fn is_overtaken(&self, article: ArticleId, version: Version) -> bool {
        self.newest.get(&article).is_some_and(|newest| *newest > version)
    }

    /// Notes an answer.
    pub(super) fn answer(&mut self, id: &str, written: Written) {
        self.answered.insert(id.to_owned(), written);
    }

    /// Notes that the receiver has a message.
    pub(super) fn take_in(&mut self, message: &Message, written: Written) {
        let newest = self.newest.entry(message.article).or_insert(message.version);
        *newest = message.version.max(*newest);
        self.answer(&message.id, written);
    }

    /// Has what was taken sent once more, but for these: what the store says after a refusal must show whether the receiver
    /// takes any then.
    pub(super) fn repeat_all_but(&mut self, ids: &[String]) {
        let to_repeat = &mut self.to_repeat;
        self.answered.retain(|id, written| {
            let stays = *written != Written::Stored || ids.contains(id);
            if !stays {
                to_repeat.insert(id.clone());
            }
            stays
        });
    }

    /// Whether the receiver has a message that is sent once more.
    pub(super) fn is_repeated(&self, message: &Message) -> bool {
        self.to_repeat.contains(&message.id)
    }

    /// Notes a refusal that is to be told of this article alone.
    pub(super) fn refuse(&mut self, message: &Message, reason: &Reason) {
        self.untold.insert(message.id.clone(), reason.clone());
    }

    /// A refusal that is known of one of these messages. It is told if that is the only one.
    pub(super) fn untold(&mut self, ids: &[String]) -> Option<Reason> {
        match ids {
            [only] => self.untold.remove(only),
            several => several.iter().find_map(|id| self.untold.get(id).cloned()),
        }
    }

    /// The answers for a write that is done.
    pub(super) fn take(&mut self, ids: &[String]) -> Vec<Written> {
        let answers = ids.iter().filter_map(|id| self.answered.get(id).cloned()).collect();
        for id in ids {
            self.answered.remove(id);
            self.to_repeat.remove(id);
        }
        answers
    }
}
