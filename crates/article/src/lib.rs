//! The messages of Dateline and everything that names them: typed ids, canonical URLs, topics, headers, wire format.
//!
//! In: JSON and bytes from topics, files and pushes. Out: types that cannot be wrong. This crate never reads a clock,
//! a file or the network; time comes in as an argument.

mod canonical_url;
mod content_type;
mod enrichment;
mod extra;
mod headers;
mod ids;
mod item;
mod lists;
mod parts;
mod printable;
mod raw_record;
mod reasons;
mod record;
mod schema;
mod span;
mod stated_date;
mod text;
mod time;
mod topics;
mod url_secrets;
mod usage;
mod version;
mod wire;

pub use canonical_url::{CanonicalUrl, InvalidUrl};
pub use content_type::ContentType;
pub use enrichment::*;
pub use extra::Extra;
pub use headers::{Headers, header, new_traceparent};
pub use ids::{ArticleId, InvalidId, content_hash};
pub use item::{Article, EnrichedArticle, PubStatus, Standard, alt_role, rel};
pub use lists::{List, MOST_OF_ONE_PERSON};
pub use parts::{AltId, Body, Entity, Genre, InfoSource, Labelled, Place, Rendition, Subject};
pub use printable::{Escaping, Unsteered, escaped, printable, steers};
pub use raw_record::{Hints, RawRecord, RawRecordError};
pub use reasons::{EMBARGOED, OTHER_GROUP, REPLAYED, Reasons};
pub use record::Record;
pub use schema::article_schema;
pub use span::Span;
pub use stated_date::{DateFrom, DateRole, Precision, StatedDate, first_day};
pub use text::{char_count, collapse_white_space, drop_controls, drop_unseen, has_words, tidy_paragraphs, word_count};
pub use time::Timestamp;
pub use topics::{Lane, StageName, TopicName, Topics};
pub use url_secrets::{shown_url, strip_login};
pub use usage::usage_lines;
pub use version::Version;
pub use wire::{
    DecodeError, EncodeContext, EncodeError, decode_article, decode_raw, encode_article, encode_enriched, encode_raw,
};
