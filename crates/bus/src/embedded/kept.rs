//! A partition as housekeeping sees it.

/// What a topic keeps; `None`: without limit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) age_ms: Option<i64>,
    pub(super) bytes: Option<i64>,
}

/// A partition and what its topic keeps.
pub(super) struct Kept {
    /// Row id.
    pub(super) row: i64,
    pub(super) bytes: i64,
    pub(super) next_offset: i64,
    /// Compaction has looked at everything before it.
    pub(super) clean_offset: i64,
    pub(super) limits: Limits,
    pub(super) compact: bool,
    /// What a group that reads here, or is to read here, has yet to read begins here; `None`: no such group.
    pub(super) unread_from: Option<i64>,
}
