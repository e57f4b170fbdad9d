//! Reads the test files of feedparser and tells which of their expectations hold.
//!
//! `cargo run --release -p dateline-training --bin feedparser-tests -- DIRECTORY`: the unpacked `tests` directory of
//! kurtmckee/feedparser. Prints a table by field, the files whose expectations fail, and how long reading took. A file
//! that makes the reader panic ends the run with an error.

#![expect(clippy::print_stdout, reason = "what the program is for")]

mod fields;
mod python;
mod words;

use anyhow::{Context, bail};
use article::{RawRecord, Timestamp};
use extract::{ExtractContext, FeedDocument, extract, read_feed};
use fields::{Outcome, judge};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How a file names itself and what it expects.
struct Case {
    bytes: Vec<u8>,
    source: String,
    content_type: Option<String>,
    /// Where it says that it comes from.
    location: Option<String>,
    expected: String,
}

fn main() -> anyhow::Result<()> {
    let directory = std::env::args().nth(1).context("name the directory with feedparser's tests")?;
    let mut files = Vec::new();
    collect(Path::new(&directory), &mut files)?;
    files.sort();
    let mut held: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    let (mut took, mut bytes, mut not_modelled, mut not_read, mut no_expectation, mut refused) =
        (Duration::ZERO, 0, 0, 0, 0, 0);
    for file in &files {
        let case = Case::of(fs::read(file)?);
        let name = file.strip_prefix(&directory)?.display().to_string();
        let url = case.location.clone().unwrap_or_else(|| format!("http://127.0.0.1:8097/tests/{name}"));
        let start = Instant::now();
        let read = std::panic::catch_unwind(|| read_feed(&case.bytes, case.content_type.as_deref(), Some(&url)));
        took += start.elapsed();
        bytes += case.bytes.len();
        let Ok(read) = read else { bail!("{name} makes the reader panic") };
        let raw = RawRecord {
            url: Some(url.clone()),
            content_type: Some("application/rss+xml".to_owned()),
            body: case.bytes.clone(),
            ..RawRecord::default()
        };
        let context = ExtractContext {
            received_at: Timestamp::from_millis(0),
            by: "feedparser-tests",
            from: None,
            at: Timestamp::from_millis(0),
        };
        if std::panic::catch_unwind(|| extract(&raw, &context)).is_err() {
            bail!("{name} makes extraction panic");
        }
        refused += usize::from(read.is_err());
        let why = read.as_ref().err().map(|no_feed| format!("; {no_feed}")).unwrap_or_default();
        let document = read.unwrap_or_else(|_| FeedDocument::default());
        // CDF, a forerunner of RSS, is not read.
        if name.contains("/cdf/") {
            not_modelled += 1;
            continue;
        }
        if case.expected.is_empty() {
            no_expectation += 1;
            continue;
        }
        let Some(expression) = python::parse(&case.expected) else {
            not_read += 1;
            println!("not read: {name}: {}", case.expected);
            continue;
        };
        for outcome in judge(&expression, &document, &case.source) {
            match outcome {
                Outcome::Held(field) => held.entry(field).or_default()[0] += 1,
                Outcome::Failed(field) => {
                    held.entry(field).or_default()[1] += 1;
                    println!("failed: {name}: {field}: {}{why}", case.expected);
                }
                Outcome::NotModelled => not_modelled += 1,
            }
        }
    }
    println!("\n{:<16} {:>6} {:>6} {:>7}", "field", "held", "failed", "share");
    let mut all = [0, 0];
    for (field, [good, bad]) in held {
        all = [all[0] + good, all[1] + bad];
        print_row(field, good, bad);
    }
    print_row("all", all[0], all[1]);
    let (count, seconds) = (files.len(), took.as_secs_f64());
    println!(
        "\n{count} files, {refused} of them refused, none panicked; {not_modelled} expectations about other things, "
    );
    println!(
        "{not_read} in forms not read, {no_expectation} files without; {:.0} feeds/s, {bytes} bytes",
        count as f64 / seconds
    );
    Ok(())
}

fn print_row(field: &str, good: usize, bad: usize) {
    println!("{field:<16} {good:>6} {bad:>6} {:>6.1}%", 100.0 * good as f64 / (good + bad) as f64);
}

fn collect(directory: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    for entry in fs::read_dir(directory).with_context(|| format!("read {}", directory.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

impl Case {
    fn of(bytes: Vec<u8>) -> Self {
        // Of wide encodings only the zeros between the characters are in the way.
        let narrow: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != 0).collect();
        let source = String::from_utf8_lossy(&narrow).into_owned();
        let header = |wanted: &str| {
            let headers = source.lines().filter_map(|line| line.trim().strip_prefix("Header:")?.split_once(':'));
            let mut found = headers.filter(|(name, _)| name.trim().eq_ignore_ascii_case(wanted));
            found.next().map(|(_, value)| value.trim().to_owned())
        };
        let (content_type, location) = (header("content-type"), header("content-location"));
        let expected = source.split_once("Expect:").and_then(|(_, rest)| rest.split_once("-->"));
        let expected = expected.map(|(expected, _)| expected.trim().to_owned()).unwrap_or_default();
        Self { bytes, source, content_type, location, expected }
    }
}
