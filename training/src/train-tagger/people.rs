//! Measures, by folds of outlets, how many entries of the list of people are right at each confidence that is stated.
//!
//! In: labelled articles, and a directory with a model and a list of ids for each fold, as `cross-validate` writes it. An
//! entry is right when a person by just this name is labelled in the article.

use crate::{Failure, read};
use article::{Article, ArticleId, Timestamp, Version};
use dateline_training::Calibration;
use enrich::{EnrichContext, Enrichers};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use tagger::Kind;
use tagger::training::GoldText;

pub(crate) fn measure(texts: &[GoldText], folds: &Path) -> Result<(), Failure> {
    let by_id: BTreeMap<&str, &GoldText> = texts.iter().map(|text| (text.id.as_str(), text)).collect();
    let mut people = Calibration::default();
    for number in 0.. {
        let ids = folds.join(format!("fold-{number}.ids"));
        if !ids.exists() {
            break;
        }
        let model = folds.join(format!("fold-{number}")).join("tagger.bin");
        let model = std::fs::read(&model).map_err(|error| crate::doing("read", &model, error))?;
        let enrichers = Enrichers::load(BTreeMap::from([("tagger".to_owned(), model)]))?;
        for id in read(&ids)?.lines() {
            let text = by_id.get(id).ok_or_else(|| format!("{id} of {} is not in the data", ids.display()))?;
            judge(text, &enrichers, &mut people)?;
        }
    }
    people.write(&mut std::io::stdout().lock(), "people")?;
    Ok(())
}

fn judge(text: &GoldText, enrichers: &Enrichers, people: &mut Calibration) -> Result<(), Failure> {
    let persons = text.names.iter().filter(|(kind, _)| *kind == Kind::Person);
    let persons: BTreeSet<String> = persons.filter_map(|(_, bytes)| text.text.get(bytes.clone()).map(plain)).collect();
    let at = Timestamp::parse("2026-11-30T06:00:00Z").ok_or("read the time")?;
    let mut article = Article::new(ArticleId::of_content(&text.text), Version::fetched_at(0), at);
    article.set_body(text.text.clone());
    let article = enrichers.enrich(article, &EnrichContext { by: "train-tagger", at, from: None }).0;
    for entry in &article.enrichment.people {
        let name = article.people.get(entry.reference as usize).and_then(|person| person.name.as_deref());
        if let Some((name, stated)) = name.zip(entry.confidence) {
            people.add(stated, persons.contains(&plain(name)));
        }
    }
    Ok(())
}

/// The words of a name without case and marks between them.
fn plain(name: &str) -> String {
    let words: Vec<&str> = name.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join(" ").to_lowercase()
}
