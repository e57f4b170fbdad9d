//! Saying that a store is still at work on what was asked.

use super::searched_store::SearchedStore;
use super::stdout::tell;
use sink::search::Filling;

/// Tells it on stderr, where it gets in nobody's way.
pub(crate) fn tell_unfinished(store: &SearchedStore, filling: Filling) {
    let Filling { left, articles } = filling;
    let told = format!(
        "store `{}` is being made anew for this release: {left} of {articles} articles are still to come ({} % done), so \
         hits may be missing; keep `dateline run` or `dateline sink` running until all are done, then look again",
        store.name(),
        filling.percent()
    );
    tell(&told);
}
