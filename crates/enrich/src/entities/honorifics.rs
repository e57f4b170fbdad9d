//! Forms of address: `Dr.`, `Sheikh`, `Mrs`.

use std::sync::LazyLock;
use text::WordList;

/// Without a stop.
static HONORIFICS: LazyLock<WordList<()>> = LazyLock::new(|| {
    WordList::words(
        "mr mrs ms miss mx dr prof professor sir dame lord lady sheikh shaikh engr engineer rev reverend fr father \
    sister hon pastor imam sri shri smt dato datuk tan tun haji alhaji madam madame messrs hajia chief seri datin puan maulana allama ustaz mullah otunba",
    )
});

pub(super) fn is_honorific(word: &str) -> bool {
    HONORIFICS.has_without_stop(word)
}
