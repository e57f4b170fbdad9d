//! Lists of words by kind, as the files beside this one have them.
//!
//! In: a file, a line a kind: its name, a tab, words with `|` between them; lines in `#` are for people. Out: the kinds in
//! their order.

/// Kinds with the words that speak for each.
pub(super) type Kinds = Vec<(&'static str, Vec<&'static str>)>;

/// The kinds in a file.
pub(super) fn kinds(file: &'static str) -> Kinds {
    let lines = file.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
    lines.map(|(kind, words)| (kind, words.split('|').collect())).collect()
}
