//! Text that was broken into lines of one width, without those breaks.

/// Line ends that stand because the next word had no room become spaces; those that were meant stay.
pub(super) fn unwrapped(text: &str) -> String {
    let width = |line: &str| line.trim_end().chars().count();
    let longest = text.lines().map(width).max().unwrap_or(0);
    let mut out = String::with_capacity(text.len());
    let mut before: Option<&str> = None;
    for line in text.lines() {
        if let Some(before) = before {
            let next = line.split_whitespace().next().map_or(0, |word| word.chars().count());
            let had_no_room = next > 0 && width(before) > 0 && width(before) + 1 + next > longest;
            out.push(if had_no_room { ' ' } else { '\n' });
        }
        out.push_str(line.trim());
        before = Some(line);
    }
    out
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
}
