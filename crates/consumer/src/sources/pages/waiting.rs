//! What waits for its page, as positions remember it.

use article::Hints;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Pages to be tried again that a position remembers, about half a kilobyte each. The attempts of more are not counted.
pub(crate) const MOST_WAITING: usize = 200;

/// Something whose page failed, with what is needed to go on when it is listed no more. `V`: what it is known by, and
/// what it said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Waiting<V> {
    pub(crate) version: V,
    /// How often its page failed.
    pub(crate) attempts: u32,
    /// Milliseconds that its page was waited for in vain.
    #[serde(default, rename = "spentMs", skip_serializing_if = "is_nothing")]
    spent_ms: u64,
    pub(crate) url: String,
    pub(crate) hints: Hints,
}

/// Most pages are answered within their first poll, or not at all.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde asks for it")]
fn is_nothing(spent_ms: &u64) -> bool {
    *spent_ms == 0
}

impl<V> Waiting<V> {
    /// Of a page that was asked for so often, and waited for so long in all.
    pub(crate) fn new(version: V, (attempts, spent): (u32, Duration), url: String, hints: Hints) -> Self {
        // A wait ends long before it is too long to count.
        let spent_ms = u64::try_from(spent.as_millis()).unwrap_or(u64::MAX);
        Self { version, attempts, spent_ms, url, hints }
    }

    /// How long its page was waited for in vain.
    pub(crate) fn spent(&self) -> Duration {
        Duration::from_millis(self.spent_ms)
    }
}
