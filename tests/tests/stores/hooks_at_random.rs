//! The store `http` behind the loop that drives it, against a receiver that answers anything at random and is down for a
//! while, each time in another way.

use crate::hooks::{SECRET, check_signature};
use article::{Article, ArticleId, EncodeContext, EnrichedArticle, Timestamp, TopicName, Version};
use article::{decode_article, encode_enriched};
use bus::{Bus, EmbeddedLog, EmbeddedSettings, Output, Retention, TopicPartition, TopicSpec};
use dateline_tests::{Hook, HookReply, HookServer, wait_for};
use pipeline::{Health, LoopContext, LoopSettings, Metrics, Pace, Shutdown, SourceBreaker, Spans, run_store};
use sink::{HttpSettings, HttpStore, Signer};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const LANES: usize = 20;
const ARTICLES: usize = 215;
/// Those with a second version come once more.
const DELIVERIES: usize = 250;
/// How long the receiver of each lane is down.
const OUTAGE: Duration = Duration::from_millis(1_500);
/// The request of a lane that its outage begins with.
const OUTAGE_FROM: usize = 100;

/// How the receiver of each lane is down.
fn outage(lane: usize) -> HookReply {
    match lane % 10 {
        0 => HookReply::Status(400),
        1 => HookReply::Status(401),
        2 => HookReply::Status(403),
        3 => HookReply::Status(404),
        4 => HookReply::Status(410),
        5 => HookReply::Status(413),
        6 => HookReply::With(429, "Retry-After", "1".to_owned()),
        7 => HookReply::Status(500),
        8 => HookReply::Half,
        _ => HookReply::Nothing,
    }
}

/// One request in ten is answered in one of these ways.
fn at_random(kind: u64) -> HookReply {
    match kind % 12 {
        0 => HookReply::Status(400),
        1 => HookReply::Status(401),
        2 => HookReply::Status(403),
        3 => HookReply::Status(404),
        4 => HookReply::Status(409),
        5 => HookReply::Status(410),
        6 => HookReply::Status(413),
        7 => HookReply::With(429, "Retry-After", "1".to_owned()),
        8 => HookReply::Status(500),
        9 => HookReply::Half,
        10 => HookReply::Nothing,
        _ => HookReply::With(503, "Retry-After", "0".to_owned()),
    }
}

#[derive(Debug, Default)]
struct Lane {
    requests: usize,
    down_since: Option<Instant>,
}

/// What the receiver does: `misfits` it takes never, others mostly.
fn answer(hook: &Hook, lanes: &Mutex<Vec<Lane>>, misfits: &BTreeSet<String>, random: &Mutex<u64>) -> HookReply {
    let lane: usize = hook.path.trim_start_matches('/').parse().unwrap();
    {
        let mut lanes = lanes.lock().unwrap();
        let of_lane = &mut lanes[lane];
        of_lane.requests += 1;
        if of_lane.requests >= OUTAGE_FROM {
            let since = *of_lane.down_since.get_or_insert_with(Instant::now);
            if since.elapsed() < OUTAGE {
                return outage(lane);
            }
        }
    }
    if misfits.contains(hook.id()) {
        return HookReply::Status(422);
    }
    let number = {
        let mut random = random.lock().unwrap();
        // xorshift64*
        *random ^= *random >> 12;
        *random ^= *random << 25;
        *random ^= *random >> 27;
        random.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 20
    };
    if number % 10 == 0 { at_random(number / 10) } else { HookReply::Status(200) }
}

fn now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap())
}

fn article(lane: usize, number: usize, version: i64) -> Article {
    let (id, at) = (ArticleId::of_source("hooks at random", &format!("{lane}/{number}")), 1_700_000_000_000 + version);
    let mut article = Article::new(id, Version::fetched_at(at), Timestamp::from_millis(at));
    article.set_headline(&format!("Ferry {number} of lane {lane}, version {version}"));
    article
}

fn message_id(article: &Article) -> String {
    format!("{}-v{}", article.uri.uuid(), article.version)
}

/// What comes in a lane: some articles twice, the second version some time after the first.
fn articles(lane: usize) -> Vec<Article> {
    let mut articles: Vec<Article> = (0..ARTICLES).map(|number| article(lane, number, 0)).collect();
    for number in 0..DELIVERIES - ARTICLES {
        articles.insert((number * 6 + 1 + number % 9).min(articles.len()), article(lane, number * 5, 1));
    }
    articles.sort_by_key(|one| one.version.number() > 1_700_000_000_000 && one.uri.to_bytes()[0] < 128);
    articles
}

/// Articles that no receiver takes.
fn is_misfit(number: usize) -> bool {
    number % 50 == 7
}

fn log(folder: &std::path::Path) -> EmbeddedLog {
    let log = EmbeddedLog::open_runner(EmbeddedSettings::at(folder.join("log.db"))).unwrap();
    let names = (0..LANES).map(topic).chain([TopicName::new("dead")]);
    let specs: Vec<TopicSpec> = names
        .map(|name| TopicSpec {
            name,
            partitions: 2,
            retention: Retention::Delete { age: Duration::from_secs(86_400), bytes: None },
            max_message_bytes: 1 << 20,
        })
        .collect();
    log.ensure_topics(&specs).unwrap();
    log
}

fn topic(lane: usize) -> TopicName {
    TopicName::new(&format!("lane-{lane}"))
}

fn loop_settings(lane: usize) -> LoopSettings {
    LoopSettings {
        name: format!("store/{lane}"),
        service: "test/0.0.0".to_owned(),
        group: format!("lane-{lane}"),
        input: topic(lane),
        dead_letters: TopicName::new("dead"),
        transactional_id: format!("lane-{lane}"),
        takes_replays: false,
        gives_way: false,
        holds: None,
        one_source: true,
        output_limit: 10_000,
        dead_letter_limit: 100_000,
        threads: 1,
        pace: Pace::default(),
        stop_after_dead_letters: 1_000,
        drain: Duration::from_secs(10),
        stall: Duration::from_secs(60),
        clock: now,
    }
}

fn ids_of(hooks: &[(Hook, HookReply)], is: impl Fn(&HookReply) -> bool) -> BTreeMap<String, Vec<Instant>> {
    let mut ids: BTreeMap<String, Vec<Instant>> = BTreeMap::new();
    for (hook, _) in hooks.iter().filter(|(_, reply)| is(reply)) {
        ids.entry(hook.id().to_owned()).or_default().push(hook.at);
    }
    ids
}

fn dead_letters(bus: &dyn Bus) -> Vec<String> {
    let from: Vec<_> = (0..2).map(|one| (TopicPartition::new(TopicName::new("dead"), one), 0)).collect();
    let mut reader = bus.reader(&from).unwrap();
    let mut ids = Vec::new();
    loop {
        let caught_up = reader.caught_up();
        let records = reader.read(Duration::from_millis(50)).unwrap();
        ids.extend(records.iter().map(|one| message_id(&decode_article(&one.record).unwrap())));
        if caught_up {
            return ids;
        }
    }
}

#[test]
fn whatever_a_receiver_answers_it_gets_all_that_it_takes_and_only_what_it_refuses_is_a_dead_letter() {
    let all: Vec<Vec<Article>> = (0..LANES).map(articles).collect();
    let misfits: BTreeSet<String> = (0..LANES)
        .flat_map(|lane| (0..ARTICLES).filter(|number| is_misfit(*number)).map(move |one| article(lane, one, 0)))
        .map(|article| message_id(&article))
        .collect();
    let (lanes, random) = (Mutex::new((0..LANES).map(|_| Lane::default()).collect()), Mutex::new(0x5eed_u64));
    let never = misfits.clone();
    let server = HookServer::start(move |hook| answer(hook, &lanes, &never, &random)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let bus: Arc<dyn Bus> = Arc::new(log(folder.path()));
    for (lane, articles) in all.iter().enumerate() {
        let context = EncodeContext { source: "test", at: now(), from: None };
        let record =
            |article: &Article| encode_enriched(&EnrichedArticle(article.clone()), usize::MAX, context).unwrap();
        let outputs = articles.iter().map(|one| Output { topic: topic(lane), partition: None, record: record(one) });
        bus.append(outputs.collect()).unwrap();
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let signer = Signer::try_new(SECRET).unwrap();
    let shutdown = Shutdown::new();
    let began = Instant::now();
    let loops: Vec<_> = (0..LANES)
        .map(|lane| {
            let context = LoopContext {
                bus: Arc::clone(&bus),
                metrics: Metrics::register(&mut prometheus_client::registry::Registry::default()),
                health: Health::default(),
                shutdown: shutdown.clone(),
                sources: SourceBreaker::default(),
                spans: Spans::default(),
            };
            let receiver = server.url(&format!("/{lane}")).parse().unwrap();
            let settings =
                HttpSettings { private_network: true, ..HttpSettings::new("hooks", receiver, signer.clone()) };
            let runtime = runtime.handle().clone();
            std::thread::spawn(move || {
                run_store(&context, Box::new(HttpStore::new(settings)), &runtime, loop_settings(lane))
            })
        })
        .collect();
    let committed = |lane: usize| -> i64 {
        let partitions: Vec<_> = (0..2).map(|one| TopicPartition::new(topic(lane), one)).collect();
        bus.committed(&format!("lane-{lane}"), &partitions).unwrap().into_iter().flatten().sum()
    };
    let total = i64::try_from(LANES * DELIVERIES).unwrap();
    wait_for("every delivery to have its outcome", Duration::from_secs(180), || {
        let done = (0..LANES).map(committed).sum::<i64>();
        if done == total { Ok(()) } else { Err(format!("{done} of {total}")) }
    })
    .unwrap();
    let took = began.elapsed();
    shutdown.request();
    for one in loops {
        one.join().unwrap().unwrap();
    }

    let hooks = server.hooks();
    for (hook, _) in &hooks {
        check_signature(hook, &signer);
    }
    let taken = ids_of(&hooks, |reply| matches!(reply, HookReply::Status(200 | 409)));
    let refused = ids_of(&hooks, |reply| matches!(reply, HookReply::Status(400 | 413 | 422)));
    let letters = dead_letters(bus.as_ref());
    let dead: BTreeSet<&String> = letters.iter().collect();
    assert_eq!(dead.len(), letters.len(), "a dead letter came twice");
    for id in &dead {
        let times = refused.get(*id).unwrap_or_else(|| panic!("{id} was not refused, and is dead"));
        let (first, last) = (times.iter().min().unwrap(), times.iter().max().unwrap());
        let lane = &hooks.iter().find(|(hook, _)| hook.id() == *id).unwrap().0.path;
        let others = hooks.iter().filter(|(hook, reply)| hook.path == *lane && *reply == HookReply::Status(200));
        let between = others.filter(|(hook, _)| *first < hook.at && hook.at < *last).count();
        assert!(between > 0, "{id} is dead, and the receiver took nothing else between its refusals");
        assert!(!taken.contains_key(*id), "{id} was taken, and is dead");
    }
    assert!(misfits.iter().all(|id| dead.contains(id)), "what is never taken is a dead letter");
    let mut overtaken = 0;
    for article in all.iter().flatten() {
        let id = message_id(article);
        let newer = taken
            .iter()
            .find(|(other, _)| other.starts_with(&article.uri.uuid().to_string()) && other.as_str() > id.as_str());
        match taken.get(&id) {
            Some(times) => {
                assert!(newer.is_none_or(|(_, later)| times.iter().max() < later.iter().min()), "{id} came late");
            }
            None if dead.contains(&id) => {}
            // Refused once, and a later version was taken.
            None => {
                assert!(newer.is_some() && refused.contains_key(&id), "{id} arrived nowhere");
                overtaken += 1;
            }
        }
    }
    let repeats: usize = taken.values().map(|times| times.len() - 1).sum();
    dateline_tests::tell(&format!(
        "{} deliveries in {took:.1?}: {} requests, {} taken, {repeats} of them again, {} dead letters of which {} are \
         never taken, {overtaken} overtaken",
        LANES * DELIVERIES,
        hooks.len(),
        taken.len(),
        dead.len(),
        misfits.len()
    ));
    assert!(dead.len() < misfits.len() + 30, "{} dead letters", dead.len());
    assert!(repeats < 400, "{repeats} repeats");
}
