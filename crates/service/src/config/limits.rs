//! How large a record may be on each topic, all derived from the largest document a source takes.
//!
//! Bytes of the uncompressed value plus header names and values. Each limit leaves room for what the stage before it
//! adds, so that only an unusual record is refused on its way; one that is becomes a dead letter, never lost.

const KIB: usize = 1 << 10;
const MIB: usize = 1 << 20;

/// Headers of a raw record (URL up to 8 KiB, hints) and the error headers of a dead letter fit in this.
const HEADERS: usize = 64 * KIB;
/// Ids, dates, renditions, byline, a second copy of the headline: what an article carries besides its text.
const FRAME: usize = 256 * KIB;

/// The size limits of one lane's topics, in bytes, ascending; and how much may come of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Largest document a source takes, as received.
    pub ingest: usize,
    /// Largest raw record.
    pub raw: usize,
    /// Largest article.
    pub articles: usize,
    /// Largest enriched article.
    pub enriched: usize,
    /// Largest dead letter: any of the above with its error headers.
    pub dead_letter: usize,
    /// How many records and dead letters of one feed are taken in an hour, unless its section says otherwise.
    pub feed_records_per_hour: u64,
    /// How many bytes of these.
    pub feed_bytes_per_hour: u64,
}

impl Limits {
    /// The ingest cap unless configured: a text this long would be a book.
    pub const DEFAULT_INGEST: usize = 8 * MIB;
    /// The ingest cap can be set between these. The upper one keeps a dead letter (3 × 30 MiB and its frames) below the
    /// 100 MiB that a Kafka broker takes in one request unless told otherwise (`socket.request.max.bytes`).
    pub const INGEST_RANGE: std::ops::RangeInclusive<usize> = KIB..=30 * MIB;

    /// Records of one feed in an hour: the pages that one host is asked for in an hour at one a second, and some.
    pub const DEFAULT_FEED_RECORDS: u64 = 5_000;
    /// Bytes of one feed in an hour: a thousand pages of a quarter of a MiB.
    pub const DEFAULT_FEED_BYTES: u64 = 256 << 20;

    /// The limits that follow from an ingest cap.
    ///
    /// - raw: the bytes untouched, and headers.
    /// - articles: twice the document. Text is at most the document; in JSON a quote, backslash or line break takes two
    ///   bytes, other control characters (six bytes) are gone after extraction, and a letter of a single-byte
    ///   encoding is two bytes in UTF-8 (three for some scripts: a document of several MiB in those may be refused).
    /// - enriched: once more the document, for names, quotes and quantities with their spans. A text so full of them
    ///   that this is too little loses lists in turn until it fits, which provenance then says.
    /// - dead letter: the largest of these, and the error headers.
    pub const fn of(ingest: usize) -> Self {
        let raw = ingest.saturating_add(HEADERS);
        let articles = ingest.saturating_mul(2).saturating_add(FRAME);
        let enriched = articles.saturating_add(ingest).saturating_add(FRAME);
        Self {
            ingest,
            raw,
            articles,
            enriched,
            dead_letter: enriched.saturating_add(HEADERS),
            feed_records_per_hour: Self::DEFAULT_FEED_RECORDS,
            feed_bytes_per_hour: Self::DEFAULT_FEED_BYTES,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::of(Self::DEFAULT_INGEST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_topic_takes_what_the_one_before_it_can_become() {
        for ingest in [*Limits::INGEST_RANGE.start(), Limits::DEFAULT_INGEST, *Limits::INGEST_RANGE.end()] {
            let limits = Limits::of(ingest);
            let ascending = [limits.ingest, limits.raw, limits.articles, limits.enriched, limits.dead_letter];
            assert!(ascending.is_sorted_by(|a, b| a < b), "{limits:?}");
            assert!(limits.dead_letter < 100 * MIB, "{limits:?}");
        }
    }
}
