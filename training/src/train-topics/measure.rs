//! Measures by folds of outlets: how many topics are right, and how many of those that are said to be so sure; also of the
//! first words of each article, as of texts that are as short.

use super::sources::{Labelled, Sources, beginning, outlet, seen};
use anyhow::Context;
use dateline_training::Calibration;
use enrich::training::topics::{Model, Seen, confidence, topics};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// How many first words stand for short texts.
const BEGINNINGS: [usize; 4] = [20, 40, 80, 160];

/// Measures on the outlets of each fold what was trained on the others.
pub(crate) fn cross_validate(folds: usize, sources: &Sources) -> anyhow::Result<()> {
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
            answers.extend(judged(scores, article, None));
            for words in BEGINNINGS {
                let body = beginning(seen(&article.text).body, words);
                answers.extend(judged(model.scores(Seen { body, ..Seen::default() }), article, Some(words)));
            }
        }
    }
    let mut out = std::io::stdout().lock();
    for (topic, (right, all)) in &of_topic {
        let name = topics().get(*topic).map_or("", |(_, name)| name);
        writeln!(out, "{:5.3} of {all:3}  {name}", right / all)?;
    }
    for words in std::iter::once(None).chain(BEGINNINGS.map(Some)) {
        for rank in 0..GIVEN_FROM.len() {
            let mut topics = Calibration::default();
            let given = answers.iter().filter(|answer| answer.rank == rank && answer.words == words && answer.given);
            given.for_each(|answer| topics.add(answer.stated, answer.right));
            let of = words.map_or_else(String::new, |words| format!(" of the first {words} words"));
            topics.write(&mut out, &format!("topic {}{of}", rank + 1))?;
        }
    }
    let right: f32 = of_topic.values().map(|(right, _)| right).sum();
    let all: f32 = of_topic.values().map(|(_, all)| all).sum();
    let mean = of_topic.values().map(|(right, all)| right / all).sum::<f32>() / of_topic.len() as f32;
    writeln!(out, "first correct {:.4}, mean over topics {mean:.4}, {all} articles", right / all)?;
    Ok(())
}

/// A topic that a model of other outlets gives.
struct Answer {
    /// Of a text of its first words; `None`: of the whole.
    words: Option<usize>,
    /// First or second.
    rank: usize,
    /// Of a hundred: how sure the reader is told it is.
    stated: u8,
    given: bool,
    right: bool,
}

/// The scores from which the enricher gives a first and a second topic.
const GIVEN_FROM: [f32; 2] = [-0.75, -0.25];

/// What is said of a text with these scores, the best first.
fn judged(scores: Vec<f32>, article: &Labelled, words: Option<usize>) -> impl Iterator<Item = Answer> {
    let long = words.unwrap_or_else(|| article.text.split_whitespace().count());
    let mut ranked: Vec<(usize, f32)> = scores.into_iter().enumerate().collect();
    ranked.sort_by(|one, other| other.1.total_cmp(&one.1));
    ranked.into_iter().zip(GIVEN_FROM).enumerate().map(move |(rank, ((topic, score), least))| Answer {
        words,
        rank,
        stated: confidence(rank, score, long),
        given: score >= least,
        right: article.topics.contains(&topic),
    })
}
