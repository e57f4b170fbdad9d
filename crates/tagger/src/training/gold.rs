//! Labelled articles: one JSON object a line, with `id`, `text` and `entities` as character spans.

use crate::label::{Kind, begin, inside};
use crate::tokens::Token;
use serde::Deserialize;
use std::ops::Range;

/// Why a line is no labelled article.
#[derive(Debug, thiserror::Error)]
#[error("line {line} of the labelled data")]
pub struct GoldError {
    line: usize,
    source: serde_json::Error,
}

/// A labelled article.
#[derive(Debug, Clone)]
pub struct GoldText {
    /// Its id; what stands before the last `_` is its outlet.
    pub id: String,
    /// The text, without a leading line that is only a URL.
    pub text: String,
    /// The names in it, by bytes.
    pub names: Vec<(Kind, Range<usize>)>,
}

impl GoldText {
    /// Who published it.
    pub fn outlet(&self) -> &str {
        self.id.rsplit_once('_').map_or(self.id.as_str(), |(outlet, _)| outlet)
    }

    /// The label of each token.
    pub(crate) fn labels(&self, tokens: &[Token]) -> Vec<u8> {
        let mut labels = vec![0; tokens.len()];
        for (kind, bytes) in &self.names {
            let first = tokens.partition_point(|token| token.end <= bytes.start);
            let last = tokens.partition_point(|token| token.start < bytes.end);
            for (at, label) in labels.iter_mut().enumerate().take(last).skip(first) {
                *label = if at == first { begin(*kind) } else { inside(*kind) };
            }
        }
        labels
    }
}

#[derive(Deserialize)]
struct Line {
    id: String,
    text: String,
    entities: Vec<Labelled>,
}

#[derive(Deserialize)]
struct Labelled {
    start: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: String,
}

/// Reads labelled articles. Spans of kinds the tagger does not know (dates, money) are left out.
pub fn read_gold(lines: &str) -> Result<Vec<GoldText>, GoldError> {
    let mut texts = Vec::new();
    for (number, line) in lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let line: Line = serde_json::from_str(line).map_err(|source| GoldError { line: number + 1, source })?;
        texts.push(gold_text(line));
    }
    Ok(texts)
}

fn gold_text(line: Line) -> GoldText {
    let cut = story_start(&line.text);
    let mut places: Vec<usize> = line.text.char_indices().map(|(at, _)| at).collect();
    places.push(line.text.len());
    let byte = |char: usize| places.get(char).and_then(|at| at.checked_sub(cut));
    let names = line.entities.iter();
    let mut names: Vec<_> =
        names.filter_map(|name| Some((kind_of_data_set(&name.kind)?, byte(name.start)?..byte(name.end)?))).collect();
    names.sort_by_key(|(_, bytes)| bytes.start);
    GoldText { id: line.id, text: line.text.get(cut..).unwrap_or_default().to_owned(), names }
}

/// Where the story begins after a line that is only a URL.
fn story_start(text: &str) -> usize {
    let first = text.lines().next().unwrap_or_default();
    let is_url = first.trim().starts_with("http") && !first.trim().contains(' ');
    if is_url { first.len() } else { 0 }
}

/// As data sets of this kind write it; facilities are places.
fn kind_of_data_set(name: &str) -> Option<Kind> {
    Some(match name {
        "Person" => Kind::Person,
        "Organization" => Kind::Organisation,
        "Location" | "Facility" => Kind::Place,
        "NORP" => Kind::Nationality,
        "Product" => Kind::Product,
        "Misc" => Kind::Other,
        _ => return None,
    })
}
