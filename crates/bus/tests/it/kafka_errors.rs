//! What a member of a Kafka group does about errors that brokers answer with, on librdkafka's mock cluster, whose
//! answers can be scripted. It keeps no transactions, nor the offsets sent in them: what is asserted is how a commit ends
//! and that after an abort everything is read again.

use article::{Record, TopicName};
use dateline_bus::{
    Bus, BusError, CommitOutcome, KafkaBus, KafkaSettings, Member, Membership, Output, Polled, Received,
    TopicPartition, Transaction,
};
use rdkafka::mocking::{MockCluster, MockCoordinator};
use rdkafka::producer::DefaultProducerContext;
use rdkafka::types::{RDKafkaApiKey as Api, RDKafkaRespErr as Code};
use std::sync::Arc;
use std::time::{Duration, Instant};

const SOON: Duration = Duration::from_secs(120);
const RECORDS: usize = 20;

struct Scene {
    cluster: MockCluster<'static, DefaultProducerContext>,
    member: Box<dyn Member>,
    output: TopicName,
}

impl Scene {
    /// A member that owns the one partition of a topic with records.
    fn new() -> Self {
        let cluster = MockCluster::new(1).unwrap();
        cluster.create_topic("in", 1, 1).unwrap();
        cluster.create_topic("out", 1, 1).unwrap();
        Self::on(cluster)
    }

    /// The same on a cluster that has the topics `in` and `out`.
    fn on(cluster: MockCluster<'static, DefaultProducerContext>) -> Self {
        let bus = KafkaBus::connect(KafkaSettings::plaintext(&cluster.bootstrap_servers())).unwrap();
        let input = TopicName::new("in");
        bus.append((0..RECORDS).map(|number| output(&input, number)).collect()).unwrap();
        let membership = Membership {
            group: "group".to_owned(),
            topic: input,
            transactional_id: "the-id".to_owned(),
            outputs: Arc::new(()),
        };
        Self { member: bus.join(membership).unwrap(), cluster, output: TopicName::new("out") }
    }

    fn take(&mut self, count: usize) -> Vec<Received> {
        let mut last = Instant::now();
        let mut taken = Vec::new();
        while taken.len() < count {
            assert!(last.elapsed() < SOON, "{} of {count} records, and no more came", taken.len());
            match self.member.poll(Duration::from_millis(100)).unwrap() {
                Polled::Records(records) => {
                    taken.extend(records);
                    last = Instant::now();
                }
                Polled::Nothing | Polled::Assigned(_) => {}
                Polled::Skipped(skipped) => panic!("not given: {skipped:?}"),
                Polled::Revoked(revocation) => panic!("revoked: {revocation:?}"),
            }
        }
        taken
    }

    /// Commits a copy of the records and the offset after them.
    fn commit(&mut self, records: &[Received]) -> Result<CommitOutcome, BusError> {
        let outputs = (0..records.len()).map(|number| output(&self.output, number)).collect();
        let last = records.last().unwrap();
        let offsets = vec![(TopicPartition::new(last.topic.clone(), last.partition), last.offset + 1)];
        self.member.commit(Transaction { outputs, offsets })
    }
}

fn output(topic: &TopicName, number: usize) -> Output {
    let value = Some(number.to_string().into_bytes());
    Output { topic: topic.clone(), partition: None, record: Record { value, ..Record::default() } }
}

#[test]
fn errors_that_pass_are_waited_out_within_the_commit() {
    let passing: &[(Api, &[Code])] = &[
        (Api::TxnOffsetCommit, &[Code::RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE; 2]),
        (Api::TxnOffsetCommit, &[Code::RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS]),
        (Api::AddOffsetsToTxn, &[Code::RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS; 3]),
        (Api::AddPartitionsToTxn, &[Code::RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS; 3]),
        (Api::AddPartitionsToTxn, &[Code::RD_KAFKA_RESP_ERR_NOT_COORDINATOR]),
        (Api::Produce, &[Code::RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS; 2]),
        (Api::EndTxn, &[Code::RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE]),
        (Api::EndTxn, &[Code::RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS; 2]),
    ];
    let mut scene = Scene::new();
    let records = scene.take(RECORDS);
    for ((api, codes), part) in passing.iter().zip(records.chunks(2)) {
        scene.cluster.request_errors(*api, codes);
        let outcome = scene.commit(part);
        assert!(matches!(outcome, Ok(CommitOutcome::Committed)), "{api:?} {codes:?}: {outcome:?}");
    }
}

#[test]
fn a_transaction_that_fails_for_good_is_read_again_and_then_committed() {
    let failing: &[(Api, Code)] = &[
        (Api::TxnOffsetCommit, Code::RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION),
        (Api::TxnOffsetCommit, Code::RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID),
        (Api::AddPartitionsToTxn, Code::RD_KAFKA_RESP_ERR_INVALID_TXN_STATE),
        (Api::AddPartitionsToTxn, Code::RD_KAFKA_RESP_ERR_INVALID_PRODUCER_ID_MAPPING),
        (Api::AddPartitionsToTxn, Code::RD_KAFKA_RESP_ERR_PRODUCER_FENCED),
        (Api::AddOffsetsToTxn, Code::RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH),
    ];
    for (api, code) in failing {
        let mut scene = Scene::new();
        let records = scene.take(RECORDS);
        scene.cluster.request_errors(*api, &[*code]);
        let outcome = scene.commit(&records);
        assert!(matches!(outcome, Ok(CommitOutcome::Rewound { .. })), "{api:?} {code:?}: {outcome:?}");
        assert_eq!(scene.take(RECORDS), records, "{api:?} {code:?}");
        let outcome = scene.commit(&records);
        assert!(matches!(outcome, Ok(CommitOutcome::Committed)), "after {api:?} {code:?}: {outcome:?}");
    }
}

#[test]
fn a_record_that_a_topic_refuses_is_named_with_topic_and_remedy() {
    let mut scene = Scene::new();
    let records = scene.take(RECORDS);
    scene.cluster.request_errors(Api::Produce, &[Code::RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE]);
    match scene.commit(&records) {
        Ok(CommitOutcome::Rewound { cause }) => {
            assert!(cause.contains("topic out") && cause.contains("max.message.bytes"), "{cause}");
        }
        other => panic!("{other:?}"),
    }
    // The mock cluster may take the first record after that for one out of order.
    for _ in 0..5 {
        assert_eq!(scene.take(RECORDS), records);
        match scene.commit(&records).unwrap() {
            CommitOutcome::Committed => return,
            CommitOutcome::Rewound { .. } => {}
        }
    }
    panic!("not committed once the topic takes the record");
}

#[test]
fn a_producer_that_is_fenced_again_and_again_gives_way_and_names_its_id() {
    let mut scene = Scene::new();
    let records = scene.take(RECORDS);
    for _ in 0..2 {
        scene.cluster.request_errors(Api::AddPartitionsToTxn, &[Code::RD_KAFKA_RESP_ERR_PRODUCER_FENCED]);
        assert!(matches!(scene.commit(&records), Ok(CommitOutcome::Rewound { .. })));
        assert_eq!(scene.take(RECORDS), records);
        // Two processes with one id take it from each other, and each commits in between.
        assert!(matches!(scene.commit(&records), Ok(CommitOutcome::Committed)));
    }
    scene.cluster.request_errors(Api::AddPartitionsToTxn, &[Code::RD_KAFKA_RESP_ERR_PRODUCER_FENCED]);
    match scene.commit(&records) {
        Err(BusError::Fenced { transactional_id }) => assert_eq!(transactional_id, "the-id"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_right_that_is_withdrawn_is_named_and_missed_until_it_is_back() {
    for code in [
        Code::RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
        Code::RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED,
    ] {
        let mut scene = Scene::new();
        let records = scene.take(RECORDS);
        for _ in 0..4 {
            scene.cluster.request_errors(Api::AddPartitionsToTxn, &[code]);
            match scene.commit(&records) {
                Ok(CommitOutcome::Rewound { cause }) => {
                    assert!(cause.contains("access is denied") && cause.contains("written to: out"), "{cause}");
                }
                other => panic!("{other:?}"),
            }
            assert_eq!(scene.take(RECORDS), records, "they are read again");
        }
        assert!(matches!(scene.commit(&records), Ok(CommitOutcome::Committed)));
    }
}

#[test]
fn a_coordinator_of_the_group_that_is_away_holds_up_no_commit_for_ever() {
    let cluster = MockCluster::new(2).unwrap();
    // All is on the first broker but the group.
    for topic in ["in", "out"] {
        cluster.create_topic(topic, 1, 2).unwrap();
        cluster.partition_leader(topic, 0, Some(1)).unwrap();
    }
    cluster.coordinator(MockCoordinator::Transaction("the-id".to_owned()), 1).unwrap();
    cluster.coordinator(MockCoordinator::Group("group".to_owned()), 2).unwrap();
    let mut scene = Scene::on(cluster);
    let records = scene.take(RECORDS);
    assert!(matches!(scene.commit(&records[..2]), Ok(CommitOutcome::Committed)));
    scene.cluster.broker_down(2).unwrap();
    let began = Instant::now();
    let outcome = scene.commit(&records[2..4]);
    assert!(matches!(outcome, Ok(CommitOutcome::Rewound { .. })), "{outcome:?}");
    assert!(began.elapsed() < Duration::from_secs(60), "{:?}", began.elapsed());
    scene.cluster.broker_up(2).unwrap();
    // Its session is over by now: it loses its partition, joins anew and reads again.
    let began = Instant::now();
    let again = loop {
        assert!(began.elapsed() < SOON, "nothing is read again");
        if let Polled::Records(records) = scene.member.poll(Duration::from_millis(100)).unwrap() {
            break records;
        }
    };
    let outcome = scene.commit(&again);
    assert!(matches!(outcome, Ok(CommitOutcome::Committed)), "{outcome:?}");
}
