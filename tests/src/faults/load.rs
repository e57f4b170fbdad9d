//! Loads of an awkward shape: one hot key, the same thing a thousand times, documents at the size limits.

use super::ground::{Ground, SETTLE};
use super::lane::SERVICES;
use super::progress::say;
use super::recovery::wait_recovered;
use super::scenario::Wish;
use super::sent::{FIRST_VERSION, Sent, wire_record};
use super::tally::Tally;
use crate::{push_raw, short_articles};
use anyhow::Context;
use article::RawRecord;
use std::time::Duration;

/// Nine of ten records are new versions of one article; the other articles come through in time.
pub(crate) fn hot_key(wish: &Wish) -> anyhow::Result<Tally> {
    const FLOOD: usize = 900;
    let ground = Ground::unbroken()?;
    let mut lane = ground.running("hot")?;
    let sender = lane.push(wish.seed, 30);
    let mut tally = Tally::default();
    let mut hot = Sent::default();
    let article = short_articles(1, wish.seed ^ 0xf00d).next().context("an article")?;
    wait_recovered(&lane, &sender, &mut tally);
    tally.recoveries.clear();
    for round in 0..wish.rounds {
        let mut flood = Vec::new();
        for _ in 0..FLOOD {
            let version = hot.next_version();
            hot.add(&article.id, version);
            flood.push(wire_record(&article.id, version, &format!("{}\nReport {version}.\n", article.text())));
        }
        push_raw(lane.bus.as_ref(), &lane.topics, flood)?;
        std::thread::sleep(Duration::from_secs(2));
        if round % 5 == 4 {
            let service = SERVICES.get(round / 5 % SERVICES.len()).copied().unwrap_or("sink");
            lane.kill_and_restart(service)?;
            std::thread::sleep(Duration::from_secs(10));
        }
        say(&format!("{} versions of one article, {} of {}", hot.count(), round + 1, wish.rounds));
    }
    let mut sent = sender.finish()?;
    for version in hot.versions.get(&article.id).into_iter().flatten() {
        sent.add(&article.id, *version);
    }
    tally.add(lane.settle(&sent, SETTLE)?);
    tally.rounds = wish.rounds;
    Ok(tally)
}

/// One article sent a thousand times, and then in a new version: one row a version.
pub(crate) fn repeats(wish: &Wish) -> anyhow::Result<Tally> {
    let ground = Ground::unbroken()?;
    let mut lane = ground.running("repeat")?;
    let mut tally = Tally::default();
    let times = 1_000;
    let articles: Vec<_> = short_articles(wish.rounds, wish.seed).collect();
    for article in &articles {
        let same = wire_record(&article.id, FIRST_VERSION, &article.text());
        push_raw(lane.bus.as_ref(), &lane.topics, std::iter::repeat_n(same, times))?;
        let newer = format!("{}\nCorrected.\n", article.text());
        push_raw(lane.bus.as_ref(), &lane.topics, [wire_record(&article.id, FIRST_VERSION + 1, &newer)])?;
    }
    lane.wait_stored(articles.len() * 2, SETTLE)?;
    let articles_made = crate::wait_for("all to be enriched", SETTLE, || {
        let found =
            crate::read_topic(lane.bus.as_ref(), &lane.topics.enriched()).map_err(|error| format!("{error:#}"))?;
        let wanted = articles.len() * (times + 1);
        if found.len() >= wanted { Ok(found.len()) } else { Err(format!("{} of {wanted}", found.len())) }
    })?;
    for service in SERVICES {
        lane.terminate(service)?;
    }
    let stored = lane.stored().context("ask the store")?;
    tally.input = articles.len() * (times + 1);
    tally.lost = (articles.len() * 2).saturating_sub(stored) + tally.input.saturating_sub(articles_made);
    tally.doubled = stored.saturating_sub(articles.len() * 2) + articles_made.saturating_sub(tally.input);
    tally.rounds = wish.rounds;
    tally.note(format!("{} rows of {} records", stored, tally.input));
    Ok(tally)
}

/// Documents just below, at and above the limits of the topics, that compress well and that do not.
pub(crate) fn sizes(wish: &Wish) -> anyhow::Result<Tally> {
    let ground = Ground::unbroken()?;
    let mut lane = ground.running("sizes")?;
    let mut tally = Tally::default();
    let mut sent = Sent::default();
    let (document, raw): (usize, usize) = (8 << 20, (8 << 20) + (64 << 10));
    let mut refused = 0;
    for round in 0..wish.rounds {
        for (number, size) in
            [1 << 20, 4 << 20, document - 1, document, document + 1, raw - 4_096, raw + 1].iter().enumerate()
        {
            for plain in [true, false] {
                let id = format!("size-{round}-{number}-{plain}");
                let text = document_of(*size, plain, wish.seed);
                let version = sent.next_version();
                let record: RawRecord = wire_record(&id, version, &text);
                match push_raw(lane.bus.as_ref(), &lane.topics, [record]) {
                    Ok(()) => sent.add(&id, version),
                    Err(_) => refused += 1,
                }
            }
        }
        say(&format!("documents at the limits, {} of {}", round + 1, wish.rounds));
    }
    lane.wait_stored(sent.count(), SETTLE).or_else(|error| {
        tally.problems.push(format!("{error:#}"));
        anyhow::Ok(())
    })?;
    tally.note(format!("the topic refused {refused} above its limit"));
    tally.problems.extend(lane.revive()?);
    tally.add(lane.settle(&sent, Duration::from_secs(10))?);
    tally.rounds = wish.rounds * 14;
    Ok(tally)
}

/// Wire text of this many bytes: one sentence again and again, or words without end.
fn document_of(size: usize, plain: bool, seed: u64) -> String {
    let mut text = " date 2024-10-24 Long list\n\nOSLO, Oct 24 (Example Wire) - The list follows.\n\n".to_owned();
    let mut chance = super::chance::Chance::new(seed);
    while text.len() < size {
        if plain {
            text.push_str("The ferry was counted twice that day. ");
        } else {
            for _ in 0..40 {
                let word = chance.below(usize::MAX - 1);
                text.push_str(&format!("{word:x} "));
            }
            text.push_str("was said.\n\n");
        }
    }
    text.truncate(size);
    text
}
