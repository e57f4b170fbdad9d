//! Titles printed with a name: before it (`Interior Minister …`) and after it (`…, chairman of the board, said`).

mod after;
mod apposed;
mod before;
mod extent;
mod names;
mod nouns;
mod phrase;

use super::found::FoundName;
use super::tokens::Text;
use crate::words::Kind;
use article::MentionKind;
use names::Names;
use phrase::Titles;
use std::ops::Range;

/// Mentions of a person that are looked at.
const MOST_MENTIONS: usize = 12;

/// The titles printed at the mentions of a person. `found` are all names of the article in order.
pub(super) fn of(text: &Text<'_>, found: &[FoundName], mentions: &[Range<usize>]) -> Titles {
    let mut titles = Titles::default();
    let names = Names { text, found };
    for bytes in mentions.iter().take(MOST_MENTIONS) {
        let first = text.tokens.partition_point(|token| token.end <= bytes.start);
        let last = text.tokens.partition_point(|token| token.start < bytes.end);
        let known = titles.titles.len();
        before::read(names, &(first..last), &mut titles);
        let known = titles.titles.len() > known;
        after::read(names, last, known, &mut titles);
    }
    drop_shortened(text, &mut titles.titles);
    titles
}

/// A portfolio (`Minister of State for Internal Affairs`) is part of a title and no organisation.
pub(super) fn drop_portfolios(text: &Text<'_>, found: &mut Vec<FoundName>) {
    found.retain(|name| {
        let first = text.tokens.partition_point(|token| token.start < name.bytes.start);
        let is = |back: usize, kind| first.checked_sub(back).is_some_and(|at| text.is(at, kind));
        name.kind != MentionKind::Organisation || !(is(1, Kind::OfOrFor) && is(2, Kind::Minister))
    });
}

/// `Minister` says nothing beside `Interior Minister`; `President` does beside `ANC President`.
fn drop_shortened(text: &Text<'_>, titles: &mut Vec<String>) {
    let longer: Vec<String> =
        titles.iter().filter(|title| title.contains(' ')).map(|title| title.to_lowercase()).collect();
    titles.retain(|title| {
        let short = title.to_lowercase();
        !text.words.is(&short, Kind::ShortTitle)
            || !longer.iter().any(|longer| longer.split(' ').any(|word| word == short))
    });
}
