//! What the topic model learns from, and is measured on.

use super::learn::{Example, TopicTraining, WordVectors, untelling};
use anyhow::{Context, bail};
use enrich::training::topics::{Model, Seen, topics};
use serde_json::Value;
use std::collections::BTreeMap;

const VERSION: &str = "topics-en@3";

/// What a concept's name and definition, and an expert's query, count beside an article.
const CONCEPT_WEIGHT: f32 = 0.7;
const QUERY_WEIGHT: f32 = 0.99;

/// The beginning of each article is an example, too, so that short texts are told as well as long ones.
const BEGINNING_WORDS: usize = 110;
const BEGINNING_WEIGHT: f32 = 0.5;

/// An article with its topics, best first.
pub(crate) struct Labelled {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) topics: Vec<usize>,
}

/// Everything there is to learn from.
pub(crate) struct Sources {
    pub(crate) articles: Vec<Labelled>,
    /// Number of the topic, text, weight.
    concepts: Vec<(usize, String, f32)>,
    vectors: WordVectors,
}

impl Sources {
    /// Reads labels, texts, vocabulary, queries and vectors.
    pub(crate) fn read(files: &[&str]) -> anyhow::Result<Self> {
        let [labels, texts, vocabulary, queries, vectors] = files else {
            bail!("five files are read, not {}", files.len())
        };
        let texts: BTreeMap<String, String> =
            lines(texts)?.iter().filter_map(|line| Some((text(line, "id")?, text(line, "text")?))).collect();
        let article = |line: &Value| {
            let id = text(line, "id")?;
            let topics = line.get("topics")?.as_array()?.iter().filter_map(|topic| number(topic.as_str()?));
            Some(Labelled { text: texts.get(&id)?.clone(), topics: topics.collect(), id })
        };
        let articles = lines(labels)?.iter().filter_map(article).filter(|article| !article.topics.is_empty()).collect();
        let vocabulary = read(vocabulary)?;
        let rows: Vec<Vec<&str>> = vocabulary.lines().skip(1).map(|line| line.split('\t').collect()).collect();
        let field = |row: &[&str], at: usize| row.get(at).copied().unwrap_or_default().to_owned();
        let parents: BTreeMap<String, String> = rows.iter().map(|row| (field(row, 0), field(row, 1))).collect();
        // The name twice: it says more than any one word of the definition.
        let mut concepts: Vec<(usize, String, f32)> = Vec::new();
        for row in &rows {
            let said = format!("{} {} {}", field(row, 2), field(row, 2), field(row, 3));
            concepts.extend(top(&parents, &field(row, 0)).map(|topic| (topic, said, CONCEPT_WEIGHT)));
        }
        for line in lines(queries)? {
            let Some((id, query)) = text(&line, "topicId").zip(text(&line, "query")) else { continue };
            let words: Vec<&str> = query.split('"').skip(1).step_by(2).collect();
            concepts.extend(top(&parents, &id).map(|topic| (topic, words.join(" "), QUERY_WEIGHT)));
        }
        // A word, then its numbers, with white space between them.
        let vectors = read(vectors)?;
        let words = vectors.lines().filter_map(|line| line.split_once('\t'));
        let words = words.map(|(word, numbers)| {
            let numbers = numbers.split(' ').filter_map(|number| number.parse().ok());
            (word.to_owned(), numbers.collect::<Vec<f32>>())
        });
        Ok(Self { articles, concepts, vectors: WordVectors::new(words) })
    }

    /// Learns from the articles that are to be taken.
    pub(crate) fn train(&self, take: impl Fn(&Labelled) -> bool) -> Model {
        let articles: Vec<&Labelled> = self.articles.iter().filter(|article| take(article)).collect();
        let whole = articles.iter().map(|article| Example {
            seen: seen(&article.text),
            topics: article.topics.clone(),
            weight: 1.0,
        });
        let beginnings = articles.iter().map(|article| Example {
            seen: Seen { body: beginning(seen(&article.text).body, BEGINNING_WORDS), ..Seen::default() },
            topics: article.topics.clone(),
            weight: BEGINNING_WEIGHT,
        });
        let concepts = self.concepts.iter().map(|(topic, said, weight)| Example {
            seen: Seen { body: said, ..Seen::default() },
            topics: vec![*topic],
            weight: *weight,
        });
        let examples: Vec<Example<'_>> = whole.chain(concepts).chain(beginnings).collect();
        let untelling = untelling(self.articles.iter().map(|article| article.text.as_str()));
        TopicTraining::default().train(VERSION, &examples, &self.vectors, &untelling)
    }
}

/// The first words of a text.
pub(crate) fn beginning(body: &str, words: usize) -> &str {
    body.match_indices(' ').nth(words - 1).and_then(|(at, _)| body.get(..at)).unwrap_or(body)
}

/// A first line that is only an address is the address.
pub(crate) fn seen(text: &str) -> Seen<'_> {
    let text = text.trim_start();
    match text.split_once('\n').filter(|(line, _)| line.starts_with("http")) {
        Some((url, body)) => Seen { url: Some(url.trim()), headline: None, body },
        None => Seen { url: None, headline: None, body: text },
    }
}

/// The number of the top-level topic above a concept. The vocabulary is few levels deep.
fn top(parents: &BTreeMap<String, String>, concept: &str) -> Option<usize> {
    const MAX_LEVELS: usize = 16;
    let mut concept = concept;
    for _ in 0..MAX_LEVELS {
        match parents.get(concept).filter(|parent| !parent.is_empty()) {
            Some(parent) => concept = parent,
            None => break,
        }
    }
    number(concept.trim_start_matches("medtop:"))
}

/// The number of a topic by its id.
fn number(id: &str) -> Option<usize> {
    topics().iter().position(|(known, _)| *known == id)
}

pub(crate) fn outlet(id: &str) -> &str {
    id.rsplit_once('_').map_or(id, |(outlet, _)| outlet)
}

fn lines(path: &str) -> anyhow::Result<Vec<Value>> {
    read(path)?.lines().map(|line| serde_json::from_str(line).with_context(|| format!("read {path}"))).collect()
}

fn text(line: &Value, key: &str) -> Option<String> {
    line.get(key)?.as_str().map(str::to_owned)
}

pub(crate) fn read(path: &str) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("read {path}"))
}
