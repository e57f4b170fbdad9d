//! The stores, one folder each, and the one list of their kinds.
//!
//! In: a section of the configuration. Out: a [`StoreSettings`]. A new kind is one new folder and its line in the list.
//! Every folder has the same files: `settings`, `kind` (how it is read and built), `store`, and where it can be searched
//! `search`. What all SQL stores share stands beside them.

#[cfg(feature = "contract")]
pub mod contract;
mod document;
mod filters;
mod found;
pub(crate) mod http;
mod labels;
mod meets;
mod names;
mod notice;
mod nul;
mod only;
pub(crate) mod origin;
mod plan;
pub(crate) mod postgres;
mod printed;
pub(crate) mod published;
pub(crate) mod row;
mod said;
pub(crate) mod sqlite;
pub(crate) mod stdout;
mod store_settings;
mod versions;

pub use meets::meets;
pub use store_settings::StoreSettings;

use only::{StoreFilter, filtered};
use service::config::{AskedKey, AskedKinds, Kinds, Problems, Section};

/// Every kind there is.
const KINDS: Kinds<Box<dyn StoreSettings>> =
    Kinds(&[("postgres", postgres::read), ("sqlite", sqlite::read), ("http", http::read), ("stdout", stdout::read)]);

/// Those that keep articles which can be searched.
pub const SEARCHABLE_KINDS: &[&str] = &["postgres", "sqlite"];

/// Reads one `[[store]]` table. `None`: it has problems, which are added.
pub fn read_store(section: &Section, problems: &mut Problems) -> Option<Box<dyn StoreSettings>> {
    let (only, rest) = section.without_table("only", problems);
    let filter = StoreFilter::read(only.keys(problems));
    Some(filtered(KINDS.read(&rest, problems)?, filter))
}

/// The keys of the table `only`, which a store of any kind may have.
pub fn filter_keys() -> Vec<AskedKey> {
    let nothing = Section::nothing();
    StoreFilter::read(nothing.keys(&mut Problems::default()));
    nothing.asked()
}

/// Every kind of store with its keys.
pub fn store_kinds() -> AskedKinds {
    KINDS.asked()
}
