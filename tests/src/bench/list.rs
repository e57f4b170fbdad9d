//! The list of benches.

use super::build::Build;
use super::figure::Figure;
use super::wish::Wish;
use super::{backlog, beside, commands, disk, latency, loops, pushes, stages};

/// One bench.
pub struct Bench {
    /// What it is called on the command line.
    pub name: &'static str,
    /// What it measures, and of how many articles unless told otherwise.
    pub what: &'static str,
    /// Programs it needs besides the one measured.
    pub needs: &'static [&'static str],
    /// Measures once.
    pub run: fn(&Build, &Wish) -> anyhow::Result<Vec<Figure>>,
}

const KAFKA: &[&str] = &["java", "mvn", "psql"];

/// All benches, in the order in which they run.
pub const BENCHES: &[Bench] = &[
    Bench {
        name: "enrich",
        what: "`dateline enrich` over 600 wire texts, or those of --texts, on one core",
        needs: &["taskset"],
        run: commands::enrich,
    },
    Bench {
        name: "extract",
        what: "`dateline extract` over 400 pages, or those of --pages, on one core",
        needs: &["taskset"],
        run: commands::extract,
    },
    Bench { name: "start", what: "`dateline enrich` on one small text", needs: &["taskset"], run: commands::start },
    Bench { name: "kafka", what: "10,000 files through Kafka to PostgreSQL", needs: KAFKA, run: stages::kafka },
    Bench {
        name: "embedded",
        what: "10,000 files through the embedded log to SQLite",
        needs: &[],
        run: stages::embedded,
    },
    Bench {
        name: "backlog-kafka",
        what: "100,000 records that wait in Kafka when the services start",
        needs: KAFKA,
        run: backlog::kafka,
    },
    Bench {
        name: "backlog-embedded",
        what: "100,000 records that wait in the embedded log",
        needs: &[],
        run: backlog::embedded,
    },
    Bench {
        name: "latency",
        what: "from the raw topic to PostgreSQL at 100 articles/s, over 3,000",
        needs: KAFKA,
        run: latency::kafka,
    },
    Bench {
        name: "replay-kafka",
        what: "20,000 articles replayed into PostgreSQL beside 50 live articles/s",
        needs: KAFKA,
        run: beside::replay_on_kafka,
    },
    Bench {
        name: "replay-embedded",
        what: "20,000 articles replayed into SQLite beside 50 live articles/s",
        needs: &[],
        run: beside::replay_embedded,
    },
    Bench {
        name: "backfill-kafka",
        what: "an archive of 100,000 records, killed three times, beside 100 live articles/s",
        needs: KAFKA,
        run: beside::backfill_on_kafka,
    },
    Bench {
        name: "backfill-embedded",
        what: "the same on the embedded log and SQLite",
        needs: &[],
        run: beside::backfill_embedded,
    },
    Bench {
        name: "push-kafka",
        what: "50,000 records of 2 KB pushed over HTTP into Kafka, beside rdkafka alone",
        needs: &["java", "mvn"],
        run: pushes::kafka,
    },
    Bench {
        name: "loop-kafka",
        what: "300,000 records of 1 KB copied in transactions, beside rdkafka alone and Kafka Streams",
        needs: &["java", "javac", "mvn"],
        run: loops::kafka,
    },
    Bench {
        name: "loop-partitions",
        what: "300,000 records of 1 KB copied in transactions on Kafka, over 6, 48 and 384 partitions",
        needs: &["java", "mvn"],
        run: loops::partitions,
    },
    Bench {
        name: "loop-embedded",
        what: "300,000 records of 1 KB copied in transactions",
        needs: &[],
        run: loops::embedded,
    },
    Bench { name: "disk", what: "10,000 articles of 0.8 KB in stores and log, at rest", needs: KAFKA, run: disk::all },
];
