//! The stores: one file or folder each, listed in `kinds`, and what the SQL stores share.

#[cfg(feature = "contract")]
pub mod contract;
mod document;
mod kinds;
mod labels;
mod notice;
mod nul;
mod plan;
pub(crate) mod postgres;
mod published;
mod row;
pub(crate) mod sqlite;
pub(crate) mod stdout;
mod versions;

pub use kinds::{StoreSettings, read_store};
pub(crate) use labels::{LabelKind, label};
pub(crate) use published::published_as_stated;
pub(crate) use row::{agencies as agencies_of, places as places_of, source as source_of};
