//! The list: one line a scenario, in the order of the table.

use super::scenario::{Need, Scenario, Wish};
use super::tally::Tally;
use super::{
    alerts, clock, cluster, covered, disk, divided, hostile, kills, load, memory, network, outages, poison, security,
    signals, soak, storms, truncation, upstream,
};

/// All scenarios in the order of the table.
pub static SCENARIOS: &[Scenario] = &[
    row(
        "kills",
        &[1, 5],
        500,
        &[],
        kills::on_kafka,
        "kill -9 of consumer, enricher, sink, broker and database at random moments, Kafka and PostgreSQL",
    ),
    row(
        "kills-embedded",
        &[1],
        500,
        &[],
        kills::embedded,
        "kill -9 of the one process at random moments, embedded log and SQLite",
    ),
    row("stop-under-load", &[2], 12, &[], signals::under_load, "SIGTERM to one service after the other under load"),
    row("stop-while-down", &[3], 4, &[], signals::while_down, "SIGTERM while the database or the broker is down"),
    row(
        "broker-killed",
        &[3, 6],
        20,
        &[],
        signals::while_broker_down,
        "kill -9 of the only broker under load, SIGTERM to all services before it is back",
    ),
    row(
        "stop-in-rebalance",
        &[4],
        9,
        &[],
        signals::in_rebalance,
        "SIGTERM while partitions change hands, every second time twice",
    ),
    row(
        "leaders-move",
        &[5, 26],
        9,
        &[],
        cluster::leaders_move,
        "three brokers, three replicas: nodes are killed, paused and stopped in turn, leaders and coordinators move",
    ),
    row("broker-away", &[6, 29], 1, &[], outages::broker_away, "the only broker is away for ten minutes"),
    row(
        "cuts",
        &[7],
        8,
        &[],
        network::cuts,
        "connections to the broker stalled for 30 s, cut off for 25 s, reset again and again",
    ),
    row(
        "partition",
        &[7],
        2,
        &[Need::Namespaces, Need::PacketFilter],
        divided::partition,
        "all packets of consumer and enricher vanish for 35 s, other instances take over",
    ),
    row(
        "slow-network",
        &[8],
        4,
        &[],
        network::slow,
        "50, 200 and 500 ms each way (up to twice that by jitter), then 1 Mbit/s a connection",
    ),
    row(
        "lossy-network",
        &[8],
        3,
        &[Need::Namespaces, Need::PacketFilter],
        divided::lossy,
        "1 % of packets lost in both directions",
    ),
    row(
        "broker-paused",
        &[9, 26],
        2,
        &[],
        outages::broker_paused,
        "SIGSTOP of the broker for 70 s, beyond every timeout",
    ),
    row(
        "services-paused",
        &[10, 13],
        4,
        &[],
        outages::services_paused,
        "SIGSTOP of all services for 40 s, beyond session and transaction, alone and with others that take over",
    ),
    row("rebalances", &[11, 12], 24, &[], storms::rebalances, "every 5 s a member joins, leaves or is killed"),
    row(
        "assignments",
        &[12],
        1,
        &[],
        covered::assignments,
        "partitions revoked and given back, first records after an assignment",
    ),
    row("watchdog", &[13, 15], 1, &[], covered::watchdog, "a reader that stands still, once and for ever"),
    row(
        "batches",
        &[14, 16],
        1,
        &[],
        covered::batches,
        "work in progress at a revocation, out-of-order completion, aborts",
    ),
    row(
        "poison",
        &[17],
        12,
        &[],
        poison::among,
        "bad records of seven kinds among good ones while the consumer is killed",
    ),
    row("poison-at-head", &[18], 4, &[], poison::at_the_head, "partitions that begin with bad records at every start"),
    row("poison-only", &[19], 1, &[], poison::nothing_else, "12,000 bad records from as many sources"),
    row("dead-letters-gone", &[20], 1, &[], poison::nowhere_to_go, "the topic of the dead letters is deleted"),
    row("sizes", &[21], 1, &[], load::sizes, "documents below, at and above the limits, compressible or not"),
    row("stores-refuse", &[22], 1, &[], covered::stores, "stores that are down, refuse, fail on one record, on all"),
    row("hosts-misbehave", &[23], 1, &[], covered::hosts, "hosts that are slow, endless, redirect in a loop, refuse"),
    row("transaction-errors", &[24, 25], 1, &[], covered::transactions, "errors at each step of a transaction"),
    row("fencing", &[27], 1, &[], covered::fencing, "two enrichers with one instance name"),
    row(
        "aborted-upstream",
        &[28],
        1_000,
        &[],
        upstream::aborted,
        "transactions upstream that carry articles and are aborted",
    ),
    row(
        "broker-disk-full",
        &[30],
        2,
        &[Need::SmallDisks],
        disk::broker,
        "the broker's disk fills up under load and gets room again",
    ),
    row(
        "embedded-disk-full",
        &[30],
        2,
        &[Need::SmallDisks],
        disk::embedded,
        "the disk under the embedded log and its store fills up and gets room again",
    ),
    row(
        "too-few-replicas",
        &[31],
        2,
        &[],
        cluster::too_few_replicas,
        "two of three brokers away for 90 s, then the third one dies",
    ),
    row(
        "truncation",
        &[32],
        1,
        &[],
        truncation::run,
        "an out-of-date replica becomes the leader and the log is cut back",
    ),
    row("deleted-unread", &[32], 2, &[], upstream::deleted_unread, "records are deleted before the enricher read them"),
    row("topic-made-again", &[33], 1, &[], upstream::made_again, "a topic is deleted at rest and made again"),
    row("lag", &[34], 1, &[Need::MemoryLimits], memory::lag, "10,000,000 records of lag, each service within 512 MiB"),
    row(
        "hot-key",
        &[35],
        10,
        &[],
        load::hot_key,
        "nine of ten records are versions of one article, services are killed",
    ),
    row("repeats", &[36], 2, &[], load::repeats, "an article sent 1,000 times, then a new version"),
    row(
        "clock-jumps",
        &[37],
        6,
        &[Need::FakeTime],
        clock::jumps,
        "the clock of all services jumps by an hour, 20 years, three hours",
    ),
    row("schema", &[38], 1, &[], covered::schema, "messages of every released version"),
    row(
        "upgrade",
        &[39],
        1,
        &[Need::PreviousBinary],
        storms::upgrade,
        "each service is replaced by the next version and back under load",
    ),
    row("panics", &[40], 1, &[], covered::panics, "a panic in a part of a process"),
    row(
        "out-of-memory",
        &[40],
        6,
        &[Need::MemoryLimits],
        memory::killed,
        "the kernel kills a service for want of memory",
    ),
    row(
        "security",
        &[41],
        2,
        &[Need::TlsBinary],
        security::run,
        "TLS and SCRAM: a wrong password, an expired certificate, the right to write withdrawn under load",
    ),
    row("broker-moves", &[42], 4, &[], storms::moved, "the broker moves to another address"),
    row(
        "soak",
        &[43],
        1,
        &[],
        soak::run,
        "two hours at 10 articles/s on three brokers with random kills, pauses and restarts of everything",
    ),
    row(
        "scrapes",
        &[44],
        3,
        &[],
        storms::scrapes,
        "scrapers without rest on every endpoint, and connections that say nothing",
    ),
    row(
        "hostile",
        &[],
        10,
        &[],
        hostile::run,
        "ten minutes of hostile feeds, pages, files and posts beside 50 good articles/s, everything in one process",
    ),
    row(
        "alerts",
        &[],
        1,
        &[],
        alerts::fired_at,
        "what each alert is about is brought about and mended, watched by a real Prometheus",
    ),
    row(
        "pushes",
        &[],
        1,
        &[],
        covered::pushes,
        "senders over HTTP that stop, flood and send bombs, and kill -9 while they push",
    ),
    row("configuration", &[45], 1, &[], covered::configuration, "bad keys and values"),
];

const fn row(
    name: &'static str,
    numbers: &'static [u32],
    rounds: usize,
    needs: &'static [Need],
    run: fn(&Wish) -> anyhow::Result<Tally>,
    what: &'static str,
) -> Scenario {
    Scenario { name, numbers, what, rounds, needs, run }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_failure_scenario_has_a_row() {
        let numbers: BTreeSet<u32> = SCENARIOS.iter().flat_map(|one| one.numbers).copied().collect();
        assert_eq!(numbers, (1..=45).collect());
        let names: BTreeSet<&str> = SCENARIOS.iter().map(|one| one.name).collect();
        assert_eq!(names.len(), SCENARIOS.len(), "a name is there twice");
    }

    #[test]
    fn the_published_table_has_a_row_for_every_scenario() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/reliability.md");
        let table = std::fs::read_to_string(file).unwrap();
        for one in SCENARIOS {
            assert!(table.contains(&format!("| `{}` |", one.name)), "{} is not in docs/reliability.md", one.name);
        }
    }
}
