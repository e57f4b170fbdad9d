//! Languages as documents name them, as BCP 47 tags.

/// `en_US` or `en-US` as a BCP 47 tag; anything else is no language.
pub(crate) fn language_tag(text: &str) -> Option<String> {
    let tag = text.trim().replace('_', "-");
    let mut parts = tag.split('-');
    let language = parts.next().filter(|part| (2..=3).contains(&part.len()))?.to_ascii_lowercase();
    let rest: Vec<&str> = parts.collect();
    let well_formed = language.bytes().all(|b| b.is_ascii_lowercase())
        && rest.iter().all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    if !well_formed || rest.len() > 4 || language == "und" {
        return None;
    }
    let rest = rest.into_iter().map(|part| if part.len() == 2 { part.to_ascii_uppercase() } else { part.to_owned() });
    Some(std::iter::once(language).chain(rest).collect::<Vec<_>>().join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_language_tags_are_languages() {
        for (text, expected) in
            [("en", Some("en")), ("zh-Hant-tw", Some("zh-Hant-TW")), ("English", None), ("", None), ("e1", None)]
        {
            assert_eq!(language_tag(text).as_deref(), expected, "{text}");
        }
    }
}
