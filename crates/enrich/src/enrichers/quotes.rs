//! Who said what, word for word and reported.
//!
//! In: an English text and the people found in it. Out: `enrichment.quotes` in the order of the text. What stands
//! between marks and nobody says (titles of works, nicknames, scare quotes) is no quotation. A text in
//! another language is left alone: reporting verbs are English.

#[cfg(test)]
mod hostile;
mod marks;
mod people;
mod said;
mod sentence;
mod speaker;
mod walk;

use crate::words::{self, Words};
use crate::{Enricher, Reading};
use article::{Article, Quote};
use marks::{Marked, Terms};
use people::Cast;
use sentence::Item;
use std::ops::Range;
use walk::Walk;

pub(crate) struct QuotesEnricher;

impl Enricher for QuotesEnricher {
    fn name(&self) -> &'static str {
        "quotes"
    }

    fn reads(&self, article: &Article) -> bool {
        words::of(article).is_some()
    }

    fn enrich(&self, reading: &Reading<'_>, article: &mut Article) {
        if let Some(words) = words::of(article) {
            article.enrichment.quotes = find(words, reading, article);
        }
    }
}

/// A paragraph read.
struct Paragraph<'a> {
    quotes: Vec<Marked>,
    items: Vec<Item<'a>>,
}

fn find(words: &'static Words, reading: &Reading<'_>, article: &Article) -> Vec<Quote> {
    let text = reading.body();
    let dateline = article.enrichment.dateline.as_ref().and_then(|dateline| reading.bytes(dateline.span));
    // The words of a dateline speak for nobody, and the dash behind them is none of the story.
    let story = dateline.map_or(0, |dateline| past_dash(text, dateline.end));
    let after = |line: Range<usize>| line.start.max(story).min(line.end)..line.end;
    let lines: Vec<Range<usize>> = reading.lines().map(after).collect();
    let style = marks::style(text);
    let mut next = 0;
    let paragraph = || {
        let mut line = lines.get(next)?.clone();
        next += 1;
        let mut quotes = marks::find(text, line.clone(), style);
        // A speech whose paragraphs open and close only once is one quotation.
        let open = quotes.last().is_some_and(|last| !last.closed && !last.single);
        if open && let Some(end) = marks::closes_in(text, lines.get(next..).unwrap_or_default()) {
            while lines.get(next).is_some_and(|line| line.end <= end) {
                next += 1;
            }
            line.end = end;
            quotes = marks::find(text, line.clone(), style);
        }
        let items = sentence::items(reading.words(article), line, &quotes);
        Some(Paragraph { quotes, items })
    };
    let paragraphs: Vec<Paragraph<'_>> = std::iter::from_fn(paragraph).collect();
    let cast = Cast::of(words, article, reading, paragraphs.iter().map(|paragraph| paragraph.items.as_slice()));
    let marked = paragraphs.iter().flat_map(|paragraph| &paragraph.quotes);
    let terms = Terms::of(marked.map(|quote| reading.text(quote.inside.clone())));
    let mut walk = Walk::new(reading, &cast, terms);
    for (number, paragraph) in paragraphs.iter().enumerate() {
        if walk.is_full() {
            break;
        }
        let next = paragraphs.get(number + 1);
        let goes_on = next.is_some_and(|next| matches!(next.items.first(), Some(Item::Quote(..))));
        for sentence in sentence::sentences(text, &paragraph.items, &paragraph.quotes) {
            let items = paragraph.items.get(sentence).unwrap_or_default();
            walk.sentence(items, &paragraph.quotes, goes_on);
        }
    }
    walk.end()
}

/// Past the dash or colon that parts a dateline from its story.
fn past_dash(text: &str, dateline_end: usize) -> usize {
    let rest = text.get(dateline_end..).unwrap_or_default();
    let parts = |char: char| char.is_whitespace() || matches!(char, '-' | '–' | '—' | '―' | '−' | ':' | '|');
    text.len() - rest.trim_start_matches(parts).len()
}
