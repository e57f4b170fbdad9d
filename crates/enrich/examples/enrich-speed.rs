//! How fast articles are enriched on one core, and which enricher takes what share of it.
//!
//! In: a file of articles, one JSON object with a `text` a line, uncompressed. Out: articles a second of the best of
//! some rounds, and the time of each enricher. Unlike the criterion bench it measures on whatever news it is given.

use anyhow::{Context, bail};
use article::{Article, ArticleId, Timestamp, Version};
use dateline_enrich::{EnrichContext, Enrichers, Reading};
use std::io::Write;
use std::time::{Duration, Instant};

const USAGE: &str = "enrich-speed ARTICLES.jsonl [ROUNDS]";

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (file, rounds) = match arguments.as_slice() {
        [file] => (file, 5),
        [file, rounds] => (file, rounds.parse().context("read the number of rounds")?),
        _ => bail!("{USAGE}"),
    };
    let text = std::fs::read_to_string(file).with_context(|| format!("read {file}"))?;
    let articles = text.lines().map(read).collect::<anyhow::Result<Vec<Article>>>()?;
    let began = Instant::now();
    let enrichers = Enrichers::built_in();
    let mut out = std::io::stdout().lock();
    writeln!(out, "models loaded in {:.0} ms", began.elapsed().as_secs_f64() * 1e3)?;
    let mut best = Duration::MAX;
    for _ in 0..rounds {
        best = best.min(whole(&enrichers, &articles)?);
    }
    let count = articles.len() as f64;
    writeln!(
        out,
        "all          {:8.1} µs an article, {:.0} articles/s",
        micros(best, count),
        count / best.as_secs_f64()
    )?;
    let mut shares = vec![Duration::MAX; enrichers.list().len()];
    for _ in 0..rounds {
        for (share, took) in shares.iter_mut().zip(by_enricher(&enrichers, &articles)) {
            *share = took.min(*share);
        }
    }
    for (enricher, share) in enrichers.list().iter().zip(shares) {
        writeln!(out, "{:<12} {:8.1}", enricher.name(), micros(share, count))?;
    }
    Ok(())
}

fn micros(time: Duration, count: f64) -> f64 {
    time.as_secs_f64() * 1e6 / count
}

fn read(line: &str) -> anyhow::Result<Article> {
    let article: serde_json::Value = serde_json::from_str(line).context("read a line")?;
    let text = article.get("text").and_then(serde_json::Value::as_str).context("a line without `text`")?;
    let mut article = Article::new(ArticleId::of_content(text), Version::fetched_at(0), time()?);
    // A first line that is only an address is no text.
    let body = text.trim_start();
    let address = body.starts_with("http") && body.lines().next().is_some_and(|line| !line.contains(' '));
    article.set_body(if address { body.split_once('\n').map_or("", |(_, body)| body.trim()) } else { body }.to_owned());
    Ok(article)
}

fn time() -> anyhow::Result<Timestamp> {
    Timestamp::parse("2026-11-24T06:00:00Z").context("read the time")
}

fn whole(enrichers: &Enrichers, articles: &[Article]) -> anyhow::Result<Duration> {
    let context = EnrichContext { by: "enrich-speed", at: time()?, from: None };
    let articles = articles.to_vec();
    let began = Instant::now();
    for article in articles {
        std::hint::black_box(enrichers.enrich(article, &context));
    }
    Ok(began.elapsed())
}

fn by_enricher(enrichers: &Enrichers, articles: &[Article]) -> Vec<Duration> {
    let mut shares = vec![Duration::ZERO; enrichers.list().len()];
    for article in articles {
        let mut article = article.clone();
        let bodies = std::mem::take(&mut article.bodies);
        let reading = Reading::new(bodies.first().map_or("", |body| &body.value));
        for (enricher, share) in enrichers.list().iter().zip(&mut shares) {
            let began = Instant::now();
            if enricher.reads(&article) {
                enricher.enrich(&reading, &mut article);
            }
            *share += began.elapsed();
        }
    }
    shares
}
