//! What somebody probably meant.

/// The most distant misspelling that is still taken for one: edits (insert, delete, replace, swap) per length.
const LETTERS_PER_EDIT: usize = 3;

/// The candidate closest to `written`, if one is close enough to be meant.
pub(crate) fn closest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written: String = written.chars().take(200).collect::<String>().to_lowercase();
    let allowed = (written.chars().count() / LETTERS_PER_EDIT).max(1);
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&written, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The end of a sentence about something unknown: the closest candidate, else all of them.
pub(crate) fn did_you_mean<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str> + Clone) -> String {
    match closest(written, candidates.clone()) {
        Some(candidate) => format!("did you mean `{candidate}`?"),
        None => {
            let mut all: Vec<&str> = candidates.into_iter().collect();
            all.sort_unstable();
            format!("known are {}", all.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspellings_are_recognised_and_other_words_are_not() {
        let keys = ["listen", "partitions", "retention", "retention_size", "url"];
        for (written, meant) in [
            ("lisen", Some("listen")),
            ("Listen", Some("listen")),
            ("partition", Some("partitions")),
            ("retention-size", Some("retention_size")),
            ("ulr", Some("url")),
            ("colour", None),
            ("", None),
        ] {
            assert_eq!(closest(written, keys), meant, "{written}");
        }
        assert_eq!(did_you_mean("colour", ["url", "path"]), "known are path, url");
    }
}
