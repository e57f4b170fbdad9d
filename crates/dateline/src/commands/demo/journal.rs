//! What has happened, in the order of the data's way, and what is still to come.

use crate::commands::show::record_lines::{Event, What};
use article::RecordRef;
use std::collections::{BTreeMap, BTreeSet};

/// Key of a place in a topic.
type Place = (String, i32, i64);

/// Keeps events until what they follow has been told, and counts.
#[derive(Debug, Default)]
pub(super) struct Journal {
    stores: usize,
    told: BTreeSet<Place>,
    waiting: Vec<Event>,
    /// Articles on their way to the stores: which stores have answered.
    answered: BTreeMap<Place, BTreeSet<String>>,
    /// Articles seen, by id.
    articles: BTreeSet<String>,
    /// Articles stored before this one of the same id.
    stored: BTreeSet<String>,
    ids: BTreeMap<Place, String>,
    pub(super) counts: Counts,
}

/// How much went through.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) records: usize,
    pub(super) articles: usize,
    pub(super) stored: usize,
    pub(super) unchanged: usize,
    pub(super) dead_letters: usize,
    /// Records that are through: answered for by every store, or a dead letter.
    pub(super) settled: usize,
}

impl Journal {
    /// Of a pipeline with so many stores.
    pub(super) fn new(stores: usize) -> Self {
        Self { stores, ..Self::default() }
    }

    /// Takes events in any order; gives those that can be told now, in the order of the data's way.
    pub(super) fn take(&mut self, events: Vec<Event>) -> Vec<Event> {
        self.waiting.extend(events);
        let mut now = Vec::new();
        loop {
            let ready = self
                .waiting
                .iter()
                .position(|event| event.after.as_ref().is_none_or(|after| self.told.contains(&place(after))));
            let Some(ready) = ready else { return now };
            let event = self.waiting.remove(ready);
            if let Some(event) = self.note(event) {
                now.push(event);
            }
        }
    }

    /// Counts an event. `None`: it has been told before.
    fn note(&mut self, mut event: Event) -> Option<Event> {
        let at = place(&event.record);
        match &event.what {
            What::Delivered { store, stored } => {
                // A write that was not committed is made again.
                if !self.answered.entry(at.clone()).or_default().insert(store.clone()) {
                    return None;
                }
                if self.answered.get(&at).is_some_and(|answered| answered.len() == self.stores) {
                    self.counts.settled += 1;
                }
                if *stored {
                    self.counts.stored += 1;
                    let id = self.ids.get(&at).cloned().unwrap_or_default();
                    if !self.stored.insert(format!("{store} {id}")) {
                        event.text.push_str(" as a new version");
                    }
                } else {
                    self.counts.unchanged += 1;
                }
                return Some(event);
            }
            What::Ingested(_) => self.counts.records += 1,
            What::Extracted => {}
            What::Enriched(id) => {
                self.ids.insert(at.clone(), id.clone());
                self.articles.insert(id.clone());
                self.counts.articles = self.articles.len();
                if self.stores == 0 {
                    self.counts.settled += 1;
                }
            }
            What::DeadLetter { .. } => {
                self.counts.dead_letters += 1;
                self.counts.settled += 1;
            }
        }
        self.told.insert(at).then_some(event)
    }
}

fn place(record: &RecordRef) -> Place {
    (record.topic.clone(), record.partition, record.offset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::show::palette::Look;

    fn at(topic: &str, offset: i64) -> RecordRef {
        RecordRef { topic: topic.to_owned(), partition: 0, offset }
    }

    fn event(what: What, record: RecordRef, after: Option<RecordRef>) -> Event {
        Event { what, record, after, stage: "", look: Look::Plain, text: String::new() }
    }

    fn delivered(offset: i64, after: i64) -> Event {
        let what = What::Delivered { store: "local".to_owned(), stored: true };
        event(what, at("enriched", offset), Some(at("enriched", after)))
    }

    #[test]
    fn events_are_told_in_the_order_of_the_datas_way() {
        let mut journal = Journal::new(1);
        let enriched = event(What::Enriched("a".to_owned()), at("enriched", 1), Some(at("articles", 1)));
        let extracted = event(What::Extracted, at("articles", 1), Some(at("raw", 1)));
        let ingested = event(What::Ingested("a".to_owned()), at("raw", 1), None);
        assert!(journal.take(vec![delivered(1, 1), enriched]).is_empty());
        let told = journal.take(vec![extracted, ingested]);
        let topics: Vec<&str> = told.iter().map(|event| event.record.topic.as_str()).collect();
        assert_eq!(topics, ["raw", "articles", "enriched", "enriched"]);
        assert_eq!((journal.counts.settled, journal.counts.stored, journal.counts.articles), (1, 1, 1));
        // Written again after an aborted commit.
        assert!(journal.take(vec![delivered(1, 1)]).is_empty());
        assert_eq!(journal.counts.settled, 1);
    }

    #[test]
    fn a_dead_letter_settles_its_record() {
        let mut journal = Journal::new(2);
        let letter = event(What::DeadLetter { class: "not_utf8".to_owned() }, at("dlq", 0), Some(at("raw", 0)));
        let ingested = event(What::Ingested("a".to_owned()), at("raw", 0), None);
        assert_eq!(journal.take(vec![letter, ingested]).len(), 2);
        assert_eq!((journal.counts.settled, journal.counts.dead_letters), (1, 1));
    }
}
