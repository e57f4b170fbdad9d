//! The way through the text, sentence by sentence, and the quotations found on it.

use super::marks::{Marked, Terms};
use super::people::Cast;
use super::said::attribution::{self, Attribution};
use super::said::indirect::{self, Reported};
use super::said::{is_speech, reason, subject};
use super::sentence::Item;
use super::speaker::{Candidate, Discourse, Named, named, pronouns};
use crate::Reading;
use article::{Extra, List, Quote, QuoteKind};

/// Where the reader of the text is.
pub(super) struct Walk<'a> {
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

/// What the quotations of a sentence told so far.
#[derive(Default)]
struct Told {
    /// Who spoke.
    spoken: Option<Named>,
    /// The last attribution.
    earlier: Option<Attribution>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(reading: &'a Reading<'a>, cast: &'a Cast, terms: Terms<'a>) -> Self {
        Self {
            reading,
            discourse: Discourse::new(reading.body(), cast),
            quotes: Vec::new(),
            open: Vec::new(),
            unheard: Vec::new(),
            terms,
            full: false,
        }
    }

    pub(super) fn is_full(&self) -> bool {
        self.full
    }

    /// The quotations in the order of the text.
    pub(super) fn end(mut self) -> Vec<Quote> {
        self.join();
        self.quotes.sort_by_key(|quote| (quote.span.start, quote.span.end));
        self.quotes
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

    /// Reads a sentence; `quotes` are the marked pieces of its paragraph, and `goes_on` says whether the next paragraph
    /// begins with one.
    pub(super) fn sentence(&mut self, items: &[Item<'_>], quotes: &[Marked], goes_on: bool) {
        let reported = indirect::find(&self.discourse, items);
        let unheard = std::mem::take(&mut self.unheard);
        let mut told = Told::default();
        for (at, item) in items.iter().enumerate() {
            let Item::Quote(index, _) = item else { continue };
            if self.full {
                break;
            }
            if let Some(quote) = quotes.get(*index) {
                self.direct(items, at, quote, goes_on, &mut told);
            }
        }
        let directly = told.spoken.is_some();
        let mut spoken = told.spoken;
        for reported in reported {
            let subject = self.indirect(reported);
            spoken = spoken.or(Some(subject));
        }
        // Whoever is announced by a colon speaks in the next paragraph.
        if matches!(items.last(), Some(Item::Stop(":", _))) {
            let announced = attribution::before(&self.discourse, items, items.len());
            let announced = announced.and_then(|announced| announced.subject);
            let subject = || subject::sentence_subject(&self.discourse, items, items.len()).filter(|_| goes_on);
            spoken = announced.or(spoken).or_else(subject);
        }
        named::read(&mut self.discourse, items);
        self.hear(unheard, spoken.as_ref(), items);
        if let Some(subject) = spoken.or_else(|| attribution::according(&self.discourse, items)) {
            self.discourse.spoke(&subject.candidate, directly);
        }
    }

    /// Takes what stands between the marks at `at`, if somebody says it.
    fn direct(&mut self, items: &[Item<'_>], at: usize, quote: &Marked, goes_on: bool, told: &mut Told) {
        let inside = self.reading.text(quote.inside.clone());
        let is_name = is_speech::is_named(items, at);
        let own = attribution::of(&self.discourse, items, at, inside).filter(|_| !is_name);
        let shared = own.is_none();
        let attribution = own.or_else(|| told.earlier.clone().filter(|_| !is_name));
        let is_term = self.terms.is_term(inside) && attribution.as_ref().is_none_or(|found| !found.adjacent);
        if is_name || is_term {
            self.reading.because(quote.inside.clone(), || "no quotation: a name, a title or a term".to_owned());
        } else if !is_speech::is_speech(quote, inside, items, at, attribution.as_ref(), shared, goes_on) {
            self.reading.because(quote.inside.clone(), || "no quotation: words, and nobody says them".to_owned());
        } else {
            let subject = attribution.as_ref().and_then(|attribution| attribution.subject.clone());
            let candidate = subject.as_ref().map(|subject| subject.candidate.clone());
            let candidate = candidate.or_else(|| self.going_on(items.get(..at).unwrap_or_default()));
            self.take_direct(quote, attribution.as_ref(), shared, candidate);
            told.spoken = subject.or(told.spoken.take());
        }
        told.earlier = attribution.or(told.earlier.take());
    }

    /// Whoever goes on speaking behind these words, without attribution.
    fn going_on(&self, before: &[Item<'_>]) -> Option<Candidate> {
        pronouns::same_sentence(&self.discourse, before, None).or_else(|| self.discourse.continuing())
    }

    /// Takes a direct quotation. `shared`: its attribution is that of another before it.
    fn take_direct(
        &mut self,
        quote: &Marked,
        attribution: Option<&Attribution>,
        shared: bool,
        candidate: Option<Candidate>,
    ) {
        let reading = self.reading;
        reading.because(quote.inside.clone(), || reason::direct(attribution, shared, candidate.as_ref()));
        let subject = attribution.and_then(|attribution| attribution.subject.as_ref());
        if !quote.closed && subject.is_none() {
            self.open.push(self.quotes.len());
        }
        if candidate.is_none() {
            self.unheard.push(self.quotes.len());
        }
        self.take(Quote {
            kind: QuoteKind::Direct,
            text: reading.text(quote.inside.clone()).to_owned(),
            speaker: candidate.map(|candidate| candidate.speaker()),
            mention: subject.filter(|_| !shared).map(|subject| subject.mention.clone()),
            cue: attribution.filter(|_| !shared).and_then(|attribution| attribution.cue.clone()),
            span: reading.span(quote.inside.clone()),
            extra: Extra::new(),
        });
    }

    /// Takes a reported clause; whoever says it.
    fn indirect(&mut self, reported: Reported) -> Named {
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
        reported.subject
    }

    /// Takes a quotation, unless there are enough.
    fn take(&mut self, quote: Quote) {
        self.full |= self.reading.is_full(List::Quotes, self.quotes.len());
        if !self.full {
            self.quotes.push(quote);
        }
    }

    /// Gives those nobody was known to say to whoever this sentence speaks of.
    fn hear(&mut self, unheard: Vec<usize>, spoken: Option<&Named>, items: &[Item<'_>]) {
        if unheard.is_empty() {
            return;
        }
        let candidate = spoken.map(|subject| subject.candidate.clone());
        let speaker = candidate.or_else(|| self.discourse.named_in(items)).map(|candidate| candidate.speaker());
        for quote in unheard {
            if let Some(quote) = self.quotes.get_mut(quote) {
                quote.speaker.clone_from(&speaker);
            }
        }
    }
}
