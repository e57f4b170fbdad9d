//! Ids of articles: they sort as the times of their articles do, so that whatever is kept under them has the newest last.

use article::Timestamp;
use rusqlite::{Connection, Statement};

/// Ids of one second.
const SLOTS: i64 = 1 << 14;
/// Seconds that articles of one second may take: those beyond its ids take the ids of the seconds that follow.
const OVERFLOW: i64 = 1 << 12;

/// Ids that are not taken.
pub(super) struct FreeIds<'a> {
    last: Statement<'a>,
}

impl<'a> FreeIds<'a> {
    pub(super) fn prepare(connection: &'a Connection) -> rusqlite::Result<Self> {
        Ok(Self { last: connection.prepare("SELECT max(id) FROM articles WHERE id >= ?1 AND id < ?2")? })
    }

    /// The next one of this time.
    pub(super) fn next(&mut self, at: Timestamp) -> rusqlite::Result<i64> {
        let mut first = first_id(at);
        loop {
            let end = first + SLOTS;
            match self.last.query_row((first, end), |row| row.get::<_, Option<i64>>(0))? {
                None => return Ok(first),
                Some(last) if last + 1 < end => return Ok(last + 1),
                Some(_) => first = end,
            }
        }
    }
}

/// The lowest id that an article of this time may have.
pub(super) fn first_id(at: Timestamp) -> i64 {
    at.millis().div_euclid(1_000) * SLOTS
}

/// One past the highest id that an article before this time may have.
pub(super) fn end_id(until: Timestamp) -> i64 {
    first_id(until) + (1 + OVERFLOW) * SLOTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_time_and_a_crowded_second_takes_those_of_the_next() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE articles (id INTEGER PRIMARY KEY)").unwrap();
        let at = |text: &str| Timestamp::parse(text).unwrap();
        let mut ids = FreeIds::prepare(&connection).unwrap();
        let mut add = |text: &str, times: usize| {
            for _ in 0..times {
                let id = ids.next(at(text)).unwrap();
                connection.execute("INSERT INTO articles VALUES (?)", [id]).unwrap();
            }
            connection.query_row("SELECT max(id) FROM articles", [], |row| row.get::<_, i64>(0)).unwrap()
        };
        let before = add("1969-12-31T23:59:58.500Z", 2);
        assert_eq!(before, -2 * SLOTS + 1);
        let second = add("2024-10-24T00:00:00Z", 1);
        assert_eq!(add("2024-10-24T00:00:00.999Z", 1), second + 1);
        let crowded = add("2024-10-24T00:00:00Z", usize::try_from(SLOTS).unwrap());
        assert_eq!(crowded, second + SLOTS + 1);
        assert!(crowded >= first_id(at("2024-10-24T00:00:00Z")) && crowded < end_id(at("2024-10-24T00:00:00.001Z")));
    }
}
