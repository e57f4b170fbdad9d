//! What a name can be, and the labels of the sequence: outside, beginning or inside of each kind.

/// What a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A person.
    Person,
    /// An organisation.
    Organisation,
    /// A place or facility.
    Place,
    /// A nationality, religious or political group.
    Nationality,
    /// A product.
    Product,
    /// Anything else with a name: events, works, laws, languages.
    Other,
}

impl Kind {
    /// In the order of their labels.
    pub const ALL: [Self; 6] =
        [Self::Person, Self::Organisation, Self::Place, Self::Nationality, Self::Product, Self::Other];
}

/// Outside every name.
pub(crate) const OUTSIDE: u8 = 0;
/// Outside, and two labels a kind.
pub(crate) const LABELS: usize = 1 + 2 * Kind::ALL.len();
/// Labels in a row of weights; the rest is padding so that a row is one vector.
pub(crate) const LANES: usize = 16;

#[cfg(feature = "training")]
pub(crate) fn begin(kind: Kind) -> u8 {
    1 + 2 * kind as u8
}

#[cfg(feature = "training")]
pub(crate) fn inside(kind: Kind) -> u8 {
    2 + 2 * kind as u8
}

pub(crate) fn kind_of(label: u8) -> Option<Kind> {
    Kind::ALL.get(usize::from(label.checked_sub(1)?) / 2).copied()
}

pub(crate) fn is_begin(label: u8) -> bool {
    label % 2 == 1
}

/// Whether `next` may follow `label`: an inside only its own beginning or inside.
pub(crate) fn may_follow(label: u8, next: u8) -> bool {
    next == OUTSIDE || is_begin(next) || (label != OUTSIDE && kind_of(label) == kind_of(next))
}
