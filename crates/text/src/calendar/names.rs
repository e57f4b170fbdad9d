//! The lists of the calendar: numbers with their names in many languages, and where a name means its number.

use super::key::key;
use crate::WordList;
use foldhash::HashMap;

/// Where a name means what it names.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// Everywhere, and it is English.
    English,
    /// Everywhere.
    Text,
    /// In or beside a whole date: it may be another word as well.
    Date,
}

/// Numbers by each of their names, in the form of [`key`].
pub(super) type Names = HashMap<String, (u32, Use)>;

/// The English rows of a list.
pub(super) fn english(list: &'static str) -> WordList<u32> {
    let rows = list.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once("\ten\t"));
    let rows = rows.filter_map(|(number, names)| Some((number.parse().ok()?, names)));
    rows.flat_map(|(number, names)| names.split(' ').map(move |name| (name, number))).collect()
}

/// Reads a list. Rows of another use than these are not for everybody and are left out.
pub(super) fn read(list: &str) -> Names {
    let mut by_name = Names::default();
    for line in list.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let (Some(number), Some(used), Some(names)) = (cells.next(), cells.next(), cells.next()) else { continue };
        let Ok(number) = number.parse() else { continue };
        let used = match used {
            "en" => Use::English,
            "text" => Use::Text,
            "date" => Use::Date,
            _ => continue,
        };
        names.split(' ').for_each(|name| _ = by_name.entry(key(name)).or_insert((number, used)));
    }
    by_name
}
