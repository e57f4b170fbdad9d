//! What can be wrong with the bus itself.

use std::path::PathBuf;

/// Trouble with the bus. A bad record is never one of these.
#[derive(Debug, thiserror::Error)]
pub enum BusError {
    /// No broker answers.
    #[error(
        "no Kafka broker answers at {brokers}: check that Kafka runs there and that `bus` names the right address ({detail})"
    )]
    Unreachable {
        /// The addresses tried.
        brokers: String,
        /// What the client says.
        detail: String,
    },
    /// The connection cannot be secured.
    #[error(
        "no secure connection to the Kafka broker at {brokers}: check the dates and names of its certificate, that \
         `kafka.ca_file` holds the authority that signed it, and that `kafka.security_protocol` is the listener's ({detail})"
    )]
    Untrusted {
        /// The addresses tried.
        brokers: String,
        /// What the client says.
        detail: String,
    },
    /// A broker answered once and none does now.
    #[error(
        "no Kafka broker answers at {brokers}: see that Kafka runs and that the network lets us through; work goes on by \
         itself once one answers ({detail})"
    )]
    Away {
        /// The addresses.
        brokers: String,
        /// What the client says.
        detail: String,
    },
    /// The broker does not let us in.
    #[error("the Kafka broker at {brokers} refused the credentials or denies access: {detail}")]
    Refused {
        /// The addresses.
        brokers: String,
        /// What the client said.
        detail: String,
    },
    /// Another process uses our transactional id.
    #[error(
        "another process took over the transactional id `{transactional_id}`: two processes of one service run under the \
         same name. Give each its own, with `instance` in its configuration or DATELINE_INSTANCE in its environment"
    )]
    Fenced {
        /// The id.
        transactional_id: String,
    },
    /// The cluster answers and refuses every transaction.
    #[error(
        "no transaction of `{transactional_id}` was committed for {minutes} minutes although the cluster answers: {cause}. \
         Nothing is lost: what was read is read again after the next start"
    )]
    NothingCommitted {
        /// The id.
        transactional_id: String,
        /// For how long.
        minutes: u64,
        /// Why the last one was not.
        cause: String,
    },
    /// Records were sent outside any group, and whether they stand is not known.
    #[error("the cluster did not say whether records that were sent to it stand: {cause}")]
    InDoubt {
        /// Why there is no answer.
        cause: String,
    },
    /// A topic is missing or has another shape than configured.
    #[error("topic {topic}: {detail}")]
    Topic {
        /// Its name.
        topic: String,
        /// What is wrong and what to do.
        detail: String,
    },
    /// A TLS or SASL setting in a build without it.
    #[error(
        "Kafka TLS and SASL need a build with the cargo feature `kafka-tls`: cargo build --release --features kafka-tls"
    )]
    NoTls,
    /// A client setting that librdkafka does not take.
    #[error("the Kafka client refuses its configuration: {0}")]
    Setting(String),
    /// Reading makes no progress although there are records.
    #[error("no progress on {partition} although records wait there; restart the service")]
    Stalled {
        /// Which partition.
        partition: String,
    },
    /// Another process runs stages on the embedded log.
    #[error("another process is running on the log {path}: stop it first, or use a bus that several processes share")]
    Locked {
        /// The log file.
        path: PathBuf,
    },
    /// A second member of one group on the embedded log.
    #[error("group {group} already has a member on the embedded log, which gives a group to one member")]
    GroupTaken {
        /// The group.
        group: String,
    },
    /// The log file cannot be used.
    #[error("the log file {path} cannot be {action}")]
    Log {
        /// The file.
        path: PathBuf,
        /// What was tried.
        action: &'static str,
        /// What SQLite says.
        #[source]
        source: rusqlite::Error,
    },
    /// The disk under the log file is full.
    #[error(
        "the log file {path} cannot be written because the disk is full: free some space, or move the file to a larger \
         disk; a process that is running waits and goes on by itself"
    )]
    DiskFull {
        /// The file.
        path: PathBuf,
    },
    /// A file that is something else, or whose beginning is damaged.
    #[error("{path} is not an embedded log, or a damaged one: name another file, or move it and its -wal file away")]
    NotALog {
        /// The file.
        path: PathBuf,
    },
    /// Nobody has run stages there yet.
    #[error("there is no log at {path}: `dateline run` makes one; see that `bus` names the right file")]
    NoLog {
        /// The file.
        path: PathBuf,
    },
    /// The file was removed while it was in use.
    #[error(
        "the log file {path} is gone: what is written to it now is lost with the end of this process. Stop it, put the \
         file back with its -wal file, and start again"
    )]
    LogGone {
        /// The file.
        path: PathBuf,
    },
    /// A log written by a newer Dateline.
    #[error("the log file {path} has format {found} and this version reads formats up to {known}: use a newer version")]
    LogVersion {
        /// The file.
        path: PathBuf,
        /// The format of the file.
        found: i64,
        /// The newest format known here.
        known: i64,
    },
    /// Something only the process that runs stages may do was asked of a log opened as a guest.
    #[error("the log {path} was opened to look and append: only the process that runs stages can {action}")]
    Guest {
        /// The log file.
        path: PathBuf,
        /// What was asked.
        action: &'static str,
    },
    /// A file operation beside the log failed.
    #[error("cannot {action} {path}")]
    File {
        /// The file.
        path: PathBuf,
        /// What was tried.
        action: &'static str,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// Trouble of a member that stands.
    #[error("{0}")]
    Trouble(String),
    /// Anything else the Kafka client reports.
    #[error("{action}: {detail}")]
    Client {
        /// What was tried.
        action: &'static str,
        /// What the client says.
        detail: String,
    },
}

impl BusError {
    /// Whether it may pass by itself within a minute, as while a cluster is starting.
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::Unreachable { .. } | Self::Away { .. } | Self::Client { .. })
    }

    /// Whether the disk under the log file is full: room, once somebody makes some, is all that is needed.
    pub fn is_disk_full(&self) -> bool {
        matches!(self, Self::DiskFull { .. })
    }
}
