//! How large and how deep a page may be, and the refusals of those that are larger or deeper.

use crate::Reject;

/// Most open elements. Real pages stay below 200.
pub(super) const MAX_DEPTH: usize = 512;

/// Most elements and texts that a page may have. Real pages stay below 40,000.
pub(super) const MAX_NODES: usize = 100_000;

pub(super) fn too_deep() -> Reject {
    Reject::new("too_deep", format!("elements are nested more than {MAX_DEPTH} deep"))
}

pub(super) fn too_large() -> Reject {
    Reject::new("too_large", format!("the page has more than {MAX_NODES} elements"))
}
