//! Whether an element stands beside the story: in a comment, a teaser of another story, a sidebar, the footer.
//!
//! In: a page and one of its elements. Out: yes or no, told from the elements around it. For single facts such as a date
//! or a name; what belongs to the text is decided elsewhere.

use super::document::{Document, NodeId};

/// Parts of class names and ids of what stands beside a story.
const BESIDE: &[&str] = &[
    "comment",
    "disqus",
    "related",
    "sidebar",
    "recommend",
    "footer",
    "popular",
    "trending",
    "widget",
    "most-read",
    "mostread",
    "kommentar",
    "read-more",
    "readmore",
    "more-from",
    "morefrom",
    "latest",
    "upcoming",
    "carousel",
    "newsletter",
    "read-next",
    "readnext",
    "ticker",
    "suggest",
    "similar",
    "calendar",
];

/// Whether something around this element, or itself, stands beside the story. What stands around the headline does not.
pub(super) fn is_beside_story(document: &Document, id: NodeId, headline: Option<NodeId>) -> bool {
    let around = std::iter::once(id).chain(document.ancestors(id));
    let holds_headline = |around: &NodeId| headline.is_some_and(|at| at == *around || document.is_within(at, *around));
    around.take_while(|around| !holds_headline(around)).any(|around| marks_beside(document, around))
}

fn marks_beside(document: &Document, id: NodeId) -> bool {
    match document.name(id) {
        Some("aside" | "footer" | "nav") => return true,
        // Themes put words such as `sidebar-right` on the whole page.
        Some("html" | "body" | "main" | "article") | None => return false,
        Some(_) => {}
    }
    // What holds most of the page holds the story, whatever it is called.
    if 2 * (document.after(id).index() - id.index()) > document.len() {
        return false;
    }
    let says =
        |is_word: fn(&str) -> bool| class_and_id(document, id).any(|it| it.split_ascii_whitespace().any(is_word));
    says(is_mark) || (says(is_teaser) && is_small_with_link(document, id))
}

/// Whether a class says that its element announces a story, which may be the one of the page.
fn is_teaser(word: &str) -> bool {
    word.to_ascii_lowercase().contains("teaser")
}

/// Whether an element is as small as what announces another story, and leads there.
fn is_small_with_link(document: &Document, id: NodeId) -> bool {
    /// Most nodes of a list of teasers.
    const SMALL: usize = 150;
    let small = document.after(id).index() - id.index() <= SMALL;
    small && document.descendants(id).any(|inner| document.name(inner) == Some("a"))
}

fn is_mark(word: &str) -> bool {
    /// Parts of words that say something about the page, not about the element: `has-sidebar`, `category-popular`.
    const NOT: &[&str] = &[
        "has-",
        "no-",
        "with-",
        "without-",
        "count",
        "hide",
        "is-",
        "layout",
        "category",
        "tag-",
        "entry-footer",
        "article-footer",
        "post-footer",
        "asset-footer",
        "card-footer",
    ];
    let word = word.to_ascii_lowercase();
    BESIDE.iter().any(|mark| word.contains(mark)) && !NOT.iter().any(|part| word.contains(part))
}

/// The class and the id of an element, where it has them.
pub(super) fn class_and_id(document: &Document, id: NodeId) -> impl Iterator<Item = &str> {
    ["class", "id"].into_iter().filter_map(move |name| document.attribute(id, name))
}
