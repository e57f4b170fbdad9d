//! What is told of an article that was there already.

use super::document::Difference;
use super::versions::{Standing, Verdict};
use article::{ArticleId, Version};

/// A version that met another one of its article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notice {
    uri: ArticleId,
    verdict: Verdict,
    standing: Version,
    arriving: Version,
    /// They are two documents of one source.
    pub(crate) difference: Option<Difference>,
}

impl Notice {
    /// `None`: an article got a newer version, as articles do.
    pub(crate) fn of(uri: ArticleId, verdict: Verdict, standing: &Standing, arriving: &Standing) -> Option<Self> {
        let difference = standing.document.difference(&arriving.document);
        (difference.is_some() || verdict.unchanged().is_some()).then_some(Self {
            uri,
            verdict,
            standing: standing.version,
            arriving: arriving.version,
            difference,
        })
    }

    /// Writes it to the log: once the batch is written, not before.
    pub(crate) fn tell(&self, store: &str) {
        let Self { uri, verdict, standing, arriving, difference } = self;
        let kept = verdict.unchanged();
        match difference {
            Some(Difference { what, standing: before, arriving: now }) => tracing::info!(
                store,
                article = %uri,
                standing_version = %standing,
                arriving_version = %arriving,
                unchanged = kept,
                differs_in = what,
                before,
                now,
                "two documents of one source have the same article id; only one of them can stand"
            ),
            None => tracing::debug!(
                store,
                article = %uri,
                standing_version = %standing,
                arriving_version = %arriving,
                unchanged = kept,
                "article stays as it is"
            ),
        }
    }
}
