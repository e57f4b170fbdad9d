//! Words as letters and digits alone make them: every other character parts two.

/// The longest runs of letters and digits of a text, in order.
pub(crate) fn plain_words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let length = word_length(rest);
            let (word, after) = rest.split_at_checked(length)?;
            rest = after.get(after.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default();
            if length > 0 {
                return Some(word);
            } else if rest.is_empty() {
                return None;
            }
        }
    })
}

/// Bytes of the word that a text begins with.
fn word_length(text: &str) -> usize {
    let mut end = 0;
    loop {
        let rest = text.as_bytes().get(end..).unwrap_or_default();
        end += rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let beyond_ascii = text.as_bytes().get(end).filter(|byte| !byte.is_ascii());
        let further = beyond_ascii.and_then(|_| text.get(end..)?.chars().next());
        let Some(char) = further.filter(|char| char.is_alphanumeric()) else { return end };
        end += char.len_utf8();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_are_what_stands_between_all_other_characters(text in "(\\PC|[a-z0-9éß, ]){0,60}") {
            let parted = text.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
            prop_assert_eq!(plain_words(&text).collect::<Vec<_>>(), parted.collect::<Vec<_>>());
        }
    }
}
