//! A document in lines for people, with a mark beneath one place of it.

use article::escaped;
use std::ops::Range;

/// Columns before the text: the number of the line.
const MARGIN: usize = 7;
/// Rows that are shown of a document, unless all are asked for.
const SHOWN: usize = 30;

/// A document laid out in rows: a line that is too wide has several, the first of which has its number.
#[derive(Debug)]
pub(super) struct Document {
    rows: Vec<String>,
    /// The row and the column of the place that is marked.
    mark: Option<(usize, usize)>,
}

/// A row that is being filled.
struct Filling {
    text: String,
    column: usize,
    line: usize,
}

impl Document {
    /// Lays out bytes; what is no text is shown as `\xff`, and nothing of it steers a terminal.
    pub(super) fn lay_out(bytes: &[u8], width: usize, mark: Option<usize>) -> Self {
        let room = width.saturating_sub(MARGIN).max(10);
        let mut document = Self { rows: Vec::new(), mark: None };
        let mut row = Filling { text: margin(Some(1)), column: 0, line: 1 };
        let mut at = 0;
        for chunk in bytes.utf8_chunks() {
            for character in chunk.valid().chars() {
                let mut letters = [0; 4];
                match character {
                    '\n' => {
                        document.mark_at(mark, at, &row);
                        let line = row.line + 1;
                        let filled = std::mem::replace(&mut row, Filling { text: margin(Some(line)), column: 0, line });
                        document.rows.push(filled.text);
                    }
                    '\t' => document.add("    ", room, mark, at, &mut row),
                    _ => document.add(&escaped(character.encode_utf8(&mut letters)), room, mark, at, &mut row),
                }
                at += character.len_utf8();
            }
            for byte in chunk.invalid() {
                document.add(&format!("\\x{byte:02x}"), room, mark, at, &mut row);
                at += 1;
            }
        }
        document.mark_at(mark, at, &row);
        document.rows.push(row.text);
        document
    }

    fn add(&mut self, shown: &str, room: usize, mark: Option<usize>, at: usize, row: &mut Filling) {
        let width = shown.chars().count();
        if row.column + width > room {
            let filled = std::mem::replace(row, Filling { text: margin(None), column: 0, line: row.line });
            self.rows.push(filled.text);
        }
        self.mark_at(mark, at, row);
        row.text.push_str(shown);
        row.column += width;
    }

    fn mark_at(&mut self, mark: Option<usize>, at: usize, row: &Filling) {
        if self.mark.is_none() && mark.is_some_and(|mark| mark <= at) {
            self.mark = Some((self.rows.len(), row.column));
        }
    }

    /// The rows to show, with the mark beneath its own, and what is left out; `all`: nothing is.
    pub(super) fn rows(&self, all: bool) -> Vec<(String, bool)> {
        let shown = if all { 0..self.rows.len() } else { self.around() };
        let mut rows = Vec::new();
        if shown.start > 0 {
            rows.push((format!("{:MARGIN$}… {} lines before: --all shows them", "", shown.start), false));
        }
        for (index, row) in self.rows.iter().enumerate().take(shown.end).skip(shown.start) {
            rows.push((row.trim_end().to_owned(), false));
            if let Some((marked, column)) = self.mark
                && marked == index
            {
                rows.push((format!("{:1$}^ here", "", MARGIN + column), true));
            }
        }
        if shown.end < self.rows.len() {
            let left = self.rows.len() - shown.end;
            rows.push((format!("{:MARGIN$}… {left} lines more: --all shows them", ""), false));
        }
        rows
    }

    fn around(&self) -> Range<usize> {
        let middle = self.mark.map_or(0, |(row, _)| row);
        let start = middle.saturating_sub(SHOWN / 2).min(self.rows.len().saturating_sub(SHOWN));
        start..(start + SHOWN).min(self.rows.len())
    }
}

fn margin(line: Option<usize>) -> String {
    line.map_or_else(|| " ".repeat(MARGIN), |line| format!("{line:>5}  "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(bytes: &[u8], width: usize, mark: Option<usize>, all: bool) -> Vec<String> {
        Document::lay_out(bytes, width, mark).rows(all).into_iter().map(|(row, _)| row).collect()
    }

    #[test]
    fn a_place_is_marked_beneath_its_row_in_long_lines_too() {
        let text = b"first\nZ\xfcrich \x1b[2J is a city\n";
        assert_eq!(
            shown(text, 27, Some(7), false),
            ["    1  first", "    2  Z\\xfcrich \\u001b[2J", "        ^ here", "       is a city", "    3"]
        );
        assert_eq!(shown(b"ab", 80, Some(2), false), ["    1  ab", "         ^ here"], "at the end");
        assert_eq!(shown(b"ab\ncd", 80, Some(2), false)[1], "         ^ here", "a line break");
        assert_eq!(shown(b"", 80, None, false), ["    1"]);
        let json = format!("{{\"text\":\"{}\"}}", "x".repeat(500));
        let rows = shown(json.as_bytes(), 60, Some(300), false);
        assert!(rows.iter().all(|row| row.chars().count() <= 60), "{rows:#?}");
        let marked = rows.iter().position(|row| row.ends_with("^ here")).unwrap();
        assert_eq!((marked, rows[marked].find('^')), (6, Some(MARGIN + 300 % 53)));
    }

    #[test]
    fn of_a_long_document_the_surroundings_of_the_place_are_shown() {
        let text: String = (1..=100).map(|line| format!("line {line}\n")).collect();
        let mark = text.find("line 50").unwrap();
        let rows = shown(text.as_bytes(), 80, Some(mark), false);
        assert_eq!(rows[0], "       … 34 lines before: --all shows them");
        assert_eq!(rows[1], "   35  line 35");
        assert!(rows[17].ends_with("^ here") && rows[16].ends_with("line 50"), "{rows:#?}");
        assert_eq!(rows.last().unwrap(), "       … 37 lines more: --all shows them");
        assert_eq!(shown(text.as_bytes(), 80, Some(mark), true).len(), 102);
        assert_eq!(shown(text.as_bytes(), 80, None, false)[0], "    1  line 1");
    }
}
