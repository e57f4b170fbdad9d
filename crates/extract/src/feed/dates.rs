//! The dates that an entry states for one purpose, until it is known in which language and where it was written.

use super::document::FeedDate;
use crate::dates::setting::Setting;
use crate::dates::value::IsoDate;
use crate::xml::element::Element;

/// Most statements that are kept; feeds have one or two.
const MOST: usize = 16;

/// The stated values, each with its rank: the lower number counts.
#[derive(Default)]
pub(super) struct Dates(Vec<(u8, String)>);

impl Dates {
    /// Adds what an element states.
    pub(super) fn offer(&mut self, rank: u8, element: &Element<'_>) {
        if self.0.len() < MOST {
            self.0.push((rank, element.text().trim().to_owned()));
        }
    }

    /// The first of the lowest rank that is a date.
    pub(super) fn first(mut self, setting: &Setting) -> Option<FeedDate> {
        self.0.sort_by_key(|(rank, _)| *rank);
        self.0.iter().find_map(|(_, text)| IsoDate::read(text, setting)).map(Into::into)
    }
}
