//! How long pages take to read: `cargo bench -p dateline-extract`.
//!
//! The pages are made here, small and large, with the parts that real ones have; the figures compare builds on one
//! machine. What real pages take stands in `docs/benchmarks.md`.
#![allow(missing_docs, clippy::unwrap_used, reason = "a bench")]

use article::{RawRecord, Timestamp};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dateline_extract::{ExtractContext, extract};

/// A page with this many paragraphs of story, and as many teasers of other stories beside it.
fn page(paragraphs: usize) -> RawRecord {
    let sentence =
        "The council voted on Tuesday to rebuild the harbour wall, which the storm of last winter had torn open.";
    let story: String = (0..paragraphs).map(|at| format!("<p>{at}. {sentence} {sentence}</p>")).collect();
    let menu: String =
        (0..60).map(|at| format!("<li class=menu-item><a href=/section/{at}>Section {at}</a></li>")).collect();
    let teasers: String = (0..paragraphs)
        .map(|at| format!("<div class=card><a href=/story/{at}><h3>Another story {at}</h3></a><p class=excerpt>{sentence}</p></div>"))
        .collect();
    let script = "window.settings = {\"a\": [1, 2, 3]};".repeat(200);
    let html = format!(
        "<html lang=en><head><title>Harbour wall to be rebuilt | Example Post</title><script>{script}</script></head><body>\
         <nav class=menu><ul>{menu}</ul></nav><main><article><h1>Harbour wall to be rebuilt</h1>\
         <div class=byline>By Ann Example</div><div class=article-body>{story}</div></article>\
         <aside class=related>{teasers}</aside></main><footer><p>© Example Post</p></footer></body></html>"
    );
    RawRecord { content_type: Some("text/html".to_owned()), body: html.into_bytes(), ..RawRecord::default() }
}

fn pages(criterion: &mut Criterion) {
    let at = Timestamp::parse("2026-11-24T06:00:00Z").unwrap();
    let context = ExtractContext { received_at: at, by: "bench", from: None, at };
    let mut group = criterion.benchmark_group("pages");
    for (name, paragraphs) in [("short", 5), ("usual", 30), ("long", 400)] {
        let raw = page(paragraphs);
        group.throughput(Throughput::Bytes(raw.body.len() as u64));
        group.bench_function(name, |bencher| bencher.iter(|| extract(&raw, &context).unwrap()));
    }
    group.finish();
}

criterion_group!(benches, pages);
criterion_main!(benches);
