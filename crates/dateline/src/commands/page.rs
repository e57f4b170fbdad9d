//! Lines and columns for people.

use super::show::palette::{Look, Palette};
use super::stdout::painted_stdout;
use article::{Timestamp, collapse_white_space, printable};
use sink::search::lines::wrapped;
use std::io::Write;

/// Spaces before what stands beneath a row.
const INDENT: usize = 4;

/// What stands in a cell of which nothing is to be said.
pub(crate) const NONE: &str = "-";

/// A table whose columns are as wide as what stands in them. Its last column takes what is left of the width.
#[derive(Debug)]
pub(crate) struct Table {
    head: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these heads.
    pub(crate) fn new(head: &[&'static str]) -> Self {
        Self { head: head.to_vec(), rows: Vec::new() }
    }

    /// Adds a row; numbers are aligned to the right.
    pub(crate) fn push(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }

    /// The lines of the table, and below each row one line of what `beneath` gives for it.
    pub(crate) fn lines(&self, palette: Palette, beneath: impl Fn(usize) -> Option<String>) -> Vec<String> {
        self.rows_with(palette, |index| {
            beneath(index).map(|text| palette.cut(&format!("{:INDENT$}{}", "", one_line(&text)))).into_iter().collect()
        })
    }

    /// The same with all of it, in as many lines as that takes.
    pub(crate) fn whole_lines(&self, palette: Palette, beneath: impl Fn(usize) -> Option<String>) -> Vec<String> {
        self.rows_with(palette, |index| {
            beneath(index).map(|text| paragraph(palette, "", INDENT, &text)).unwrap_or_default()
        })
    }

    fn rows_with(&self, palette: Palette, beneath: impl Fn(usize) -> Vec<String>) -> Vec<String> {
        let columns: Vec<Column> = (0..self.head.len()).map(|column| self.column(column)).collect();
        let mut lines = vec![palette.paint(Look::Quiet, &line(&columns, palette, &self.head))];
        for (index, row) in self.rows.iter().enumerate() {
            lines.push(palette.paint(Look::Plain, &line(&columns, palette, row)));
            lines.extend(beneath(index).iter().map(|text| palette.paint(Look::Quiet, text)));
        }
        lines
    }

    fn column(&self, index: usize) -> Column {
        let cells: Vec<&str> = self.rows.iter().filter_map(|row| row.get(index)).map(String::as_str).collect();
        let head = self.head.get(index).map_or(0, |head| head.len());
        Column {
            width: cells.iter().map(|cell| one_line(cell).chars().count()).fold(head, usize::max),
            is_number: cells.iter().all(|cell| is_number(cell)),
        }
    }
}

/// Whether a cell stands in a column of numbers: one, about one, or none.
fn is_number(cell: &str) -> bool {
    cell == NONE || cell.strip_prefix('~').unwrap_or(cell).parse::<f64>().is_ok()
}

struct Column {
    width: usize,
    is_number: bool,
}

fn line<T: AsRef<str>>(columns: &[Column], palette: Palette, cells: &[T]) -> String {
    let mut line = String::new();
    for (index, (cell, Column { width, is_number })) in cells.iter().zip(columns).enumerate() {
        if index > 0 {
            line.push_str("  ");
        }
        let (cell, width) = (one_line(cell.as_ref()), *width);
        line.push_str(&if *is_number { format!("{cell:>width$}") } else { format!("{cell:<width$}") });
    }
    palette.cut(line.trim_end())
}

/// Prints lines that were made here.
pub(crate) fn print(lines: &[String]) -> std::io::Result<()> {
    let mut out = painted_stdout();
    for line in lines {
        out.write_all(line.as_bytes())?;
        out.write_all(b"\n")?;
    }
    out.flush()
}

/// `2026-03-01 10:15:22`, UTC.
pub(crate) fn time(at: Timestamp) -> String {
    at.to_string().chars().take(19).map(|character| if character == 'T' { ' ' } else { character }).collect()
}

/// In one line, without what could steer a terminal.
pub(crate) fn one_line(text: &str) -> String {
    printable(&collapse_white_space(text))
}

/// A text in lines that are indented by so much, the first of which begins with `head`.
pub(crate) fn paragraph(palette: Palette, head: &str, indent: usize, text: &str) -> Vec<String> {
    let lines = wrapped(&one_line(text), palette.width().saturating_sub(indent));
    let lead = |index: usize| if index == 0 { head } else { "" };
    lines.iter().enumerate().map(|(index, line)| format!("{:<indent$}{line}", lead(index))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_no_wider_than_the_page_and_aligns_numbers_to_the_right() {
        let mut table = Table::new(&["STAGE", "LETTERS", "SOURCE"]);
        table.push(vec!["extract".to_owned(), "9".to_owned(), "wire\u{1b}[2J\ndesk".to_owned()]);
        table.push(vec!["store/articles".to_owned(), "1200".to_owned(), "a source with a long name".to_owned()]);
        let below = |index| (index == 1).then(|| "why this one was refused by the store of this name".to_owned());
        let expected = [
            "STAGE           LETTERS  SOURCE",
            "extract               9  wire[2J desk",
            "store/articles     1200  a source with …",
            "    why this one was refused by the sto…",
        ];
        assert_eq!(table.lines(Palette::plain(40), below), expected);
    }

    #[test]
    fn paragraphs_stand_beneath_their_head() {
        let lines = paragraph(Palette::plain(24), "why", 6, "the text is not valid UTF-8");
        assert_eq!(lines, ["why   the text is not", "      valid UTF-8"]);
        assert_eq!(time(Timestamp::parse("2026-03-01T10:15:22.5Z").unwrap()), "2026-03-01 10:15:22");
    }
}
