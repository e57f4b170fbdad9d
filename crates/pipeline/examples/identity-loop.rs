//! Dateline's loop with a stage that passes every record on as it is: what exactly-once costs when there is no work.
//!
//! `identity-loop kafka://HOST:PORT|FILE INPUT OUTPUT` copies until it is killed; FILE is an embedded log.

use anyhow::Context;
use article::{Record, StageName, Timestamp, TopicName};
use bus::{Bus, EmbeddedLog, EmbeddedSettings, KafkaBus, KafkaSettings, Output, Received};
use dateline_pipeline::{
    Health, LoopContext, LoopSettings, Metrics, Outcome, Pace, Shutdown, SourceBreaker, Spans, Stage, run_stage,
};
use prometheus_client::registry::Registry;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

struct Identity(TopicName);

impl Stage for Identity {
    fn name(&self) -> StageName {
        StageName::Extract
    }

    fn process(&self, input: &Received, _: Timestamp) -> Outcome {
        let record = Record { key: input.record.key.clone(), value: input.record.value.clone(), ..Record::default() };
        let partition = Some(input.partition);
        Outcome::Emit(vec![Output { topic: self.0.clone(), partition, record }])
    }
}

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [bus, input, output] = arguments.as_slice() else {
        anyhow::bail!("usage: identity-loop kafka://HOST:PORT|FILE INPUT OUTPUT");
    };
    let bus: Arc<dyn Bus> = match bus.strip_prefix("kafka://") {
        Some(brokers) => Arc::new(KafkaBus::connect(KafkaSettings::plaintext(brokers))?),
        None => Arc::new(EmbeddedLog::open_runner(EmbeddedSettings::at(bus))?),
    };
    let output = TopicName::new(output);
    let context = LoopContext {
        bus,
        metrics: Metrics::register(&mut Registry::default()),
        health: Health::default(),
        shutdown: Shutdown::new(),
        sources: SourceBreaker::default(),
        spans: Spans::default(),
    };
    let settings = LoopSettings {
        name: "identity".to_owned(),
        service: "identity".to_owned(),
        group: format!("{output}.dateline"),
        input: TopicName::new(input),
        dead_letters: output.clone(),
        transactional_id: format!("{output}.dateline"),
        takes_replays: true,
        gives_way: false,
        holds: None,
        one_source: true,
        output_limit: 1 << 20,
        dead_letter_limit: 1 << 20,
        threads: 1,
        pace: Pace::default(),
        stop_after_dead_letters: 1,
        drain: Duration::from_secs(5),
        stall: Duration::from_secs(60),
        clock,
    };
    run_stage(&context, Arc::new(Identity(output)), settings).context("the loop")
}

fn clock() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
