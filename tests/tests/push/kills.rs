//! The service is killed while many push: what was answered is there, and sent again it is stored once.

use super::scene::{SOON, Scene};
use dateline_tests::{PushClient, Turn, wait_for};
use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const SENDERS: usize = 8;
const EACH: usize = 60;
const KILLS: usize = 4;

fn id(sender: usize, number: usize) -> String {
    format!("{sender}-{number}")
}

/// Sends its records one after the other, each until it is answered with 202; gives the ids in that order.
fn sender(address: SocketAddr, sender: usize, answered: &AtomicUsize) -> Vec<String> {
    let (mut ids, mut client) = (Vec::new(), None::<PushClient>);
    for number in 0..EACH {
        let id = id(sender, number);
        let line =
            format!("{{\"id\":\"{id}\",\"contentType\":\"text/plain\",\"body\":\"Ferry {id} was late again.\"}}");
        let accepted = wait_for(&format!("an answer to {id}"), SOON, || {
            // While it starts again nobody listens.
            let open = client.take().map_or_else(|| PushClient::connect(address), Ok);
            let mut open = open.map_err(|error| format!("{error:#}"))?;
            let answer = open.push("application/x-ndjson", line.as_bytes()).map_err(|error| format!("{error:#}"))?;
            client = Some(open);
            if answer.status == 202 { Ok(answer.accepted()) } else { Err(format!("{answer:?}")) }
        });
        ids.extend(accepted.unwrap());
        answered.fetch_add(1, Ordering::Relaxed);
    }
    ids
}

fn kill_while_many_push(mut scene: Scene) {
    let answered = Arc::new(AtomicUsize::new(0));
    let senders: Vec<_> = (0..SENDERS)
        .map(|number| {
            let (address, answered) = (scene.address, Arc::clone(&answered));
            std::thread::spawn(move || sender(address, number, &answered))
        })
        .collect();
    for round in 0..KILLS {
        let mark = SENDERS * EACH * (round + 1) / (KILLS + 1);
        wait_for("answers", SOON, || match answered.load(Ordering::Relaxed) {
            count if count >= mark => Ok(()),
            count => Err(format!("{count} of {mark}")),
        })
        .unwrap();
        scene.service.kill().unwrap();
        scene.start_again();
    }
    let ids: BTreeSet<String> = senders.into_iter().flat_map(|sender| sender.join().unwrap()).collect();
    let all = (0..SENDERS).flat_map(|sender| (0..EACH).map(move |number| id(sender, number)));
    assert_eq!(ids, all.collect());
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    // What a kill left open ends once the next process writes.
    wait_for("what was answered in the topic", SOON, || {
        found.clear();
        for record in scene.records() {
            *found.entry(record.id.unwrap()).or_default() += 1;
        }
        let missing: Vec<&String> = ids.iter().filter(|id| !found.contains_key(*id)).collect();
        if missing.is_empty() { Ok(()) } else { Err(format!("{missing:?} are not there")) }
    })
    .unwrap();
    assert_eq!(found.len(), ids.len(), "and nothing else");
    // At most what was under way at each kill was sent again.
    let twice: usize = found.values().map(|times| times - 1).sum();
    assert!(twice <= KILLS * SENDERS, "{twice} sent again");
    let stored = scene.stored(SENDERS * EACH);
    assert!(stored.len() == SENDERS * EACH && stored.values().all(|times| *times == 1), "{stored:?}");
}

#[test]
fn what_was_answered_before_a_kill_is_in_the_log_and_stored_once() {
    let _turn = Turn::of(module_path!());
    kill_while_many_push(Scene::embedded(""));
}

#[test]
fn what_was_answered_before_a_kill_is_in_kafka_and_stored_once() {
    let _turn = Turn::of(module_path!());
    kill_while_many_push(Scene::kafka(""));
}
