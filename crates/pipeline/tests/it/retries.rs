//! Dead letters on their second way: one group takes them, the others pass them over.

use crate::scene::{Scene, record, stop, values, wait_until};
use article::{Record, StageName, Timestamp, TopicName, header};
use bus::{Output, Received};
use dateline_pipeline::{LoopSettings, Outcome, Reason, Stage, run_stage};
use std::sync::Arc;

/// Refuses what begins with `bad`, passes everything else on.
struct Picky {
    output: TopicName,
}

impl Stage for Picky {
    fn name(&self) -> StageName {
        StageName::Extract
    }

    fn process(&self, input: &Received, at: Timestamp) -> Outcome {
        if input.record.value().starts_with(b"bad") {
            return Outcome::DeadLetter(Reason::new("asked_to", "the value says so"));
        }
        let record = Record { value: input.record.value.clone(), key: input.record.key.clone(), ..Record::default() };
        let record = Record { timestamp: at.millis(), ..record };
        Outcome::Emit(vec![Output { topic: self.output.clone(), partition: None, record }])
    }
}

fn retried(group: &str, key: &str, value: &str) -> Record {
    let mut record = record(key, value);
    record.headers.push(header::RECORD_SOURCE, "wire");
    record.headers.push(header::RETRY_GROUP, group);
    record
}

/// Runs a loop until its group has read so much.
fn run(scene: &Scene, settings: LoopSettings, records: i64) {
    let (context, name) = (scene.restarted(), settings.name.clone());
    let running = {
        let (context, stage) = (context.clone(), Picky { output: scene.output.clone() });
        std::thread::spawn(move || run_stage(&context, Arc::new(stage), settings))
    };
    wait_until("all committed", || scene.committed(&name) == records);
    stop(&context, running).unwrap();
}

#[test]
fn only_the_group_that_is_named_takes_a_retried_record_and_the_others_count_it_as_dropped() {
    let scene = Scene::new();
    scene.append([record("a", "live"), retried("test.one", "b", "again"), retried("test.two", "c", "another's")]);
    run(&scene, scene.settings("one"), 3);
    let mut made = values(&scene.read(&scene.output));
    made.sort();
    assert_eq!(made, ["again", "live"]);
    let passed_over = "dateline_input_records_total{stage=\"one\",outcome=\"dropped\",reason=\"other_group\"}";
    assert_eq!(scene.metric(passed_over), Some(1.0));
    assert_eq!(scene.metric("dateline_latency_seconds_count{stage=\"one\"}"), Some(1.0), "only news is timed");
    assert!(scene.read(&scene.dead).is_empty());
}

#[test]
fn retries_that_fail_again_are_dead_letters_again_and_stop_neither_the_stage_nor_their_source() {
    let scene = Scene::new();
    scene.append((0..60).map(|number| retried("test.one", &number.to_string(), "bad")));
    run(&scene, LoopSettings { stop_after_dead_letters: 20, ..scene.settings("one") }, 60);
    let dead = scene.read(&scene.dead);
    assert_eq!(dead.len(), 60);
    assert!(dead.iter().all(|letter| letter.headers.text(header::ERROR_GROUP) == Some("test.one")));
    assert!(!scene.context.sources.is_paused("wire", crate::scene::now()));
}
