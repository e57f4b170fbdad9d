//! One path of a rule, and whether an address is under it.

use std::fmt::Write;

/// Longest address that is compared, in bytes; of a longer one only its beginning is.
const LONGEST_ADDRESS: usize = 8 << 10;

/// The path of an `Allow` or `Disallow` line, in the spelling that addresses are compared in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    /// Pieces of an address, with asterisks for whatever stands between them.
    path: String,
    /// Whether the address must end with it.
    is_whole: bool,
}

impl Pattern {
    /// Of the value of a line; `None`: it says nothing.
    pub(super) fn parse(value: &str) -> Option<Self> {
        let (stated, is_whole) = match value.strip_suffix('$') {
            Some(stated) => (stated, true),
            None => (value, false),
        };
        let mut path = String::with_capacity(stated.len());
        for (number, piece) in stated.split('*').enumerate() {
            // Asterisks in a row are one.
            if number > 0 && !path.ends_with('*') {
                path.push('*');
            }
            path.push_str(&spelled(piece));
        }
        (!path.is_empty()).then_some(Self { path, is_whole })
    }

    /// Its length in bytes: the longest rule decides.
    pub(super) fn length(&self) -> usize {
        self.path.len()
    }

    /// Whether a path, spelled as [`address`] does, is under it. Takes time by the length of both, not of their product.
    pub(super) fn holds(&self, path: &str) -> bool {
        let Some((first, others)) = self.path.split_once('*') else {
            return if self.is_whole { path == self.path } else { path.starts_with(&self.path) };
        };
        let Some(mut left) = path.strip_prefix(first) else { return false };
        let (between, last) = others.rsplit_once('*').unwrap_or(("", others));
        for piece in between.split('*') {
            match left.split_once(piece) {
                Some((_, after)) => left = after,
                None => return false,
            }
        }
        if self.is_whole { left.ends_with(last) } else { left.contains(last) }
    }
}

/// The path and the query of an address, spelled so that it can be compared.
pub(super) fn address(path: &str, query: Option<&str>) -> String {
    let whole = match query {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    };
    spelled(whole.get(..LONGEST_ADDRESS).unwrap_or(&whole))
}

/// One spelling for all that mean the same: letters, digits and `-._~` as they are, other bytes above ASCII and the marks
/// of rules as `%XX`, what stands as `%XX` in upper case.
fn spelled(text: &str) -> String {
    let mut spelled = String::with_capacity(text.len());
    let mut left = text.as_bytes();
    while let Some((&byte, rest)) = left.split_first() {
        let coded = rest.first_chunk::<2>().filter(|_| byte == b'%').and_then(|digits| hex(*digits));
        left = if coded.is_some() { rest.get(2..).unwrap_or_default() } else { rest };
        match coded {
            Some(byte) if is_unreserved(byte) => spelled.push(char::from(byte)),
            Some(byte) => push_coded(&mut spelled, byte),
            None if byte.is_ascii_graphic() && !matches!(byte, b'*' | b'$') => spelled.push(char::from(byte)),
            None => push_coded(&mut spelled, byte),
        }
    }
    spelled
}

fn push_coded(text: &mut String, byte: u8) {
    // Writing to a text cannot fail.
    let _ = write!(text, "%{byte:02X}");
}

fn hex([high, low]: [u8; 2]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    Some(digit(high)? << 4 | digit(low)?)
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_under_a_rule_whatever_their_spelling() {
        for (rule, path, expected) in [
            ("/", "/", true),
            ("/news", "/newsroom/1", true),
            ("/news/", "/news", false),
            ("/news$", "/news", true),
            ("/news$", "/news/", false),
            ("/*.pdf$", "/a/b.pdf", true),
            ("/*.pdf$", "/a/b.pdf?x=1", false),
            ("/a*c*e", "/abcde", true),
            ("/a*c*e", "/aec", false),
            ("/a***b", "/a/x/b", true),
            ("/a*", "/a", true),
            ("*/print", "/story/print", true),
            ("*", "/anything", true),
            ("/a*a$", "/a", false),
            ("/~ann", "/%7Eann", true),
            ("/%7eann", "/~ann", true),
            ("/caf%C3%A9", "/caf\u{e9}", true),
            ("/caf\u{e9}", "/caf%c3%a9", true),
            ("/a%2fb", "/a%2Fb", true),
            ("/a%2fb", "/a/b", false),
            ("/star-%2A", "/star-*", true),
            ("/star-%2A", "/star-x", false),
            ("/price$5", "/price$5", true),
            ("/100%", "/100%", true),
            ("news", "/news", false),
            ("/search?q=", "/search?q=a", true),
        ] {
            let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
            assert_eq!(Pattern::parse(rule).unwrap().holds(&address(path, query)), expected, "{rule} {path}");
        }
        assert_eq!((Pattern::parse(""), Pattern::parse("$")), (None, None));
    }

    #[test]
    fn asterisks_cost_no_more_than_what_they_stand_in() {
        let rule = Pattern::parse(&format!("/{}$", "*a".repeat(200_000))).unwrap();
        let path = address(&format!("/{}", "a".repeat(100_000)), None);
        assert!((0..20).all(|_| !rule.holds(&path)), "{} bytes", path.len());
    }
}
