//! Chunks of HTTP/1.1 (RFC 9112), as archives keep them.

/// What the chunks hold together. `None`: these are no chunks from the first byte to the last.
pub(super) fn joined(bytes: &[u8]) -> Option<Vec<u8>> {
    let (mut rest, mut whole) = (bytes, Vec::with_capacity(bytes.len()));
    loop {
        let (line, after) = split_line(rest)?;
        let size = line.split(|byte| *byte == b';').next()?.trim_ascii();
        // A number may have a sign elsewhere.
        let size = std::str::from_utf8(size).ok().filter(|size| size.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        let size = usize::from_str_radix(size, 16).ok()?;
        if size == 0 {
            return is_trailer(after).then_some(whole);
        }
        let (chunk, after) = after.split_at_checked(size)?;
        whole.extend_from_slice(chunk);
        rest = after.strip_prefix(b"\r\n").or_else(|| after.strip_prefix(b"\n"))?;
    }
}

/// Fields and an empty line, or nothing, and then the end.
fn is_trailer(mut rest: &[u8]) -> bool {
    while let Some((line, after)) = split_line(rest) {
        if line.is_empty() {
            return after.is_empty();
        }
        if !line.contains(&b':') {
            return false;
        }
        rest = after;
    }
    rest.is_empty()
}

/// A line without its break, and what follows.
fn split_line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let (line, after) = bytes.split_at_checked(end)?;
    Some((line.strip_suffix(b"\r").unwrap_or(line), after.get(1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_joined_only_if_they_are_chunks_to_the_end() {
        for (bytes, expected) in [
            (&b"5\r\nFerry\r\n6;a=b\r\n runs.\r\n0\r\n\r\n"[..], Some(&b"Ferry runs."[..])),
            (b"0005 \nFerry\n0\n", Some(b"Ferry")),
            (b"5\r\nFerry\r\n0\r\nX-Checked: yes\r\n\r\n", Some(b"Ferry")),
            (b"5\r\nFerry\r\n0\r\n\r\nmore", None),
            (b"5\r\nFerry\r\n6\r\n run", None),
            (b"5\r\nFerry runs\r\n0\r\n\r\n", None),
            (b"+5\r\nFerry\r\n0\r\n\r\n", None),
            (b"ffffffffffffffff\r\nFerry\r\n0\r\n\r\n", None),
            (b"<p>Ferry runs.</p>\n", None),
            (b"", None),
        ] {
            assert_eq!(joined(bytes).as_deref(), expected, "{}", String::from_utf8_lossy(bytes));
        }
    }
}
