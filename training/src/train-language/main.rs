//! Trains the language model on texts with their languages, and measures a model on others.
//!
//! A file has a line a text: the code of its language, a tab, where it comes from, a tab, the text.

mod learn;

use anyhow::{Context, bail};
use article::{Article, ArticleId, Timestamp, Version};
use dateline_training::Calibration;
use enrich::training::language::{Model, OTHER};
use enrich::{EnrichContext, Enrichers};
use learn::LanguageTraining;
use std::collections::BTreeMap;
use std::io::Write;

const USAGE: &str = "train-language {train OUT | measure MODEL | calibrate} TEXTS.tsv…";

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["train", out, files @ ..] if !files.is_empty() => train(out, files),
        ["measure", model, files @ ..] if !files.is_empty() => measure(model, files),
        ["calibrate", files @ ..] if !files.is_empty() => calibrate(files),
        _ => bail!("{USAGE}"),
    }
}

fn train(out: &str, files: &[&str]) -> anyhow::Result<()> {
    let texts = read_all(files)?;
    let rows = rows(&texts).map(|(code, _, text)| (code, text)).collect::<Vec<_>>();
    std::fs::write(out, LanguageTraining::default().train(&rows).encode()).with_context(|| format!("write {out}"))
}

/// Prints a line a text: what it is, where it comes from, what it was read as, how likely that is, letters; then the
/// share that is right by where the texts come from.
fn measure(model: &str, files: &[&str]) -> anyhow::Result<()> {
    let bytes = std::fs::read(model).with_context(|| format!("read {model}"))?;
    // Once, for as long as the program runs.
    let model = Model::decode(bytes.leak()).with_context(|| format!("{model} is no language model of this version"))?;
    let texts = read_all(files)?;
    let mut right: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    let mut out = std::io::stdout().lock();
    let started = std::time::Instant::now();
    for (code, from, text) in rows(&texts) {
        let (language, share, letters) = model.tell(text).unwrap_or((None, 0.0, 0));
        let language = language.unwrap_or(OTHER);
        writeln!(out, "{code}\t{from}\t{language}\t{share:.3}\t{letters}")?;
        let (of_those, all) = right.entry(from).or_default();
        *of_those += u32::from(language == code);
        *all += 1;
    }
    let count = rows(&texts).count().max(1);
    let each = started.elapsed().as_secs_f64() * 1e6 / count as f64;
    let mut summary = std::io::stderr().lock();
    for (from, (right, all)) in right {
        writeln!(summary, "{from}: {right} of {all}, {:.4}", f64::from(right) / f64::from(all))?;
    }
    writeln!(summary, "{each:.1} µs a text")?;
    Ok(())
}

/// Prints how many texts are in the language that the program says, for each range of how sure it says it is; apart, those
/// in a language that the model does not know.
fn calibrate(files: &[&str]) -> anyhow::Result<()> {
    let enrichers = Enrichers::built_in();
    let at = Timestamp::parse("2026-11-30T06:00:00Z").context("read the time")?;
    let context = EnrichContext { by: "train-language", at, from: None };
    let texts = read_all(files)?;
    let (mut known, mut unknown, mut untold) = (Calibration::default(), Calibration::default(), [0_u32; 2]);
    for (code, _, text) in rows(&texts) {
        let mut article = Article::new(ArticleId::of_content(text), Version::fetched_at(0), at);
        article.set_body(text.to_owned());
        let told = enrichers.enrich(article, &context).0.enrichment.language;
        let is_unknown = code == OTHER;
        match told {
            Some(told) if is_unknown => unknown.add(told.confidence, false),
            Some(told) => known.add(told.confidence, told.value == code),
            None => untold.get_mut(usize::from(is_unknown)).into_iter().for_each(|count| *count += 1),
        }
    }
    let mut out = std::io::stdout().lock();
    known.write(&mut out, "known")?;
    unknown.write(&mut out, "unknown")?;
    writeln!(out, "of known languages {} were told none, of unknown ones {}", untold[0], untold[1])?;
    Ok(())
}

fn read_all(files: &[&str]) -> anyhow::Result<String> {
    files.iter().map(|file| std::fs::read_to_string(file).with_context(|| format!("read {file}"))).collect()
}

fn rows(texts: &str) -> impl Iterator<Item = (&str, &str, &str)> {
    texts.lines().filter_map(|line| {
        let (code, rest) = line.split_once('\t')?;
        let (from, text) = rest.split_once('\t')?;
        Some((code, from, text))
    })
}
