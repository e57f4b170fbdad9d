//! Text that was broken into lines of one width, without those breaks.

/// Line ends that stand because the next word had no room become spaces; those that were meant stay, and so do those of
/// tables.
pub(super) fn unwrapped(text: &str) -> String {
    let width = |line: &str| line.trim_end().chars().count();
    // A word that is longer than a line, such as an address, says nothing about how long lines are.
    let is_text = |line: &&str| !is_row(line) && line.trim().contains(' ');
    let longest = text.lines().filter(is_text).map(width).max().unwrap_or(0);
    let mut out = String::with_capacity(text.len());
    let mut before: Option<&str> = None;
    for line in text.lines() {
        if let Some(before) = before {
            let next = line.split_whitespace().next().map_or(0, |word| word.chars().count());
            let had_no_room = next > 0 && width(before) > 0 && width(before) + 1 + next > longest;
            out.push(if had_no_room && !is_row(before) && !is_row(line) { ' ' } else { '\n' });
        }
        out.push_str(line.trim());
        before = Some(line);
    }
    out
}

/// Whether a line is one of a table: its columns stand between strokes or apart.
fn is_row(line: &str) -> bool {
    let line = line.trim();
    line.starts_with('|') || line.contains("   ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_joined_where_the_next_word_had_no_room() {
        let text = "The pier that the storm\nof last winter tore off\nstands.\n\n- Cost: 4 million\n- Work: two years";
        let expected =
            "The pier that the storm of last winter tore off stands.\n\n- Cost: 4 million\n- Work: two years";
        assert_eq!(unwrapped(text), expected);
    }

    #[test]
    fn rows_of_tables_stay_rows() {
        for text in ["The table of the league\n| 1. | Anselm | 14 |\n| 2. | Port V | 12 |", "Anselm   14\nVale     12"]
        {
            assert_eq!(unwrapped(text), text);
        }
    }
}
