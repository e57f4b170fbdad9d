//! Somebody else's producer, whose transactions among the articles do not end for a while.

use super::super::ground::Ground;
use super::super::lane::Lane;
use anyhow::anyhow;
use article::{Record, TopicName};
use bus::{Bus, KafkaBus, KafkaSettings, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

/// Goes on until it is asked to end. Each of its transactions stays open for as long as a record may wait for its
/// delivery (15 s), and is aborted.
pub(super) struct Stranger {
    enough: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Stranger {
    pub(super) fn begin(ground: &Ground, lane: &Lane) -> anyhow::Result<Self> {
        // It wants two replicas and has one: what is written to it waits.
        let stuck = format!("{}.stuck", lane.name());
        let create = ["--create", "--topic", &stuck, "--partitions", "1", "--replication-factor", "1"];
        let arguments = [&create[..], &["--config", "min.insync.replicas=2"]].concat();
        ground.kafka.tool("org.apache.kafka.tools.TopicCommand", &arguments)?;
        let bus = KafkaBus::connect(KafkaSettings::plaintext(ground.kafka.brokers()))?;
        let topics = [lane.topics.articles(), TopicName::new(&stuck)];
        let enough = Arc::new(AtomicBool::new(false));
        let thread = std::thread::spawn({
            let enough = Arc::clone(&enough);
            move || {
                while !enough.load(Ordering::Relaxed) {
                    let record = Record { value: Some(b"nobody reads this".to_vec()), ..Record::default() };
                    let output =
                        |topic: &TopicName| Output { topic: topic.clone(), partition: Some(0), record: record.clone() };
                    let _ = bus.append(topics.iter().map(output).collect());
                }
            }
        });
        Ok(Self { enough, thread })
    }

    /// Returns when its last transaction has ended.
    pub(super) fn end(self) -> anyhow::Result<()> {
        self.enough.store(true, Ordering::Relaxed);
        self.thread.join().map_err(|_| anyhow!("the producer panicked"))
    }
}
