//! A record that is written anew to be read again: its timestamp is of today, for retention and lag count from there; what
//! its version is made of stays as it was.

use article::{Headers, RawRecord, Record, Timestamp, TopicName, header};
use bus::{Output, Received};

/// Notes when a raw record was fetched, as far as its new timestamp says it no more.
pub(crate) fn keep_fetch_time(headers: &mut Headers, written_at: Timestamp) {
    let fetched_at = match headers.text(header::RECORD_FETCHED_AT).map(Timestamp::parse) {
        None => None,
        Some(Some(stated)) => Some(stated),
        // What cannot be read is refused as before.
        Some(None) => return,
    };
    let believed = RawRecord { fetched_at, ..RawRecord::default() }.fetched_at_or(written_at);
    if fetched_at != Some(believed) {
        headers.set(header::RECORD_FETCHED_AT, believed.to_string());
    }
}

/// A record that was read, as a replay of this time (its start) gives it to the readers of `topic`, all of them. `is_raw`:
/// it is a raw record, whose version hangs on when it was written.
pub fn replayed(received: Received, topic: TopicName, is_raw: bool, replay: Timestamp, now: Timestamp) -> Output {
    let Record { key, value, mut headers, timestamp } = received.record;
    headers.remove(header::RETRY_GROUP);
    headers.set(header::REPLAY, replay.millis().to_string());
    if is_raw {
        keep_fetch_time(&mut headers, Timestamp::from_millis(timestamp));
    }
    Output { topic, partition: None, record: Record { key, value, headers, timestamp: now.millis() } }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRITTEN: i64 = 1_790_000_000_000;

    fn again(headers: &[(&str, &str)], is_raw: bool) -> Output {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), value.as_bytes().to_vec())).collect();
        let record = Record { key: Some(b"k".to_vec()), value: Some(b"v".to_vec()), headers, timestamp: WRITTEN };
        let received = Received { topic: TopicName::new("news.raw.v1"), partition: 3, offset: 7, record };
        let (replay, now) = (Timestamp::from_millis(WRITTEN + 5_000), Timestamp::from_millis(WRITTEN + 9_000));
        replayed(received, TopicName::new("replay.raw.v1"), is_raw, replay, now)
    }

    #[test]
    fn a_replayed_record_is_for_all_and_says_which_replay_wrote_it() {
        let given = again(&[(header::RETRY_GROUP, "news.extract"), (header::REPLAY, "1")], false);
        assert_eq!((given.topic.as_str(), given.partition), ("replay.raw.v1", None));
        assert_eq!((given.record.key.as_deref(), given.record.value()), (Some(&b"k"[..]), &b"v"[..]));
        assert_eq!(given.record.timestamp, WRITTEN + 9_000);
        let headers: Vec<_> = given.record.headers.iter().collect();
        assert_eq!(headers, [(header::REPLAY, &b"1790000005000"[..])], "an article has its version in it");
    }

    #[test]
    fn the_version_of_a_raw_record_stays() {
        let text = |millis: i64| Timestamp::from_millis(millis).to_string();
        let (written, early) = (text(WRITTEN), text(WRITTEN - 60_000));
        // A clock that is a little ahead was believed, and is believed again; one that is far ahead was not.
        let (ahead, far) = (text(WRITTEN + 60_000), text(WRITTEN + 3_600_000));
        for (stated, expected) in
            [(None, &written), (Some(&early), &early), (Some(&ahead), &ahead), (Some(&far), &written)]
        {
            let headers: Vec<_> = stated.iter().map(|stated| (header::RECORD_FETCHED_AT, stated.as_str())).collect();
            let given = again(&headers, true);
            assert_eq!(given.record.headers.text(header::RECORD_FETCHED_AT), Some(expected.as_str()));
        }
    }
}
