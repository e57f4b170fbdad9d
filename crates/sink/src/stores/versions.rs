//! Which of two versions of one article stands: the rule every store keeps, as a pure function.
//!
//! In: what is known of the version that stands and of the one that arrives. Out: a verdict. It never looks into a
//! database.

use super::document::Document;
use article::{Timestamp, Version};

/// What a store compares of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Standing {
    /// Revision or fetch time.
    pub(crate) version: Version,
    /// Start of the replay that wrote it, Unix ms; 0: none.
    pub(crate) replay: i64,
    /// Hash of headline and body.
    pub(crate) content_hash: String,
    /// The earliest time the article was seen, whichever version said so.
    pub(crate) first_created: Timestamp,
    /// Which document it was made of; decides nothing.
    pub(crate) document: Document,
}

/// What becomes of an arriving version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It stands from now on.
    Supersedes,
    /// It belongs to the history; something newer stands.
    Older,
    /// A fetch of a text that stands already: nothing changes.
    Repeat,
    /// The very version that stands, from the same replay or an earlier one: nothing changes.
    Same,
}

impl Verdict {
    /// Why the article that stands stays as it is; `None`: it does not.
    pub(crate) fn unchanged(self) -> Option<&'static str> {
        match self {
            Self::Supersedes => None,
            Self::Older => Some("older"),
            Self::Repeat => Some("repeat"),
            Self::Same => Some("same"),
        }
    }
}

/// The version a `bigint` column holds.
pub(crate) fn version_of(number: i64) -> Version {
    let revision = u64::try_from(number).ok().and_then(Version::revision);
    revision.unwrap_or_else(|| Version::fetched_at(number))
}

/// Compares an arriving version with the one that stands.
///
/// Only a fetch time can repeat a text: a source that counts a revision says that something changed, be it outside
/// headline and body. A fetch that finds the text of the standing revision is a repeat too, else every poll of such a
/// source would add a version.
pub(crate) fn judge(standing: &Standing, arriving: &Standing) -> Verdict {
    let same_text = !arriving.version.is_revision() && arriving.content_hash == standing.content_hash;
    match arriving.version.cmp(&standing.version) {
        std::cmp::Ordering::Equal if arriving.replay > standing.replay => Verdict::Supersedes,
        std::cmp::Ordering::Equal => Verdict::Same,
        std::cmp::Ordering::Greater if same_text => Verdict::Repeat,
        std::cmp::Ordering::Greater => Verdict::Supersedes,
        std::cmp::Ordering::Less if same_text && standing.version.is_revision() => Verdict::Repeat,
        std::cmp::Ordering::Less => Verdict::Older,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FETCH: i64 = 1_700_000_000_000;

    fn standing((number, replay, hash): (i64, i64, &str)) -> Standing {
        Standing {
            version: version_of(number),
            replay,
            content_hash: hash.to_owned(),
            first_created: Timestamp::from_millis(0),
            document: Document::default(),
        }
    }

    #[test]
    fn verdicts_follow_the_rule_of_versions() {
        let cases = [
            ((FETCH, 0, "a"), (FETCH + 1, 0, "b"), Verdict::Supersedes),
            ((FETCH, 0, "a"), (FETCH + 1, 0, "a"), Verdict::Repeat),
            ((FETCH, 0, "a"), (FETCH + 1, 9, "a"), Verdict::Repeat),
            ((FETCH, 0, "a"), (FETCH - 1, 0, "b"), Verdict::Older),
            ((FETCH, 0, "a"), (FETCH - 1, 0, "a"), Verdict::Older),
            ((FETCH, 0, "a"), (FETCH - 1, 9, "b"), Verdict::Older),
            ((FETCH, 0, "a"), (FETCH, 0, "a"), Verdict::Same),
            ((FETCH, 0, "a"), (FETCH, 0, "b"), Verdict::Same),
            ((FETCH, 5, "a"), (FETCH, 4, "b"), Verdict::Same),
            ((FETCH, 5, "a"), (FETCH, 6, "a"), Verdict::Supersedes),
            ((FETCH, 5, "a"), (FETCH + 1, 0, "b"), Verdict::Supersedes),
            ((FETCH, 0, "a"), (2, 0, "b"), Verdict::Supersedes),
            ((FETCH, 0, "a"), (2, 0, "a"), Verdict::Supersedes),
            ((2, 0, "a"), (3, 0, "a"), Verdict::Supersedes),
            ((2, 0, "a"), (1, 0, "a"), Verdict::Older),
            ((2, 0, "a"), (FETCH, 0, "b"), Verdict::Older),
            ((2, 0, "a"), (FETCH, 0, "a"), Verdict::Repeat),
            ((2, 0, "a"), (99_999_999_999, 0, "b"), Verdict::Supersedes),
        ];
        for (stored, incoming, expected) in cases {
            assert_eq!(judge(&standing(stored), &standing(incoming)), expected, "{stored:?} then {incoming:?}");
        }
    }
}
