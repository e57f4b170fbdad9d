//! What a lane is fed with.

use bus::Output;

/// Records of one parcel, at most; and bytes of them, unless one record alone has more. A parcel is one transaction.
pub(crate) const PARCEL_RECORDS: usize = 100;
pub(crate) const PARCEL_BYTES: usize = 1 << 20;

/// Records that are fed into a lane, parcel by parcel.
pub(crate) trait Supply: Send {
    /// The next records with what notes where the supply stands behind them, to be written in one transaction. Empty: for
    /// now there are none. `None`: all were given.
    fn next(&mut self) -> anyhow::Result<Option<Vec<Output>>>;

    /// What notes that all that was given is through.
    fn ended(&mut self) -> Vec<Output>;

    /// How far it has come.
    fn came(&self) -> Came;
}

/// How far a supply has come.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Came {
    /// Records that were given, from the beginning on.
    pub(crate) records: u64,
    /// What could not be given.
    pub(crate) refused: u64,
    /// What holds nothing to be given.
    pub(crate) passed_over: u64,
    /// How much of all was read: 0 to 1.
    pub(crate) share: f64,
}
