//! Tokens a second, on made-up news: many distinct words, a capitalised one in four.
#![allow(missing_docs, reason = "criterion's macros make undocumented items")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dateline_tagger::{Memory, Tagger, Token, tokenize};
use std::hint::black_box;
use text::{Atoms, atoms};

fn tokens(text: &str) -> Vec<Token> {
    tokenize(Atoms::new(text, &atoms(text)))
}

const MODEL: &[u8] = include_bytes!("../../enrich/models/tagger.bin");

const SYLLABLES: [&str; 16] =
    ["ka", "lo", "mi", "ren", "sta", "vor", "du", "ne", "bal", "to", "shi", "gra", "pe", "mun", "ari", "os"];

/// An article of some 3,300 words. The numbers come from a fixed rule, so that every run reads the same text.
fn article() -> String {
    let mut state = 7_u32;
    let mut next = move |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % below
    };
    let mut text = String::new();
    for sentence in 0..150 {
        for word in 0..22 {
            let mut form = String::new();
            for _ in 0..1 + next(3) {
                form.push_str(SYLLABLES.get(next(16) as usize).copied().unwrap_or("a"));
            }
            if word == 0 || next(4) == 0 {
                form = form.get(..1).unwrap_or_default().to_uppercase() + form.get(1..).unwrap_or_default();
            }
            text.push_str(&form);
            text.push_str(if word == 21 { "." } else { " " });
        }
        text.push_str(if sentence % 3 == 2 { "\n" } else { " " });
    }
    text
}

fn tagging(criterion: &mut Criterion) {
    let tagger = Tagger::load(MODEL).expect("the model of this version");
    let (text, mut memory) = (article(), Memory::default());
    let mut group = criterion.benchmark_group("tagging");
    group.throughput(Throughput::Elements(tokens(&text).len() as u64));
    group.bench_function("tokenize", |bencher| bencher.iter(|| tokens(black_box(&text))));
    group.bench_function("tag", |bencher| bencher.iter(|| tagger.tag(black_box(&text), &tokens(&text), &mut memory)));
    group.finish();
}

criterion_group!(benches, tagging);
criterion_main!(benches);
