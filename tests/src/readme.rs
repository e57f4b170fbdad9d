//! What the README prints: configurations and commands, as a reader would copy them.

use anyhow::{Context, ensure};
use std::fs;
use std::path::Path;

/// The blocks of this language below a heading, in order: what stands between the fences.
pub fn readme_blocks(heading: &str, language: &str) -> anyhow::Result<Vec<String>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let text = fs::read_to_string(&file).with_context(|| format!("read {}", file.display()))?;
    let (_, below) = text.split_once(&format!("\n## {heading}\n")).with_context(|| format!("no heading {heading}"))?;
    let section = below.split("\n## ").next().unwrap_or(below);
    let fence = format!("\n```{language}\n");
    let blocks = section.split(&fence).skip(1);
    let blocks: Vec<_> = blocks.filter_map(|block| Some(block.split_once("```")?.0.to_owned())).collect();
    ensure!(!blocks.is_empty(), "no {language} below {heading}");
    Ok(blocks)
}
