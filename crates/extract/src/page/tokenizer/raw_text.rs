//! Where the text of an element ends that only its own end tag can end.

use html5ever::tokenizer::states::RawKind;

/// Bytes up to the end tag of an element of this name, whose text this begins with; all when there is none.
pub(super) fn end_of_raw_text(text: &str, name: &str, kind: RawKind) -> usize {
    match kind {
        RawKind::Rcdata | RawKind::Rawtext => {
            let mut ends = text.match_indices("</").map(|(at, _)| at);
            ends.find(|at| is_tag(text, at + 2, name)).unwrap_or(text.len())
        }
        RawKind::ScriptData | RawKind::ScriptDataEscaped(_) => end_of_script(text),
    }
}

/// Whether a tag of this name has its name there.
fn is_tag(text: &str, at: usize, name: &str) -> bool {
    let Some((spelled, after)) = text.get(at..).and_then(|tag| tag.split_at_checked(name.len())) else { return false };
    spelled.eq_ignore_ascii_case(name) && after.starts_with(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'))
}

/// What stands around a place in a script. Old pages hide theirs in a comment, and what opens a script in there belongs
/// to it up to its own end.
enum Around {
    Nothing,
    Comment,
    ScriptInComment,
}

fn end_of_script(text: &str) -> usize {
    const NAME: &str = "script";
    let mut around = Around::Nothing;
    let mut from = 0;
    loop {
        let rest = text.get(from..).unwrap_or_default();
        let next = match around {
            Around::Nothing => rest.find('<'),
            Around::Comment | Around::ScriptInComment => rest.bytes().position(|byte| matches!(byte, b'<' | b'-')),
        };
        let Some(at) = next.map(|at| from + at) else { return text.len() };
        let rest = text.get(at..).unwrap_or_default();
        let ends = rest.starts_with("</") && is_tag(text, at + 2, NAME);
        from = at + 1;
        around = match around {
            Around::Nothing | Around::Comment if ends => return at,
            // `<!-->` is a comment, too.
            Around::Nothing if rest.starts_with("<!--") => {
                from = at + 2;
                Around::Comment
            }
            Around::Comment | Around::ScriptInComment if rest.starts_with("-->") => Around::Nothing,
            Around::Comment if rest.starts_with('<') && is_tag(text, at + 1, NAME) => Around::ScriptInComment,
            Around::ScriptInComment if ends => Around::Comment,
            unchanged => unchanged,
        };
    }
}
