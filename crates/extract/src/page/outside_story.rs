//! Whether an element stands beside the story: in a comment, a teaser of another story, a sidebar, the footer.
//!
//! In: a page and one of its elements. Out: yes or no, told from the elements around it. For single facts such as a date
//! or a name; what belongs to the text is decided elsewhere.

use super::document::{Document, NodeId};
use super::parts::{Marks, Parts, list};
use std::cell::LazyCell;
use std::sync::LazyLock;

/// Parts of class names and ids of what stands beside a story.
const BESIDE: &[&str] = &[
    "comment",
    "disqus",
    "related",
    "sidebar",
    "recommend",
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

/// Parts of words that say something about the page, not about the element: `has-sidebar`, `category-popular`.
const NOT: &[&str] = &["has-", "no-", "with-", "without-", "count", "hide", "is-", "layout", "category", "tag-"];

/// The footers of stories, not of pages.
const OF_STORIES: &[&str] = &["entry-", "article-", "post-", "asset-", "card-", "story-"];

const IS_BESIDE: Marks = 1;
const IS_NOT: Marks = 2;
const IS_TEASER: Marks = 4;
const IS_FOOTER: Marks = 8;
const IS_OF_STORY: Marks = 16;

static WORDS: LazyLock<Parts> = LazyLock::new(|| {
    let beside = list(BESIDE, IS_BESIDE).chain(list(NOT, IS_NOT));
    // What announces a story may announce the one of the page.
    let announced = list(&["teaser"], IS_TEASER);
    Parts::of(beside.chain(announced).chain(list(&["footer"], IS_FOOTER)).chain(list(OF_STORIES, IS_OF_STORY)))
});

/// Whether something around this element, or itself, stands beside the story. What stands around an anchor, such as the
/// headline, does not.
pub(super) fn is_beside(document: &Document, id: NodeId, anchors: &[NodeId]) -> bool {
    let around = std::iter::once(id).chain(document.ancestors(id));
    let holds_anchor = |around: NodeId| anchors.iter().any(|at| *at == around || document.is_within(*at, around));
    let in_articles = LazyCell::new(|| anchors.iter().any(|at| stands_in_article(document, *at)));
    let mut in_footer = false;
    for around in around {
        let name = document.name(around);
        if holds_anchor(around) {
            // An article has a footer of its own, with its date and its authors.
            return in_footer && name != Some("article") && !stands_in_article(document, around);
        }
        // An article that holds neither headline nor story is another one.
        if name == Some("article") && *in_articles {
            return true;
        }
        match what(document, around) {
            Place::Beside => return true,
            Place::Footer => in_footer = true,
            Place::Story => {}
        }
    }
    in_footer
}

fn stands_in_article(document: &Document, id: NodeId) -> bool {
    document.ancestors(id).any(|around| document.name(around) == Some("article"))
}

/// What the name and the class of an element say about what it holds.
enum Place {
    Story,
    Footer,
    Beside,
}

fn what(document: &Document, id: NodeId) -> Place {
    match document.name(id) {
        // What a story quotes has dates and authors of its own, and so has a picture.
        Some("aside" | "nav" | "blockquote" | "figcaption") => return Place::Beside,
        Some("footer") => return Place::Footer,
        // Themes put words such as `sidebar-right` on the whole page.
        Some("html" | "body" | "main" | "article") | None => return Place::Story,
        Some(_) => {}
    }
    // What holds most of the page holds the story, whatever it is called.
    if 2 * (document.after(id).index() - id.index()) > document.len() {
        return Place::Story;
    }
    let (mut is_mark, mut is_teaser, mut is_footer) = (false, false, false);
    for marks in class_and_id(document, id).flat_map(|it| WORDS.of_words(it)) {
        is_mark |= marks & (IS_BESIDE | IS_NOT) == IS_BESIDE;
        is_teaser |= marks & IS_TEASER != 0;
        is_footer |= marks & (IS_FOOTER | IS_OF_STORY) == IS_FOOTER;
    }
    if is_mark || (is_teaser && announces(document, id)) {
        Place::Beside
    } else if is_footer {
        Place::Footer
    } else {
        Place::Story
    }
}

/// Whether an element is as small as what announces another story, and leads there by a link that says more than a name.
fn announces(document: &Document, id: NodeId) -> bool {
    /// Most nodes of a list of teasers.
    const SMALL: usize = 150;
    /// Least words of a link to another story.
    const WORDS: usize = 4;
    let leads =
        |inner: NodeId| document.name(inner) == Some("a") && document.text_of(inner).split(' ').count() >= WORDS;
    document.after(id).index() - id.index() <= SMALL && document.descendants(id).any(leads)
}

/// The class and the id of an element, where it has them.
pub(super) fn class_and_id(document: &Document, id: NodeId) -> impl Iterator<Item = &str> {
    ["class", "id"].into_iter().filter_map(move |name| document.attribute(id, name))
}
