//! What became of a version in the stores, and why it did not get there, with the words for it.

use super::evidence::{Evidence, Placed, Reader};
use article::Article;
use pipeline::letters::{Letter, Mark};

/// What became of one version of an article, or of one record that never became one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryState {
    /// Every store that was asked has it, or was given it.
    Stored,
    /// Somebody has yet to read it.
    InProgress,
    /// A store has this text already, and changed nothing.
    Repeat,
    /// No store takes it, by what they are to take.
    LeftOut,
    /// It is a dead letter, and was neither retried nor dropped.
    DeadLettered,
    /// It was a dead letter that is done with.
    PutAway,
}

impl EntryState {
    /// One word for it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Stored => "stored",
            Self::InProgress => "in_progress",
            Self::Repeat => "repeat",
            Self::LeftOut => "left_out",
            Self::DeadLettered => "dead_lettered",
            Self::PutAway => "put_away",
        }
    }
}

/// What became of a version in one store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Kept,
    NotKept,
    LeftOut,
}

/// What became of a version in the stores that were looked at so far.
#[derive(Debug, Default)]
pub(super) struct Fates {
    waiting: bool,
    /// Of those that have read it, and did not refuse it.
    fates: Vec<Fate>,
    /// It is a dead letter, and what was done with that.
    dead: Option<Option<Mark>>,
}

impl Fates {
    /// Notes what the store did with it that `reader` reads for, and says it in words.
    pub(super) fn note(&mut self, evidence: &Evidence, reader: &Reader, found: &Placed<Article>) -> String {
        if let Some(before) = reader.before(&found.place) {
            self.waiting = true;
            return waits(before);
        }
        let is_its = |(letter, _): &&(Letter, Option<Mark>)| {
            letter.stage() == reader.stage && letter.origin().as_ref() == Some(&found.place)
        };
        if let Some((letter, mark)) = evidence.letters.iter().find(is_its) {
            self.dead = Some(*mark);
            return refused(letter, *mark);
        }
        let is_own = |store: &str| reader.stage.strip_prefix("store/") == Some(store);
        let mut stored = evidence.stored.iter().filter(|(store, _)| is_own(store)).flat_map(|(_, versions)| versions);
        let is_there = stored.any(|one| one.version == found.what.version);
        let held = evidence.held.iter().find(|(store, version, _)| is_own(store) && *version == found.what.version);
        match held.filter(|_| !is_there) {
            Some((_, _, Some(until))) => {
                self.waiting = true;
                return format!("is given it at the end of its embargo, {until}");
            }
            Some((_, _, None)) => {
                self.fates.push(Fate::LeftOut);
                return "was never given it: a later version took its place while it waited".to_owned();
            }
            None => {}
        }
        let (fate, what) = stored_as(evidence, reader, &found.what);
        self.fates.push(fate);
        what
    }

    /// What follows for the version.
    pub(super) fn state(&self) -> EntryState {
        let kept = self.fates.contains(&Fate::Kept);
        match self.dead {
            _ if self.waiting => EntryState::InProgress,
            Some(None) => EntryState::DeadLettered,
            Some(Some(_)) if !kept => EntryState::PutAway,
            _ if kept || self.fates.is_empty() => EntryState::Stored,
            _ if self.fates.contains(&Fate::NotKept) => EntryState::Repeat,
            _ => EntryState::LeftOut,
        }
    }
}

/// What a store that has read a version did with it.
fn stored_as(evidence: &Evidence, reader: &Reader, article: &Article) -> (Fate, String) {
    let is_own = |store: &str| reader.stage.strip_prefix("store/") == Some(store);
    let left_out = evidence.left_out.iter().find(|(store, version, _)| is_own(store) && *version == article.version);
    if let Some((_, _, reason)) = left_out {
        return (Fate::LeftOut, format!("left out, {reason}: the store takes only some articles"));
    }
    let versions = evidence.stored.iter().find(|(store, _)| is_own(store));
    let Some((_, versions)) = versions else { return (Fate::Kept, "was given it".to_owned()) };
    if let Some(what) = standing(versions, article) {
        return (Fate::Kept, what.to_owned());
    }
    let hash = article.content_hash();
    if versions.iter().any(|one| one.content_hash() == hash) {
        return (Fate::NotKept, "dropped as a repeat: it has this text already".to_owned());
    }
    (Fate::NotKept, "it is not there: deleted, or the store is another one than it was".to_owned())
}

/// How a version stands among those that a store keeps; `None`: it is none of them.
pub(super) fn standing(versions: &[Article], article: &Article) -> Option<&'static str> {
    let index = versions.iter().position(|one| one.version == article.version)?;
    Some(if index + 1 == versions.len() { "stored; it stands" } else { "stored, an earlier version" })
}

/// Of what is not read yet, by how many offsets are to be read before it.
pub(super) fn waits(before: u64) -> String {
    match before {
        0 => "is next to read it".to_owned(),
        1 => "has yet to read it: 1 offset before it".to_owned(),
        several => format!("has yet to read it: {several} offsets before it"),
    }
}

/// Of a dead letter, by what was done with it.
pub(super) fn refused(letter: &Letter, mark: Option<Mark>) -> String {
    let done = mark.map(|mark| format!("; {} at {}", mark.mark.as_str(), mark.at)).unwrap_or_default();
    format!("refused it: {}: {} (dead letter {}{done})", letter.class(), letter.message(), letter.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::samples::{enriched, letter, place, readers};
    use article::Timestamp;

    /// What is said of each store, and what follows for the version that came last.
    fn fate(evidence: &Evidence) -> (Vec<String>, &'static str) {
        let found = evidence.enriched.last().unwrap();
        let mut fates = Fates::default();
        let stores = evidence.readers.iter().filter(|reader| reader.stage.starts_with("store/"));
        let said: Vec<String> = stores.map(|reader| fates.note(evidence, reader, found)).collect();
        (said, fates.state().word())
    }

    #[test]
    fn what_stores_are_not_to_take_is_left_out_and_no_loss() {
        let left_out = |store: &str| (store.to_owned(), enriched(0, "one", 3).what.version, "filtered_language");
        let evidence = |left_out| Evidence {
            stored: vec![("a".to_owned(), Vec::new()), ("b".to_owned(), Vec::new())],
            left_out,
            enriched: vec![enriched(0, "one", 3)],
            readers: readers(8),
            ..Evidence::default()
        };
        let (said, state) = fate(&evidence(vec![left_out("a"), left_out("b")]));
        assert_eq!(state, "left_out");
        assert_eq!(said[0], "left out, filtered_language: the store takes only some articles");
        let (said, _) = fate(&evidence(vec![left_out("a")]));
        assert!(said[1].starts_with("it is not there"), "{said:?}");
    }

    #[test]
    fn what_is_embargoed_is_on_its_way_to_stores_that_keep_to_that() {
        let found = enriched(0, "one", 3);
        let until = Timestamp::from_millis(1_790_000_000_000);
        let mut evidence = Evidence {
            stored: vec![("a".to_owned(), Vec::new()), ("b".to_owned(), vec![found.what.clone()])],
            held: vec![("a".to_owned(), found.what.version, Some(until))],
            enriched: vec![found],
            readers: readers(8),
            ..Evidence::default()
        };
        let (said, state) = fate(&evidence);
        assert_eq!(state, "in_progress");
        assert_eq!(said, [format!("is given it at the end of its embargo, {until}"), "stored; it stands".to_owned()]);
        for one in &mut evidence.held {
            one.2 = None;
        }
        assert_eq!(fate(&evidence).0[0], "was never given it: a later version took its place while it waited");
    }

    #[test]
    fn a_store_keeps_drops_or_refuses_a_version_or_has_yet_to_read_it() {
        let evidence = |of_a: &[Placed<Article>], letters, position| Evidence {
            stored: vec![("a".to_owned(), of_a.iter().map(|one| one.what.clone()).collect())],
            enriched: vec![enriched(60, "one", 5)],
            letters,
            readers: readers(position).into_iter().filter(|reader| reader.stage != "store/b").collect(),
            ..Evidence::default()
        };
        for (evidence, said, state) in [
            (evidence(&[enriched(60, "one", 5)], Vec::new(), 6), "stored; it stands", "stored"),
            (
                evidence(&[enriched(0, "one", 3)], Vec::new(), 6),
                "dropped as a repeat: it has this text already",
                "repeat",
            ),
            (
                evidence(&[], vec![letter("store/a", &place("enriched", 5))], 6),
                "refused it: refused_by_store: no ferries (dead letter store/0/4)",
                "dead_lettered",
            ),
            (evidence(&[], Vec::new(), 3), "has yet to read it: 2 offsets before it", "in_progress"),
        ] {
            assert_eq!(fate(&evidence), (vec![said.to_owned()], state));
        }
    }
}
