//! One article's way, as it follows from what was found.

use super::evidence::{Evidence, Placed};
use super::fate::{EntryState, Fates, refused, standing, waits};
use article::{Article, RecordRef, Timestamp};
use pipeline::letters::{Letter, Mark};

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

fn of_enriched(evidence: &Evidence, found: &Placed<Article>) -> Entry {
    let mut entry = Entry::of(&found.what, found.at, EntryState::Stored);
    entry.place("enrich", &found.place);
    let mut fates = Fates::default();
    for reader in evidence.readers.iter().filter(|reader| reader.stage.starts_with("store/")) {
        entry.step(&reader.stage, fates.note(evidence, reader, found));
    }
    entry.state = fates.state();
    entry
}

fn of_stored(evidence: &Evidence, article: &Article) -> Entry {
    let at = article.enrichment.provenance.last().map_or(article.version_created, |entry| entry.at);
    let mut entry = Entry::of(article, at, EntryState::Stored);
    for (store, versions) in &evidence.stored {
        if let Some(what) = standing(versions, article) {
            entry.step(&format!("store/{store}"), what.to_owned());
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::samples::{at, enriched, letter, place, readers, version};

    fn states(trail: &Trail) -> Vec<&'static str> {
        trail.entries.iter().map(|entry| entry.state.word()).collect()
    }

    fn said<'a>(entry: &'a Entry, stage: &str) -> &'a str {
        entry.steps.iter().find(|step| step.stage == stage).map_or("", |step| &step.what)
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
        assert_eq!(states(&Trail::of(&refused)), ["dead_lettered"], "told once");
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
