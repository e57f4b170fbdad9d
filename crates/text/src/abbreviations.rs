//! Short forms that are printed with a stop: `Dr.`, `Sept.`, `No.`.
//!
//! In: a word without its stop. Out: whether the stop belongs to it, for the one who asks: `Inc.` is one word of a name,
//! and yet ends sentences.

use crate::WordList;
use std::sync::LazyLock;

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StopFor {
    /// Whoever parts sentences: behind it none ends, though a capital follows.
    Sentences,
    /// Whoever looks for names: the name goes on behind it, or ends with it.
    Names,
}

/// In lower case, without the last stop.
static LISTED: LazyLock<WordList<&'static [StopFor]>> = LazyLock::new(|| {
    use StopFor::{Names, Sentences};
    WordList::of(&[
        // Titles and forms of address; months as datelines shorten them; what stands before a name or a number.
        (
            "mr|mrs|ms|messrs|dr|prof|sr|jr|st|rev|fr|hon|gen|lt|col|maj|capt|cmdr|sgt|cpl|brig|gov|sen|rep|supt|insp|\
             amb|engr|adv|smt|md|mx|mme|sra|ste|pvt|adm|det|atty|cllr|pfc|spc|ens|\
             const|asst|dep|pol|ptl|pte|sjt|cdr|cdre|sqn|gp|vadm|radm|lcpl|jan|feb|aug|sept|oct|nov|dec|no|vs|mt|rs|tk",
            &[Sentences, Names],
        ),
        (
            "pres|nos|sep|mlle|srta|dra|eng|sh|dato|hj|maj-gen|lt-gen|v|op|vol|ch|p|pp|fig|art|sec|est|approx|ca|cf|al|\
             e.g|i.e|viz|ft|av|ave|blvd|dept|univ|mar|apr|jun|jul",
            &[Sentences],
        ),
        ("inc|ltd|co|corp|bros", &[Names]),
    ])
});

/// Whether the stop behind a word belongs to it because it is a short form. Case does not matter.
pub fn keeps_stop(word: &str, asked: StopFor) -> bool {
    LISTED.get(word).is_some_and(|readers| readers.contains(&asked))
}

/// Whether a word is letters with stops between them, or one letter: `U.S`, `J`.
pub(crate) fn is_spelled(word: &str) -> bool {
    word.split('.').all(|letter| letter.chars().count() == 1 && letter.chars().all(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stop_belongs_to_a_short_form_for_some_readers_and_not_for_others() {
        assert!(keeps_stop("Dr", StopFor::Sentences) && keeps_stop("DR", StopFor::Names));
        assert!(keeps_stop("Inc", StopFor::Names) && !keeps_stop("Inc", StopFor::Sentences));
        assert!(!keeps_stop("doctor", StopFor::Names));
        assert!(is_spelled("U.S") && is_spelled("J") && !is_spelled("U.S.") && !is_spelled("St") && !is_spelled("5"));
    }
}
