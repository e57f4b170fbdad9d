//! Commands alone on one core: `dateline enrich` and `dateline extract` over files, and the start.

use super::build::Build;
use super::figure::Figure;
use super::processor_time;
use super::wish::Wish;
use crate::{scratch_dir, wire_articles};
use anyhow::Context;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// So many starts at a time: one alone is close to what the clock can tell.
const STARTS: usize = 20;

/// `dateline enrich` over wire texts: articles a second of user time, start and printing included.
pub(super) fn enrich(build: &Build, wish: &Wish) -> anyhow::Result<Vec<Figure>> {
    let (folder, count) = texts(wish, 600)?;
    let took = run(build, "enrich", folder.path())?;
    Ok(vec![Figure::more("articles/s of user time", count as f64 / took)])
}

/// `dateline extract` over pages: pages a second of user time, start and printing included.
pub(super) fn extract(build: &Build, wish: &Wish) -> anyhow::Result<Vec<Figure>> {
    let (folder, count) = pages(wish, 400)?;
    let took = run(build, "extract", folder.path())?;
    Ok(vec![Figure::more("pages/s of user time", count as f64 / took)])
}

/// `dateline enrich` on one small text, which is mostly its start.
pub(super) fn start(build: &Build, _wish: &Wish) -> anyhow::Result<Vec<Figure>> {
    let folder = scratch_dir("start")?;
    fs::write(folder.path().join("one.txt"), " date 2026-03-01 One line\n\nOSLO (AP) — One line.\n")?;
    let mut took = 0.0;
    for _ in 0..STARTS {
        took += run(build, "enrich", folder.path())?;
    }
    Ok(vec![Figure::less("ms of user time", took * 1_000.0 / STARTS as f64)])
}

fn run(build: &Build, command: &str, folder: &Path) -> anyhow::Result<f64> {
    let mut pinned = Command::new("taskset");
    pinned.args(["-c", "0"]).arg(&build.binary).arg(command).args(files(folder)?);
    pinned.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    processor_time::of_command(&mut pinned)
}

/// A folder that is there, or one that was made.
enum Folder {
    Given(PathBuf),
    Made(tempfile::TempDir),
}

impl Folder {
    fn path(&self) -> &Path {
        match self {
            Self::Given(path) => path,
            Self::Made(folder) => folder.path(),
        }
    }
}

fn texts(wish: &Wish, usual: usize) -> anyhow::Result<(Folder, usize)> {
    if let Some(folder) = &wish.texts {
        return given(folder);
    }
    let (folder, count) = (scratch_dir("texts")?, wish.articles_or(usual));
    for article in wire_articles(count, 11) {
        fs::write(folder.path().join(article.file_name()), article.text())?;
    }
    Ok((Folder::Made(folder), count))
}

fn pages(wish: &Wish, usual: usize) -> anyhow::Result<(Folder, usize)> {
    if let Some(folder) = &wish.pages {
        return given(folder);
    }
    let (folder, count) = (scratch_dir("pages")?, wish.articles_or(usual));
    for article in wire_articles(count, 12) {
        let body: String = article.body.split("\n\n").map(|text| format!("<p class=\"text\">{text}</p>\n")).collect();
        let links: String =
            (0..60).map(|at| format!("<li class=\"nav-{at}\"><a href=\"/{at}\">Part {at}</a></li>")).collect();
        let (headline, date) = (&article.headline, &article.date);
        let page = format!(
            "<!doctype html><html lang=\"en\"><head><title>{headline}</title>\
             <meta property=\"article:published_time\" content=\"{date}T08:00:00Z\"></head><body>\
             <nav><ul>{links}</ul></nav><main><article><h1>{headline}</h1><div class=\"body\">{body}</div></article>\
             </main><aside><ul>{links}</ul></aside><footer><ul>{links}</ul></footer></body></html>"
        );
        fs::write(folder.path().join(format!("{}.html", article.id)), page)?;
    }
    Ok((Folder::Made(folder), count))
}

fn given(folder: &Path) -> anyhow::Result<(Folder, usize)> {
    let count = files(folder)?.len();
    anyhow::ensure!(count > 0, "{} is empty", folder.display());
    Ok((Folder::Given(folder.to_path_buf()), count))
}

/// The files of a folder, by name.
fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let listed = fs::read_dir(folder).with_context(|| format!("list {}", folder.display()))?;
    let mut files = listed.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()?;
    files.retain(|path| path.is_file());
    files.sort();
    Ok(files)
}
