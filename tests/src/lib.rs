//! The harness of the whole-pipeline tests: real brokers, real databases, real `dateline` processes, and articles to
//! send through them.
//!
//! Whatever it starts ends with the test process, however that ends, and so do the directories it worked in. Nothing
//! is skipped: a part that cannot be started is an error that says what to install.

mod articles;
pub mod bench;
pub mod beside;
mod console;
pub mod dead_letters;
pub mod faults;
mod feed_server;
mod hook_server;
mod inbox;
mod kafka;
mod lane;
mod ledger;
mod lifeline;
pub mod listed_topics;
mod log_lines;
pub mod looking;
mod ports;
mod postgres;
mod process;
mod prometheus;
mod push_client;
mod readme;
mod said;
mod scratch;
mod turn;
mod unique;
mod wait;
mod web_archive;

pub use articles::{WireArticle, short_articles, wire_articles};
pub use console::{say, tell};
pub use feed_server::{FeedServer, Poll};
pub use hook_server::{Hook, HookServer, Reply as HookReply};
pub use inbox::{push_articles, push_enriched, push_raw, put_whole};
pub use kafka::{Kafka, KafkaCluster, KafkaSetup, Listener};
pub use lane::SharedLane;
pub use ledger::{Account, balance, read_topic};
pub use log_lines::LogLines;
pub use ports::free_port;
pub use postgres::{Database, Postgres};
pub use process::{Dateline, Launch, Reply, dateline_binary};
pub use prometheus::{PACE, Prometheus, Sample, quickened};
pub use push_client::{PUSH_TABLE, PUSH_TOKEN, PushAnswer, PushClient};
pub use readme::readme_blocks;
pub use said::Said;
pub use scratch::scratch_dir;
pub use turn::Turn;
pub use unique::unique_name;
pub use wait::{wait_for, wait_for_count};
pub use web_archive::{WarcRecord, Wrapping, http_answer};
