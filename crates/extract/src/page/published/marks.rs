//! What the class of an element says about a date in it.

use crate::page::document::{Document, NodeId};

/// Whether an element says that its date is that of a change and not that of publication.
pub(super) fn says_change(document: &Document, id: NodeId) -> bool {
    (says(document, id, "update") || says(document, id, "modified")) && !says_published(document, id)
}

/// The same of an element that is no time element. Themes set the bare class `updated` on every date, since hAtom wants one:
/// it says something where another date beside it is marked as that of publication.
pub(super) fn marks_change(document: &Document, id: NodeId) -> bool {
    /// Most elements around it in which the other date may stand, and most nodes of them.
    const AROUND: usize = 3;
    const MOST: usize = 120;
    let is_bare =
        |value: &str| value.split_ascii_whitespace().all(|word| word == "updated" || !word.contains("update"));
    let is_hatom = !says(document, id, "modified") && document.attribute(id, "class").is_some_and(is_bare);
    let has_other = || {
        let around = document.ancestors(id).take(AROUND).last();
        let mut inner = around.into_iter().flat_map(|around| document.descendants(around)).take(MOST);
        inner.any(|other| !document.is_within(id, other) && says_published(document, other))
    };
    says_change(document, id) && (!is_hatom || has_other())
}

fn says_published(document: &Document, id: NodeId) -> bool {
    says(document, id, "publish") || document.attribute(id, "pubdate").is_some()
}

fn says(document: &Document, id: NodeId, word: &str) -> bool {
    let values = ["class", "itemprop", "property", "data-testid"].into_iter();
    let mut values = values.filter_map(|name| document.attribute(id, name));
    values.any(|value| value.to_ascii_lowercase().contains(word))
}
