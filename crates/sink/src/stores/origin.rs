//! Where an article comes from and where it is set: its source, agencies and places, by name.

use super::nul::without_nul;
use article::Article;

/// The source's name as the ingest stage noted it.
pub(crate) fn source(article: &Article) -> Option<&str> {
    let ingest = article.enrichment.provenance.iter().find(|entry| entry.stage == "ingest");
    let named = || article.enrichment.provenance.iter().find_map(|entry| entry.source.as_deref());
    ingest.and_then(|entry| entry.source.as_deref()).or_else(named)
}

/// Agencies of the dateline first, then those the item names, each once.
pub(crate) fn agencies(article: &Article) -> Vec<String> {
    let dateline = article.enrichment.dateline.iter().flat_map(|dateline| &dateline.agencies);
    let named = article.info_sources.iter().filter(|source| source.role.as_deref() == Some("agency"));
    distinct(dateline.chain(named.filter_map(|source| source.name.as_ref())))
}

/// The dateline's place first, then every place of the item, each once.
pub(crate) fn places(article: &Article) -> Vec<String> {
    let dateline = article.enrichment.dateline.as_ref().and_then(|dateline| dateline.place.as_ref());
    let filed = dateline.map(|place| &place.name).into_iter().chain(&article.located);
    distinct(filed.chain(article.places.iter().filter_map(|place| place.name.as_ref())))
}

fn distinct<'a>(names: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    let mut known = std::collections::HashSet::new();
    for name in names {
        let name = without_nul(name);
        if !name.trim().is_empty() && known.insert(name.clone()) {
            seen.push(name);
        }
    }
    seen
}
