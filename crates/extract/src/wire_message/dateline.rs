//! How a story is told from what stands above it.

/// Whether a line opens a story: `Berlin (dpa) - `
pub(super) fn has_dateline(text: &str) -> bool {
    let beginning: String = text.chars().take(80).take_while(|c| *c != '\n').collect();
    beginning.split_once(") - ").is_some_and(|(before, _)| before.contains('('))
}
