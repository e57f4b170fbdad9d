//! What below a folder cannot be read: said once when it begins, and once when it ends.

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;

/// So many are kept of one walk; a folder with more of them needs one look by its owner all the same.
pub(super) const MAX_UNREAD: usize = 1_000;

/// A directory, or an entry of one, that the system does not let us read.
#[derive(Debug)]
pub(super) struct Unread {
    /// Where it is.
    pub(super) path: PathBuf,
    /// What the system says.
    pub(super) cause: io::Error,
}

/// What was said to be unreadable.
#[derive(Debug, Default)]
pub(super) struct ToldOfUnread(BTreeSet<PathBuf>);

impl ToldOfUnread {
    /// Compares a walk with what was said before, and says what is new.
    pub(super) fn tell(&mut self, source: &str, unread: &[Unread]) {
        let mut new = unread.iter().filter(|unread| !self.0.contains(&unread.path));
        if let Some(Unread { path, cause }) = new.next() {
            tracing::warn!(
                source,
                path = %path.display(),
                %cause,
                more = new.count(),
                "this part of the folder cannot be read, and what lies in it does not come; let the user that runs \
                 Dateline read and enter it (chmod, setfacl), or move it out of the folder"
            );
        }
        let now: BTreeSet<PathBuf> = unread.iter().map(|unread| unread.path.clone()).collect();
        let mut back = self.0.difference(&now);
        if let Some(path) = back.next() {
            let (path, more, still_unread) = (path.display(), back.count(), now.len());
            tracing::info!(source, %path, more, still_unread, "this part of the folder is readable again, or gone");
        }
        self.0 = now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use harness::LogLines;

    #[test]
    fn a_part_that_cannot_be_read_is_named_once_and_once_when_it_is_back() {
        let lines = LogLines::default();
        let _guard = lines.listen();
        let said = |told: &mut ToldOfUnread, paths: &[&str]| {
            let cause = || io::ErrorKind::PermissionDenied.into();
            let unread: Vec<_> = paths.iter().map(|path| Unread { path: path.into(), cause: cause() }).collect();
            told.tell("wire", &unread);
            lines.take().concat()
        };
        let mut told = ToldOfUnread::default();
        let first = said(&mut told, &["/news/closed", "/news/other"]);
        for word in ["WARN", "path=/news/closed", "permission denied", "more=1", "setfacl"] {
            assert!(first.contains(word), "{word}: {first}");
        }
        assert_eq!(said(&mut told, &["/news/closed", "/news/other"]), "");
        let third = said(&mut told, &["/news/closed", "/news/third"]);
        assert!(third.contains("path=/news/third") && third.contains("more=0"), "{third}");
        assert!(third.contains("INFO") && third.contains("path=/news/other"), "{third}");
        let back = said(&mut told, &[]);
        assert!(back.contains("INFO") && back.contains("more=1") && back.contains("still_unread=0"), "{back}");
        assert_eq!(said(&mut told, &[]), "");
    }
}
