//! Records that are there for one group alone: retried dead letters, which only the group that refused them takes again.

use article::{Record, header};

/// Whether a record is there for this group.
pub(crate) fn is_for(record: &Record, group: &str) -> bool {
    record.headers.get(header::RETRY_GROUP).is_none_or(|wanted| wanted == group.as_bytes())
}

/// Whether a record is a dead letter on its second way. It says nothing about how live news is doing: neither its age
/// nor that it fails again.
pub(crate) fn is_retry(record: &Record) -> bool {
    record.headers.get(header::RETRY_GROUP).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use article::Headers;

    #[test]
    fn a_retried_record_is_for_the_group_it_names_and_any_other_for_all() {
        let retried = |group: &[u8]| {
            let headers: Headers = [(header::RETRY_GROUP.to_owned(), group.to_vec())].into_iter().collect();
            Record { headers, ..Record::default() }
        };
        assert!(is_for(&Record::default(), "news.store.a") && !is_retry(&Record::default()));
        let record = retried(b"news.store.a");
        assert!(is_for(&record, "news.store.a") && !is_for(&record, "news.store") && is_retry(&record));
        assert!(!is_for(&retried(b"\xff"), "news.store.a"), "it names nobody");
    }
}
