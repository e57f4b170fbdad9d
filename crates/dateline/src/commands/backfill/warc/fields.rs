//! Named fields, as they stand at the head of a WARC record and of an HTTP answer.
//!
//! In: the lines of a head, of bounded size. Out: its fields, found by names in whatever case.

use std::io::{self, BufRead, Read};

/// Of a head, in bytes. Servers refuse longer ones, and crawlers write short ones.
const MAX_HEAD: u64 = 64 << 10;

/// The lines of a head.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) lines: Vec<u8>,
    pub(super) end: HeadEnd,
}

/// What a head ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeadEnd {
    /// The empty line that belongs there.
    EmptyLine,
    /// The end of what is read.
    Input,
    /// The largest size of a head.
    Limit,
}

/// Reads the lines up to an empty one, and that.
pub(super) fn read_head(reader: &mut dyn BufRead) -> io::Result<Head> {
    let mut lines = Vec::new();
    loop {
        let start = lines.len();
        let room = MAX_HEAD.saturating_sub(start as u64);
        if room == 0 {
            return Ok(Head { lines, end: HeadEnd::Limit });
        }
        if (&mut *reader).take(room).read_until(b'\n', &mut lines)? == 0 {
            return Ok(Head { lines, end: HeadEnd::Input });
        }
        if matches!(lines.get(start..), Some(b"\n" | b"\r\n")) {
            return Ok(Head { lines, end: HeadEnd::EmptyLine });
        }
    }
}

/// The fields of a head, in their order.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `NAME: VALUE` lines. A line that begins with a space goes on with the value before it; others are no field.
    pub(super) fn parse(lines: &[u8]) -> Self {
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in String::from_utf8_lossy(lines).lines() {
            if line.starts_with([' ', '\t']) {
                if let Some((_, value)) = fields.last_mut() {
                    value.push(' ');
                    value.push_str(line.trim());
                }
            } else if let Some((name, value)) = line.split_once(':') {
                fields.push((name.trim().to_owned(), value.trim().to_owned()));
            }
        }
        Self(fields)
    }

    /// The values of a field that are not empty.
    pub(super) fn all(&self, wanted: &str) -> impl Iterator<Item = &str> {
        let named = self.0.iter().filter(move |(name, _)| name.eq_ignore_ascii_case(wanted));
        named.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// The first value of a field that is not empty.
    pub(super) fn get(&self, wanted: &str) -> Option<&str> {
        self.all(wanted).next()
    }

    /// The members of a field that is a list, in lower case.
    pub(super) fn list(&self, wanted: &str) -> impl Iterator<Item = String> {
        let members = self.all(wanted).flat_map(|value| value.split(','));
        members.map(|member| member.trim().to_ascii_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_whatever_case_and_values_go_on_in_lines_that_begin_with_a_space() {
        let fields = Fields::parse(b"warc-TYPE: response\r\nX:\r\nx: a, B\r\n\tc\r\nno field\nX:d\n\r\n");
        assert_eq!(fields.get("WARC-Type"), Some("response"));
        assert_eq!(fields.all("X").collect::<Vec<_>>(), ["a, B c", "d"]);
        assert_eq!(fields.list("x").collect::<Vec<_>>(), ["a", "b c", "d"]);
        assert_eq!(fields.get("WARC-Date"), None);
    }

    #[test]
    fn a_head_ends_with_an_empty_line_the_input_or_its_limit() {
        let end = |bytes: &[u8]| read_head(&mut &*bytes).unwrap().end;
        assert_eq!(end(b"a: b\r\n\r\nbody"), HeadEnd::EmptyLine);
        assert_eq!(end(b"a: b\n\nbody"), HeadEnd::EmptyLine);
        assert_eq!(end(b"a: b\r\n"), HeadEnd::Input);
        assert_eq!(end(&b"a: b\r\n".repeat(20_000)), HeadEnd::Limit);
    }
}
