//! Words that stand around a role in a title, and words that end one to the left.

use std::sync::LazyLock;
use text::WordList;

/// Words in small letters that go before a role or between its words.
static BEFORE_ROLES: LazyLock<WordList<()>> = LazyLock::new(|| {
    WordList::words(
        "former ex deputy vice prime foreign then acting interim current outgoing incoming late senior junior chief \
    executive assistant managing general national federal state regional provincial local opposition ruling party \
    majority minority house senate police army military naval navy defence defense finance interior home health \
    education economy energy environment trade justice labour labor transport tourism agriculture union cabinet \
    government public human rights political legal technical medical research project programme program \
    communications media press marketing sales operations development policy campaign team club football cricket \
    world international global special permanent principal lead founding honorary elected first second lady crown \
    grand caretaker presidential parliamentary expedition business elect co co- main key top veteran independent \
    incumbent lifetime traditional climate head district city county company group board security intelligence \
    field country affairs employment internal external religious renowned famous food sports secretary associate \
    non-executive two time based star fellow retired social financial economic central bank supreme high court \
    water and of for",
    )
});

/// Words in small letters that may stand inside a role that goes on: `head of the opposition`.
static LINKS: LazyLock<WordList<()>> = LazyLock::new(|| WordList::words("of for and the at in on to with from"));

/// Words that begin sentences and no title.
static BEGINNINGS: LazyLock<WordList<()>> = LazyLock::new(|| {
    WordList::words(
        "although after as at before but by during for from however if in like on over since so then though under \
    unlike until when while with yet and its his her their our my this that these today yesterday meanwhile later \
    earlier according both also because said thanks following to about among even only not",
    )
});

/// Whether the word begins sentences before a title: `Although President …`.
pub(super) fn begins_sentences(word: &str) -> bool {
    BEGINNINGS.has_without_stop(word)
}

pub(super) fn goes_before_role(word: &str) -> bool {
    BEFORE_ROLES.has_without_stop(word)
}

pub(super) fn is_link(word: &str) -> bool {
    LINKS.has_without_stop(word)
}
