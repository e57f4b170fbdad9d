//! What stands at one place of an archive.

use super::passed_over::PassedOver;
use article::RawRecord;

/// A line, or a record of a web archive.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Entry {
    /// A line of NDJSON, its break included.
    Line(Vec<u8>),
    /// A document of the web.
    Document(Box<RawRecord>),
    /// Nothing that holds a document.
    PassedOver(PassedOver),
    /// What cannot be taken, and why.
    Refused(String),
}
