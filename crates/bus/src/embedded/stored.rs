//! A row of the records, as the record it was.

use super::header_code;
use super::packed::{Damaged, MARK, Unpacker};
use super::position::offset;
use article::Record;
use rusqlite::Row;
use rusqlite::types::Type;

/// The offset and the record in a row of `position, timestamp, key, headers, value`.
pub(super) fn read(row: &Row<'_>, unpacker: &mut Unpacker) -> rusqlite::Result<(i64, Record)> {
    let damaged = |damage: Damaged| rusqlite::Error::FromSqlConversionFailure(3, Type::Blob, damage.into());
    let headers = row.get_ref(3)?.as_blob()?;
    let (headers, value) = if headers == MARK {
        let (headers, value) = unpacker.unpack(row.get_ref(4)?.as_blob()?).map_err(damaged)?;
        (headers, Some(value))
    } else {
        (header_code::decode(headers).map_err(|damage| damaged(damage.into()))?, row.get(4)?)
    };
    Ok((offset(row.get(0)?), Record { timestamp: row.get(1)?, key: row.get(2)?, headers, value }))
}
