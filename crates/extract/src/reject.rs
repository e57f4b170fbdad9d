//! Why a raw record gives no article.

/// A record that cannot be taken, with a stable word to count and look up, and a sentence for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Reject {
    /// Stable word; `docs/messages.md` lists them all, and a test holds it to that.
    pub class: &'static str,
    /// What is wrong, as a lower-case fragment.
    pub message: String,
}

impl Reject {
    pub(crate) fn new(class: &'static str, message: impl Into<String>) -> Self {
        Self { class, message: message.into() }
    }
}
