//! A few words of an article around what was looked for.

/// Characters of a snippet, without its ellipses.
const LENGTH: usize = 220;
/// Characters shown before the first match.
const LEAD: usize = 70;

/// The piece of `text` around the first of `terms` (in lower case) that occurs, else its beginning; white space folded.
pub(super) fn snippet(text: &str, terms: &[String]) -> String {
    let text = article::collapse_white_space(text);
    let characters: Vec<char> = text.chars().collect();
    let found = terms.iter().filter_map(|term| position(&characters, term)).min().unwrap_or(0);
    let start = word_start(&characters, found.saturating_sub(LEAD));
    let rest = characters.get(start..).unwrap_or_default();
    let cut = rest.len() > LENGTH;
    let mut piece: String = rest.iter().take(LENGTH).collect();
    if cut && let Some((whole_words, _)) = piece.rsplit_once(' ') {
        piece = whole_words.to_owned();
    }
    let before = if start > 0 { "… " } else { "" };
    let after = if cut { " …" } else { "" };
    format!("{before}{piece}{after}")
}

/// Where the term occurs at the beginning of a word, in characters; its own beginning is enough for inflected words.
fn position(text: &[char], term: &str) -> Option<usize> {
    let stem: Vec<char> = article::collapse_white_space(term).chars().collect();
    let at = |start: usize| {
        let begins_word = start == 0 || text.get(start - 1).is_some_and(|before| !before.is_alphanumeric());
        let here = text.get(start..).unwrap_or_default();
        begins_word
            && here.len() >= stem.len()
            && here.iter().zip(&stem).all(|(a, b)| a.to_lowercase().eq(b.to_lowercase()))
    };
    if stem.is_empty() {
        return None;
    }
    (0..text.len()).find(|start| at(*start))
}

fn word_start(text: &[char], from: usize) -> usize {
    if from == 0 {
        return 0;
    }
    let rest = text.get(from..).unwrap_or_default();
    rest.iter().take(LEAD).position(|character| *character == ' ').map_or(from, |space| from + space + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snippet_shows_the_first_match_in_whole_words() {
        let text = format!("{}Dawn broke. The Minister spoke. {}", "word ".repeat(100), "tail ".repeat(100));
        let shown = snippet(&text, &["minister".to_owned()]);
        assert!(shown.starts_with("… word"), "{shown}");
        assert!(shown.contains("The Minister spoke."), "{shown}");
        assert!(shown.ends_with("tail …"), "{shown}");
    }

    #[test]
    fn without_a_match_the_beginning_is_shown() {
        assert_eq!(snippet("A short\n\ntext", &["absent".to_owned()]), "A short text");
        assert_eq!(snippet("", &["x".to_owned()]), "");
        assert_eq!(snippet("administer", &["minister".to_owned()]), "administer");
    }
}
