//! Given names that nearly only men or nearly only women bear.

/// As names, pronouns and forms of address tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gender {
    Male,
    Female,
}

/// A line a name, in the order of the names: `f` or `m`, and a name that nearly only they bear.
static GIVEN_NAMES: &str = include_str!("../models/given-names.txt");

/// What a given name says.
pub(crate) fn of_given_name(name: &str) -> Option<Gender> {
    let name = name.to_lowercase();
    let first = name.split('-').next().unwrap_or_default();
    listed(&name).or_else(|| listed(first))
}

/// Whether it is a given name of nearly only men or nearly only women.
pub(crate) fn is_given_name(name: &str) -> bool {
    of_given_name(name).is_some()
}

/// Looks a name in lower case up in the list, which is in order.
fn listed(name: &str) -> Option<Gender> {
    let (mut from, mut to) = (0, GIVEN_NAMES.len());
    while from < to {
        let middle = from + (to - from) / 2;
        // The line that the middle lies in. Line breaks are single bytes, so these are borders of characters.
        let start = GIVEN_NAMES
            .as_bytes()
            .get(from..middle)?
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(from, |at| from + at + 1);
        let end =
            GIVEN_NAMES.as_bytes().get(middle..to)?.iter().position(|byte| *byte == b'\n').map_or(to, |at| middle + at);
        let (sex, entry) = GIVEN_NAMES.get(start..end)?.split_once(' ')?;
        match entry.cmp(name) {
            std::cmp::Ordering::Equal => return Some(if sex == "f" { Gender::Female } else { Gender::Male }),
            std::cmp::Ordering::Less => from = end + 1,
            std::cmp::Ordering::Greater => to = start,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_name_is_found() {
        for line in GIVEN_NAMES.lines() {
            let (sex, name) = line.split_once(' ').unwrap();
            let expected = if sex == "f" { Gender::Female } else { Gender::Male };
            assert_eq!(listed(name), Some(expected), "{name}");
        }
    }

    #[test]
    fn names_tell_men_from_women() {
        assert_eq!(of_given_name("Fatima"), Some(Gender::Female));
        assert_eq!(of_given_name("Carol-Ann"), Some(Gender::Female));
        assert_eq!(of_given_name("Mohammed"), Some(Gender::Male));
        assert_eq!(of_given_name("Dateline"), None);
    }
}
