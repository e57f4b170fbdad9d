//! The tables of the log file and the numbers by which a file is known to be one.

/// `PRAGMA application_id`: "DLOG".
pub(super) const APPLICATION_ID: i64 = 0x444c_4f47;

/// `PRAGMA user_version`: the format below.
pub(super) const VERSION: i64 = 2;

/// The format since which records may be packed (`packed.rs`); before it none is.
pub(super) const PACKED_SINCE: i64 = 2;

/// Seven records of the usual 4 KB lie in one page without overflow pages: measured, copying such records through a
/// group takes a quarter less time than with SQLite's 4096, at the same size of the file. 8192 nearly doubles the file,
/// because only one such record fits a page.
pub(super) const PAGE_SIZE: i64 = 32768;

/// Formats 1 and 2.
///
/// - `partitions.next_offset` outlives the records: offsets are never given twice. `bytes` is the sum over its
///   records of [`STORED_BYTES`]. `clean_offset`: compaction has looked at everything before it.
/// - `records.position`: see `position.rs`. The small columns stand first, so that a look at them leaves the value's
///   overflow pages alone. A packed record has its headers and its value in `value`, and a mark in `headers`.
/// - `latest`: of compacted topics, where the latest record of each key stands; `tombstone_at` when it is a tombstone.
pub(super) const TABLES: &str = "
CREATE TABLE topics (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    partitions INTEGER NOT NULL,
    max_message_bytes INTEGER NOT NULL,
    compact INTEGER NOT NULL,
    retention_ms INTEGER,
    retention_bytes INTEGER
) STRICT;
CREATE TABLE partitions (
    id INTEGER PRIMARY KEY,
    topic INTEGER NOT NULL REFERENCES topics (id),
    number INTEGER NOT NULL,
    next_offset INTEGER NOT NULL DEFAULT 0,
    bytes INTEGER NOT NULL DEFAULT 0,
    clean_offset INTEGER NOT NULL DEFAULT 0,
    UNIQUE (topic, number)
) STRICT;
CREATE TABLE records (
    position INTEGER PRIMARY KEY,
    timestamp INTEGER NOT NULL,
    key BLOB,
    headers BLOB NOT NULL,
    value BLOB
) STRICT;
CREATE TABLE offsets (
    group_name TEXT NOT NULL,
    partition INTEGER NOT NULL REFERENCES partitions (id),
    next_offset INTEGER NOT NULL,
    PRIMARY KEY (group_name, partition)
) STRICT, WITHOUT ROWID;
CREATE TABLE latest (
    partition INTEGER NOT NULL REFERENCES partitions (id),
    key BLOB NOT NULL,
    record_offset INTEGER NOT NULL,
    tombstone_at INTEGER,
    PRIMARY KEY (partition, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX tombstones ON latest (partition, tombstone_at) WHERE tombstone_at IS NOT NULL;
";

/// What a record takes, as SQL; SQLite reads it off the row's header without touching the bytes themselves.
pub(super) const STORED_BYTES: &str = "(ifnull(length(key), 0) + length(headers) + ifnull(length(value), 0))";
