//! Files that are no documents, told by their names: hidden ones, those that editors leave beside a text, those that
//! are still being copied, and what systems put into folders of their own accord.
//!
//! The lists stand in `docs/configuration.md` too. Letter case does not count; directories are passed over likewise.

/// Beginnings: hidden files (`.name.txt.swp` of vim, `.name.Xa3b9Q` of rsync, `.nfs…`), lock files of office programs.
const BEGINNINGS: &[&[u8]] = &[b".", b"~$"];

/// Endings.
const ENDINGS: &[&[u8]] = &[
    // Being written or copied.
    b".tmp",
    b".temp",
    b".part",
    b".partial",
    b".filepart",
    b".crdownload",
    b".opdownload",
    b".download",
    b".uploading",
    b".inprogress",
    b".lock",
    b".lck",
    b"___jb_tmp___",
    // Backups, swap files, what merging and patching leave.
    b"~",
    b".bak",
    b".backup",
    b".old",
    b".orig",
    b".rej",
    b".swp",
    b".swo",
    b".swn",
    b"___jb_old___",
];

/// Whole names: of vim's attempt to write, of systems and of file servers.
const NAMES: &[&[u8]] = &[
    b"4913",
    b"thumbs.db",
    b"ehthumbs.db",
    b"desktop.ini",
    b"lost+found",
    b"$recycle.bin",
    b"system volume information",
    b"__macosx",
    b"@eadir",
    b"#recycle",
    b"#snapshot",
];

/// Whether a file or directory of this name is passed over.
pub(super) fn is_passed_over(name: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    // Emacs saves `NAME` as `#NAME#` now and then.
    let saved_of_itself = name.len() > 2 && name.starts_with(b"#") && name.ends_with(b"#");
    saved_of_itself
        || BEGINNINGS.iter().any(|beginning| name.starts_with(beginning))
        || ENDINGS.iter().any(|ending| name.ends_with(ending))
        || NAMES.contains(&name.as_slice())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_documents_are_taken() {
        for name in [
            ".harbour.txt.swp",
            ".harbour.txt.Xa3b9Q",
            "~$harbour.html",
            "#harbour.txt#",
            "harbour.txt~",
            "harbour.txt.BAK",
            "harbour.txt.orig",
            "harbour.xml.crdownload",
            "harbour.xml.filepart",
            "harbour.txt___jb_tmp___",
            "4913",
            "Thumbs.db",
            "Desktop.ini",
            "lost+found",
        ] {
            assert!(is_passed_over(name.as_bytes()), "{name}");
        }
        for name in [
            "harbour.txt",
            "harbour",
            "#1 of the harbour.txt",
            "#",
            "4913.txt",
            "part.txt",
            "harbour.part.txt",
            "old",
            "~harbour.txt",
            "harbour.lock.txt",
        ] {
            assert!(!is_passed_over(name.as_bytes()), "{name}");
        }
    }
}
