//! Trains the topic model, and measures how well outlets are told by a model of the others.
//!
//! In: labelled articles, their texts, the vocabulary, the queries of its experts and vectors of words, each as an
//! uncompressed file. Out: the model file, or a line of figures. The same files always give the same model.

mod learn;

use anyhow::{Context, bail};
use enrich::training::topics::{Model, Seen, topics};
use learn::{Example, TopicTraining, WordVectors};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

const USAGE: &str = "train-topics {train OUT [WITHOUT] | cross-validate FOLDS} LABELS.jsonl TEXTS.jsonl VOCABULARY.tsv \
                     QUERIES.jsonl VECTORS.tsv; WITHOUT: a file with the ids to leave out, one a line";

const VERSION: &str = "topics-en@2";

/// What a concept's name and definition, and an expert's query, count beside an article.
const CONCEPT_WEIGHT: f32 = 0.7;
const QUERY_WEIGHT: f32 = 0.99;

struct Labelled {
    id: String,
    text: String,
    topics: Vec<usize>,
}

/// Everything there is to learn from.
struct Sources {
    articles: Vec<Labelled>,
    /// Number of the topic, text, weight.
    concepts: Vec<(usize, String, f32)>,
    vectors: WordVectors,
}

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

fn cross_validate(folds: usize, sources: &Sources) -> anyhow::Result<()> {
    let outlets: BTreeSet<&str> = sources.articles.iter().map(|article| outlet(&article.id)).collect();
    let fold: BTreeMap<&str, usize> = outlets.into_iter().zip((0..folds.max(1)).cycle()).collect();
    let fold = |article: &Labelled| fold.get(outlet(&article.id)).copied();
    let mut of_topic: BTreeMap<usize, (f32, f32)> = BTreeMap::new();
    let mut answers: Vec<(f32, bool)> = Vec::new();
    for held_out in 0..folds {
        let model = sources.train(|article| fold(article) != Some(held_out));
        // As it will be read: from its file.
        let model = Model::decode(model.encode())?;
        for article in sources.articles.iter().filter(|article| fold(article) == Some(held_out)) {
            let scores = model.scores(seen(&article.text));
            let best = scores.iter().enumerate().max_by(|one, other| one.1.total_cmp(other.1)).map(|(at, _)| at);
            let (right, all) =
                article.topics.first().map(|first| of_topic.entry(*first).or_default()).context("topic")?;
            *all += 1.0;
            let is_right = best.is_some_and(|best| article.topics.contains(&best));
            *right += f32::from(u8::from(is_right));
            answers.extend(scores.iter().copied().max_by(f32::total_cmp).map(|score| (score, is_right)));
        }
    }
    let mut out = std::io::stdout().lock();
    for (topic, (right, all)) in &of_topic {
        let name = topics().get(*topic).map_or("", |(_, name)| name);
        writeln!(out, "{:5.3} of {all:3}  {name}", right / all)?;
    }
    for least in [-0.7, -0.6, -0.5, -0.4, -0.3, -0.2, -0.1, 0.0] {
        let given: Vec<bool> = answers.iter().filter(|(score, _)| *score >= least).map(|(_, right)| *right).collect();
        let right = given.iter().filter(|right| **right).count();
        writeln!(out, "{right:3} of {:3} right where the best score is {least:.1} or more", given.len())?;
    }
    let right: f32 = of_topic.values().map(|(right, _)| right).sum();
    let all: f32 = of_topic.values().map(|(_, all)| all).sum();
    let mean = of_topic.values().map(|(right, all)| right / all).sum::<f32>() / of_topic.len() as f32;
    writeln!(out, "first correct {:.4}, mean over topics {mean:.4}, {all} articles", right / all)?;
    Ok(())
}

impl Sources {
    fn read(files: &[&str]) -> anyhow::Result<Self> {
        let [labels, texts, vocabulary, queries, vectors] = files else { bail!("{USAGE}") };
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

    fn train(&self, take: impl Fn(&Labelled) -> bool) -> Model {
        let articles = self.articles.iter().filter(|article| take(article));
        let articles =
            articles.map(|article| Example { seen: seen(&article.text), topics: article.topics.clone(), weight: 1.0 });
        let concepts = self.concepts.iter().map(|(topic, said, weight)| Example {
            seen: Seen { body: said, ..Seen::default() },
            topics: vec![*topic],
            weight: *weight,
        });
        TopicTraining::default().train(VERSION, &articles.chain(concepts).collect::<Vec<_>>(), &self.vectors)
    }
}

/// A first line that is only an address is the address.
fn seen(text: &str) -> Seen<'_> {
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

fn outlet(id: &str) -> &str {
    id.rsplit_once('_').map_or(id, |(outlet, _)| outlet)
}

fn lines(path: &str) -> anyhow::Result<Vec<Value>> {
    read(path)?.lines().map(|line| serde_json::from_str(line).with_context(|| format!("read {path}"))).collect()
}

fn text(line: &Value, key: &str) -> Option<String> {
    line.get(key)?.as_str().map(str::to_owned)
}

fn read(path: &str) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("read {path}"))
}
