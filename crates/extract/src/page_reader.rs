//! The text of a story out of a whole page. This is the seam behind which another extractor can stand.

use crate::Reject;
use crate::bounds::{MAX_DEPTH, MAX_NODES, check_page, too_deep, too_many};
use crate::plain_text::plain_text;
use article::CanonicalUrl;
use std::panic::{AssertUnwindSafe, catch_unwind};
use trafilatura::dom::Document;
use trafilatura::{HtmlDateMode, Options, extract_document};

/// Finds the story in a page.
pub(crate) trait PageReader: Send + Sync {
    /// The story, paragraphs separated by one blank line. Must end in bounded time and stack whatever the page.
    fn read(&self, html: &str, url: Option<&CanonicalUrl>) -> Result<String, Reject>;
}

/// The `trafilatura` crate.
pub(crate) struct Trafilatura;

impl PageReader for Trafilatura {
    fn read(&self, html: &str, url: Option<&CanonicalUrl>) -> Result<String, Reject> {
        check_page(html)?;
        // A defect of the parser in one page must not take the pages beside it along.
        catch_unwind(AssertUnwindSafe(|| read(html, url)))
            .unwrap_or_else(|_| Err(Reject::new("broken_page", "the page made the HTML parser fail")))
    }
}

fn read(html: &str, url: Option<&CanonicalUrl>) -> Result<String, Reject> {
    let document = Document::parse(html);
    check_tree(&document)?;
    let mut options =
        Options::default().with_fallback(true).with_exclude_comments(true).with_html_date_mode(HtmlDateMode::Disabled);
    // A canonical URL always parses; without it links and site name are only less exact.
    options.original_url = url.and_then(|url| url::Url::parse(url.as_str()).ok());
    let found = extract_document(document, &options).map_err(|error| Reject::new("no_text", error.to_string()))?;
    Ok(plain_text(&found.content_html))
}

/// The scan before parsing follows the rules of HTML only so far; recursion over the tree needs the exact depth.
fn check_tree(document: &Document) -> Result<(), Reject> {
    let mut open = vec![(document.root(), 0)];
    let mut nodes = 0;
    while let Some((node, depth)) = open.pop() {
        nodes += 1;
        if depth > MAX_DEPTH {
            return Err(too_deep());
        }
        if nodes > MAX_NODES {
            return Err(too_many());
        }
        open.extend(document.child_nodes(node).into_iter().map(|child| (child, depth + 1)));
    }
    Ok(())
}
