//! Which versions of which files were taken: the position of a folder source.
//!
//! Files that are gone are remembered for some days, as they may only be out of sight: a mount that is empty for a
//! moment is no folder of new files when it is back. How many are remembered keeps to how many there were.

use super::scan::FoundFile;
use super::version::{Damaged, FileVersion, list_of, read_list};
use article::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeSet, HashSet};

/// The form of the position that is written.
const FORM: u32 = 2;

/// The form before, which is read: nothing of files that are gone, and ids were paths without extension.
const FORMER_FORM: u32 = 1;

/// How long files that are gone are remembered, in milliseconds: a file server may be away over a long weekend.
const REMEMBERED_FOR: i64 = 7 * 24 * 60 * 60 * 1_000;

/// Files that go within so long, in milliseconds, are remembered together.
const TOGETHER: i64 = 6 * 60 * 60 * 1_000;

/// So many are remembered of any folder; of a larger one as many as there were before they went.
const ALWAYS_REMEMBERED: usize = 10_000;

/// The versions taken.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Seen {
    /// Of files that are there.
    there: BTreeSet<FileVersion>,
    /// Of files that are gone, the longest gone first.
    gone: Vec<Gone>,
    /// Places of the files that were taken under their former ids, which they keep.
    former: BTreeSet<FileVersion>,
    /// Places of the files whose ids were taken by such a file; they have another one for as long as they are there.
    apart: BTreeSet<FileVersion>,
    /// The position is of the former form, and no walk told yet which files it speaks of.
    is_of_former_form: bool,
}

/// Files that went at about the same time.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Gone {
    /// In Unix milliseconds.
    since: i64,
    /// How many files there were before.
    of: usize,
    versions: BTreeSet<FileVersion>,
}

/// How many of the files that were taken a walk did not find any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Missing {
    pub(super) files: usize,
    /// How many there were before.
    pub(super) of: usize,
}

/// Why a position cannot be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum SeenError {
    #[error("it is not the position of a folder ({0})")]
    Json(#[from] serde_json::Error),
    #[error("it has form {0}, this version reads {FORMER_FORM} and {FORM}; run the newer version that wrote it")]
    Form(u32),
    #[error("its list of files is damaged")]
    List(#[from] Damaged),
}

#[derive(Serialize, Deserialize)]
struct Cursor {
    form: u32,
    seen: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    gone: Vec<GoneCursor>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    former: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    apart: String,
}

#[derive(Serialize, Deserialize)]
struct GoneCursor {
    since: i64,
    of: usize,
    seen: String,
}

impl Seen {
    pub(super) fn decode(cursor: Option<&Value>) -> Result<Self, SeenError> {
        let Some(cursor) = cursor else { return Ok(Self::default()) };
        let cursor = Cursor::deserialize(cursor)?;
        if !matches!(cursor.form, FORM | FORMER_FORM) {
            return Err(SeenError::Form(cursor.form));
        }
        let gone = cursor.gone.into_iter();
        let gone = gone.map(|gone| Ok(Gone { since: gone.since, of: gone.of, versions: read_list(&gone.seen)? }));
        Ok(Self {
            there: read_list(&cursor.seen)?,
            gone: gone.collect::<Result<_, SeenError>>()?,
            former: read_list(&cursor.former)?,
            apart: read_list(&cursor.apart)?,
            is_of_former_form: cursor.form == FORMER_FORM,
        })
    }

    pub(super) fn encode(&self) -> Value {
        let gone = self.gone.iter();
        let gone = gone.map(|gone| GoneCursor { since: gone.since, of: gone.of, seen: list_of(&gone.versions) });
        // Until a walk has told which files it speaks of, it stays what it is.
        let form = if self.is_of_former_form { FORMER_FORM } else { FORM };
        let (seen, former, apart) = (list_of(&self.there), list_of(&self.former), list_of(&self.apart));
        let cursor = Cursor { form, seen, gone: gone.collect(), former, apart };
        serde_json::json!(cursor)
    }

    /// Whether this version of the file is done with.
    pub(super) fn contains(&self, file: &FoundFile) -> bool {
        let has = |versions: &BTreeSet<FileVersion>| {
            versions.contains(&file.version) || versions.contains(&file.version_with_permissions)
        };
        has(&self.there) || self.gone.iter().any(|gone| has(&gone.versions))
    }

    /// Whether the file was taken under its former id.
    pub(super) fn has_former_id(&self, file: &FoundFile) -> bool {
        self.former.contains(&file.place)
    }

    /// The ids that files have from before, of a walk.
    pub(super) fn former_ids(&self, found: &[FoundFile]) -> HashSet<String> {
        if self.former.is_empty() {
            return HashSet::new();
        }
        found.iter().filter(|file| self.has_former_id(file)).map(FoundFile::former_id).collect()
    }

    /// What a file is called, given the ids that others have from before. One that was taken under its former id keeps
    /// it, so that its article stays one; a file of that name without extension then needs another.
    pub(super) fn name(&mut self, file: &FoundFile, former_ids: &HashSet<String>) -> String {
        if self.has_former_id(file) {
            return file.former_id();
        }
        let id = file.id();
        if !self.apart.contains(&file.place) && !former_ids.contains(&id) {
            return id;
        }
        self.apart.insert(file.place);
        file.id_apart()
    }

    pub(super) fn insert_taken(&mut self, file: &FoundFile) {
        self.there.insert(file.version);
    }

    /// Done with until its content or its permissions change.
    pub(super) fn insert_unreadable(&mut self, file: &FoundFile) {
        self.there.insert(file.version_with_permissions);
    }

    /// Notes which files are there and which are not any more, after a walk that saw all there is.
    pub(super) fn look_around(&mut self, found: &[FoundFile], now: Timestamp) -> Missing {
        let now = now.millis();
        if std::mem::take(&mut self.is_of_former_form) {
            self.take_over(found);
        }
        let mut there = BTreeSet::new();
        for file in found {
            for version in [file.version, file.version_with_permissions] {
                let is_back = self.gone.iter_mut().any(|gone| gone.versions.remove(&version));
                if is_back || self.there.contains(&version) {
                    there.insert(version);
                }
            }
        }
        let of = self.there.len();
        let lost: BTreeSet<FileVersion> = self.there.difference(&there).copied().collect();
        let missing = Missing { files: lost.len(), of };
        self.there = there;
        self.note_gone(lost, of, now);
        // As long as much is missing it is not known which places are gone for good.
        if !(self.former.is_empty() && self.apart.is_empty())
            && self.gone.iter().map(|gone| gone.versions.len()).sum::<usize>() <= self.there.len()
        {
            let places: BTreeSet<FileVersion> = found.iter().map(|file| file.place).collect();
            self.former.retain(|place| places.contains(place));
            self.apart.retain(|place| places.contains(place));
        }
        missing
    }

    /// After a position of the former form: what was taken keeps its id. Where several files had one, the latest keeps
    /// it, as it stands in the stores, and the others are taken again, under ids of their own.
    fn take_over(&mut self, found: &[FoundFile]) {
        let mut kept = HashSet::new();
        for file in found.iter().rev() {
            if self.contains(file) && kept.insert(file.former_id()) {
                self.former.insert(file.place);
            } else {
                self.there.remove(&file.version);
            }
        }
    }

    fn note_gone(&mut self, lost: BTreeSet<FileVersion>, of: usize, now: i64) {
        self.gone.retain(|gone| !gone.versions.is_empty() && now - gone.since < REMEMBERED_FOR);
        if !lost.is_empty() {
            match self.gone.last_mut().filter(|last| now - last.since < TOGETHER) {
                Some(last) => {
                    last.of = last.of.max(of);
                    last.versions.extend(lost);
                }
                None => self.gone.push(Gone { since: now, of, versions: lost }),
            }
        }
        let mut left = self.gone.iter().map(|gone| gone.of).max().unwrap_or(0).max(ALWAYS_REMEMBERED);
        for gone in self.gone.iter_mut().rev() {
            while gone.versions.len() > left {
                gone.versions.pop_last();
            }
            left -= gone.versions.len();
        }
        self.gone.retain(|gone| !gone.versions.is_empty());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn file(number: u64, status_changed_ns: i128) -> FoundFile {
        let relative = PathBuf::from(format!("2024/10/wire-{number}.txt"));
        let modified_ns = i128::from(number);
        FoundFile {
            place: FileVersion::of(&relative, 0, 0, None),
            version: FileVersion::of(&relative, modified_ns, 100, None),
            version_with_permissions: FileVersion::of(&relative, modified_ns, 100, Some(status_changed_ns)),
            path: PathBuf::from("/news").join(&relative),
            relative,
            target: None,
            modified_ns,
            status_changed_ns,
            length: 100,
            stands_still: true,
        }
    }

    #[test]
    fn a_position_of_a_hundred_thousand_files_is_read_as_written_and_stays_small() {
        let mut seen = Seen::default();
        for number in 0..100_000 {
            seen.insert_taken(&file(number, 7));
        }
        let cursor = seen.encode();
        assert!(cursor.to_string().len() < 700_000, "{}", cursor.to_string().len());
        assert_eq!(Seen::decode(Some(&cursor)).unwrap(), seen);
        assert!(seen.contains(&file(99_999, 7)) && !seen.contains(&file(100_000, 7)));
        let left = seen.look_around(&[file(3, 7), file(100_000, 7)], at(0));
        assert_eq!((left, seen.there.len()), (Missing { files: 99_999, of: 100_000 }, 1));
        let cursor = seen.encode();
        assert!(cursor.to_string().len() < 700_000, "{}", cursor.to_string().len());
        assert_eq!(Seen::decode(Some(&cursor)).unwrap(), seen);
    }

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    fn files(numbers: std::ops::Range<u64>) -> Vec<FoundFile> {
        numbers.map(|number| file(number, 7)).collect()
    }

    fn taken(numbers: std::ops::Range<u64>) -> Seen {
        let mut seen = Seen::default();
        files(numbers).iter().for_each(|file| seen.insert_taken(file));
        seen
    }

    #[test]
    fn what_is_out_of_sight_for_some_days_is_known_when_it_is_back() {
        let mut seen = taken(0..20_000);
        // It goes in two steps, as on a server that is failing.
        seen.look_around(&files(0..5_000), at(1_000));
        seen.look_around(&[], at(TOGETHER + 1_000));
        assert!(files(0..20_000).iter().all(|file| seen.contains(file)));
        seen.look_around(&files(10_000..20_000), at(REMEMBERED_FOR));
        assert!(files(0..20_000).iter().all(|file| seen.contains(file)));
        seen.look_around(&files(0..20_000), at(REMEMBERED_FOR + 1));
        assert_eq!(seen, taken(0..20_000));
    }

    #[test]
    fn what_is_gone_for_good_is_forgotten_in_time() {
        let mut seen = taken(0..3);
        seen.look_around(&files(0..1), at(0));
        seen.look_around(&files(0..1), at(REMEMBERED_FOR));
        assert_eq!(seen, taken(0..1));
    }

    #[test]
    fn a_folder_of_files_that_come_and_go_does_not_fill_the_position() {
        let mut seen = Seen::default();
        for round in 0..100_u64 {
            let now = files(1_000 * round..1_000 * round + 1_000);
            seen.look_around(&now, at(i64::try_from(round).unwrap() * 60_000));
            now.iter().for_each(|file| seen.insert_taken(file));
        }
        let remembered: usize = seen.gone.iter().map(|gone| gone.versions.len()).sum();
        assert_eq!((seen.there.len(), remembered), (1_000, ALWAYS_REMEMBERED));
        assert!(seen.encode().to_string().len() < 90_000);
    }

    #[test]
    fn files_that_had_one_id_are_told_apart() {
        let named = |name: &str, number| {
            let relative = PathBuf::from(name);
            let (place, version) =
                (FileVersion::of(&relative, 0, 0, None), FileVersion::of(&relative, number, 9, None));
            FoundFile { relative, place, version, ..file(1, 7) }
        };
        let found = [named("harbour.html", 1), named("harbour.txt", 2), named("bridge.txt", 3)];
        let mut seen = Seen::default();
        found.iter().for_each(|file| seen.insert_taken(file));
        seen.is_of_former_form = true;
        seen.look_around(&found, at(0));
        let known = found.iter().map(|file| (seen.contains(file), seen.has_former_id(file)));
        assert_eq!(known.collect::<Vec<_>>(), [(false, false), (true, true), (true, true)]);
    }

    #[test]
    fn files_of_a_former_position_keep_their_ids() {
        let mut cursor = taken(0..2).encode();
        cursor["form"] = 1.into();
        let mut seen = Seen::decode(Some(&cursor)).unwrap();
        assert_eq!(seen.encode(), cursor);
        seen.look_around(&files(0..3), at(0));
        let mut seen = Seen::decode(Some(&seen.encode())).unwrap();
        let former = |seen: &Seen| files(0..3).iter().map(|file| seen.has_former_id(file)).collect::<Vec<_>>();
        assert_eq!(former(&seen), [true, true, false]);
        seen.look_around(&[], at(1));
        seen.look_around(&files(1..3), at(2));
        assert_eq!(former(&seen), [false, true, false]);
    }

    #[test]
    fn a_file_does_not_get_the_id_that_another_has_from_before() {
        let named = |name: &str| {
            let relative = PathBuf::from(name);
            let place = FileVersion::of(&relative, 0, 0, None);
            FoundFile { relative, place, ..file(1, 7) }
        };
        let (page, bare, other) = (named("harbour.html"), named("harbour"), named("bridge"));
        let mut seen = Seen::default();
        seen.former.insert(page.place);
        let former_ids = seen.former_ids(&[page.clone(), bare.clone(), other.clone()]);
        let names = [&page, &bare, &other].map(|file| seen.name(file, &former_ids));
        let [page_name, bare_name, other_name] = names.each_ref().map(String::as_str);
        assert_eq!((page_name, other_name), ("harbour", "bridge"));
        assert!(bare_name.starts_with("harbour\u{fffd}?") && bare_name != page_name, "{bare_name}");
        // It stays its name when the other file is gone, and after a restart.
        let mut seen = Seen::decode(Some(&seen.encode())).unwrap();
        seen.look_around(std::slice::from_ref(&bare), at(0));
        let none = seen.former_ids(std::slice::from_ref(&bare));
        assert_eq!((seen.name(&bare, &none).as_str(), none.len()), (bare_name, 0));
    }

    #[test]
    fn an_unreadable_file_is_tried_again_when_its_permissions_change() {
        let mut seen = Seen::default();
        seen.insert_unreadable(&file(1, 7));
        assert!(seen.contains(&file(1, 7)));
        assert!(!seen.contains(&file(1, 8)));
    }

    #[test]
    fn a_damaged_position_is_an_error_and_never_a_fresh_start() {
        for cursor in [
            serde_json::json!({ "form": 1, "seen": "////////////////" }),
            serde_json::json!({ "form": 1, "seen": "gA" }),
            serde_json::json!({ "form": 1, "seen": "%%" }),
            serde_json::json!({ "form": 2, "seen": "gA" }),
            serde_json::json!({ "form": 2, "seen": "", "former": "gA" }),
            serde_json::json!({ "form": 2, "seen": "", "apart": "gA" }),
            serde_json::json!({ "form": 2, "seen": "", "gone": [{ "since": 0, "of": 1, "seen": "gA" }] }),
            serde_json::json!({ "form": 3, "seen": "" }),
            serde_json::json!({ "etag": "x" }),
            serde_json::json!(null),
        ] {
            assert!(Seen::decode(Some(&cursor)).is_err(), "{cursor}");
        }
    }
}
