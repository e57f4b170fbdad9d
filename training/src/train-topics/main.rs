//! Trains the topic model, and measures how well outlets are told by a model of the others.
//!
//! In: labelled articles, their texts, the vocabulary, the queries of its experts and vectors of words, each as an
//! uncompressed file. Out: the model file, or a line of figures. The same files always give the same model.

mod learn;

use anyhow::{Context, bail};
use enrich::training::topics::{Model, Seen, confidence, topics};
use learn::{Example, TopicTraining, WordVectors, untelling};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

const USAGE: &str = "train-topics {train OUT [WITHOUT] | cross-validate FOLDS} LABELS.jsonl TEXTS.jsonl VOCABULARY.tsv \
                     QUERIES.jsonl VECTORS.tsv; WITHOUT: a file with the ids to leave out, one a line";

const VERSION: &str = "topics-en@3";

/// What a concept's name and definition, and an expert's query, count beside an article.
const CONCEPT_WEIGHT: f32 = 0.7;
const QUERY_WEIGHT: f32 = 0.99;

/// The beginning of each article is an example, too, so that short texts are told as well as long ones.
const BEGINNING_WORDS: usize = 110;
const BEGINNING_WEIGHT: f32 = 0.5;

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
    let mut answers: Vec<Answer> = Vec::new();
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
            let mut ranked: Vec<(usize, f32)> = scores.into_iter().enumerate().collect();
            ranked.sort_by(|one, other| other.1.total_cmp(&one.1));
            answers.extend(ranked.iter().zip(GIVEN_FROM).enumerate().map(|(rank, ((topic, score), least))| Answer {
                rank,
                stated: confidence(rank, *score),
                given: *score >= least,
                right: article.topics.contains(topic),
            }));
        }
    }
    let mut out = std::io::stdout().lock();
    for (topic, (right, all)) in &of_topic {
        let name = topics().get(*topic).map_or("", |(_, name)| name);
        writeln!(out, "{:5.3} of {all:3}  {name}", right / all)?;
    }
    for rank in 0..GIVEN_FROM.len() {
        write_calibration(&mut out, rank, &answers)?;
    }
    let right: f32 = of_topic.values().map(|(right, _)| right).sum();
    let all: f32 = of_topic.values().map(|(_, all)| all).sum();
    let mean = of_topic.values().map(|(right, all)| right / all).sum::<f32>() / of_topic.len() as f32;
    writeln!(out, "first correct {:.4}, mean over topics {mean:.4}, {all} articles", right / all)?;
    Ok(())
}

/// A topic that a model of other outlets gives.
struct Answer {
    /// First or second.
    rank: usize,
    /// Of a hundred: how sure the reader is told it is.
    stated: u8,
    given: bool,
    right: bool,
}

/// The scores from which the enricher gives a first and a second topic.
const GIVEN_FROM: [f32; 2] = [-0.75, -0.25];

/// A line for each range of stated confidence: how many were given, what was stated in the mean, and how many were right.
fn write_calibration(out: &mut impl Write, rank: usize, answers: &[Answer]) -> anyhow::Result<()> {
    let of_rank: Vec<&Answer> = answers.iter().filter(|answer| answer.rank == rank && answer.given).collect();
    for (from, to) in [(0, 50), (50, 60), (60, 70), (70, 80), (80, 90), (90, 95), (95, 101)] {
        let given: Vec<&&Answer> = of_rank.iter().filter(|answer| (from..to).contains(&answer.stated)).collect();
        if given.is_empty() {
            continue;
        }
        let count = given.len() as f32;
        let stated = given.iter().map(|answer| f32::from(answer.stated)).sum::<f32>() / count;
        let right = given.iter().filter(|answer| answer.right).count();
        writeln!(
            out,
            "topic {}: {right:3} of {:3} right ({:.2}) where {stated:.0} is stated",
            rank + 1,
            given.len(),
            right as f32 / count
        )?;
    }
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
        let articles: Vec<&Labelled> = self.articles.iter().filter(|article| take(article)).collect();
        let whole = articles.iter().map(|article| Example {
            seen: seen(&article.text),
            topics: article.topics.clone(),
            weight: 1.0,
        });
        let beginnings = articles.iter().map(|article| Example {
            seen: Seen { body: beginning(seen(&article.text).body), ..Seen::default() },
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
fn beginning(body: &str) -> &str {
    body.match_indices(' ').nth(BEGINNING_WORDS - 1).and_then(|(at, _)| body.get(..at)).unwrap_or(body)
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
