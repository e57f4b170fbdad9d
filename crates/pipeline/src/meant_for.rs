//! Whom a record is for, as its headers say: a dead letter that is retried is there for one group alone, and what a replay
//! wrote only for stores that replace what they have.

use article::{OTHER_GROUP, REPLAYED, Record, header};

/// Why a group passes a record over, if it does.
pub(crate) fn passed_over(record: &Record, group: &str, takes_replays: bool) -> Option<&'static str> {
    let is_for = record.headers.get(header::RETRY_GROUP).is_none_or(|wanted| wanted == group.as_bytes());
    match (is_for, takes_replays || !is_replay(record)) {
        (true, true) => None,
        (true, false) => Some(REPLAYED),
        (false, _) => Some(OTHER_GROUP),
    }
}

/// Whether a record is a dead letter on its second way. That it fails again says nothing about how live news is doing.
pub(crate) fn is_retry(record: &Record) -> bool {
    record.headers.get(header::RETRY_GROUP).is_some()
}

/// Whether the age of a record says how live news is doing: not that of a dead letter on its second way, nor of a replay.
pub(crate) fn is_news(record: &Record) -> bool {
    !is_retry(record) && !is_replay(record)
}

fn is_replay(record: &Record) -> bool {
    record.headers.get(header::REPLAY).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use article::Headers;

    fn record(name: &str, value: &[u8]) -> Record {
        let headers: Headers = [(name.to_owned(), value.to_vec())].into_iter().collect();
        Record { headers, ..Record::default() }
    }

    #[test]
    fn a_retried_record_is_for_the_group_it_names_and_any_other_for_all() {
        let group = "news.store.a";
        assert_eq!(passed_over(&Record::default(), group, false), None);
        assert!(is_news(&Record::default()) && !is_retry(&Record::default()));
        let retried = record(header::RETRY_GROUP, group.as_bytes());
        assert_eq!(passed_over(&retried, group, false), None);
        assert_eq!(passed_over(&retried, "news.store", true), Some(OTHER_GROUP));
        assert!(is_retry(&retried) && !is_news(&retried));
        let nobody = record(header::RETRY_GROUP, b"\xff");
        assert_eq!(passed_over(&nobody, group, true), Some(OTHER_GROUP), "it names nobody");
    }

    #[test]
    fn a_replayed_record_is_for_those_that_take_replays() {
        let replayed = record(header::REPLAY, b"1790000000000");
        assert_eq!(passed_over(&replayed, "news.store.a", true), None);
        assert_eq!(passed_over(&replayed, "news.store.a", false), Some(REPLAYED));
        assert!(!is_news(&replayed) && !is_retry(&replayed), "one that fails is a fault of the stage like any other");
    }
}
