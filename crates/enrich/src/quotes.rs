//! Who said what, word for word and reported.
//!
//! In: an English text and the people found in it. Out: `enrichment.quotes` in the order of the text. What stands
//! between marks and nobody says (titles of works, nicknames, words held at a distance) is no quotation. A text in
//! another language is left alone: reporting verbs are English.

mod attribution;
mod cast;
mod clause;
mod cues;
mod description;
mod focus;
mod gender;
#[cfg(test)]
mod hostile;
mod indirect;
mod mark_style;
mod marks;
mod names;
mod noun_phrase;
mod phrase;
mod preceding;
mod pronouns;
mod reason;
mod role_bearer;
mod roles;
mod speaker;
mod terms;
mod word_list;
mod words;

use crate::{Enricher, Reading};
use article::{Article, Extra, Quote, QuoteKind};
use attribution::Attribution;
use cast::Cast;
use marks::Marked;
use speaker::{Discourse, Subject};
use std::ops::Range;
use terms::Terms;
use words::Item;

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
    let style = mark_style::of(text);
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
        let items = words::items(text, line, &quotes, 0);
        Some(Paragraph { quotes, items })
    };
    let paragraphs: Vec<Paragraph<'_>> = std::iter::from_fn(paragraph).collect();
    let cast = Cast::of(article, reading, paragraphs.iter().map(|paragraph| paragraph.items.as_slice()));
    let marked = paragraphs.iter().flat_map(|paragraph| &paragraph.quotes);
    let terms = Terms::of(marked.map(|quote| reading.text(quote.inside.clone())));
    let mut walk = Walk { reading, discourse: Discourse::new(text, &cast), quotes: Vec::new(), open: Vec::new(), unheard: Vec::new(), terms };
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let next = paragraphs.get(number + 1);
        let goes_on = next.is_some_and(|next| matches!(next.items.first(), Some(Item::Quote(..))));
        for sentence in words::sentences(text, &paragraph.items, &paragraph.quotes, 0) {
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
}

impl Walk<'_> {
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
        let mut spoken: Option<Subject> = None;
        let mut earlier: Option<Attribution> = None;
        for (at, item) in items.iter().enumerate() {
            let Item::Quote(index, _) = item else { continue };
            let Some(quote) = quotes.get(*index) else { continue };
            let inside = self.reading.text(quote.inside.clone());
            let attribution = attribution::of(&self.discourse, items, at, inside);
            let named = is_named(items, at);
            let attribution = attribution.filter(|_| !named);
            let shared = attribution.is_none();
            let attribution = attribution.or_else(|| earlier.clone().filter(|_| !named));
            let term = self.terms.is_term(inside) && attribution.as_ref().is_none_or(|found| !found.adjacent);
            let named = named || term;
            if named || !is_speech(quote, inside, items, at, attribution.as_ref(), shared, goes_on) {
                let why = if named { "no quotation: a name, a title or a term" } else { "no quotation: words, and nobody says them" };
                self.reading.because(quote.inside.clone(), || why.to_owned());
                earlier = attribution.or(earlier);
                continue;
            }
            let subject = attribution.as_ref().and_then(|attribution| attribution.subject.clone());
            let voice = subject.as_ref().map(|subject| subject.voice.clone());
            let voice = voice.or_else(|| self.discourse.continuing(items.get(..at).unwrap_or_default()));
            self.reading.because(quote.inside.clone(), || reason::direct(attribution.as_ref(), shared, voice.as_ref()));
            if !quote.closed && subject.is_none() {
                self.open.push(self.quotes.len());
            }
            if voice.is_none() {
                self.unheard.push(self.quotes.len());
            }
            self.quotes.push(Quote {
                kind: QuoteKind::Direct,
                text: inside.to_owned(),
                speaker: voice.map(|voice| voice.speaker()),
                mention: subject.as_ref().filter(|_| !shared).map(|subject| subject.mention.clone()),
                cue: attribution.as_ref().filter(|_| !shared).and_then(|attribution| attribution.cue.clone()),
                span: self.reading.span(quote.inside.clone()),
                extra: Extra::new(),
            });
            spoken = subject.or(spoken);
            earlier = attribution.or(earlier);
        }
        for reported in reported {
            self.reading.because(reported.bytes.clone(), || reason::indirect(&reported));
            self.quotes.push(Quote {
                kind: QuoteKind::Indirect,
                text: self.reading.text(reported.bytes.clone()).to_owned(),
                speaker: Some(reported.subject.voice.speaker()),
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
            let subject = || indirect::sentence_subject(&self.discourse, items, items.len()).filter(|_| goes_on);
            spoken = announced.or(spoken).or_else(subject);
        }
        self.discourse.read(items);
        if !unheard.is_empty() {
            let voice = spoken.as_ref().map(|subject| subject.voice.clone());
            let speaker = voice.or_else(|| self.discourse.named_in(items)).map(|voice| voice.speaker());
            for quote in unheard {
                if let Some(quote) = self.quotes.get_mut(quote) {
                    quote.speaker.clone_from(&speaker);
                }
            }
        }
        if let Some(subject) = spoken.or_else(|| attribution::according(&self.discourse, items)) {
            self.discourse.spoke(&subject.voice);
        }
    }
}

/// Whether somebody says what stands between these marks.
fn is_speech(
    quote: &Marked,
    inside: &str,
    sentence: &[Item<'_>],
    at: usize,
    attribution: Option<&Attribution>,
    shared: bool,
    goes_on: bool,
) -> bool {
    let count = inside.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
    let ends = inside.ends_with(['.', ',', '?', '!', '…', '—', '–']);
    let begins = inside
        .starts_with(|first: char| first.is_uppercase() || matches!(first, '[' | '(' | '…' | '‘' | '\'' | '$'))
        || inside.starts_with(|first: char| first.is_ascii_digit());
    let alone = at == 0 && sentence.iter().skip(1).all(|item| matches!(item, Item::Stop(..) | Item::Pause(..)));
    let adjacent = attribution.is_some_and(|attribution| attribution.adjacent) && !shared;
    if quote.single {
        // Single marks stand around words and names more often than around speech.
        const SURELY_SPEECH: usize = 5;
        let speech = adjacent && (ends || begins) || attribution.is_some() && count >= SURELY_SPEECH;
        return speech && count >= 3 && !is_title(inside);
    }
    const LONG: usize = 8;
    let carried_on = goes_on || attribution.is_some() || count >= LONG;
    let open_ended = at == 0 && carried_on || goes_on && attribution.is_some();
    if !(quote.closed || open_ended) {
        return false;
    }
    if attribution.is_none() {
        // A sentence that stands whole between marks, or breaks off with a comma, is spoken by whoever spoke last; so
        // is a longer piece of one.
        const PIECE: usize = 8;
        let whole = alone && begins && count >= 3 && (ends || count >= 8);
        let broken_off = at == 0 && begins && count >= 5 && inside.ends_with([',', '—', '–', '…']);
        return whole || broken_off || count >= PIECE && quote.closed && !is_title(inside);
    }
    if adjacent && ends && (begins || at == 0) {
        return true;
    }
    if alone {
        return count >= 3;
    }
    count >= 3 && !is_title(inside)
}

/// Whether the words before the quotation at `at` say that it is a name or a title: `entitled “…”`, `is called “…”`.
fn is_named(sentence: &[Item<'_>], at: usize) -> bool {
    let before = sentence.get(at.saturating_sub(3)..at).unwrap_or_default();
    let mut words = before.iter().rev().filter(|item| !matches!(item, Item::Stop(":", _) | Item::Pause(",", _)));
    let idle = |item: &&&Item<'_>| item.word().is_some_and(|word| matches!(word, "the" | "a" | "an"));
    let words: Vec<&str> = words.by_ref().skip_while(|item| idle(&item)).filter_map(Item::word).take(2).collect();
    match words.as_slice() {
        [last, ..]
            if matches!(
                *last,
                "entitled"
                    | "titled"
                    | "named"
                    | "nicknamed"
                    | "headlined"
                    | "codenamed"
                    | "captioned"
                    | "dubbed"
                    | "means"
                    | "meaning"
            ) =>
        {
            true
        }
        ["called", before] => {
            cues::is_passive(before)
                || !before.chars().next().is_some_and(char::is_uppercase)
                    && !matches!(*before, "he" | "she" | "they" | "who" | "has" | "had" | "have" | "it")
        }
        ["as", "known"] => true,
        _ => false,
    }
}

/// Whether the words are written like the title of a work or a name.
fn is_title(inside: &str) -> bool {
    const MOST: usize = 9;
    let long = inside.split_whitespace().filter(|word| word.chars().count() > 3);
    let (mut words, mut capitals) = (0, 0);
    for word in long.take(MOST) {
        words += 1;
        capitals += usize::from(word.starts_with(|first: char| !first.is_lowercase()));
    }
    words > 0 && words < MOST && capitals == words
}
