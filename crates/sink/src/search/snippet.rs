//! A few words of an article around what was looked for.

use super::search_word::search_words;
use super::term::Term;

/// Characters of a snippet, without its ellipses.
const LENGTH: usize = 220;
/// Characters shown before the first match.
const LEAD: usize = 70;

/// Characters at the end that are given up to end with a whole word; where words have no spaces they are cut.
const TAIL: usize = 40;

/// The piece of `text` around the first of `terms` that occurs, else its beginning; white space folded.
pub(super) fn snippet(text: &str, terms: &[&Term]) -> String {
    let text = article::collapse_white_space(text);
    let found = first_of(&text, terms);
    let found = text.get(..found).unwrap_or_default().chars().count();
    let characters: Vec<char> = text.chars().collect();
    let start = word_start(&characters, found.saturating_sub(LEAD));
    let rest = characters.get(start..).unwrap_or_default();
    let cut = rest.len() > LENGTH;
    let mut piece: String = rest.iter().take(LENGTH).collect();
    if cut
        && let Some((whole_words, word)) = piece.rsplit_once(' ')
        && word.chars().count() < TAIL
    {
        piece = whole_words.to_owned();
    }
    let before = if start > 0 { "… " } else { "" };
    let after = if cut { " …" } else { "" };
    format!("{before}{piece}{after}")
}

/// The byte where the first of the terms occurs; of the last word of a term its own beginning is enough, for inflected
/// words.
fn first_of(text: &str, terms: &[&Term]) -> usize {
    if terms.is_empty() {
        return 0;
    }
    let words: Vec<(usize, String)> = search_words(text).map(|word| (word.start, word.folded())).collect();
    let at = |here: &[(usize, String)], term: &Term| match term.words.split_last() {
        Some((last, before)) => {
            let (here, after) = here.split_at_checked(before.len()).unwrap_or((here, &[]));
            here.iter().map(|(_, word)| word).eq(before.iter().map(|word| &word.folded))
                && after.first().is_some_and(|(_, word)| word.starts_with(&last.folded))
        }
        None => false,
    };
    let rests = (0..words.len()).filter_map(|start| words.get(start..));
    let mut found = rests.filter(|here| terms.iter().any(|term| at(here, term)));
    found.find_map(|here| here.first()).map_or(0, |(start, _)| *start)
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
        let shown = snippet(&text, &[&Term::of("minister").unwrap()]);
        assert!(shown.starts_with("… word"), "{shown}");
        assert!(shown.contains("The Minister spoke."), "{shown}");
        assert!(shown.ends_with("tail …"), "{shown}");
    }

    #[test]
    fn without_a_match_the_beginning_is_shown() {
        assert_eq!(snippet("A short\n\ntext", &[&Term::of("absent").unwrap()]), "A short text");
        assert_eq!(snippet("", &[&Term::of("x").unwrap()]), "");
        assert_eq!(snippet("administer", &[&Term::of("minister").unwrap()]), "administer");
    }
    #[test]
    fn a_snippet_follows_the_words_of_any_script() {
        for (text, term) in [
            (format!("{}港口關閉了三天。{}", "山川".repeat(300), "草木".repeat(300)), "關閉"),
            (format!("Preface {}渡輪{}", "山川".repeat(300), "草木".repeat(300)), "渡輪"),
            (format!("{}Die Fähre fuhr.{}", "Wort ".repeat(100), " Ende".repeat(100)), "fahre"),
            (format!("{}(Nordpress/KLM)", "word ".repeat(100)), "klm"),
        ] {
            let shown = snippet(&text, &[&Term::of(term).unwrap()]);
            let folded = super::super::search_word::folded_text(&shown);
            assert!(folded.contains(term) && shown.starts_with('…'), "{term}: {shown}");
        }
    }
}
