//! The summary: the first sentence or two after the dateline that say more than the headline.
//!
//! A summary the source declared is kept. Without a text there is none.

use crate::{Enricher, Reading};
use article::Article;
use foldhash::HashSet;

/// A summary of one sentence is enough from this many characters on; a shorter one takes a second sentence along.
const ENOUGH_CHARS: usize = 120;

/// Longest sentence that is taken: beyond it, it is a list or a text without stops, not a sentence.
const MAX_SENTENCE_BYTES: usize = 1_000;

/// Shortest sentence that can say something, in words: shorter ones are bylines, cross-heads, exclamations.
const MIN_WORDS: usize = 5;

/// How many sentences are considered; a summary from further down is not one.
const MAX_SENTENCES: usize = 8;

/// A sentence whose words are in the headline by this share says no more than it.
const SAME_SHARE: f64 = 0.75;

pub(crate) struct SummaryEnricher;

impl Enricher for SummaryEnricher {
    fn name(&self) -> &'static str {
        "summary"
    }

    fn enrich(&self, reading: &Reading<'_>, article: &mut Article) {
        if article.summary().is_none()
            && let Some(summary) = summarize(reading, article)
        {
            article.set_summary(&summary);
        }
    }
}

fn summarize(reading: &Reading<'_>, article: &Article) -> Option<String> {
    let dateline = article.enrichment.dateline.as_ref();
    let from = dateline.and_then(|dateline| reading.byte_at(dateline.span.end)).unwrap_or(0);
    let headline: HashSet<String> = words(article.headline().unwrap_or_default()).collect();
    let sentences = reading.sentences().filter(|sentence| sentence.end > from).take(MAX_SENTENCES);
    let mut telling = sentences.filter_map(|sentence| {
        let text = reading.text(sentence.start.max(from)..sentence.end);
        let text =
            text.trim_start_matches(|char: char| char.is_whitespace() || matches!(char, '-' | '–' | '—' | ':' | '.'));
        says_more(text, &headline).then_some((sentence, text))
    });
    let (first_range, first) = telling.next()?;
    let mut summary = article::collapse_white_space(first);
    // The second is only a continuation when it stands in the same paragraph, right behind the first.
    if first.chars().take(ENOUGH_CHARS).count() < ENOUGH_CHARS
        && let Some((range, second)) = telling.next()
        && reading.text(first_range.end..range.start).bytes().filter(|byte| *byte == b'\n').count() < 2
    {
        summary.push(' ');
        summary.push_str(&article::collapse_white_space(second));
    }
    Some(summary)
}

fn says_more(sentence: &str, headline: &HashSet<String>) -> bool {
    if sentence.len() > MAX_SENTENCE_BYTES || !ends_as_sentence(sentence) {
        return false;
    }
    let words: Vec<String> = words(sentence).collect();
    let said = words.iter().filter(|word| headline.contains(*word)).count();
    words.len() >= MIN_WORDS && (said as f64) < SAME_SHARE * words.len() as f64
}

/// Headings, bylines and captions have no stop.
fn ends_as_sentence(text: &str) -> bool {
    let end = text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']']);
    !end.ends_with(char::is_alphanumeric)
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}
