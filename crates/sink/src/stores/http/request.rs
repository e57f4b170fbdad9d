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

#[cfg(test)]
mod tests {
    use super::*;
    use article::{ArticleId, Timestamp, Version};

    fn message(article: &str, version: i64, bytes: usize) -> Message {
        Message {
            id: format!("{article}-v{version}"),
            article: ArticleId::of_source("desk", article),
            version: Version::fetched_at(version),
            at: Timestamp::from_millis(version),
            json: "x".repeat(bytes),
        }
    }

    fn sizes(requests: &[Request]) -> Vec<usize> {
        requests.iter().map(|request| request.messages.len()).collect()
    }

    #[test]
    fn lists_are_as_long_as_may_be_and_no_longer_than_servers_take() {
        let of = |bytes: &[usize], most| Request::of(bytes.iter().map(|bytes| message("a", 1, *bytes)).collect(), most);
        assert_eq!(sizes(&of(&[1; 7], 3)), [3, 3, 1]);
        assert_eq!(sizes(&of(&[1; 3], 1)), [1, 1, 1]);
        assert_eq!(sizes(&of(&[LONGEST_LIST / 2, LONGEST_LIST / 2, 1, LONGEST_LIST * 2, 1], 9)), [2, 1, 1, 1]);
        assert_eq!(sizes(&of(&[], 9)), [0; 0]);
    }

    #[test]
    fn a_window_has_no_article_twice() {
        let messages = ["a", "b", "a", "c", "d"].map(|article| message(article, 1, 1)).to_vec();
        let mut requests = Request::of(messages, 1);
        let mut windows = Vec::new();
        while !requests.is_empty() {
            windows.push(Request::take_window(&mut requests, 2).len());
        }
        assert_eq!(windows, [2, 2, 1]);
    }

    #[test]
    fn a_list_has_the_id_of_what_is_in_it_and_the_time_of_its_newest() {
        let list = |messages: &[Message]| Request::of(messages.to_vec(), 5).remove(0);
        let (one, two) = (message("a", 1, 1), message("b", 200_000_000_000, 1));
        let both = list(&[two.clone(), one.clone()]);
        assert_eq!(both.id(), list(&[two.clone(), one.clone()]).id());
        assert_ne!(both.id(), list(&[one.clone(), two]).id());
        assert_ne!(both.id(), list(std::slice::from_ref(&one)).id());
        assert_eq!(both.body(), r#"{"type":"articles","timestamp":"1976-05-03T19:33:20.000Z","data":[x,x]}"#);
        assert_eq!(list(&[one]).body(), r#"{"type":"articles","timestamp":"1970-01-01T00:00:00.001Z","data":[x]}"#);
    }
}
