//! What goes into one request: a message, or a list of them.

use super::message::Message;
use super::signature::Signer;
use sha2::{Digest, Sha256};
use std::collections::HashSet;

/// Bytes of a list, unless one message alone has more: many servers take no more.
const LONGEST_LIST: usize = 1 << 20;

/// Messages that go together, in their order.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) messages: Vec<Message>,
    as_list: bool,
    bytes: usize,
}

impl Request {
    /// Puts messages into as few requests as their limits allow.
    pub(super) fn of(messages: Vec<Message>, most: usize) -> Vec<Self> {
        let mut requests: Vec<Self> = Vec::new();
        for message in messages {
            match requests.last_mut() {
                Some(last) if last.has_room(&message, most) => last.push(message),
                Some(_) | None => {
                    let mut next = Self { messages: Vec::new(), as_list: most > 1, bytes: 0 };
                    next.push(message);
                    requests.push(next);
                }
            }
        }
        requests
    }

    /// Takes as many requests as may be on their way at once: of no article two.
    pub(super) fn take_window(requests: &mut Vec<Self>, most: usize) -> Vec<Self> {
        let mut articles = HashSet::new();
        let is_apart = |request: &&Self| {
            let is_apart = request.messages.iter().all(|message| !articles.contains(&message.article));
            articles.extend(request.messages.iter().map(|message| message.article));
            is_apart
        };
        let apart = requests.iter().take(most).take_while(is_apart).count();
        let rest = requests.split_off(apart);
        std::mem::replace(requests, rest)
    }

    fn has_room(&self, message: &Message, most: usize) -> bool {
        self.messages.len() < most && self.bytes + message.json.len() <= LONGEST_LIST
    }

    fn push(&mut self, message: Message) {
        self.bytes += message.json.len();
        self.messages.push(message);
    }

    /// `webhook-id`: of a list it is made of the ids in it, so that the same list has the same.
    pub(super) fn id(&self) -> String {
        match self.messages.as_slice() {
            [only] if !self.as_list => only.id.clone(),
            several => {
                let digest =
                    several.iter().fold(Sha256::new(), |hash, one| hash.chain_update(&one.id).chain_update("\n"));
                digest.finalize().iter().take(16).fold("list-".to_owned(), |id, byte| format!("{id}{byte:02x}"))
            }
        }
    }

    /// The body.
    pub(super) fn body(&self) -> String {
        match self.messages.as_slice() {
            [only] if !self.as_list => only.json.clone(),
            several => {
                let newest =
                    several.iter().map(|message| message.at).max().map(|at| at.to_string()).unwrap_or_default();
                let list: Vec<&str> = several.iter().map(|message| message.json.as_str()).collect();
                format!(r#"{{"type":"articles","timestamp":"{newest}","data":[{}]}}"#, list.join(","))
            }
        }
    }

    /// The headers of the standard, for a body that is sent now.
    pub(super) fn headers(&self, signer: &Signer, unix_seconds: u64, body: &str) -> [(&'static str, String); 3] {
        let id = self.id();
        let signature = signer.sign(&id, unix_seconds, body);
        [("webhook-id", id), ("webhook-timestamp", unix_seconds.to_string()), ("webhook-signature", signature)]
    }
}
