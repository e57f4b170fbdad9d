//! Trains the model that tells the blocks of a story from what stands beside it, and measures it on sites it has not
//! seen.
//!
//! In: files of marked pages (JSON: id, url, text), each beside a folder of the same name with `ID.html`. Out: the
//! model file, or lines of figures. The same files always give the same model.
#![allow(clippy::indexing_slicing, clippy::print_stdout, reason = "a tool for whoever trains, on files of their own")]

mod boost;
mod brief;
mod gold;
mod score;

use anyhow::{Context, bail};
use boost::{Binned, Plan, train};
use extract::training::{Model, SeenPage};
use score::Score;
use serde_json::Value;
use std::path::Path;

const USAGE: &str = "train-story {train OUT | cross-validate FOLDS} PAGES.json…";

const PLAN: Plan = Plan { trees: 200, leaves: 24, rate: 0.08, least: 3.0, lambda: 3.0, features: 0.3, rows: 0.6 };

/// A page with its marked story.
struct Marked {
    set: usize,
    site: String,
    story: String,
    page: SeenPage,
    rows: Vec<Vec<f32>>,
    wanted: Vec<f32>,
    /// Made of the story, to learn brief pages from.
    is_brief: bool,
}

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["train", out, files @ ..] if !files.is_empty() => {
            let pages = read(files)?;
            let trees = trained(&pages, |_| true);
            std::fs::write(out, trees.encode()).with_context(|| format!("write {out}"))
        }
        ["cross-validate", folds, files @ ..] if !files.is_empty() => {
            let folds: u64 = folds.parse().with_context(|| format!("read the number of folds {folds}"))?;
            let pages = read(files)?;
            let mut scores: Vec<Score> = files.iter().map(|_| Score::default()).collect();
            let mut briefs = Score::default();
            for fold in 0..folds {
                let is_held_out = |page: &Marked| number(&page.site) % folds == fold;
                let trees = trained(&pages, |page| !is_held_out(page));
                for page in pages.iter().filter(|page| is_held_out(page)) {
                    let score = if page.is_brief { &mut briefs } else { &mut scores[page.set] };
                    score.add(&page.story, &kept(page, &trees));
                }
            }
            for (file, score) in files.iter().zip(&scores) {
                println!("{file}: {score}");
            }
            println!("brief pages: {briefs}");
            Ok(())
        }
        _ => bail!("usage: {USAGE}"),
    }
}

fn read(files: &[&str]) -> anyhow::Result<Vec<Marked>> {
    // Only dates of the future look different from another moment, and no number of a block comes from a date.
    let mut pages = Vec::new();
    for (set, file) in files.iter().enumerate() {
        let text = std::fs::read_to_string(file).with_context(|| format!("read {file}"))?;
        let marked: Vec<Value> = serde_json::from_str(&text).with_context(|| format!("parse {file}"))?;
        for one in &marked {
            let field = |name: &str| one.get(name).and_then(Value::as_str);
            let (Some(id), Some(story)) = (field("id"), field("text")) else { continue };
            let path = Path::new(file).with_extension("").join(format!("{id}.html"));
            let html = std::fs::read(&path).with_context(|| format!("read {}", path.display()))?;
            let site = site(field("url").unwrap_or(id));
            let mut add = |html: &[u8], url: Option<&str>, story: &str, is_brief: bool| {
                let Some(page) = SeenPage::read(html, url) else { return };
                let texts: Vec<&str> = page.blocks().map(|(text, _)| text).collect();
                let wanted = gold::labels(&texts, story);
                let rows = page.rows();
                pages.push(Marked { set, site: site.clone(), story: story.to_owned(), page, rows, wanted, is_brief });
            };
            add(&html, field("url"), story, false);
            if let Some((html, story)) = brief::brief(story, number(id) as usize) {
                add(html.as_bytes(), None, &story, true);
            }
        }
    }
    Ok(pages)
}

fn trained(pages: &[Marked], is_chosen: impl Fn(&Marked) -> bool) -> Model {
    let (mut rows, mut wanted, mut weights) = (Vec::new(), Vec::new(), Vec::new());
    for page in pages.iter().filter(|page| is_chosen(page)) {
        // A block counts by its share of the story, as it does in the measure.
        let words = score::words(&page.story).len().max(60) as f32;
        rows.extend(page.rows.iter().map(Vec::as_slice));
        wanted.extend(&page.wanted);
        let page_weight = if page.is_brief { 0.03 } else { 1.0 };
        weights.extend(page.page.blocks().map(|(_, own)| page_weight * (0.15 + 60.0 * (own as f32 / words).min(0.3))));
    }
    train(&Binned::new(&rows), &wanted, &weights, PLAN)
}

/// The text that these trees keep of a page.
fn kept(page: &Marked, trees: &Model) -> String {
    let chances = trees.judge(&page.rows);
    let kept = page.page.kept(&chances);
    let texts = page.page.blocks().zip(kept).filter(|(_, kept)| *kept).map(|((text, _), _)| text);
    texts.collect::<Vec<_>>().join("\n\n")
}

/// The last two labels of a page's host.
fn site(url: &str) -> String {
    let host = url.split('/').nth(2).unwrap_or(url).trim_start_matches("www.");
    let labels: Vec<&str> = host.split('.').collect();
    labels[labels.len().saturating_sub(2)..].join(".")
}

/// A number of a site, the same on every machine (FNV-1a).
fn number(site: &str) -> u64 {
    let hash = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = site.bytes().fold(0xcbf2_9ce4_8422_2325, hash);
    hash ^ (hash >> 29)
}
