//! How long each enricher takes, and all of them: `cargo bench -p dateline-enrich`.
//!
//! The text is the program's own sample articles, so the figures compare builds on one machine; what the whole does on
//! newswire stands in `docs/benchmarks.md`.
#![allow(missing_docs, clippy::unwrap_used, reason = "a bench")]

use article::{Article, ArticleId, Timestamp, Version};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use dateline_enrich::{EnrichContext, Enrichers, Reading};
use std::path::Path;

fn time() -> Timestamp {
    Timestamp::parse("2026-11-24T06:00:00Z").unwrap()
}

/// The sample articles in plain text, without their header line.
fn articles() -> Vec<Article> {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../dateline/samples");
    let mut paths: Vec<_> = std::fs::read_dir(samples).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    assert!(!paths.is_empty(), "the samples are gone");
    let article = |path: &std::path::PathBuf| {
        let text = std::fs::read_to_string(path).unwrap();
        let body = text.split_once("\n\n").map_or(text.as_str(), |(_, body)| body);
        let mut article = Article::new(ArticleId::of_content(&text), Version::fetched_at(0), time());
        article.set_body(body.to_owned());
        article
    };
    paths.iter().map(article).collect()
}

fn enrichment(criterion: &mut Criterion) {
    let enrichers = Enrichers::built_in();
    let context = EnrichContext { by: "bench", at: time(), from: None };
    let articles = articles();
    let mut group = criterion.benchmark_group("enrichment");
    group.throughput(Throughput::Elements(articles.len() as u64));
    group.bench_function("all", |bencher| {
        bencher.iter_batched(
            || articles.clone(),
            |articles| articles.into_iter().map(|one| enrichers.enrich(one, &context)).collect::<Vec<_>>(),
            BatchSize::SmallInput,
        );
    });
    // Each enricher finds what those before it wrote.
    let texts: Vec<String> = articles.iter().map(|one| one.bodies.first().unwrap().value.clone()).collect();
    let readings: Vec<Reading<'_>> = texts.iter().map(|text| Reading::new(text)).collect();
    let mut before = articles.clone();
    for enricher in enrichers.list() {
        group.bench_function(enricher.name(), |bencher| {
            bencher.iter_batched(
                || before.clone(),
                |mut articles| {
                    for (article, reading) in articles.iter_mut().zip(&readings) {
                        enricher.enrich(reading, article);
                    }
                    articles
                },
                BatchSize::SmallInput,
            );
        });
        for (article, reading) in before.iter_mut().zip(&readings) {
            enricher.enrich(reading, article);
        }
    }
    group.finish();
}

criterion_group!(benches, enrichment);
criterion_main!(benches);
