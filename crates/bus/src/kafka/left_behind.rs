//! Records of a producer before ours that nobody ended.
//!
//! A new producer of a transactional id ends what an earlier one had begun, and so do the brokers after a while. Kafka
//! 4.3.1 says that it is done when a partition has no leader in that moment, and writes no end there (KAFKA-20734). What
//! stands there is ended with our next transaction that writes to that partition, in the way in which *that* ends:
//! records that were aborted come to count when it is committed. So before a new producer writes, this looks whether all
//! outputs are read up to where they end now. What is open for longer than any transaction lasts was left behind. If
//! nothing of it counts by what the group's place shows, it is ended by a transaction that is aborted.

use super::attempt::{Failure, abort};
use super::cause::Cause;
use super::context::Quiet;
use super::convert::{base_record, client_error, offset_list};
use super::deliveries::Deliveries;
use super::flush::flush;
use super::reader::KafkaReader;
use super::settings::KafkaSettings;
use crate::{BusError, Isolation, Membership, Origin, Output, Reader, Received, TopicPartition};
use article::TopicName;
use rdkafka::TopicPartitionList;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::KafkaError;
use rdkafka::producer::{BaseProducer, Producer};
use rdkafka::topic_partition_list::Offset;
use std::collections::HashMap;
use std::time::{Duration, Instant};

/// One question to a broker.
const CALL: Duration = Duration::from_secs(5);
/// A transaction in progress has ended within this: brokers end it after `transaction.timeout.ms` (15 s), and look for
/// such ones every ten seconds.
const IN_PROGRESS: Duration = Duration::from_secs(30);
/// How soon it shows that a transaction was ended.
const ENDED: Duration = Duration::from_secs(10);
const AGAIN: Duration = Duration::from_millis(50);
/// What is open is looked through for so long; a transaction holds a few thousand records.
const READ: Duration = Duration::from_secs(30);

/// The group's place by partition of the input.
type Places = HashMap<i32, Option<Offset>>;

/// An output of which not everything can be read.
#[derive(Debug)]
struct Open {
    at: TopicPartition,
    /// The first record that cannot be read.
    from: i64,
    /// Where the partition ended when the new producer began.
    end: i64,
}

/// Looks at the outputs of one member.
pub(super) struct LeftBehind<'a> {
    settings: &'a KafkaSettings,
    membership: &'a Membership,
    committed: BaseConsumer<Quiet>,
    uncommitted: BaseConsumer<Quiet>,
}

impl<'a> LeftBehind<'a> {
    pub(super) fn new(settings: &'a KafkaSettings, membership: &'a Membership) -> Result<Self, BusError> {
        let client = |isolation| {
            let mut config = settings.reader(isolation);
            config.set("group.id", &membership.group);
            config.create_with_context(Quiet::default()).map_err(|error| BusError::Setting(error.to_string()))
        };
        let (committed, uncommitted) = (client(Isolation::Committed)?, client(Isolation::Uncommitted)?);
        Ok(Self { settings, membership, committed, uncommitted })
    }

    /// Ends what was left behind and does not count. `producer` has not written anything.
    pub(super) fn end(&self, producer: &BaseProducer<Deliveries>) -> Result<(), Failure> {
        let open = self.wait(self.open()?, IN_PROGRESS)?;
        let mut void = Vec::new();
        for one in open {
            match self.void(&one)? {
                Some(first) => void.push((one, first)),
                None => tracing::warn!(
                    group = self.membership.group, topic = %one.at.topic, partition = one.at.partition, offset = one.from,
                    "Kafka has left a transaction open in an output, and what stands there counts: the next transaction \
                     that is committed there ends it; see docs/reliability.md if it does not"
                ),
            }
        }
        if void.is_empty() {
            return Ok(());
        }
        self.abort_with(producer, &void)?;
        let partitions: Vec<String> = void.iter().map(|(open, _)| format!("{} from {}", open.at, open.from)).collect();
        let partitions = partitions.join(", ");
        let left = self.wait(void.into_iter().map(|(open, _)| open).collect(), ENDED)?;
        let group = &self.membership.group;
        if left.is_empty() {
            tracing::warn!(
                group,
                partitions,
                "Kafka had left an aborted transaction open in the outputs; it was ended"
            );
        } else {
            tracing::warn!(
                group,
                partitions,
                "a transaction is open in the outputs that is not of this instance; what stands behind it cannot be read \
                 until the instance that began it is started again"
            );
        }
        Ok(())
    }

    /// The outputs in which something is open now. A topic that is not there has nothing open.
    fn open(&self) -> Result<Vec<Open>, Failure> {
        let mut open = Vec::new();
        for topic in self.membership.outputs.topics() {
            let metadata = self.committed.fetch_metadata(Some(topic.as_str()), CALL).map_err(failed)?;
            let topics = metadata.topics().iter().filter(|one| one.error().is_none());
            // Without a leader nobody can write there either.
            let led = topics.flat_map(|one| one.partitions()).filter(|one| one.leader() >= 0);
            for partition in led.map(|one| one.id()) {
                let at = TopicPartition::new(topic.clone(), partition);
                let (from, end) = (high(&self.committed, &at)?, high(&self.uncommitted, &at)?);
                if from < end {
                    open.push(Open { at, from, end });
                }
            }
        }
        Ok(open)
    }

    /// Those of them that are still open after a while.
    fn wait(&self, mut open: Vec<Open>, most: Duration) -> Result<Vec<Open>, Failure> {
        let until = Instant::now() + most;
        loop {
            let mut left = Vec::new();
            for one in open {
                let from = high(&self.committed, &one.at)?;
                if from < one.end {
                    left.push(Open { from, ..one });
                }
            }
            if left.is_empty() || Instant::now() > until {
                return Ok(left);
            }
            open = left;
            std::thread::sleep(AGAIN);
        }
    }

    /// The first record of what is open, if nothing there counts. Others may have written behind it: whose a record is
    /// nobody can see, and better a copy comes than that one is missing.
    fn void(&self, open: &Open) -> Result<Option<Received>, Failure> {
        let from = [(open.at.clone(), open.from)];
        let mut reader = KafkaReader::open(self.settings, &from, Isolation::Uncommitted).map_err(hindered)?;
        let (until, mut first, mut places) = (Instant::now() + READ, None, Places::new());
        while !reader.caught_up() {
            if Instant::now() > until {
                return Ok(None);
            }
            let records = reader.read(Duration::from_millis(500)).map_err(hindered)?;
            for origin in self.membership.outputs.origins(&records).map_err(hindered)? {
                if self.counts(origin, &mut places)? {
                    return Ok(None);
                }
            }
            first = first.or(records.into_iter().next());
        }
        Ok(first)
    }

    /// Whether what was made of it counts, by what the group's place shows.
    fn counts(&self, origin: Origin, places: &mut Places) -> Result<bool, Failure> {
        let (at, offset) = match origin {
            Origin::Other { counts } => return Ok(counts),
            Origin::Input(at, _) if at.topic != self.membership.topic => return Ok(true),
            Origin::Input(at, offset) => (at, offset),
        };
        let place = match places.get(&at.partition) {
            Some(place) => *place,
            None => {
                let mut list = TopicPartitionList::new();
                list.add_partition(at.topic.as_str(), at.partition);
                // As of what has ended: offsets that were left open with it are ended with it.
                let committed = self.uncommitted.committed_offsets(list, CALL).map_err(failed)?;
                let place = committed.find_partition(at.topic.as_str(), at.partition).map(|one| one.offset());
                *places.entry(at.partition).or_insert(place)
            }
        };
        Ok(matches!(place, Some(Offset::Offset(place)) if offset < place))
    }

    /// A transaction that writes to the partitions what stands there, hands over places, and is aborted.
    fn abort_with(&self, producer: &BaseProducer<Deliveries>, void: &[(Open, Received)]) -> Result<(), Failure> {
        producer.context().forget();
        producer.begin_transaction().map_err(failed)?;
        for (open, received) in void {
            let (topic, partition) = (open.at.topic.clone(), Some(open.at.partition));
            let output = Output { topic, partition, record: received.record.clone() };
            producer.send(base_record(&output)).map_err(|(error, _)| failed(error))?;
        }
        flush(producer, IN_PROGRESS).map_err(failed)?;
        let places = offset_list(&self.places()?).map_err(hindered)?;
        let client: BaseConsumer = self.settings.group_member(&self.membership.group).create().map_err(failed)?;
        if let Some(anybody) = client.group_metadata() {
            producer.send_offsets_to_transaction(&places, &anybody, CALL).map_err(failed)?;
        }
        abort(producer)
    }

    /// Any place in each partition of the input.
    fn places(&self) -> Result<Vec<(TopicPartition, i64)>, Failure> {
        let topic: &TopicName = &self.membership.topic;
        let metadata = self.committed.fetch_metadata(Some(topic.as_str()), CALL).map_err(failed)?;
        let partitions = metadata.topics().iter().flat_map(|one| one.partitions()).map(|one| one.id());
        Ok(partitions.map(|partition| (TopicPartition::new(topic.clone(), partition), 0)).collect())
    }
}

/// Where a partition ends for a client.
fn high(client: &BaseConsumer<Quiet>, at: &TopicPartition) -> Result<i64, Failure> {
    client.fetch_watermarks(at.topic.as_str(), at.partition, CALL).map(|(_, high)| high).map_err(failed)
}

fn failed(error: KafkaError) -> Failure {
    hindered(client_error("look for what an earlier producer left open", "the cluster", &error))
}

fn hindered(error: BusError) -> Failure {
    Failure::Broken(Cause { text: error.to_string(), answered: false })
}
