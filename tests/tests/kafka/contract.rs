//! The bus contract on a real Kafka. The embedded log runs the same list in its own crate.

use bus::contract::CONTRACT;
use bus::{KafkaBus, KafkaSettings};
use dateline_tests::{Kafka, Turn, unique_name};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// All behaviours run, also after one has failed; each gets topics of its own.
#[test]
fn kafka_keeps_the_contract_of_a_bus() {
    let _turn = Turn::of(crate::UNHURRIED);
    let kafka = Kafka::shared().unwrap();
    let bus = KafkaBus::connect(KafkaSettings::plaintext(kafka.brokers())).unwrap();
    let broken: Vec<&str> = CONTRACT
        .iter()
        .filter(|(_, behaviour)| {
            let prefix = unique_name("contract");
            catch_unwind(AssertUnwindSafe(|| behaviour(&bus, &prefix))).is_err()
        })
        .map(|(name, _)| *name)
        .collect();
    assert!(broken.is_empty(), "broken (each told above): {broken:#?}");
}
