//! Trains the topic model, and measures how well outlets are told by a model of the others.
//!
//! In: labelled articles, their texts, the vocabulary, the queries of its experts and vectors of words, each as an
//! uncompressed file. Out: the model file, or a line of figures. The same files always give the same model.

mod learn;
mod measure;
mod sources;

use anyhow::{Context, bail};
use measure::cross_validate;
use sources::{Sources, read};
use std::collections::BTreeSet;

const USAGE: &str = "train-topics {train OUT [WITHOUT] | cross-validate FOLDS} LABELS.jsonl TEXTS.jsonl VOCABULARY.tsv \
                     QUERIES.jsonl VECTORS.tsv; WITHOUT: a file with the ids to leave out, one a line";

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["train", out, without, files @ ..] if files.len() == 5 && !without.ends_with(".jsonl") => {
            let without = read(without)?;
            train(out, &without.split_whitespace().collect(), &Sources::read(files)?)
        }
        ["train", out, files @ ..] if files.len() == 5 => train(out, &BTreeSet::new(), &Sources::read(files)?),
        ["cross-validate", folds, files @ ..] if files.len() == 5 => {
            cross_validate(folds.parse().context("read the number of folds")?, &Sources::read(files)?)
        }
        _ => bail!("{USAGE}"),
    }
}

fn train(out: &str, without: &BTreeSet<&str>, sources: &Sources) -> anyhow::Result<()> {
    let model = sources.train(|article| !without.contains(article.id.as_str()));
    std::fs::write(out, model.encode()).with_context(|| format!("write {out}"))
}
