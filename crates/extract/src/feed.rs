//! Feed documents (RSS, RDF, Atom, JSON Feed): the one reading of them, for whoever follows their entries to pages and
//! for whoever makes an article of each entry.

pub(crate) mod address;
mod dates;
mod document;
mod entry;
mod entry_identity;
mod json_feed;
mod limits;
mod media;
mod no_feed;
mod own_entry;
mod pace;
mod person;
mod read;
mod stories;
mod text;
mod xml_feed;

pub use document::{FeedDate, FeedDocument, FeedEntry, FeedText, Outlet};
pub use no_feed::NoFeed;
pub use pace::FeedPace;
pub use read::read_feed;
pub(crate) use stories::Feed;
