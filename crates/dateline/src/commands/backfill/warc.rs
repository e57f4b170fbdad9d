//! Web archives (WARC, ISO 28500): the documents that a crawler has fetched.
//!
//! In: the bytes of a file, unpacked. Out: an entry for each record: a document as a raw record, or why there is none. A record
//! that is broken is named, and the others are read. No record is in memory that is over the limit of documents.

mod chunks;
mod document;
mod fields;
mod payload;
mod records;

use super::entry::Entry;
use article::escaped;
use fields::Fields;
use records::{Next, Records};
use std::io::{self, BufRead};

/// Characters of a record's id that are told.
const TOLD: usize = 80;

/// A web archive that is being read.
pub(super) struct Warc(Records);

impl Warc {
    pub(super) fn of(bytes: Box<dyn BufRead + Send>) -> Self {
        Self(Records::of(bytes))
    }

    /// The next record, whose document has at most `limit` bytes; `None` at the end. An error is of the file.
    pub(super) fn next(&mut self, limit: usize) -> io::Result<Option<Entry>> {
        let warc = match self.0.next()? {
            Next::End => return Ok(None),
            Next::Broken(why) => return Ok(Some(Entry::Refused(why.to_owned()))),
            Next::Record(fields) => fields,
        };
        let entry = document::read(&warc, &mut self.0.block(), limit)?;
        let is_whole = self.0.leave()?;
        Ok(Some(match entry {
            _ if !is_whole => Entry::Refused(format!("{}: it does not end where its Content-Length says", name(&warc))),
            Entry::Refused(why) => Entry::Refused(format!("{}: {why}", name(&warc))),
            entry => entry,
        }))
    }

    /// Goes past so many records.
    pub(super) fn skip(&mut self, records: u64) -> io::Result<()> {
        for _ in 0..records {
            match self.0.next()? {
                Next::End => break,
                Next::Broken(_) => {}
                Next::Record(_) => _ = self.0.leave()?,
            }
        }
        Ok(())
    }
}

/// What people find a record by.
fn name(warc: &Fields) -> String {
    let id: String = warc.get("WARC-Record-ID").unwrap_or("a record without an id").chars().take(TOLD).collect();
    escaped(&id).into_owned()
}

#[cfg(test)]
mod tests;
