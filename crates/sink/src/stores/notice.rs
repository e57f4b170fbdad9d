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
    difference: Option<Difference>,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stores::document::Document;
    use article::Timestamp;

    fn standing(version: i64, source_id: &str) -> Standing {
        let id =
            article::AltId { role: Some(article::alt_role::SOURCE_ID.to_owned()), value: Some(source_id.to_owned()) };
        Standing {
            version: Version::fetched_at(version),
            replay: 0,
            content_hash: version.to_string(),
            first_created: Timestamp::from_millis(version),
            document: Document::new(Some("desk"), None, &[id]),
        }
    }

    #[test]
    fn what_is_dropped_and_what_shares_an_id_is_told_and_a_newer_version_is_not() {
        const FETCH: i64 = 1_700_000_000_000;
        let uri = ArticleId::of_source("desk", "ferry");
        let of = |verdict, arriving: &Standing| Notice::of(uri, verdict, &standing(FETCH, "ferry.txt"), arriving);
        assert_eq!(of(Verdict::Supersedes, &standing(FETCH + 1, "ferry.txt")), None);
        let older = of(Verdict::Older, &standing(FETCH - 1, "ferry.txt")).unwrap();
        assert_eq!((older.standing.number(), older.arriving.number()), (1_700_000_000_000, 1_699_999_999_999));
        assert_eq!(older.difference, None);
        for verdict in [Verdict::Supersedes, Verdict::Older, Verdict::Same] {
            let other = of(verdict, &standing(FETCH + 1, "ferry.html")).unwrap();
            let difference = other.difference.unwrap();
            assert_eq!((difference.standing.as_str(), difference.arriving.as_str()), ("ferry.txt", "ferry.html"));
        }
    }
}
