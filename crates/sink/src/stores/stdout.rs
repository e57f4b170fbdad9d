//! The store `stdout`: one message a line, for pipes. At least once: what a killed process had not committed is
//! printed again.

mod kind;
mod settings;
mod store;

pub(crate) use kind::read;
pub use settings::StdoutSettings;
pub use store::StdoutStore;
