//! The closed list of words that say why a record went no further: `x-error-class` of dead letters, the label `reason`
//! of metrics. `docs/messages.md` and `docs/metrics.md` say what they mean.

use crate::StageName;

/// Why records of a stage go no further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reasons {
    /// Nothing is to come of the record, and nothing is wrong with it.
    pub dropped: &'static [&'static str],
    /// It cannot be taken: classes of dead letters.
    pub dead_lettered: &'static [&'static str],
}

/// Why a loop passes a record over: a dead letter is being retried for another group that reads the same topic.
pub const OTHER_GROUP: &str = "other_group";

/// Why a store passes a record over: a replay wrote it, and this store hands on news.
pub const REPLAYED: &str = "replayed";

/// Why nothing comes of a record yet in a store: it waits for the end of its embargo, and comes again then.
pub const EMBARGOED: &str = "embargoed";

const INGEST: Reasons = Reasons { dropped: &[], dead_lettered: &["broken_hints", "too_large", "unreadable"] };

const EXTRACT: Reasons = Reasons {
    dropped: &["no_entries", OTHER_GROUP],
    dead_lettered: &[
        "binary",
        "broken_feed",
        "broken_headers",
        "broken_json",
        "broken_xml",
        "consent_wall",
        "empty",
        "invalid_item",
        "login_page",
        "no_text",
        "not_encodable",
        "not_found",
        "not_text",
        "not_utf8",
        "panic",
        "robot_check",
        "too_deep",
        "too_large",
        "unknown_format",
        "unreadable",
        "unsupported_format",
    ],
};

const ENRICH: Reasons = Reasons {
    dropped: &[OTHER_GROUP],
    dead_lettered: &["broken_message", "not_encodable", "panic", "too_large", "unreadable"],
};

const STORE: Reasons = Reasons {
    dropped: &[
        EMBARGOED,
        "filtered_access",
        "filtered_genre",
        "filtered_language",
        "filtered_length",
        "filtered_organisation",
        "filtered_person",
        "filtered_place",
        "filtered_source",
        "filtered_topic",
        "older",
        OTHER_GROUP,
        "repeat",
        REPLAYED,
        "same",
    ],
    dead_lettered: &["broken_message", "refused_by_store", "retries_spent", "unreadable"],
};

impl StageName {
    /// All its reasons.
    pub fn reasons(self) -> Reasons {
        match self {
            Self::Ingest => INGEST,
            Self::Extract => EXTRACT,
            Self::Enrich => ENRICH,
            Self::Store => STORE,
        }
    }
}
