//! The books of a lane, from its topics and its store alone: what came in, what became of it, in which order.

use super::sent::Sent;
use super::stored::Store;
use super::tally::Tally;
use crate::{balance, read_topic};
use article::{Article, StageName, TopicName, Topics, alt_role, decode_article, decode_raw};
use bus::{Bus, Isolation, TopicPartition};
use std::collections::{BTreeMap, BTreeSet};

/// Closes the books of a lane at rest: every record that was sent, once in every topic and in the store, versions of
/// one article in their order; what must be a dead letter is one, and nothing else is; no group's position is beyond
/// what is accounted for.
pub(crate) fn close(bus: &dyn Bus, topics: &Topics, store: &Store, config: &str, sent: &Sent) -> anyhow::Result<Tally> {
    let mut tally = Tally { input: sent.count() + sent.to_be_dead + sent.to_be_dropped, ..Tally::default() };
    let repeated = check_raw(bus, topics, sent, &mut tally)?;
    for stage in [StageName::Extract, StageName::Enrich] {
        // The balance finds what was neither made into something nor refused: a position that went beyond it.
        let account = balance(bus, topics, stage)?;
        let (dead, dropped) = match stage {
            StageName::Extract => (sent.to_be_dead, sent.to_be_dropped),
            _ => (0, 0),
        };
        tally.dead += account.dead;
        tally.expect(account.dead == dead, format!("{} dead letters of {stage}, {dead} intended", account.dead));
        if account.dropped.len() > dropped {
            tally.lost += account.dropped.len() - dropped;
            tally.problems.push(format!("{} records came to nothing in {stage}", account.dropped.len()));
        }
        tally.dropped += account.dropped.len();
    }
    for stage in [StageName::Ingest, StageName::Store] {
        let count = read_topic(bus, &topics.dead_letters(stage))?.len();
        tally.expect(count == 0, format!("{count} dead letters of {stage}, none intended"));
    }
    let mut made = BTreeSet::new();
    for topic in [topics.articles(), topics.enriched()] {
        made = check_topic(bus, &topic, sent, &repeated, &mut tally)?;
    }
    check_store(store, config, sent, &made, &mut tally)?;
    check_positions(bus, topics, &mut tally)?;
    Ok(tally)
}

/// Articles of a topic by source id, in order.
pub(crate) fn by_id(bus: &dyn Bus, topic: &TopicName) -> anyhow::Result<BTreeMap<String, Vec<Article>>> {
    let mut found = BTreeMap::<String, Vec<Article>>::new();
    for record in read_topic(bus, topic)? {
        let article = decode_article(&record.record)?;
        let id = article.alt_id(alt_role::SOURCE_ID).unwrap_or_default();
        found.entry(plain(id).to_owned()).or_default().push(article);
    }
    Ok(found)
}

/// The id without what a folder adds to it.
fn plain(id: &str) -> &str {
    let name = id.rsplit('/').next().unwrap_or(id);
    name.strip_suffix(".txt").unwrap_or(name)
}

/// How often each id is in the raw topic beyond what was sent. A file that is there twice was doubled by the consumer;
/// a pushed record, by its sender, whose transaction ended without an answer.
fn check_raw(
    bus: &dyn Bus,
    topics: &Topics,
    sent: &Sent,
    tally: &mut Tally,
) -> anyhow::Result<BTreeMap<String, usize>> {
    let mut count = BTreeMap::<String, usize>::new();
    for record in read_topic(bus, &topics.raw())? {
        // What cannot be decoded was sent to be a dead letter.
        if let Ok(RawId(id)) = decode_raw(&record.record).map(|raw| RawId(raw.id.unwrap_or_default())) {
            *count.entry(plain(&id).to_owned()).or_default() += 1;
        }
    }
    let mut repeated = BTreeMap::new();
    for (id, versions) in &sent.versions {
        let found = count.get(id).copied().unwrap_or(0);
        tally.lost += versions.len().saturating_sub(found);
        let extra = found.saturating_sub(versions.len());
        if extra == 0 {
            continue;
        }
        if versions.iter().all(|version| *version == 0) {
            tally.doubled += extra;
            tally.problems.push(format!("{id} came out of its folder {found} times"));
        } else {
            repeated.insert(id.clone(), extra);
        }
    }
    let extra: usize = repeated.values().sum();
    if extra > 0 {
        tally.note(format!("{extra} records were sent again by the sender after an append without an answer"));
    }
    Ok(repeated)
}

struct RawId(String);

fn check_topic(
    bus: &dyn Bus,
    topic: &TopicName,
    sent: &Sent,
    repeated: &BTreeMap<String, usize>,
    tally: &mut Tally,
) -> anyhow::Result<BTreeSet<(String, u64)>> {
    let found = by_id(bus, topic)?;
    let (mut lost, mut doubled, mut made) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (id, versions) in &sent.versions {
        let articles = found.get(id).map_or(&[][..], Vec::as_slice);
        let numbers: Vec<u64> = articles.iter().map(|article| article.version.number()).collect();
        let distinct: BTreeSet<u64> = numbers.iter().copied().collect();
        if distinct.len() < versions.len() {
            lost.push(format!("{id}: {} of {}", distinct.len(), versions.len()));
            tally.lost += versions.len() - distinct.len();
        }
        let allowed = repeated.get(id).copied().unwrap_or(0);
        let copies = (numbers.len() - distinct.len()).saturating_sub(allowed);
        doubled.extend(std::iter::repeat_n(id.as_str(), copies));
        if allowed == 0 {
            tally.out_of_order += numbers.windows(2).filter(|pair| matches!(pair, [a, b] if b < a)).count();
        }
        made.extend(articles.iter().map(|one| (one.uri.uuid().to_string(), one.version.number())));
    }
    tally.doubled += doubled.len();
    if !doubled.is_empty() {
        let count = doubled.len();
        doubled.truncate(5);
        tally.problems.push(format!("{count} copies too many in {topic}: {}", doubled.join(", ")));
    }
    if !lost.is_empty() {
        lost.truncate(5);
        tally.problems.push(format!("missing in {topic}: {}", lost.join(", ")));
    }
    let mut foreign: Vec<&String> = found.keys().filter(|id| !sent.versions.contains_key(*id)).collect();
    foreign.truncate(5);
    tally.expect(foreign.is_empty(), format!("in {topic} though never sent: {foreign:?}"));
    Ok(made)
}

fn check_store(
    store: &Store,
    config: &str,
    sent: &Sent,
    made: &BTreeSet<(String, u64)>,
    tally: &mut Tally,
) -> anyhow::Result<()> {
    let contents = store.contents(config, sent)?;
    if let Some(versions) = &contents.versions {
        let missing = made.difference(versions).count();
        tally.lost += missing;
        tally.expect(missing == 0, format!("{missing} versions are not in the store"));
        let foreign = versions.difference(made).count();
        tally.expect(foreign == 0, format!("{foreign} versions in the store are not in its topic"));
    }
    let mut latest = BTreeMap::<&String, u64>::new();
    for (uuid, version) in made {
        let newest = latest.entry(uuid).or_default();
        *newest = (*newest).max(*version);
    }
    let latest: BTreeSet<(String, u64)> = latest.into_iter().map(|(uuid, version)| (uuid.clone(), version)).collect();
    let missing = latest.difference(&contents.latest).count();
    tally.lost += missing;
    tally.expect(missing == 0, format!("{missing} articles do not stand in the store in their latest version"));
    let foreign = contents.latest.difference(&latest).count();
    tally.expect(foreign == 0, format!("{foreign} articles stand in the store that should not"));
    Ok(())
}

/// At rest every group has read its topic to the end, and none stands beyond it.
pub(crate) fn check_positions(bus: &dyn Bus, topics: &Topics, tally: &mut Tally) -> anyhow::Result<()> {
    let lane = topics.lane().as_str();
    let store = format!("store.{}", Store::NAME);
    let groups = [("extract", topics.raw()), ("enrich", topics.articles()), (store.as_str(), topics.enriched())];
    for (group, topic) in groups {
        let partitions: Vec<_> =
            (0..bus.partition_count(&topic)?).map(|number| TopicPartition::new(topic.clone(), number)).collect();
        let mut last = BTreeMap::<i32, i64>::new();
        for record in read_topic(bus, &topic)? {
            last.insert(record.partition, record.offset);
        }
        let committed = bus.committed(&format!("{lane}.{group}"), &partitions)?;
        for (at, position) in partitions.iter().zip(committed) {
            let end = bus.end_offset(at, Isolation::Uncommitted)?;
            let position = position.unwrap_or(0);
            tally.expect(position <= end, format!("{group} stands at {position} of {at}, which ends at {end}"));
            let read = last.get(&at.partition).is_none_or(|offset| position > *offset);
            tally.expect(read, format!("{group} stands at {position} of {at} and has not read its last record"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_files_are_known_with_and_without_their_folder_and_ending() {
        for id in ["wire-1-000001", "wire-1-000001.txt", "a/b/wire-1-000001.txt"] {
            assert_eq!(plain(id), "wire-1-000001");
        }
    }
}
