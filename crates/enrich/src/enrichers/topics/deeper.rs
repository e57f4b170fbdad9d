//! A topic below the top level, given only when the article's own words leave no doubt.
//!
//! In: headline and text, counted once, and the top-level topic that the model gave. Out: at most one deeper topic of it.
//! The words that tell a topic stand in `models/deeper-topics.tsv`: its id, its top-level topic's id, its name, words and
//! pairs of words in lower case that tell it, and such as stand beside them but tell nothing alone: `train` of an accident.

use foldhash::HashMap;
use std::sync::LazyLock;
use text::Lowercase;

static TABLE: &str = include_str!("../../../models/deeper-topics.tsv");

/// What stands in so many bytes of the text tells what the article is about, not what it comes to speak of.
const BEGINNING: usize = 300;

/// Words of a topic that it needs, and how many that tell it must differ by more than a plural's s.
const ENOUGH: u32 = 4;
const DIFFERENT: usize = 2;

/// So many times the words of the runner-up below the same top-level topic.
const CLEARLY: u32 = 2;

/// A topic that the words can tell.
#[derive(Debug)]
pub(super) struct Deeper {
    pub(super) id: &'static str,
    pub(super) top: &'static str,
    pub(super) name: &'static str,
}

struct Term {
    printed: &'static str,
    /// The second word of a pair.
    second: Option<&'static str>,
    /// The topic's row in the table.
    row: usize,
    /// Whether it tells the topic; others only stand beside those that do.
    tells: bool,
}

impl Term {
    fn stem(&self) -> &'static str {
        self.printed.trim_end_matches('s')
    }
}

struct Terms {
    topics: Vec<Deeper>,
    terms: Vec<Term>,
    /// The terms that begin with a word.
    by_word: HashMap<&'static str, Vec<usize>>,
    /// For each first and last letter the lengths of the words that have them, a bit each: most words of a text are none.
    lengths: Vec<u32>,
}

impl Terms {
    /// The terms that begin with a word.
    fn beginning_with(&self, word: &str, letters: &mut Lowercase) -> Option<&[usize]> {
        let lengths = self.lengths.get(ends(word)?)?;
        (word.len() < 32 && (lengths >> word.len()) & 1 == 1).then_some(())?;
        self.by_word.get(letters.of(word)?).map(Vec::as_slice)
    }
}

/// Letters differ in their last five bits, whatever their case.
const LETTERS: usize = 32;

/// A number of the first and the last letter of a word.
fn ends(word: &str) -> Option<usize> {
    let letter = |byte: &u8| usize::from(*byte) % LETTERS;
    Some(letter(word.as_bytes().first()?) * LETTERS + letter(word.as_bytes().last()?))
}

static TERMS: LazyLock<Terms> = LazyLock::new(|| {
    let (mut topics, mut terms) = (Vec::new(), Vec::new());
    let mut by_word: HashMap<&'static str, Vec<usize>> = HashMap::default();
    for (topic, telling, beside) in TABLE.lines().filter_map(row) {
        let words = telling.split(", ").map(|word| (word, true));
        for (printed, tells) in
            words.chain(beside.split(", ").map(|word| (word, false)).filter(|(word, _)| !word.is_empty()))
        {
            let (first, second) = printed.split_once(' ').map_or((printed, None), |(one, two)| (one, Some(two)));
            by_word.entry(first).or_default().push(terms.len());
            terms.push(Term { printed, second, row: topics.len(), tells });
        }
        topics.push(topic);
    }
    let mut lengths = vec![0; LETTERS * LETTERS];
    for word in by_word.keys().filter(|word| word.len() < 32) {
        if let Some(known) = ends(word).and_then(|ends| lengths.get_mut(ends)) {
            *known |= 1 << word.len();
        }
    }
    Terms { topics, terms, by_word, lengths }
});

/// A row of the table; a test reads them all.
fn row(line: &'static str) -> Option<(Deeper, &'static str, &'static str)> {
    let mut fields = line.split('\t');
    let topic = Deeper { id: fields.next()?, top: fields.next()?, name: fields.next()? };
    Some((topic, fields.next()?, fields.next().unwrap_or_default()))
}

/// How often an article has the words of each topic.
pub(super) struct Counted {
    /// Term, times, in the order of their first use.
    found: Vec<(&'static Term, u32)>,
    /// The topics with a word that tells them in the headline or the beginning.
    early: Vec<usize>,
}

impl Counted {
    /// Reads an article once.
    pub(super) fn of(headline: Option<&str>, body: &str) -> Self {
        let mut counted = Self { found: Vec::new(), early: Vec::new() };
        counted.read(headline.unwrap_or_default(), usize::MAX);
        counted.read(body, BEGINNING);
        counted
    }

    /// Words are read as bytes: those of the table are plain, and other letters part words as stops do.
    fn read(&mut self, text: &str, beginning: usize) {
        let terms: &'static Terms = &TERMS;
        let mut letters = Lowercase::default();
        // The terms of which the word before was the first of two.
        let mut begun: &'static [usize] = &[];
        let mut at = 0;
        for word in text.as_bytes().split(|byte| !byte.is_ascii_alphanumeric()) {
            let (start, end) = (at, at + word.len());
            at = end + 1;
            let early = start < beginning;
            for term in begun.iter().filter_map(|term| terms.terms.get(*term)) {
                if term.second.is_some_and(|second| second.as_bytes().eq_ignore_ascii_case(word)) {
                    self.count(term, early);
                }
            }
            let here =
                text.get(start..end).and_then(|word| terms.beginning_with(word, &mut letters)).unwrap_or_default();
            for term in here.iter().filter_map(|term| terms.terms.get(*term)).filter(|term| term.second.is_none()) {
                self.count(term, early);
            }
            let joined = matches!(text.as_bytes().get(end), Some(b' ' | b'-'));
            begun = if joined { here } else { &[] };
        }
    }

    fn count(&mut self, term: &'static Term, early: bool) {
        match self.found.iter_mut().find(|(known, _)| std::ptr::eq(*known, term)) {
            Some((_, times)) => *times = times.saturating_add(1),
            None => self.found.push((term, 1)),
        }
        if early && term.tells && !self.early.contains(&term.row) {
            self.early.push(term.row);
        }
    }

    /// The topic below this one that the words tell, with these words; `None`: they tell none, or more than one.
    pub(super) fn below(&self, top: &str) -> Option<(&'static Deeper, impl Fn() -> String + '_)> {
        // Row, times, different words.
        let mut topics: Vec<(usize, u32, usize)> = Vec::new();
        for (at, (term, times)) in self.found.iter().enumerate() {
            if TERMS.topics.get(term.row).is_none_or(|topic| topic.top != top) {
                continue;
            }
            let is_same = |other: &Term| other.row == term.row && other.tells && other.stem() == term.stem();
            let tells = term.tells && !self.found.iter().take(at).any(|(other, _)| is_same(other));
            match topics.iter_mut().find(|(row, ..)| *row == term.row) {
                Some((_, all, different)) => {
                    *all = all.saturating_add(*times);
                    *different += usize::from(tells);
                }
                None => topics.push((term.row, *times, usize::from(tells))),
            }
        }
        topics.sort_unstable_by_key(|(row, times, _)| (std::cmp::Reverse(*times), *row));
        let &(row, times, different) = topics.first()?;
        let runner_up = topics.get(1).map_or(0, |(_, times, _)| *times);
        let sure = times >= ENOUGH
            && different >= DIFFERENT
            && self.early.contains(&row)
            && times >= runner_up.saturating_mul(CLEARLY);
        let words = move || {
            let told = self.found.iter().filter(|(term, _)| term.row == row);
            told.map(|(term, times)| format!("{} × {times}", term.printed)).collect::<Vec<_>>().join(", ")
        };
        TERMS.topics.get(row).filter(|_| sure).map(|topic| (topic, words))
    }
}

#[cfg(test)]
mod tests {
    use super::super::TOPICS;
    use super::*;

    fn deeper(top: &str, headline: &str, body: &str) -> Option<&'static str> {
        Counted::of(Some(headline), body).below(top).map(|(topic, _)| topic.name)
    }

    #[test]
    fn words_of_a_topic_throughout_an_article_tell_it() {
        let cases = [
            (
                "15000000",
                "Hosts win by six wickets",
                "The batsmen made 200 in their first innings. The last wicket fell to a young bowler before tea.",
                "cricket",
            ),
            (
                "03000000",
                "Strong earthquake shakes coast",
                "The quake had a magnitude of 6.1. Two aftershocks followed; the epicentre was at sea.",
                "earthquake",
            ),
            (
                "03000000",
                "Train derails in tunnel",
                "The train left the rails; four carriages derailed. It was the second derailment of a train this year.",
                "railway accident and incident",
            ),
            (
                "04000000",
                "Central bank holds",
                "The central bank kept its interest rate. Monetary policy stays; the next interest-rate meeting is in May.",
                "central bank",
            ),
        ];
        for (top, headline, body, topic) in cases {
            assert_eq!(deeper(top, headline, body), Some(topic), "{headline}");
        }
    }

    #[test]
    fn what_an_article_only_comes_to_speak_of_is_not_its_topic() {
        let late =
            format!("{} The quake had a magnitude of 6. Aftershocks and a quake followed.", "It was so. ".repeat(30));
        let cases = [
            // Another top-level topic.
            (
                "11000000",
                "Minister bowled out",
                "He was on a sticky wicket, a batsman late in his innings, as in cricket.",
            ),
            // Words of what had no accident.
            (
                "03000000",
                "Night train returns",
                "The train runs again with six carriages. A train driver said each train is full, and the carriages new.",
            ),
            // Once.
            ("03000000", "Bridge collapses", "The bridge was weakened by an earthquake in 2001, engineers said."),
            // One word, however often.
            ("15000000", "Cricket", "Cricket, cricket and cricket. The cricket sang."),
            // One word and its plural.
            ("15000000", "Crickets", "A wicket, two wickets, three wickets, more wickets and a wicket gate."),
            // Late in the article.
            ("03000000", "Town rebuilds", &late),
            // Two at once.
            ("15000000", "Cricket and tennis", "Cricket, wicket, innings, batsman. Tennis, Wimbledon, ATP, forehand."),
            // A pair that is none: a stop parts it.
            (
                "04000000",
                "Parks",
                "It is central. Bank here. So central. Bank on it. An interest; rates too. Central, bank.",
            ),
            ("15000000", "", ""),
        ];
        for (top, headline, body) in cases {
            assert_eq!(deeper(top, headline, body), None, "{headline}");
        }
    }

    #[test]
    fn the_words_that_told_it_are_named() {
        let counted = Counted::of(None, "A wicket, a wicket, an innings, and cricket.");
        let words = counted.below("15000000").map(|(_, words)| words());
        assert_eq!(words.as_deref(), Some("wicket × 2, innings × 1, cricket × 1"));
    }

    #[test]
    fn every_row_of_the_table_has_its_form() {
        assert_eq!(TERMS.topics.len(), TABLE.lines().count());
        assert!(TERMS.topics.len() >= 60);
        for topic in &TERMS.topics {
            assert!(topic.id.len() == 8 && topic.id.bytes().all(|digit| digit.is_ascii_digit()), "{topic:?}");
            assert!(topic.id > "17000000", "{topic:?} is below the top level");
            assert!(TOPICS.iter().any(|(id, _)| *id == topic.top), "{topic:?}");
            assert_eq!(TERMS.topics.iter().filter(|other| other.id == topic.id).count(), 1, "{topic:?} once");
        }
        for term in &TERMS.terms {
            let mut words = term.printed.split(' ');
            let plain = |word: &str| word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
            assert!(words.all(|word| !word.is_empty() && plain(word)), "{:?}", term.printed);
            assert!(term.printed.split(' ').count() <= 2, "{:?}", term.printed);
        }
    }
}
