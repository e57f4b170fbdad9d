//! Who said what, word for word and reported.
//!
//! In: an English text and the people found in it. Out: `enrichment.quotes` in the order of the text. What stands
//! between marks and nobody says (titles of works, nicknames, words held at a distance) is no quotation. A text in
//! another language is left alone: reporting verbs are English.

#[cfg(test)]
mod hostile;
mod marks;
mod people;
mod said;
mod sentence;
mod speaker;

use crate::{Enricher, Reading};
use article::{Article, Extra, List, Quote, QuoteKind};
use marks::{Marked, Terms};
use people::Cast;
pub(crate) use people::gender::is_given_name;
use said::attribution::{self, Attribution};
use said::{indirect, is_speech, reason, subject};
use sentence::Item;
use speaker::{Discourse, Named, named, pronouns};
use std::ops::Range;

pub(crate) struct QuotesEnricher;

impl Enricher for QuotesEnricher {
    fn name(&self) -> &'static str {
        "quotes"
    }

    fn reads(&self, article: &Article) -> bool {
        crate::language::is_english(article)
    }

    fn enrich(&self, reading: &Reading<'_>, article: &mut Article) {
        article.enrichment.quotes = find(reading, article);
    }
}

/// A paragraph read.
struct Paragraph<'a> {
    quotes: Vec<Marked>,
    items: Vec<Item<'a>>,
}

fn find(reading: &Reading<'_>, article: &Article) -> Vec<Quote> {
    let text = reading.body();
    let dateline = article.enrichment.dateline.as_ref().and_then(|dateline| reading.bytes(dateline.span));
    let story = dateline.map_or(0, |dateline| dateline.end);
    // The words of a filing line speak for nobody.
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
        let items = sentence::items(text, line, &quotes, 0);
        Some(Paragraph { quotes, items })
    };
    let paragraphs: Vec<Paragraph<'_>> = std::iter::from_fn(paragraph).collect();
    let cast = Cast::of(article, reading, paragraphs.iter().map(|paragraph| paragraph.items.as_slice()));
    let marked = paragraphs.iter().flat_map(|paragraph| &paragraph.quotes);
    let terms = Terms::of(marked.map(|quote| reading.text(quote.inside.clone())));
    let mut walk = Walk {
        reading,
        discourse: Discourse::new(text, &cast),
        quotes: Vec::new(),
        open: Vec::new(),
        unheard: Vec::new(),
        terms,
        full: false,
    };
    for (number, paragraph) in paragraphs.iter().enumerate() {
        if walk.full {
            break;
        }
        let next = paragraphs.get(number + 1);
        let goes_on = next.is_some_and(|next| matches!(next.items.first(), Some(Item::Quote(..))));
        for sentence in sentence::sentences(text, &paragraph.items, &paragraph.quotes, 0) {
            let items = paragraph.items.get(sentence).unwrap_or_default();
            walk.sentence(items, &paragraph.quotes, goes_on);
        }
    }
    walk.join();
    walk.quotes.sort_by_key(|quote| (quote.span.start, quote.span.end));
    walk.quotes
}

/// The way through the text.
struct Walk<'a> {
    reading: &'a Reading<'a>,
    discourse: Discourse<'a>,
    quotes: Vec<Quote>,
    /// Those of `quotes` that go on in the next paragraph, by index.
    open: Vec<usize>,
    /// Those nobody is known to say yet: whoever the next sentence speaks of does.
    unheard: Vec<usize>,
    terms: Terms<'a>,
    /// There are more quotations than are taken.
    full: bool,
}

impl Walk<'_> {
    /// Takes a quotation, unless there are enough.
    fn take(&mut self, quote: Quote) {
        self.full |= self.reading.is_full(List::Quotes, self.quotes.len());
        if !self.full {
            self.quotes.push(quote);
        }
    }

    /// Gives the first paragraphs of a speech the speaker that its end is attributed to.
    fn join(&mut self) {
        for at in self.open.iter().rev() {
            let mut behind = self.quotes.iter().skip(at + 1);
            let next = behind.find(|quote| quote.kind == QuoteKind::Direct).filter(|quote| quote.mention.is_some());
            let speaker = next.and_then(|quote| quote.speaker.clone());
            if let Some(quote) = self.quotes.get_mut(*at).filter(|_| speaker.is_some()) {
                quote.speaker = speaker;
            }
        }
    }

    fn sentence(&mut self, items: &[Item<'_>], quotes: &[Marked], goes_on: bool) {
        let reported = indirect::find(&self.discourse, items);
        let unheard = std::mem::take(&mut self.unheard);
        let mut spoken: Option<Named> = None;
        let mut earlier: Option<Attribution> = None;
        for (at, item) in items.iter().enumerate() {
            let Item::Quote(index, _) = item else { continue };
            if self.full {
                break;
            }
            let Some(quote) = quotes.get(*index) else { continue };
            let inside = self.reading.text(quote.inside.clone());
            let attribution = attribution::of(&self.discourse, items, at, inside);
            let named = is_speech::is_named(items, at);
            let attribution = attribution.filter(|_| !named);
            let shared = attribution.is_none();
            let attribution = attribution.or_else(|| earlier.clone().filter(|_| !named));
            let term = self.terms.is_term(inside) && attribution.as_ref().is_none_or(|found| !found.adjacent);
            let named = named || term;
            if named || !is_speech::is_speech(quote, inside, items, at, attribution.as_ref(), shared, goes_on) {
                let why = if named {
                    "no quotation: a name, a title or a term"
                } else {
                    "no quotation: words, and nobody says them"
                };
                self.reading.because(quote.inside.clone(), || why.to_owned());
                earlier = attribution.or(earlier);
                continue;
            }
            let subject = attribution.as_ref().and_then(|attribution| attribution.subject.clone());
            let candidate = subject.as_ref().map(|subject| subject.candidate.clone());
            let candidate = candidate.or_else(|| {
                let before = items.get(..at).unwrap_or_default();
                pronouns::same_sentence(&self.discourse, before, None).or_else(|| self.discourse.continuing())
            });
            self.reading
                .because(quote.inside.clone(), || reason::direct(attribution.as_ref(), shared, candidate.as_ref()));
            if !quote.closed && subject.is_none() {
                self.open.push(self.quotes.len());
            }
            if candidate.is_none() {
                self.unheard.push(self.quotes.len());
            }
            self.take(Quote {
                kind: QuoteKind::Direct,
                text: inside.to_owned(),
                speaker: candidate.map(|candidate| candidate.speaker()),
                mention: subject.as_ref().filter(|_| !shared).map(|subject| subject.mention.clone()),
                cue: attribution.as_ref().filter(|_| !shared).and_then(|attribution| attribution.cue.clone()),
                span: self.reading.span(quote.inside.clone()),
                extra: Extra::new(),
            });
            spoken = subject.or(spoken);
            earlier = attribution.or(earlier);
        }
        let directly = spoken.is_some();
        for reported in reported {
            self.reading.because(reported.bytes.clone(), || reason::indirect(&reported));
            self.take(Quote {
                kind: QuoteKind::Indirect,
                text: self.reading.text(reported.bytes.clone()).to_owned(),
                speaker: Some(reported.subject.candidate.speaker()),
                mention: Some(reported.subject.mention.clone()),
                cue: Some(reported.cue),
                span: self.reading.span(reported.bytes),
                extra: Extra::new(),
            });
            spoken = spoken.or(Some(reported.subject));
        }
        // Whoever is announced by a colon speaks in the next paragraph.
        if matches!(items.last(), Some(Item::Stop(":", _))) {
            let announced = attribution::before(&self.discourse, items, items.len());
            let announced = announced.and_then(|announced| announced.subject);
            let subject = || subject::sentence_subject(&self.discourse, items, items.len()).filter(|_| goes_on);
            spoken = announced.or(spoken).or_else(subject);
        }
        named::read(&mut self.discourse, items);
        if !unheard.is_empty() {
            let candidate = spoken.as_ref().map(|subject| subject.candidate.clone());
            let speaker = candidate.or_else(|| self.discourse.named_in(items)).map(|candidate| candidate.speaker());
            for quote in unheard {
                if let Some(quote) = self.quotes.get_mut(quote) {
                    quote.speaker.clone_from(&speaker);
                }
            }
        }
        if let Some(subject) = spoken.or_else(|| attribution::according(&self.discourse, items)) {
            self.discourse.spoke(&subject.candidate, directly);
        }
    }
}
