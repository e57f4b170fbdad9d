//! One article's way, as it follows from what was found.

use super::evidence::{Evidence, Placed, Reader};
use article::{Article, RecordRef, Timestamp};
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

/// What one stage did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// `ingest`, `extract`, `enrich`, `store/NAME`.
    pub stage: String,
    /// When; `None`: that is not kept.
    pub at: Option<Timestamp>,
    /// What it wrote, or where it is to read.
    pub place: Option<RecordRef>,
    /// Service and version, where that is kept.
    pub by: Option<String>,
    /// What it did, in words; empty: it passed it on.
    pub what: String,
}

/// One version's way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its version; `None`: it never became an article.
    pub version: Option<u64>,
    /// When it came.
    pub at: Timestamp,
    /// What became of it.
    pub state: EntryState,
    /// Stage by stage.
    pub steps: Vec<Step>,
}

/// An article's way, oldest version first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trail {
    /// Its id, if it became one.
    pub article: Option<String>,
    /// Its headline.
    pub headline: Option<String>,
    /// Its versions.
    pub entries: Vec<Entry>,
}

impl Trail {
    /// What follows.
    pub fn of(evidence: &Evidence) -> Self {
        let mut entries = Vec::new();
        let mut newest: Option<&Article> = None;
        for found in &evidence.enriched {
            entries.push(of_enriched(evidence, found));
        }
        let is_found = |article: &&Article| !evidence.enriched.iter().any(|one| one.what.version == article.version);
        let mut kept: Vec<&Article> = Vec::new();
        for article in evidence.stored.iter().flat_map(|(_, versions)| versions) {
            if is_found(&article) && !kept.iter().any(|one| one.version == article.version) {
                kept.push(article);
            }
        }
        entries.extend(kept.into_iter().map(|article| of_stored(evidence, article)));
        entries.extend(evidence.articles.iter().map(|found| {
            let mut entry = Entry::of(&found.what, found.at, EntryState::InProgress);
            entry.place("extract", &found.place);
            entry.waits(evidence, "enrich", &found.place);
            entry
        }));
        entries.extend(evidence.raw.iter().map(|found| of_raw(evidence, found)));
        let told: Vec<RecordRef> = evidence.enriched.iter().map(|one| one.place.clone()).collect();
        let alone = |(letter, _): &&(Letter, Option<Mark>)| letter.origin().is_none_or(|from| !told.contains(&from));
        entries.extend(evidence.letters.iter().filter(alone).map(|(letter, mark)| of_letter(letter, *mark)));
        entries.sort_by_key(|entry| entry.at);
        let all = evidence.stored.iter().flat_map(|(_, versions)| versions);
        let all = all.chain(evidence.enriched.iter().chain(&evidence.articles).map(|one| &one.what));
        for article in all {
            if newest.is_none_or(|newest| newest.version <= article.version) {
                newest = Some(article);
            }
        }
        Self {
            article: newest.map(|article| article.uri.to_string()),
            headline: newest.and_then(|article| article.headline()).map(str::to_owned),
            entries,
        }
    }

    /// What became of what came last; `None`: nothing is known of it.
    pub fn state(&self) -> Option<&EntryState> {
        self.entries.last().map(|entry| &entry.state)
    }
}

impl Entry {
    /// The steps that provenance tells.
    fn of(article: &Article, at: Timestamp, state: EntryState) -> Self {
        let provenance = &article.enrichment.provenance;
        let steps = provenance.iter().enumerate().map(|(index, entry)| Step {
            stage: entry.stage.clone(),
            at: Some(entry.at),
            // Where it wrote to is where the next one read.
            place: provenance.get(index + 1).and_then(|next| next.from.clone()),
            by: Some(entry.by.clone()),
            what: entry.source.as_ref().map(|source| format!("from {source}")).unwrap_or_default(),
        });
        Self { version: Some(article.version.number()), at, state, steps: steps.collect() }
    }

    fn place(&mut self, stage: &str, place: &RecordRef) {
        if let Some(step) = self.steps.iter_mut().rfind(|step| step.stage == stage) {
            step.place = Some(place.clone());
        }
    }

    fn step(&mut self, stage: &str, what: String) {
        self.steps.push(Step { stage: stage.to_owned(), at: None, place: None, by: None, what });
    }

    fn waits(&mut self, evidence: &Evidence, stage: &str, place: &RecordRef) {
        let reader = evidence.readers.iter().find(|reader| reader.stage == stage);
        let before = reader.and_then(|reader| reader.before(place)).unwrap_or(0);
        self.step(stage, waits(before));
    }
}

fn waits(before: u64) -> String {
    match before {
        0 => "is next to read it".to_owned(),
        1 => "has yet to read it: 1 offset before it".to_owned(),
        several => format!("has yet to read it: {several} offsets before it"),
    }
}

fn of_enriched(evidence: &Evidence, found: &Placed<Article>) -> Entry {
    let mut entry = Entry::of(&found.what, found.at, EntryState::Stored);
    entry.place("enrich", &found.place);
    let (mut waiting, mut fates, mut dead) = (false, Vec::new(), None);
    for reader in evidence.readers.iter().filter(|reader| reader.stage.starts_with("store/")) {
        let letter = evidence
            .letters
            .iter()
            .find(|(letter, _)| letter.stage() == reader.stage && letter.origin().as_ref() == Some(&found.place));
        let what = if let Some(before) = reader.before(&found.place) {
            waiting = true;
            waits(before)
        } else if let Some((letter, mark)) = letter {
            dead = Some(*mark);
            refused(letter, *mark)
        } else {
            let (fate, what) = stored_as(evidence, reader, &found.what);
            fates.push(fate);
            what
        };
        entry.step(&reader.stage, what);
    }
    let kept = fates.contains(&Fate::Kept);
    entry.state = match dead {
        _ if waiting => EntryState::InProgress,
        Some(None) => EntryState::DeadLettered,
        Some(Some(_)) if !kept => EntryState::PutAway,
        _ if kept || fates.is_empty() => EntryState::Stored,
        _ if fates.contains(&Fate::NotKept) => EntryState::Repeat,
        _ => EntryState::LeftOut,
    };
    entry
}

/// What became of a version in a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Kept,
    NotKept,
    LeftOut,
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
    if versions.iter().any(|one| one.version == article.version) {
        let is_last = versions.last().is_some_and(|last| last.version == article.version);
        return (Fate::Kept, if is_last { "stored; it stands" } else { "stored, an earlier version" }.to_owned());
    }
    let hash = article.content_hash();
    if versions.iter().any(|one| one.content_hash() == hash) {
        return (Fate::NotKept, "dropped as a repeat: it has this text already".to_owned());
    }
    (Fate::NotKept, "it is not there: deleted, or the store is another one than it was".to_owned())
}

fn of_stored(evidence: &Evidence, article: &Article) -> Entry {
    let at = article.enrichment.provenance.last().map_or(article.version_created, |entry| entry.at);
    let mut entry = Entry::of(article, at, EntryState::Stored);
    for (store, versions) in &evidence.stored {
        let what = match versions.iter().position(|one| one.version == article.version) {
            None => continue,
            Some(index) if index + 1 == versions.len() => "stored; it stands",
            Some(_) => "stored, an earlier version",
        };
        entry.step(&format!("store/{store}"), what.to_owned());
    }
    entry
}

fn of_raw(evidence: &Evidence, found: &Placed<Option<String>>) -> Entry {
    let what = found.what.as_ref().map_or_else(|| "source not stated".to_owned(), |source| format!("from {source}"));
    let step =
        Step { stage: "ingest".to_owned(), at: Some(found.at), place: Some(found.place.clone()), by: None, what };
    let mut entry = Entry { version: None, at: found.at, state: EntryState::InProgress, steps: vec![step] };
    entry.waits(evidence, "extract", &found.place);
    entry
}

fn of_letter(letter: &Letter, mark: Option<Mark>) -> Entry {
    let at = letter.given_up_at();
    let mut steps = Vec::new();
    if let Some(source) = letter.source() {
        let what = format!("from {source}");
        steps.push(Step { stage: "ingest".to_owned(), at: None, place: letter.origin(), by: None, what });
    }
    let by = letter.service().map(str::to_owned);
    let what = refused(letter, mark);
    steps.push(Step { stage: letter.stage().to_owned(), at: Some(at), place: None, by, what });
    let state = if mark.is_some() { EntryState::PutAway } else { EntryState::DeadLettered };
    Entry { version: None, at, state, steps }
}

fn refused(letter: &Letter, mark: Option<Mark>) -> String {
    let done = mark.map(|mark| format!("; {} at {}", mark.mark.as_str(), mark.at)).unwrap_or_default();
    format!("refused it: {}: {} (dead letter {}{done})", letter.class(), letter.message(), letter.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use article::{ArticleId, Headers, Lane, Provenance, Record, StageName, Topics, Version, header};
    use bus::Received;
    use std::collections::HashMap;

    const FETCH: i64 = 1_790_000_000_000;

    fn place(topic: &str, offset: i64) -> RecordRef {
        RecordRef { topic: format!("news.{topic}.v1"), partition: 0, offset }
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(FETCH + seconds * 1_000)
    }

    fn version(seconds: i64, body: &str, offset: i64) -> Article {
        let id = ArticleId::of_source("wire", "ferry");
        let mut article = Article::new(id, Version::fetched_at(at(seconds).millis()), at(seconds));
        article.set_headline("Ferry late again");
        article.set_body(body.to_owned());
        let mut ingest = Provenance::new("ingest", "consumer/0.1.0", at(seconds));
        ingest.source = Some("wire".to_owned());
        let mut extract = Provenance::new("extract", "consumer/0.1.0", at(seconds + 1));
        extract.from = Some(place("raw", offset));
        article.enrichment.provenance = vec![ingest, extract];
        article
    }

    fn enriched(seconds: i64, body: &str, offset: i64) -> Placed<Article> {
        let mut what = version(seconds, body, offset);
        let mut enrich = Provenance::new("enrich", "enricher/0.1.0", at(seconds + 2));
        enrich.from = Some(place("articles", offset));
        what.enrichment.provenance.push(enrich);
        Placed { place: place("enriched", offset), at: at(seconds + 2), what }
    }

    fn letter(stage: &str, from: &RecordRef) -> (Letter, Option<Mark>) {
        let offset = from.offset.to_string();
        let headers: Headers = [
            (header::ERROR_STAGE, stage),
            (header::ERROR_CLASS, "refused_by_store"),
            (header::ERROR_MESSAGE, "no ferries"),
            (header::ERROR_TOPIC, from.topic.as_str()),
            (header::ERROR_PARTITION, "0"),
            (header::ERROR_OFFSET, offset.as_str()),
            (header::RECORD_SOURCE, "wire"),
        ]
        .map(|(name, value)| (name.to_owned(), value.as_bytes().to_vec()))
        .into_iter()
        .collect();
        let topics = Topics::of(Lane::live());
        let record = Record { headers, timestamp: at(9).millis(), ..Record::default() };
        let topic = topics.dead_letters(StageName::named(stage.split('/').next().unwrap()).unwrap());
        (Letter::of(Received { topic, partition: 0, offset: 4, record }, &topics).unwrap(), None)
    }

    fn readers(position: i64) -> Vec<Reader> {
        let stages = ["extract", "enrich", "store/a", "store/b"];
        let reader = |stage: &str| Reader { stage: stage.to_owned(), positions: HashMap::from([(0, position)]) };
        stages.map(reader).into()
    }

    fn states(trail: &Trail) -> Vec<&'static str> {
        trail.entries.iter().map(|entry| entry.state.word()).collect()
    }

    fn said<'a>(entry: &'a Entry, stage: &str) -> &'a str {
        entry.steps.iter().find(|step| step.stage == stage).map_or("", |step| &step.what)
    }

    #[test]
    fn what_stores_are_not_to_take_is_left_out_and_no_loss() {
        let left_out = |store: &str| (store.to_owned(), enriched(0, "one", 3).what.version, "filtered_language");
        let stored = vec![("a".to_owned(), Vec::new()), ("b".to_owned(), Vec::new())];
        let evidence = |left_out| Evidence {
            stored: stored.clone(),
            left_out,
            enriched: vec![enriched(0, "one", 3)],
            readers: readers(8),
            ..Evidence::default()
        };
        let both = Trail::of(&evidence(vec![left_out("a"), left_out("b")]));
        assert_eq!(states(&both), ["left_out"]);
        assert_eq!(
            said(&both.entries[0], "store/a"),
            "left out, filtered_language: the store takes only some articles"
        );
        let one = Trail::of(&evidence(vec![left_out("a")]));
        assert!(said(&one.entries[0], "store/b").starts_with("it is not there"), "{one:?}");
    }

    #[test]
    fn each_version_has_its_own_way_and_what_came_last_is_the_state() {
        let versions = vec![enriched(0, "one", 3).what, enriched(60, "two", 5).what];
        let evidence = Evidence {
            stored: vec![("a".to_owned(), versions)],
            enriched: vec![enriched(60, "two", 5), enriched(120, "two", 7), enriched(180, "three", 9)],
            readers: readers(8),
            ..Evidence::default()
        };
        let trail = Trail::of(&evidence);
        assert_eq!(states(&trail), ["stored", "stored", "stored", "in_progress"]);
        let [first, second, third, last] = trail.entries.as_slice() else { panic!("{trail:?}") };
        assert_eq!(said(first, "store/a"), "stored, an earlier version", "retention has taken its record");
        assert_eq!(said(second, "store/a"), "stored; it stands");
        let places: Vec<_> = second.steps.iter().take(3).map(|step| step.place.clone().unwrap()).collect();
        assert_eq!(places, [place("raw", 5), place("articles", 5), place("enriched", 5)]);
        assert_eq!((said(second, "ingest"), second.steps[1].at), ("from wire", Some(at(61))));
        assert_eq!(said(third, "store/a"), "dropped as a repeat: it has this text already");
        assert_eq!(said(third, "store/b"), "was given it", "nobody can ask it");
        assert_eq!(said(last, "store/a"), "has yet to read it: 1 offset before it");
        assert_eq!(trail.headline.as_deref(), Some("Ferry late again"));
    }

    #[test]
    fn repeats_dead_letters_and_what_waits_are_told_apart() {
        let stored = vec![("a".to_owned(), vec![enriched(0, "one", 3).what])];
        let only_a = || readers(100).into_iter().filter(|reader| reader.stage != "store/b").collect::<Vec<_>>();
        let repeat =
            Evidence { stored, enriched: vec![enriched(60, "one", 5)], readers: only_a(), ..Evidence::default() };
        assert_eq!(states(&Trail::of(&repeat)), ["stored", "repeat"]);
        let refused = Evidence {
            stored: vec![("a".to_owned(), Vec::new())],
            enriched: vec![enriched(0, "one", 3)],
            letters: vec![letter("store/a", &place("enriched", 3))],
            readers: only_a(),
            ..Evidence::default()
        };
        let trail = Trail::of(&refused);
        assert_eq!(states(&trail), ["dead_lettered"]);
        let why = said(&trail.entries[0], "store/a");
        assert_eq!(why, "refused it: refused_by_store: no ferries (dead letter store/0/4)");
        let never =
            Evidence { letters: vec![letter("extract", &place("raw", 3))], readers: only_a(), ..Evidence::default() };
        let trail = Trail::of(&never);
        assert_eq!((states(&trail), trail.article.clone()), (vec!["dead_lettered"], None));
        let found = Placed { place: place("articles", 8), at: at(1), what: version(0, "one", 3) };
        let raw = Placed { place: place("raw", 9), at: at(2), what: Some("wire".to_owned()) };
        let waiting = Evidence { articles: vec![found], raw: vec![raw], readers: readers(8), ..Evidence::default() };
        let trail = Trail::of(&waiting);
        assert_eq!(states(&trail), ["in_progress", "in_progress"]);
        assert_eq!(said(&trail.entries[0], "enrich"), "is next to read it");
        assert_eq!(said(&trail.entries[1], "extract"), "has yet to read it: 1 offset before it");
        assert!(Evidence::default().is_empty() && Trail::of(&Evidence::default()).state().is_none());
    }
}
