//! The kinds that a list of tables knows: each with its name in the configuration and how its keys are read.

use super::keys::Keys;
use super::problem::Problems;
use super::register::AskedKey;
use super::section::Section;
use super::suggestion::did_you_mean;

/// Reads the keys of a table into what its kind makes of it; `None` when a problem was reported.
pub type ReadKind<T> = fn(Keys<'_>) -> Option<T>;

/// Kinds, each with its keys but for `name` and `kind`, which all have.
pub type AskedKinds = Vec<(&'static str, Vec<AskedKey>)>;

/// Every kind of source, or of store. A new kind is one line more.
#[derive(Debug)]
pub struct Kinds<T: 'static>(pub &'static [(&'static str, ReadKind<T>)]);

impl<T> Kinds<T> {
    /// Reads a table by its kind. `None`: it has problems, which are added; an unknown kind is one.
    pub fn read(&self, section: &Section, problems: &mut Problems) -> Option<T> {
        let kind = section.kind();
        if let Some((_, read)) = self.0.iter().find(|(name, _)| *name == kind) {
            return read(section.keys(problems));
        }
        let mean = did_you_mean(kind, self.0.iter().map(|(name, _)| *name));
        section.keys(problems).problem("kind", &format!("`{kind}` is no kind of it; {mean}"));
        None
    }

    /// Every kind with its keys.
    pub fn asked(&self) -> AskedKinds {
        let asked = |(kind, read): &(&'static str, ReadKind<T>)| {
            let section = Section::empty(kind);
            // Required keys are missing, of course.
            read(section.keys(&mut Problems::default()));
            (*kind, section.asked())
        };
        self.0.iter().map(asked).collect()
    }
}
