//! The Kafka bus.

use super::append::Appenders;
use super::context::Quiet;
use super::convert::{client_error, is_refusal};
use super::differences::{Has, differences};
use super::find::find;
use super::member::KafkaMember;
use super::reader::KafkaReader;
use super::settings::KafkaSettings;
use super::shape;
use super::shared::Shared;
use super::size_limits::SizeLimits;
use super::topics::{self, Held};
use super::trouble::{About, Said, Trouble};
use super::unsettled::waits;
use crate::{
    Bus, BusError, Change, Found, Hunt, Isolation, Member, Membership, Output, Reader, TopicChange, TopicPartition,
    TopicSpec,
};
use article::TopicName;
use rdkafka::TopicPartitionList;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::topic_partition_list::Offset;
use std::time::{Duration, Instant};

/// How long a cluster may take to answer when we start.
const CONNECT: Duration = Duration::from_secs(8);
const CALL: Duration = Duration::from_secs(10);
/// How long a look at all topics may take while we run: one of them takes milliseconds.
const LOOK: Duration = Duration::from_secs(4);
/// What to do about a topic that is not there.
const MISSING: &str = "does not exist; create it with `dateline topics create`";

/// A Kafka cluster.
pub struct KafkaBus {
    pub(super) shared: Shared,
    committed: BaseConsumer<Quiet>,
    uncommitted: BaseConsumer<Quiet>,
    appenders: Appenders,
}

impl KafkaBus {
    /// Connects; an error within ten seconds if no broker answers.
    pub fn connect(settings: KafkaSettings) -> Result<Self, BusError> {
        settings.check()?;
        let trouble = Trouble::default();
        let plain = |isolation| {
            let context = Quiet(trouble.clone());
            let created: Result<BaseConsumer<Quiet>, _> = settings.reader(isolation).create_with_context(context);
            created.map_err(|error| BusError::Setting(error.to_string()))
        };
        let (committed, uncommitted) = (plain(Isolation::Committed)?, plain(Isolation::Uncommitted)?);
        let shared = Shared { settings, limits: SizeLimits::default(), trouble };
        let bus = Self { committed, uncommitted, appenders: Appenders::new(shared.clone()), shared };
        match bus.committed.fetch_metadata(None, CONNECT) {
            Ok(_) => Ok(bus),
            Err(error) => Err(bus.unreachable(&error)),
        }
    }

    /// Why no broker answers at a start: the call says only that it took too long, the client says more.
    fn unreachable(&self, error: &KafkaError) -> BusError {
        let brokers = self.brokers().to_owned();
        if let refused @ BusError::Refused { .. } = client_error("connect", &brokers, error) {
            return refused;
        }
        hear(&self.committed);
        match self.shared.trouble.lately() {
            Some(Said { words, about: About::Login }) => BusError::Refused { brokers, detail: words },
            Some(Said { words, about: About::Encryption }) => BusError::Untrusted { brokers, detail: words },
            Some(Said { words, about: About::Connection }) => BusError::Unreachable { brokers, detail: words },
            None => BusError::Unreachable { brokers, detail: error.to_string() },
        }
    }

    fn brokers(&self) -> &str {
        &self.shared.settings.brokers
    }

    /// The first offset and one past the last.
    fn watermarks(&self, client: &BaseConsumer<Quiet>, partition: &TopicPartition) -> Result<(i64, i64), BusError> {
        let deadline = Instant::now() + CALL;
        loop {
            match client.fetch_watermarks(partition.topic.as_str(), partition.partition, CALL) {
                Ok(watermarks) => return Ok(watermarks),
                // A new topic, or one whose leader has just changed or gone. The client would keep what it knows of the
                // topic for a quarter of an hour: it is asked anew, and whether that worked shows with the next try.
                Err(error) if is_without_leader(&error) && Instant::now() < deadline => {
                    std::thread::sleep(Duration::from_millis(50));
                    let _ = client.fetch_metadata(Some(partition.topic.as_str()), CALL);
                }
                Err(error) => return Err(client_error("ask for end offsets", self.brokers(), &error)),
            }
        }
    }

    fn away(&self, error: &KafkaError) -> BusError {
        let brokers = self.brokers();
        match client_error("look at the topics", brokers, error) {
            refused @ BusError::Refused { .. } => refused,
            _ => {
                let detail = self.shared.trouble.lately().map_or_else(|| error.to_string(), |said| said.words);
                BusError::Away { brokers: brokers.to_owned(), detail }
            }
        }
    }

    /// Brokers learn of new topics and partitions one after the other.
    fn wait_shown(&self, topics: &[&TopicSpec]) -> Result<(), BusError> {
        let deadline = Instant::now() + CALL;
        for topic in topics {
            while self.count_partitions(&topic.name)?.is_none_or(|count| count < topic.partitions) {
                if Instant::now() > deadline {
                    let detail = "was created but the brokers do not show it; start again".to_owned();
                    return Err(BusError::Topic { topic: topic.name.to_string(), detail });
                }
                std::thread::sleep(Duration::from_millis(50));
            }
        }
        Ok(())
    }

    /// Where a group reads on: once what is in progress has ended, or as of what has ended.
    fn places(
        &self,
        group: &str,
        partitions: &[TopicPartition],
        isolation: Isolation,
    ) -> Result<Vec<Option<i64>>, KafkaError> {
        let mut list = TopicPartitionList::new();
        for at in partitions {
            list.add_partition(at.topic.as_str(), at.partition);
        }
        let once = || {
            let mut config = self.shared.settings.reader(isolation);
            config.set("group.id", group);
            let client: BaseConsumer<Quiet> = config.create_with_context(Quiet::default())?;
            let answer = client.committed_offsets(list.clone(), CALL)?;
            answer.elements().iter().try_for_each(|one| one.error()).map(|()| answer)
        };
        let until = Instant::now() + CALL;
        let committed = loop {
            match once() {
                Err(error) if is_coordinator_moving(&error) && Instant::now() < until => {
                    std::thread::sleep(Duration::from_millis(100));
                }
                answer => break answer?,
            }
        };
        let place = |at: &TopicPartition| match committed.find_partition(at.topic.as_str(), at.partition)?.offset() {
            Offset::Offset(offset) => Some(offset),
            Offset::Beginning | Offset::End | Offset::Stored | Offset::Invalid | Offset::OffsetTail(_) => None,
        };
        Ok(partitions.iter().map(place).collect())
    }

    fn count_partitions(&self, topic: &TopicName) -> Result<Option<i32>, BusError> {
        Ok(self.extent(topic)?.map(|(count, _)| count))
    }

    /// How many partitions a topic has, and how many copies of the first of them; none: there is no such topic.
    fn extent(&self, topic: &TopicName) -> Result<Option<(i32, usize)>, BusError> {
        let metadata = self
            .committed
            .fetch_metadata(Some(topic.as_str()), CALL)
            .map_err(|error| client_error("ask for topics", self.brokers(), &error))?;
        let found = metadata.topics().iter().find(|one| one.name() == topic.as_str() && one.error().is_none());
        let partitions = found.map(|one| one.partitions()).unwrap_or_default();
        let count = i32::try_from(partitions.len()).unwrap_or(i32::MAX);
        Ok(partitions.first().map(|first| (count, first.replicas().len())))
    }

    /// Each topic with the settings that it has and what differs.
    fn compare<'a>(&self, topics: &'a [TopicSpec]) -> Result<Vec<Compared<'a>>, BusError> {
        let settings = &self.shared.settings;
        let (mut compared, mut found) = (Vec::new(), Vec::new());
        for topic in topics {
            match self.extent(&topic.name)? {
                None => compared.push((topic, Held::new(), vec![Change::Create])),
                Some(extent) => found.push((topic, extent)),
            }
        }
        let names: Vec<&TopicName> = found.iter().map(|(topic, _)| &topic.name).collect();
        let held = if names.is_empty() { Vec::new() } else { topics::describe(settings, &names)? };
        let copies = usize::try_from(settings.replication_factor).unwrap_or(0);
        for ((topic, (partitions, has_copies)), held) in found.into_iter().zip(held) {
            let has = Has { partitions, copies: has_copies, held: &held };
            let changes = differences(topic, &settings.topic_config(topic), copies, &has);
            compared.push((topic, held, changes));
        }
        Ok(compared)
    }
}

/// A topic, the settings that it has, and what differs.
type Compared<'a> = (&'a TopicSpec, Held, Vec<Change>);

fn of_topic(topic: &TopicSpec, changes: Vec<Change>) -> impl Iterator<Item = TopicChange> {
    let topic = topic.name.clone();
    changes.into_iter().map(move |change| TopicChange { topic: topic.clone(), change })
}

impl Bus for KafkaBus {
    fn ensure_topics(&self, topics: &[TopicSpec]) -> Result<(), BusError> {
        let (mut missing, mut found) = (Vec::new(), Vec::new());
        for topic in topics {
            self.shared.limits.set(&topic.name, topic.max_message_bytes);
            match self.count_partitions(&topic.name)? {
                None => missing.push(topic),
                Some(count) => found.push((topic, count)),
            }
        }
        shape::check(&found)?;
        if missing.is_empty() {
            return Ok(());
        }
        topics::create(&self.shared.settings, &missing)?;
        self.wait_shown(&missing)
    }

    fn add_partitions(&self, topics: &[TopicSpec]) -> Result<Vec<TopicName>, BusError> {
        let mut found = Vec::new();
        for topic in topics {
            if let Some(count) = self.count_partitions(&topic.name)? {
                found.push((topic, count));
            }
        }
        let grown = shape::too_few(&found);
        if !grown.is_empty() {
            topics::grow(&self.shared.settings, &grown)?;
            self.wait_shown(&grown)?;
        }
        Ok(grown.into_iter().map(|topic| topic.name.clone()).collect())
    }

    fn differences(&self, topics: &[TopicSpec]) -> Result<Vec<TopicChange>, BusError> {
        Ok(self.compare(topics)?.into_iter().flat_map(|(topic, _, changes)| of_topic(topic, changes)).collect())
    }

    fn apply(&self, topics: &[TopicSpec]) -> Result<(), BusError> {
        self.add_partitions(topics)?;
        self.ensure_topics(topics)?;
        for (topic, held, changes) in self.compare(topics)? {
            let set = |change| match change {
                Change::Set { key, to, .. } => Some((key, to)),
                Change::Create | Change::AddPartitions { .. } | Change::Leave(_) => None,
            };
            let wanted: Vec<_> = changes.into_iter().filter_map(set).collect();
            if !wanted.is_empty() {
                topics::alter(&self.shared.settings, &topic.name, &held, &wanted)?;
            }
        }
        Ok(())
    }

    fn partition_count(&self, topic: &TopicName) -> Result<i32, BusError> {
        self.count_partitions(topic)?
            .ok_or_else(|| BusError::Topic { topic: topic.to_string(), detail: MISSING.to_owned() })
    }

    fn check(&self, topics: &[TopicName]) -> Result<(), BusError> {
        [&self.committed, &self.uncommitted].into_iter().for_each(hear);
        let until = Instant::now() + LOOK;
        for topic in topics {
            let left = until.saturating_duration_since(Instant::now()).max(Duration::from_millis(100));
            let metadata =
                self.committed.fetch_metadata(Some(topic.as_str()), left).map_err(|error| self.away(&error))?;
            let broken = |detail: String| BusError::Topic { topic: topic.to_string(), detail };
            let found = metadata.topics().iter().find(|one| one.name() == topic.as_str());
            match found.and_then(|one| one.error()).map(RDKafkaErrorCode::from) {
                None => {}
                Some(RDKafkaErrorCode::UnknownTopicOrPartition | RDKafkaErrorCode::UnknownTopic) => {
                    return Err(broken(MISSING.to_owned()));
                }
                Some(code) if is_refusal(code) => {
                    let brokers = self.brokers().to_owned();
                    return Err(BusError::Refused { brokers, detail: format!("topic {topic}: {code}") });
                }
                Some(code) => return Err(broken(format!("cannot be used now: {code}"))),
            }
            let partitions = found.map(|one| one.partitions()).unwrap_or_default();
            if partitions.is_empty() {
                return Err(broken(MISSING.to_owned()));
            }
            if let Some(leaderless) = partitions.iter().find(|one| one.leader() < 0) {
                let which = leaderless.id();
                return Err(broken(format!(
                    "its partition {which} has no leader; see that the brokers that hold it run"
                )));
            }
        }
        self.shared.trouble.longest().map_or(Ok(()), |trouble| Err(BusError::Trouble(trouble)))
    }

    fn join(&self, membership: Membership) -> Result<Box<dyn Member>, BusError> {
        self.partition_count(&membership.topic)?;
        Ok(Box::new(KafkaMember::join(&self.shared, &membership)?))
    }

    fn reader(&self, from: &[(TopicPartition, i64)]) -> Result<Box<dyn Reader>, BusError> {
        Ok(Box::new(KafkaReader::open(&self.shared.settings, from, Isolation::Committed)?))
    }

    fn append(&self, outputs: Vec<Output>) -> Result<(), BusError> {
        self.appenders.append(outputs)
    }

    fn append_as(&self, name: &str, outputs: Vec<Output>) -> Result<(), BusError> {
        self.appenders.append_as(name, outputs)
    }

    fn start_offset(&self, partition: &TopicPartition) -> Result<i64, BusError> {
        Ok(self.watermarks(&self.committed, partition)?.0)
    }

    fn end_offset(&self, partition: &TopicPartition, isolation: Isolation) -> Result<i64, BusError> {
        let client = match isolation {
            Isolation::Committed => &self.committed,
            Isolation::Uncommitted => &self.uncommitted,
        };
        Ok(self.watermarks(client, partition)?.1)
    }

    fn committed(&self, group: &str, partitions: &[TopicPartition]) -> Result<Vec<Option<i64>>, BusError> {
        match self.places(group, partitions, Isolation::Committed) {
            // A transaction in progress ends meanwhile; one that was left open does not.
            Err(error) if waits(&error) => self.places(group, partitions, Isolation::Uncommitted),
            answer => answer,
        }
        .map_err(|error| client_error("ask for committed offsets", self.brokers(), &error))
    }

    fn settled(&self, group: &str, partitions: &[TopicPartition]) -> Result<Vec<Option<i64>>, BusError> {
        let places = self.places(group, partitions, Isolation::Uncommitted);
        places.map_err(|error| client_error("ask for committed offsets", self.brokers(), &error))
    }

    fn offset_at(&self, partition: &TopicPartition, millis: i64) -> Result<i64, BusError> {
        let failed = |error: &KafkaError| client_error("ask for the offset of a time", self.brokers(), error);
        let mut list = TopicPartitionList::new();
        list.add_partition_offset(partition.topic.as_str(), partition.partition, Offset::Offset(millis))
            .map_err(|error| failed(&error))?;
        let answer = self.committed.offsets_for_times(list, CALL).map_err(|error| failed(&error))?;
        match answer.find_partition(partition.topic.as_str(), partition.partition).map(|one| one.offset()) {
            Some(Offset::Offset(offset)) => Ok(offset),
            Some(Offset::Beginning | Offset::End | Offset::Stored | Offset::Invalid | Offset::OffsetTail(_)) | None => {
                self.end_offset(partition, Isolation::Committed)
            }
        }
    }

    fn find(&self, hunt: &Hunt) -> Result<Found, BusError> {
        find(&self.shared.settings, hunt)
    }

    fn describe(&self) -> String {
        format!("kafka://{}", self.brokers())
    }
}

/// Takes what a client says of its connections. Nobody else does for one that reads nothing, and it would pile up.
fn hear(client: &BaseConsumer<Quiet>) {
    let mut most = 1_000;
    // Without any time to wait the client gives up behind the first line of its log.
    while most > 0 && client.poll(Duration::from_millis(10)).is_some() {
        most -= 1;
    }
}

/// Whether the broker that was asked is not, or not yet, the one that leads the partition.
fn is_without_leader(error: &KafkaError) -> bool {
    matches!(
        error.rdkafka_error_code(),
        Some(
            RDKafkaErrorCode::NotLeaderForPartition
                | RDKafkaErrorCode::LeaderNotAvailable
                | RDKafkaErrorCode::UnknownTopicOrPartition
                | RDKafkaErrorCode::UnknownPartition
                | RDKafkaErrorCode::UnknownTopic
        )
    )
}

/// Whether the group's coordinator is being found: on a new cluster, or when it has just changed.
fn is_coordinator_moving(error: &KafkaError) -> bool {
    matches!(
        error.rdkafka_error_code(),
        Some(
            RDKafkaErrorCode::NotCoordinator
                | RDKafkaErrorCode::CoordinatorNotAvailable
                | RDKafkaErrorCode::CoordinatorLoadInProgress
        )
    )
}
