//! The store itself: requests in windows, answers for every article.
//!
//! A window is as many requests as may be on their way at once, of no article two, and the next one begins when all of
//! it is answered. So an article's versions arrive in order, and of what fails, everything before it was taken.

use super::answers::{Meaning, trouble};
use super::memory::Memory;
use super::message::{Message, id_of};
use super::pause::Pause;
use super::request::Request;
use super::settings::HttpSettings;
use async_trait::async_trait;
use fetch::HttpPost;
use pipeline::{Delivery, Store, StoreError, Written};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tokio::task::JoinSet;

/// No window begins this long after its write did: the partitions would stand still. What was taken is remembered, and
/// fewer articles come with the next write.
const PATIENCE: Duration = Duration::from_secs(15);

/// POSTs articles to a receiver.
#[derive(Debug)]
pub struct HttpStore {
    settings: HttpSettings,
    client: Arc<HttpPost>,
    memory: Memory,
    pause: Pause,
}

impl HttpStore {
    /// Nothing is asked yet.
    pub fn new(settings: HttpSettings) -> Self {
        let client = Arc::new(settings.client());
        Self { settings, client, memory: Memory::default(), pause: Pause::default() }
    }

    /// Messages that are to be sent; for others there is an answer then.
    fn messages(&mut self, batch: &[Delivery], ids: &[String]) -> Vec<Message> {
        self.memory.make_room();
        let mut messages = Vec::new();
        for (delivery, id) in batch.iter().zip(ids) {
            if self.memory.has(id) {
                continue;
            }
            let article = &delivery.article.0;
            if self.memory.is_overtaken(article.uri, article.version) {
                self.memory.answer(id, Written::Unchanged("older"));
                continue;
            }
            match Message::of(delivery) {
                Ok(message) => messages.push(message),
                Err(reason) => self.memory.answer(id, Written::DeadLetter(reason)),
            }
        }
        messages
    }

    /// Sends requests at once; what each came to, in their order.
    async fn send(&self, window: &[Request]) -> Vec<Meaning> {
        let mut sending = JoinSet::new();
        for (number, request) in window.iter().enumerate() {
            let (client, id, body) = (Arc::clone(&self.client), request.id(), request.body());
            let headers = request.headers(&self.settings.signer, unix_seconds(), &body);
            sending.spawn(async move {
                let answer = client.post(&headers, body).await;
                (number, Meaning::of(answer, &client.shown(), &id))
            });
        }
        let mut meanings = BTreeMap::new();
        while let Some(ended) = sending.join_next().await {
            // One that ended without an answer is missed below.
            meanings.extend(ended.ok());
        }
        let unanswered = || Meaning::Down { why: "a request was abandoned".to_owned(), pause: None };
        (0..window.len()).map(|number| meanings.remove(&number).unwrap_or_else(unanswered)).collect()
    }

    /// Notes what a window of these messages came to. The error is that of the first request which was not taken.
    fn note(&mut self, window: &[Request], meanings: Vec<Meaning>, ids: &[String]) -> Result<(), StoreError> {
        let mut end = Ok(());
        for (request, meaning) in window.iter().zip(meanings) {
            let messages = &request.messages;
            match meaning {
                Meaning::Taken(written) => {
                    messages.iter().for_each(|message| self.memory.take_in(message, written.clone()));
                }
                // It had them before.
                Meaning::Refused(_) if messages.iter().all(|message| self.memory.is_repeated(message)) => {
                    messages.iter().for_each(|message| self.memory.take_in(message, Written::Unchanged("same")));
                }
                Meaning::Refused(_) if end.is_err() => {}
                Meaning::Refused(reason) => {
                    if let [only] = messages.as_slice()
                        && ids.len() > 1
                    {
                        self.memory.refuse(only, &reason);
                    }
                    end = Err((StoreError::Records(reason), request));
                }
                Meaning::Down { why, pause } => {
                    if let Some(asked_for) = pause {
                        self.pause.begin(asked_for, Instant::now());
                    }
                    end = end.and(Err((StoreError::Down(why), request)));
                }
            }
        }
        end.map_err(|(error, request)| {
            if matches!(error, StoreError::Records(_)) {
                let is_in_it = |id: &String| request.messages.iter().any(|message| message.id == *id);
                let before = ids.iter().position(is_in_it).and_then(|at| ids.get(..at)).unwrap_or_default();
                self.memory.repeat_all_but(before);
            }
            error
        })
    }

    fn check_pause(&self) -> Result<(), StoreError> {
        if self.pause.lasts(Instant::now()) {
            return Err(StoreError::Down(format!("{} asked to be left alone for a while", self.client.shown())));
        }
        Ok(())
    }
}

#[async_trait]
impl Store for HttpStore {
    fn name(&self) -> &str {
        &self.settings.name
    }

    async fn open(&mut self) -> Result<(), StoreError> {
        self.check_pause()?;
        let at = self.client.shown();
        self.client.connect().await.map_err(|error| StoreError::Down(trouble(&error, &at)))
    }

    async fn write(&mut self, batch: &[Delivery]) -> Result<Vec<Written>, StoreError> {
        self.check_pause()?;
        let began = Instant::now();
        let ids: Vec<String> = batch.iter().map(id_of).collect();
        if let Some(reason) = self.memory.untold(&ids) {
            return Err(StoreError::Records(reason));
        }
        let messages = self.messages(batch, &ids);
        let mut requests = Request::of(messages, self.settings.articles_per_request);
        while !requests.is_empty() {
            if began.elapsed() > PATIENCE {
                let why = format!("{} of {} articles are left after {PATIENCE:?}", requests.len(), batch.len());
                return Err(StoreError::TooSlow(why));
            }
            let window = Request::take_window(&mut requests, self.settings.requests_at_once);
            let meanings = self.send(&window).await;
            self.note(&window, meanings, &ids)?;
        }
        Ok(self.memory.take(&ids))
    }
}

/// Receivers take no message whose time is minutes from theirs, so each attempt has its own.
fn unix_seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}
