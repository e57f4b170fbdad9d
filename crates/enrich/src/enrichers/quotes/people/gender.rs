//! Whether a word says that a person is a man or a woman: forms of address, pronouns and nouns.

use crate::given_names::Gender;
use crate::words::{Kind, Kinds};

/// What a form of address or a pronoun says.
pub(crate) fn of_address(kinds: Kinds) -> Option<Gender> {
    told(kinds, &[Kind::MaleAddress, Kind::He], &[Kind::FemaleAddress, Kind::She])
}

/// What a noun for a person in lower case says: `spokeswoman`, `father`.
pub(crate) fn of_noun(kinds: Kinds) -> Option<Gender> {
    told(kinds, &[Kind::MaleNoun], &[Kind::FemaleNoun])
}

/// What the pronoun for an owner or a subject says: `his`, `She`.
pub(crate) fn of_pronoun(kinds: Kinds) -> Option<Gender> {
    told(kinds, &[Kind::He, Kind::His], &[Kind::She, Kind::Her])
}

/// What a pronoun in whichever case says: `him`, `herself`.
pub(crate) fn of_any_pronoun(kinds: Kinds) -> Option<Gender> {
    told(kinds, &[Kind::He, Kind::His, Kind::Him], &[Kind::She, Kind::Her, Kind::Herself])
}

fn told(kinds: Kinds, male: &[Kind], female: &[Kind]) -> Option<Gender> {
    if kinds.is_any(female) { Some(Gender::Female) } else { kinds.is_any(male).then_some(Gender::Male) }
}

/// Whether both can be of one person.
pub(crate) fn fits(gender: Option<Gender>, other: Option<Gender>) -> bool {
    gender.is_none() || other.is_none() || gender == other
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words;

    #[test]
    fn nouns_and_forms_of_address_tell_men_from_women() {
        let kinds = |word| words::english().kinds(word);
        assert_eq!(of_address(kinds("Mr.")), Some(Gender::Male));
        assert_eq!(of_noun(kinds("spokeswoman")), Some(Gender::Female));
        assert_eq!(of_noun(kinds("minister")), None);
    }
}
