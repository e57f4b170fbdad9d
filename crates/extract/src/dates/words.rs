//! The words that stand in and beside dates, by what they do there: `words.tsv`.

use foldhash::HashMap;
use std::sync::LazyLock;
use text::calendar::key;

const WORDS: &str = include_str!("words.tsv");

/// What a word can do beside a date; a word may do several of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    AfterDay,
    AfterMonth,
    AfterYear,
    Closes,
    Gap,
    Announces,
    Hour,
    Minute,
    Second,
    Clock,
    Am,
    Pm,
    Night,
    Midday,
    AmBefore,
    PmBefore,
    Noon,
    Midnight,
}

const ROLES: &[(&str, Role)] = &[
    ("after day", Role::AfterDay),
    ("after month", Role::AfterMonth),
    ("after year", Role::AfterYear),
    ("closes", Role::Closes),
    ("gap", Role::Gap),
    ("announces", Role::Announces),
    ("hour", Role::Hour),
    ("minute", Role::Minute),
    ("second", Role::Second),
    ("clock", Role::Clock),
    ("am", Role::Am),
    ("pm", Role::Pm),
    ("night", Role::Night),
    ("midday", Role::Midday),
    ("am before", Role::AmBefore),
    ("pm before", Role::PmBefore),
    ("noon", Role::Noon),
    ("midnight", Role::Midnight),
];

/// The roles of each word, a bit each.
static BY_WORD: LazyLock<HashMap<String, u32>> = LazyLock::new(|| {
    let mut by_word = HashMap::default();
    for (kind, words) in WORDS.lines().filter_map(|line| line.split_once('\t')) {
        let Some((_, role)) = ROLES.iter().find(|(known, _)| *known == kind) else { continue };
        for word in words.split('|') {
            *by_word.entry(joined(word)).or_default() |= bit(*role);
        }
    }
    by_word
});

fn bit(role: Role) -> u32 {
    1 << (role as u32)
}

/// Words in the form in which they are looked for, without what stands between them.
fn joined(words: &str) -> String {
    key(words).chars().filter(|c| c.is_alphanumeric() || text::belongs_to_letter(*c)).collect()
}

/// Whether a word, in the form of [`key`], can do one of these.
pub(super) fn can(word: &str, roles: &[Role]) -> bool {
    BY_WORD.get(word).is_some_and(|known| roles.iter().any(|role| known & bit(*role) != 0))
}

/// Whether a word, in the form of [`key`], stands in dates or beside them.
pub(super) fn is_of_dates(word: &str) -> bool {
    BY_WORD.contains_key(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_the_list_has_a_role_and_words() {
        let kinds: Vec<&str> = WORDS.lines().filter_map(|line| line.split_once('\t')).map(|(kind, _)| kind).collect();
        assert!(kinds.iter().copied().eq(ROLES.iter().map(|(kind, _)| *kind)), "{kinds:?}");
        let lines = WORDS.lines().filter(|line| !line.starts_with('#'));
        for (kind, words) in lines.map(|line| line.split_once('\t').unwrap()) {
            assert!(words.split('|').all(|word| !joined(word).is_empty()), "{kind}");
        }
    }

    #[test]
    fn a_word_can_do_several_things() {
        assert!(can(&key("Uhr"), &[Role::Hour]) && can("uhr", &[Role::Clock]));
        assert!(can("am", &[Role::Pm, Role::Am]) && !can("am", &[Role::Pm]));
        assert!(can("delatarde", &[Role::Pm]) && !can("harbour", &[Role::Gap]));
    }
}
