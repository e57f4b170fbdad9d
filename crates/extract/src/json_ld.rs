//! What the JSON-LD of a page says about its article, however badly it is written.
//!
//! In: the `ld+json` scripts of a page. Out: the facts about the one article the page is, whatever the shape: a single
//! object, an array, a graph whose objects refer to each other by `@id`, several blocks. Lists of other articles are
//! not looked into.

mod article;
mod lenient;

pub(crate) use article::{ArticleFacts, Picture, article_facts};
pub(crate) use lenient::values;
