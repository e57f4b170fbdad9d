//! Ways into the pipeline: files in a folder, records in the raw topic, articles behind extraction.

use anyhow::Context;
use article::{Article, EncodeContext, EnrichedArticle, RawRecord, Timestamp, Topics};
use article::{encode_article, encode_enriched, encode_raw};
use bus::{Bus, Output};
use std::fs;
use std::path::Path;

/// Puts a file into a folder so that it appears whole, as a mover of files leaves it.
pub fn put_whole(folder: &Path, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
    let hidden = folder.join(format!(".{name}"));
    fs::write(&hidden, bytes).with_context(|| format!("write {}", hidden.display()))?;
    fs::rename(&hidden, folder.join(name)).with_context(|| format!("rename {}", hidden.display()))
}

/// Produces raw records, as anyone may.
pub fn push_raw(bus: &dyn Bus, topics: &Topics, records: impl IntoIterator<Item = RawRecord>) -> anyhow::Result<()> {
    let outputs = records.into_iter().map(|raw| {
        let record = encode_raw(raw, context()).context("encode a raw record")?;
        Ok(Output { topic: topics.raw(), partition: None, record })
    });
    Ok(bus.append(outputs.collect::<anyhow::Result<_>>()?)?)
}

/// Produces articles as extract would.
pub fn push_articles<'a>(
    bus: &dyn Bus,
    topics: &Topics,
    articles: impl IntoIterator<Item = &'a Article>,
) -> anyhow::Result<()> {
    let outputs = articles.into_iter().map(|article| {
        let record = encode_article(article, usize::MAX, context()).context("encode an article")?;
        Ok(Output { topic: topics.articles(), partition: None, record })
    });
    Ok(bus.append(outputs.collect::<anyhow::Result<_>>()?)?)
}

/// Produces articles as enrich would, though nothing was read in them.
pub fn push_enriched(
    bus: &dyn Bus,
    topics: &Topics,
    articles: impl IntoIterator<Item = Article>,
) -> anyhow::Result<()> {
    let outputs = articles.into_iter().map(|article| {
        let record =
            encode_enriched(&EnrichedArticle(article), usize::MAX, context()).context("encode an enriched article")?;
        Ok(Output { topic: topics.enriched(), partition: None, record })
    });
    Ok(bus.append(outputs.collect::<anyhow::Result<_>>()?)?)
}

/// Stamped by the bus: what is dated years back, retention may take before it is counted.
fn context() -> EncodeContext<'static> {
    EncodeContext { source: "test", at: Timestamp::from_millis(0), from: None }
}
