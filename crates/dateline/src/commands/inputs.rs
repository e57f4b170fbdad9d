//! What the commands on files read: which files, in which format, and the raw records they hold.
//!
//! In: paths, `-` or nothing for stdin. Out: one [`Input`] for each document or record line, in order, each of bounded
//! size. A file that cannot be read is an input too: one with a reason. Never parses more than it must to split.

use super::bounded_line::{Line, MAX_INPUT_BYTES, read_line, too_long};
use super::stdout::stderr;
use article::{ContentType, RawRecord, escaped};
use clap::ValueEnum;
use clap::builder::PossibleValue;
use pipeline::error_line;
use service::clock;
use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Read, Write};
use std::iter;
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// An opening that takes longer wants to be explained.
const LONG: Duration = Duration::from_secs(1);

#[derive(clap::Args, Clone)]
pub(crate) struct InputArgs {
    /// What the input is.
    #[arg(long, value_enum, default_value_t = Format::Auto)]
    format: Format,
    /// The address the document was found at; it decides the article's id.
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// Files to read; none or `-` is stdin.
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// Formats as the command line names them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    /// Told by the file's name and content.
    Auto,
    /// Documents of this kind.
    Document(ContentType),
    /// Raw records, one JSON object a line.
    Record,
}

/// Every format that has a name.
static FORMATS: LazyLock<Vec<Format>> = LazyLock::new(|| {
    let documents = ContentType::all().filter(|kind| kind.option().is_some()).map(Format::Document);
    iter::once(Format::Auto).chain(documents).chain([Format::Record]).collect()
});

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &FORMATS
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, meaning) = match self {
            Self::Auto => ("auto", "Told by the file's name and content"),
            Self::Document(kind) => kind.option()?,
            Self::Record => ("record", "Raw records, one JSON object a line"),
        };
        Some(PossibleValue::new(name).help(meaning))
    }
}

/// One document or record line, or why there is none.
pub(crate) struct Input(Result<Content, String>);

/// Takes each input with its name: the file, with the line number for record lines. False: no more is wanted.
type Put<'a> = dyn FnMut(String, Input) -> bool + 'a;

enum Content {
    Document(Box<RawRecord>),
    RecordLine(Vec<u8>),
}

impl Input {
    /// The raw record with what it lacks filled in, or why there is none.
    pub(crate) fn raw(self) -> Result<RawRecord, String> {
        let mut raw = match self.0? {
            Content::Document(raw) => *raw,
            Content::RecordLine(json) => RawRecord::from_json(&json).map_err(|error| error_line(&error))?,
        };
        raw.fetched_at.get_or_insert_with(clock::now);
        Ok(raw)
    }
}

impl InputArgs {
    /// Refuses combinations that cannot be meant.
    pub(crate) fn check(&self) -> anyhow::Result<()> {
        if self.url.is_some() {
            anyhow::ensure!(self.files.len() <= 1, "--url is the address of one document: give one FILE");
            anyhow::ensure!(self.format != Format::Record, "--url is for a document: records carry their own `url`");
        }
        Ok(())
    }

    /// Reads everything in order.
    pub(crate) fn read(&self, put: &mut Put<'_>) {
        let stdin = [PathBuf::from("-")];
        for path in if self.files.is_empty() { &stdin[..] } else { &self.files } {
            let go_on = if path == Path::new("-") {
                if io::stdin().is_terminal() {
                    // Only a courtesy to whoever types; nothing depends on it.
                    let _ = writeln!(stderr(), "dateline: reading from the terminal, end with Ctrl-D");
                }
                self.read_one("-", path, &mut io::stdin().lock(), put)
            } else {
                let name = path.display().to_string();
                match open(path) {
                    Ok(_) if path.is_dir() => put(name, Input(Err("is a directory; name the files in it".to_owned()))),
                    Ok(file) => self.read_one(&name, path, &mut BufReader::new(file), put),
                    Err(error) => put(name, Input(Err(error.to_string()))),
                }
            };
            if !go_on {
                return;
            }
        }
    }

    fn read_one(&self, name: &str, path: &Path, reader: &mut dyn BufRead, put: &mut Put<'_>) -> bool {
        let first = match read_line(reader) {
            Ok(first) => first,
            Err(error) => return put(name.to_owned(), Input(Err(error.to_string()))),
        };
        if self.format == Format::Record || (self.format == Format::Auto && looks_like_records(path, &first)) {
            read_records(name, first, reader, put)
        } else {
            let content = self.read_document(path, first, reader).map(|raw| Content::Document(Box::new(raw)));
            put(name.to_owned(), Input(content))
        }
    }

    fn read_document(&self, path: &Path, first: Line, reader: &mut dyn BufRead) -> Result<RawRecord, String> {
        let mut body = first.bytes;
        let left = MAX_INPUT_BYTES.saturating_sub(u64::try_from(body.len()).unwrap_or(u64::MAX));
        if !first.too_long {
            reader.take(left + 1).read_to_end(&mut body).map_err(|error| error.to_string())?;
        }
        if first.too_long || body.len() as u64 > MAX_INPUT_BYTES {
            return Err(too_long());
        }
        let is_stdin = path == Path::new("-");
        Ok(RawRecord {
            id: (!is_stdin).then(|| id_of(path)),
            url: self.url.clone(),
            content_type: content_type(self.format, path).map(|kind| kind.as_str().to_owned()),
            fetched_at: None,
            source: Some(if is_stdin { "stdin" } else { "files" }.to_owned()),
            hints: None,
            body,
        })
    }
}

/// Opens a file. A pipe opens when somebody writes into it; that this is waited for is said when it takes long.
fn open(path: &Path) -> io::Result<File> {
    if !path.metadata().is_ok_and(|facts| facts.file_type().is_fifo()) {
        return File::open(path);
    }
    let (opened, opening) = mpsc::channel::<()>();
    let name = path.display().to_string();
    let teller = thread::spawn(move || {
        if opening.recv_timeout(LONG) == Err(RecvTimeoutError::Timeout) {
            // Only a courtesy to whoever waits.
            let _ = writeln!(stderr(), "dateline: {}: waiting for somebody to write into this pipe", escaped(&name));
        }
    });
    let file = File::open(path);
    drop(opened);
    // It has nothing to fail at.
    let _ = teller.join();
    file
}

/// What a document is called: its path as it was named, without the `.` in it, so that `a/1.txt` and `b/1.txt` are two.
fn id_of(path: &Path) -> String {
    path.iter().filter(|part| *part != ".").collect::<PathBuf>().to_string_lossy().into_owned()
}

/// What the flag or the file's name says; extraction looks at the bytes where that is nothing or too little.
fn content_type(format: Format, path: &Path) -> Option<ContentType> {
    match format {
        Format::Auto => ContentType::of_path(path),
        Format::Document(kind) => Some(kind),
        Format::Record => None,
    }
}

/// Record files go by their extension; anything else counts as records when its first line is one.
fn looks_like_records(path: &Path, first: &Line) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    ["jsonl", "ndjson"].contains(&extension)
        || (first.bytes.trim_ascii_start().starts_with(b"{") && RawRecord::from_json(&first.bytes).is_ok())
}

fn read_records(name: &str, first: Line, reader: &mut dyn BufRead, put: &mut Put<'_>) -> bool {
    let mut line = first;
    for number in 1_u64.. {
        let name = || format!("{name}:{number}");
        if line.too_long {
            if !put(name(), Input(Err(too_long()))) {
                return false;
            }
        } else if line.bytes.is_empty() {
            return true;
        } else if !line.bytes.trim_ascii().is_empty() && !put(name(), Input(Ok(Content::RecordLine(line.bytes)))) {
            return false;
        }
        line = match read_line(reader) {
            Ok(line) => line,
            Err(error) => return put(name(), Input(Err(error.to_string()))),
        };
    }
    true
}
