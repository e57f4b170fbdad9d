//! Two consumers share the feeds: each is polled by one of them at a time, each entry comes once.

use article::{StageName, decode_raw};
use dateline_tests::{Dateline, FeedServer, Poll, SharedLane, Turn, balance, wait_for};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

const FEEDS: usize = 12;
const ENTRIES: usize = 5;
const INTERVAL: Duration = Duration::from_secs(1);
const START: Duration = Duration::from_secs(120);
/// How long a steady state is watched: several intervals.
const WATCH: Duration = Duration::from_secs(5);

struct Scene {
    lane: SharedLane,
    server: Arc<FeedServer>,
}

impl Scene {
    fn consumer(&self, instance: &str) -> Dateline {
        let mut tables = format!("[consumer]\nuser_agent = \"{instance}\"\n");
        for feed in 0..FEEDS {
            write!(
                tables,
                "[[source]]\nname = \"feed-{feed}\"\nkind = \"feed\"\nfollow = false\nurl = \"{}\"\ninterval = \"1s\"\n",
                self.server.url(feed)
            )
            .unwrap();
        }
        // The machine may be set up to reach the world through a proxy; this server is not there.
        let launch = self.lane.service("consumer", instance, &tables);
        launch.variable("NO_PROXY", "*").variable("no_proxy", "*").start().unwrap()
    }

    /// Who polls which feed while nothing changes: one consumer each, at its interval.
    fn watch(&self) -> BTreeMap<usize, String> {
        let from = Instant::now();
        wait_for("the end of the watch", WATCH * 2, || {
            if from.elapsed() >= WATCH { Ok(()) } else { Err("it goes on".to_owned()) }
        })
        .unwrap();
        let polls = self.server.polls();
        let watched = polls.into_iter().map(|polls| polls.into_iter().filter(|poll| poll.at >= from).collect());
        watched.enumerate().map(|(feed, polls): (usize, Vec<Poll>)| (feed, only_poller(feed, &polls))).collect()
    }
}

fn only_poller(feed: usize, polls: &[Poll]) -> String {
    let pollers: BTreeSet<&str> = polls.iter().map(|poll| poll.by.as_str()).collect();
    assert_eq!(pollers.len(), 1, "feed {feed} is polled by {pollers:?}");
    // A machine under load may skip a beat, but nobody may ask twice in one.
    assert!(polls.len() >= 2, "feed {feed} was polled {} times in {WATCH:?}", polls.len());
    for pair in polls.windows(2) {
        let gap = pair[1].at - pair[0].at;
        assert!(gap > INTERVAL * 9 / 10, "feed {feed} was polled again after {gap:?}");
    }
    polls[0].by.clone()
}

fn owned(consumer: &Dateline) -> Result<usize, String> {
    let owned = consumer.metric("dateline_sources_owned", &[]).map_err(|error| format!("{error:#}"))?;
    Ok(owned.map_or(0, |owned| owned as usize))
}

fn wait_owned(consumer: &Dateline, expected: usize) {
    wait_for("sources to be taken over", START, || match owned(consumer)? {
        found if found == expected => Ok(()),
        found => Err(format!("{found} of {expected}")),
    })
    .unwrap();
}

fn wait_shared(one: &Dateline, other: &Dateline) {
    wait_for("sources to be shared", START, || match (owned(one)?, owned(other)?) {
        (one, other) if one > 0 && other > 0 && one + other == FEEDS => Ok(()),
        counts => Err(format!("{counts:?} of {FEEDS}")),
    })
    .unwrap();
}

/// Publishes an entry somewhere every 100 ms until told to stop.
fn publish(server: &Arc<FeedServer>) -> (Arc<AtomicBool>, std::thread::JoinHandle<()>) {
    let stop = Arc::new(AtomicBool::new(false));
    let (server, stopped) = (Arc::clone(server), Arc::clone(&stop));
    let publisher = std::thread::spawn(move || {
        let mut feed = 0;
        while !stopped.load(Ordering::Relaxed) {
            feed = (feed + 5) % FEEDS;
            server.publish(feed).unwrap();
            std::thread::sleep(Duration::from_millis(100));
        }
    });
    (stop, publisher)
}

#[test]
fn two_consumers_share_the_feeds_and_take_over_from_each_other() {
    let _turn = Turn::of(module_path!());
    let server = Arc::new(FeedServer::start(FEEDS, ENTRIES).unwrap());
    let scene = Scene { lane: SharedLane::new("share").unwrap(), server: Arc::clone(&server) };
    let mut first = scene.consumer("a");
    first.wait_ready(START).unwrap();
    wait_owned(&first, FEEDS);
    let (stop, publisher) = publish(&server);
    let mut second = scene.consumer("b");
    wait_shared(&first, &second);
    let pollers = scene.watch();
    let by = |name: &str| pollers.values().filter(|by| by.as_str() == name).count();
    assert_eq!((by("a"), by("b")), (owned(&first).unwrap(), owned(&second).unwrap()), "{pollers:?}");

    second.kill().unwrap();
    wait_owned(&first, FEEDS);
    assert!(scene.watch().values().all(|by| by == "a"), "one is left");

    let mut second = scene.consumer("b");
    wait_shared(&first, &second);
    let pollers = scene.watch();
    assert_eq!(pollers.values().filter(|by| *by == "b").count(), owned(&second).unwrap(), "{pollers:?}");

    stop.store(true, Ordering::Relaxed);
    publisher.join().unwrap();
    let lane = &scene.lane;
    let published: BTreeSet<String> = server.guids().into_iter().collect();
    lane.wait_read(&lane.topics.articles(), published.len(), START).unwrap();
    for one in [&mut first, &mut second] {
        one.terminate().unwrap();
        assert!(one.wait_exit(START).unwrap().success(), "{}", one.stderr());
    }
    let mut times = BTreeMap::<String, usize>::new();
    for record in lane.read(&lane.topics.raw()).unwrap() {
        *times.entry(decode_raw(&record.record).unwrap().id.unwrap()).or_default() += 1;
    }
    let repeated: Vec<_> = times.iter().filter(|(_, times)| **times != 1).collect();
    assert!(repeated.is_empty(), "not once: {repeated:?}");
    assert_eq!(times.into_keys().collect::<BTreeSet<_>>(), published);
    let account = balance(&lane.bus, &lane.topics, StageName::Extract).unwrap();
    assert_eq!((account.emitted, account.made.len()), (published.len(), published.len()));
}
