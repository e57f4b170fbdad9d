//! Opening what lies below a folder, so that no link leads out of it and nothing that is opened waits.
//!
//! Who may write into the folder may put a link, a pipe or a device in the place of a file or a directory at any moment.
//! So nothing below the folder is opened by its path: each part is opened in the directory before it, following no link
//! and waiting for no one, and what is looked at is what was opened. The folder itself may be a link: the path to it is
//! the configuration's, not that of who writes into it.

use rustix::fd::OwnedFd;
use rustix::fs::{self, AtFlags, CWD, FileType, Mode, OFlags, Stat};
use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// An open folder.
#[derive(Debug)]
pub(super) struct Tree {
    root: OwnedFd,
    /// Where it is, without links.
    path: PathBuf,
}

/// What the system says of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) kind: FileType,
    /// Time of its last change, in nanoseconds since 1970, as whoever wrote it says.
    pub(super) modified_ns: i128,
    /// When the system last saw it change, or its permissions, in nanoseconds since 1970: moves with every change of
    /// content, permissions or name, and nobody can set it back.
    pub(super) status_changed_ns: i128,
    /// In bytes.
    pub(super) length: u64,
}

impl Tree {
    /// Opens a folder, which may be a link to one.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let path = path.canonicalize()?;
        let root = fs::openat(CWD, &path, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
        Ok(Self { root, path })
    }

    /// Where the folder is, without links.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Opens a directory by its path below the folder.
    pub(super) fn directory(&self, relative: &Path) -> io::Result<OwnedFd> {
        let flags = OFlags::DIRECTORY | without_waiting();
        let mut directory = fs::openat(&self.root, ".", flags, Mode::empty())?;
        for part in relative {
            directory = fs::openat(&directory, part, flags, Mode::empty())?;
        }
        Ok(directory)
    }

    /// Opens whatever is at a path below the folder, but no link. Whether it is a file its facts tell.
    pub(super) fn file(&self, relative: &Path) -> io::Result<File> {
        let (directory, name) = self.parent_of(relative)?;
        Ok(File::from(fs::openat(directory, name, without_waiting(), Mode::empty())?))
    }

    /// The facts of what is at a path below the folder; a link's are its own.
    pub(super) fn look(&self, relative: &Path) -> io::Result<Facts> {
        let (directory, name) = self.parent_of(relative)?;
        Facts::at(&directory, name)
    }

    /// Where a link below the folder leads; `None`: out of it.
    pub(super) fn target_of(&self, link: &Path) -> io::Result<Option<PathBuf>> {
        let target = self.path.join(link).canonicalize()?;
        Ok(target.strip_prefix(&self.path).ok().map(Path::to_owned))
    }

    fn parent_of<'a>(&self, relative: &'a Path) -> io::Result<(OwnedFd, &'a OsStr)> {
        let name = relative.file_name().ok_or(io::ErrorKind::IsADirectory)?;
        Ok((self.directory(relative.parent().unwrap_or(Path::new("")))?, name))
    }
}

impl Facts {
    /// Of a name in an open directory; a link's are its own.
    pub(super) fn at(directory: &OwnedFd, name: &OsStr) -> io::Result<Self> {
        Ok(Self::from_stat(&fs::statat(directory, name, AtFlags::SYMLINK_NOFOLLOW)?))
    }

    /// Of an open file.
    pub(super) fn of(file: &File) -> io::Result<Self> {
        Ok(Self::from_stat(&fs::fstat(file)?))
    }

    fn from_stat(stat: &Stat) -> Self {
        let nanoseconds = |seconds: i128, rest: i128| seconds * 1_000_000_000 + rest;
        Self {
            kind: FileType::from_raw_mode(stat.st_mode),
            modified_ns: nanoseconds(stat.st_mtime.into(), stat.st_mtime_nsec.into()),
            status_changed_ns: nanoseconds(stat.st_ctime.into(), stat.st_ctime_nsec.into()),
            length: u64::try_from(stat.st_size).unwrap_or(0),
        }
    }
}

/// For reading, through no link. A pipe without a writer, or a device that is not ready, is opened at once.
fn without_waiting() -> OFlags {
    OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC
}
