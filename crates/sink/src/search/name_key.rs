//! Names as they are looked up: one rule for every store, for what is kept and for what is asked.
//!
//! In: a name as printed or typed. Out: keys, words in lower case without accents, one space between. Marks between the
//! letters of a word and the stops of initials are left out (`O’Brien`, `U.N.`); everything else parts words
//! (`Jean-Claude`). Scripts without spaces are one word.

use super::search_word::{folded_word, is_mark};

/// An index entry of PostgreSQL must stay below 2,700 bytes; at most four bytes a character.
const MOST_CHARACTERS: usize = 400;
/// Words of a name by whose end a person is found.
const MOST_WORDS: usize = 8;
/// Words of a title by which a person is found.
const MOST_TITLE_WORDS: usize = 3;
/// What stands before a name as often as not.
const BEFORE: &str = "the";

/// The key of a name; empty if there is no letter or digit in it.
pub(crate) fn name_key(name: &str) -> String {
    let name: String = name.chars().take(MOST_CHARACTERS).filter(|char| !is_inside(*char)).collect();
    let pieces = name.split(|char: char| !char.is_alphanumeric() && !is_mark(char));
    let mut words: Vec<String> = Vec::new();
    let mut spelt = false;
    for word in pieces.map(folded_word).filter(|word| !word.is_empty()) {
        let is_letter = word.chars().count() == 1 && word.chars().all(char::is_alphabetic) && word.is_ascii();
        match words.last_mut() {
            // `J. K.` is `J.K.`
            Some(initials) if spelt && is_letter => initials.push_str(&word),
            Some(_) | None => words.push(word),
        }
        spelt = is_letter;
    }
    if words.len() > 1 && words.first().is_some_and(|first| first == BEFORE) {
        words.remove(0);
    }
    words.join(" ").chars().take(MOST_CHARACTERS).collect()
}

/// The keys that a person of this name is found by: the whole name, the same without initials in the middle, and what is
/// left when first names go, down to the last word.
pub(crate) fn person_keys(name: &str) -> Vec<String> {
    let key = name_key(name);
    let words: Vec<&str> = key.split(' ').collect();
    let mut keys: Vec<String> = ends(&words).collect();
    if let [first, middle @ .., last] = words.as_slice()
        && middle.iter().any(|word| word.len() == 1)
    {
        let kept = middle.iter().filter(|word| word.len() > 1);
        let shorter: Vec<&str> = std::iter::once(first).chain(kept).chain([last]).copied().collect();
        keys.extend(ends(&shorter));
    }
    keys.retain(|key| !key.is_empty());
    keys
}

/// The keys that a topic of this name is found by: any of its words that stand side by side.
pub(crate) fn topic_keys(name: &str) -> Vec<String> {
    let key = name_key(name);
    let words: Vec<&str> = key.split(' ').take(MOST_WORDS).collect();
    let runs = (0..words.len()).flat_map(|start| (start + 1..=words.len()).map(move |end| start..end));
    let runs = runs.filter_map(|run| words.get(run)).map(|run| run.join(" "));
    runs.chain([key.clone()]).filter(|key| !key.is_empty()).collect()
}

/// The keys that a person of this name and title is found by: the title, and what is left of it when its first words go,
/// before each key of the name.
pub(crate) fn titled_keys(title: &str, name: &str) -> Vec<String> {
    let title = name_key(title);
    let words: Vec<&str> = title.split(' ').filter(|word| !word.is_empty()).collect();
    // Longer ones are descriptions that nobody types.
    let kept = words.len().saturating_sub(MOST_TITLE_WORDS);
    let titles: Vec<String> = words.get(kept..).into_iter().flat_map(ends).filter(|title| !title.is_empty()).collect();
    let names = person_keys(name);
    titles.iter().flat_map(|title| names.iter().map(move |name| format!("{title} {name}"))).collect()
}

fn ends(words: &[&str]) -> impl Iterator<Item = String> {
    let first = words.len().saturating_sub(MOST_WORDS);
    let shorter = (first.max(1)..words.len()).filter_map(|start| words.get(start..));
    std::iter::once(words).chain(shorter).map(|words| words.join(" "))
}

/// What stands inside words of names without parting them.
fn is_inside(char: char) -> bool {
    matches!(char, '.' | '\'' | '’' | '‘' | 'ʼ' | '`' | '´')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_looked_up_in_one_form() {
        for (name, expected) in [
            ("Zoë  MÜLLER-Łuksza", "zoe muller luksza"),
            ("Siobhán O’Brien", "siobhan obrien"),
            ("U.N.", "un"),
            ("W. H. Quay Jr.", "wh quay jr"),
            ("Anna B. Quay", "anna b quay"),
            ("The Harbour Gazette", "harbour gazette"),
            ("The", "the"),
            ("安娜·港口", "安娜 港口"),
            ("Ёлкин", "елкин"),
            ("— …", ""),
            ("A\0B", "ab"),
        ] {
            assert_eq!(name_key(name), expected, "{name}");
        }
        assert_eq!(name_key(&"x".repeat(5_000)).len(), MOST_CHARACTERS);
    }

    #[test]
    fn a_person_is_found_by_the_ends_of_the_name() {
        for (name, expected) in [
            ("Quay", vec!["quay"]),
            ("Mira van der Quay", vec!["mira van der quay", "van der quay", "der quay", "quay"]),
            ("Mira B. Quay", vec!["mira b quay", "b quay", "quay", "mira quay", "quay"]),
            ("", vec![]),
        ] {
            assert_eq!(person_keys(name), expected, "{name}");
        }
        assert!(person_keys(&"a1 ".repeat(300)).len() <= MOST_WORDS + 1);
    }

    #[test]
    fn a_topic_is_found_by_any_of_its_words() {
        assert_eq!(topic_keys("Road Transport"), ["road", "road transport", "transport", "road transport"]);
        assert_eq!(topic_keys("…"), Vec::<String>::new());
    }

    #[test]
    fn a_person_is_found_with_the_title_before_the_name() {
        assert_eq!(
            titled_keys("Deputy Harbour-Master", "Mira Quay"),
            [
                "deputy harbour master mira quay",
                "deputy harbour master quay",
                "harbour master mira quay",
                "harbour master quay",
                "master mira quay",
                "master quay",
            ]
        );
        assert_eq!(titled_keys("Dr.", "Quay"), ["dr quay"]);
        assert_eq!(titled_keys("…", "Quay"), Vec::<String>::new());
    }
}
