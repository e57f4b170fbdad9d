//! What a source must tell of the things it lists, so that their pages can be followed.

use crate::sources::fingerprint::Fingerprint;
use article::Hints;
use pipeline::Harvest;

/// Something that a source lists and that may have a page of its own: an entry of a feed, an address of a site's map.
pub(crate) trait Listed {
    /// Tells it from the others of its list, and finds it again at the next poll.
    fn identity(&self) -> Option<Fingerprint>;

    /// Its page: absolute, http or https.
    fn link(&self) -> Option<&str>;

    /// Its id at its source.
    fn id(&self) -> Option<&str>;

    /// What the list says of it, for the record of its page.
    fn hints(&self) -> &Hints;
}

/// What keeps account of a source's things while their pages are followed.
pub(crate) trait Ledger<E> {
    /// What is said of [`Ledger::send_itself`] where a page is given up.
    const INSTEAD: &'static str;

    /// This one is done.
    fn done(&mut self, one: &E);

    /// There is no page: sends the thing itself, in the name of its source, if there is anything to send, and tells how
    /// many bytes that has. It is done then.
    fn send_itself(&mut self, one: &E, harvest: &mut Harvest) -> usize;
}
