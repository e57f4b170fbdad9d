//! Tables of the world, which stand in `models/` as text: a row a line, tabs between its fields. Lines that begin with `#`
//! say what the table is and where it comes from.

/// The fields of each row.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = std::str::Split<'static, char>> {
    table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t'))
}
