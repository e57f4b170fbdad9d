//! The lists of names and words that datelines are read by, which stand in `models/dateline-names.tsv`.

use crate::tables;
use text::WordList;

static TABLE: &str = include_str!("../../../models/dateline-names.tsv");

/// The list of this kind.
pub(super) fn list(kind: &str) -> WordList<()> {
    let rows = tables::rows(TABLE).filter_map(|mut fields| fields.next().zip(fields.next()));
    let names = rows.filter(|(of, _)| *of == kind).flat_map(|(_, names)| names.split('|'));
    names.map(|name| (name, ())).collect()
}
