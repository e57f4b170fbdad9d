//! Names of tags and attributes as the standard means them.

use foldhash::HashMap;
use html5ever::LocalName;

/// The names of a page's tags and attributes, the longer ones made once.
#[derive(Default)]
pub(super) struct Names<'p>(HashMap<&'p str, LocalName>);

impl<'p> Names<'p> {
    /// The name that this spells: in lower case, with U+FFFD for NUL.
    pub(super) fn of(&mut self, spelled: &'p str) -> LocalName {
        /// Names of so many bytes are no more than these bytes.
        const SHORT: usize = 7;
        let is_meant = |byte: u8| !byte.is_ascii_uppercase() && byte != b'\0';
        if spelled.len() <= SHORT && spelled.bytes().all(is_meant) {
            return LocalName::from(spelled);
        }
        let meant = || LocalName::from(spelled.to_ascii_lowercase().replace('\0', "\u{fffd}"));
        self.0.entry(spelled).or_insert_with(meant).clone()
    }
}
