//! What a dateline prints before its story, as the grammar reads it.

use crate::calendar::PrintedDate;

/// What a line prints before its story.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Line {
    /// The city as printed.
    pub(super) place: Option<String>,
    /// State, province, country.
    pub(super) regions: Vec<String>,
    pub(super) agencies: Vec<String>,
    pub(super) date: Option<PrintedDate>,
    /// Whether a date stands there, also when it cannot be told which.
    pub(super) dated: bool,
    /// Whether one of them is the outlet itself, and whether that is beyond doubt.
    pub(super) outlet: Option<Sure>,
    /// Whether the agencies stand in brackets, between slashes or behind place and date, where only they stand.
    pub(super) bracketed: bool,
    pub(super) ending: Ending,
    /// One past the last byte of the dateline.
    pub(super) end: usize,
    /// Where the story goes on.
    pub(super) story: usize,
}

/// How sure something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sure {
    /// It looks like it.
    Likely,
    /// Beyond doubt.
    Certain,
}

/// The mark between dateline and story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Ending {
    /// None: the brackets end it.
    #[default]
    Bracket,
    /// A hyphen or dash.
    Dash,
    /// `.-`, `--` or `:-`: nothing but datelines have these.
    Filing,
    /// `:`
    Colon,
    /// `.`
    Stop,
    /// The line ends.
    LineEnd,
}

/// A name outside brackets, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) text: String,
    /// Behind a slash that joins it to the name before.
    pub(super) slashed: bool,
    /// Behind the place and the date.
    pub(super) behind_date: bool,
}

impl Name {
    /// A name that nothing stands before.
    pub(super) fn first(text: String) -> Self {
        Self { text, slashed: false, behind_date: false }
    }
}
