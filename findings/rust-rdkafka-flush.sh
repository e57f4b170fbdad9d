#!/usr/bin/env bash
# How long a flush of rust-rdkafka's producer takes when the broker answers at once.
#
# Versions: rdkafka 0.39.0 (crate) with the librdkafka it builds, its built-in mock cluster; no broker is needed. Rust, a C
# compiler and make are.
#
# The guess: with `linger.ms=0` and a broker in the same process, `flush` returns when the last answer is there, after a few
# milliseconds.
#
# Seen: it takes a tenth of a second, every time, for one message or a thousand. `flush` asks for events with `poll` in
# pieces of 100 ms, and `poll` goes on until its time is over even when nothing is left to wait for. A deadline makes it
# shorter only where it is below 100 ms. A loop of `poll(0)`, `in_flight_count()` and a pause of a millisecond is done with
# the same messages in a few milliseconds. Who commits small transactions one after another pays a tenth of a second for each.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/src"
cat > "$work/Cargo.toml" <<'TOML'
[package]
name = "flush"
version = "0.0.0"
edition = "2024"

[dependencies]
rdkafka = { version = "=0.39.0", default-features = false }

[profile.dev]
debug = false
TOML
cat > "$work/src/main.rs" <<'RUST'
use rdkafka::ClientConfig;
use rdkafka::mocking::MockCluster;
use rdkafka::producer::{BaseProducer, BaseRecord, Producer};
use std::time::{Duration, Instant};

const ROUNDS: usize = 9;

/// The median time in milliseconds of `wait` after `count` messages were handed over.
fn median(producer: &BaseProducer, count: usize, wait: impl Fn(&BaseProducer)) -> f64 {
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        for _ in 0..count {
            producer.send(BaseRecord::<str, str>::to("news").payload("a line of news")).expect("queued");
        }
        let began = Instant::now();
        wait(producer);
        times.push(began.elapsed().as_secs_f64() * 1000.0);
        assert_eq!(producer.in_flight_count(), 0);
    }
    times.sort_by(f64::total_cmp);
    times[ROUNDS / 2]
}

fn main() {
    let cluster = MockCluster::new(1).expect("a mock cluster");
    cluster.create_topic("news", 1, 1).expect("a topic");
    let producer: BaseProducer = ClientConfig::new()
        .set("bootstrap.servers", cluster.bootstrap_servers())
        .set("linger.ms", "0")
        .create()
        .expect("a producer");
    let own = |producer: &BaseProducer| {
        while producer.in_flight_count() > 0 {
            std::thread::sleep(Duration::from_millis(1));
            producer.poll(Duration::ZERO);
        }
    };
    median(&producer, 1, own); // the connection is made
    println!("librdkafka {}", rdkafka::util::get_rdkafka_version().1);
    for count in [1, 1000] {
        let theirs = median(&producer, count, |producer| producer.flush(Duration::from_secs(10)).expect("flushed"));
        let ours = median(&producer, count, own);
        println!("{count:>4} messages: flush {theirs:6.1} ms, a loop of poll(0) {ours:6.1} ms");
        assert!((99.0..200.0).contains(&theirs), "flush is no longer a tenth of a second: {theirs} ms");
        assert!(ours < 60.0, "the loop takes longer than it did: {ours} ms");
    }
}
RUST
(cd "$work" && cargo run --quiet)
echo "as it was seen"
