//! Whether the article is somebody's opinion rather than news.
//!
//! In: the address, the text, the topics found before. Out: the genre `opinion`, or nothing: what is not opinion is
//! not called news, for it may be anything else. Counted are the sections of the address, and words by which writers
//! argue or report, all outside quotation marks. The weights are those of a logistic regression over labelled news.

use crate::words::{self, Kind, Kinds, KnownAtoms, Words};
use crate::{Enricher, Reading};
use article::{Article, Genre, alt_role};
use text::AtomKind;

/// Topics that people argue about in public.
const ARGUED: &[&str] = &[
    "medtop:02000000",
    "medtop:04000000",
    "medtop:05000000",
    "medtop:06000000",
    "medtop:07000000",
    "medtop:11000000",
    "medtop:12000000",
    "medtop:14000000",
    "medtop:16000000",
];

/// A kind of word that is counted: how much a share of it among all words is (it counts up to [`MOST`]), and its weight.
struct Counted {
    kind: Kind,
    scale: f32,
    weight: f32,
}

const MOST: f32 = 1.5;

const COUNTED: &[Counted] = &[
    Counted { kind: Kind::WriterAlone, scale: 50.0, weight: 0.18 },
    Counted { kind: Kind::WriterAndReaders, scale: 50.0, weight: 1.0 },
    Counted { kind: Kind::Demands, scale: 60.0, weight: 1.64 },
    Counted { kind: Kind::Argues, scale: 60.0, weight: 1.58 },
    Counted { kind: Kind::Connects, scale: 25.0, weight: 0.83 },
    Counted { kind: Kind::Present, scale: 15.0, weight: 0.69 },
    Counted { kind: Kind::PastAuxiliary, scale: 15.0, weight: -0.48 },
    Counted { kind: Kind::PointsAtThings, scale: 30.0, weight: 1.23 },
    Counted { kind: Kind::Reports, scale: 60.0, weight: -2.32 },
    Counted { kind: Kind::TellsDay, scale: 60.0, weight: -1.06 },
    Counted { kind: Kind::Cause, scale: 60.0, weight: 0.7 },
];

const SECTION_WEIGHT: f32 = 1.99;
const NOTE_WEIGHT: f32 = 0.75;
const QUESTION_WEIGHT: f32 = 1.14;
const QUOTE_WEIGHT: f32 = -0.46;
const LENGTH_WEIGHT: f32 = 2.82;
const TOPIC_WEIGHT: f32 = 1.7;
const INTERVIEW_WEIGHT: f32 = -0.83;
const BASE: f32 = -4.79;

/// A text of fewer words is too short to tell.
const FEWEST_WORDS: usize = 120;

pub(crate) struct GenreEnricher;

impl Enricher for GenreEnricher {
    fn name(&self) -> &'static str {
        "genre"
    }

    fn model(&self) -> Option<(&'static str, &str)> {
        Some(("genre", "genre-en@1"))
    }

    fn reads(&self, article: &Article) -> bool {
        crate::enrichers::language::is_english(article)
    }

    fn enrich(&self, reading: &Reading<'_>, article: &mut Article) {
        let declared = article.genres.iter().any(|genre| genre.name.is_some() || genre.uri.is_some());
        let Some(words) = words::of(article) else { return };
        if !declared && opinion(words, reading, article) > 0.0 {
            article.genres.push(Genre {
                name: Some("opinion".to_owned()),
                uri: Some("http://cv.iptc.org/newscodes/genre/Opinion".to_owned()),
                ..Genre::default()
            });
        }
    }
}

/// How much speaks for opinion; from 0 on it is one.
fn opinion(language: &Words, reading: &Reading<'_>, article: &Article) -> f32 {
    let style = Style::read(reading.words(article), reading.body());
    if style.words < FEWEST_WORDS {
        return f32::MIN;
    }
    let words = style.words as f32;
    let mut score = BASE + LENGTH_WEIGHT * (words / 1000.0).min(1.0);
    for (kind, count) in COUNTED.iter().zip(&style.kinds) {
        score += kind.weight * (count / words * kind.scale).min(MOST);
    }
    score += QUESTION_WEIGHT * (style.questions / words * 200.0).min(1.0);
    score += QUOTE_WEIGHT * (style.quotes / words * 100.0).min(1.0);
    let topic = article.subjects.iter().find_map(|subject| subject.literal.as_deref());
    for (holds, weight) in [
        (article.alt_id(alt_role::CANONICAL_URL).is_some_and(|url| is_section(language, url)), SECTION_WEIGHT),
        (topic.is_some_and(|topic| ARGUED.contains(&topic)), TOPIC_WEIGHT),
        (has_note(language, reading.body()), NOTE_WEIGHT),
        (style.asks, INTERVIEW_WEIGHT),
    ] {
        score += if holds { weight } else { 0.0 };
    }
    score
}

fn is_section(language: &Words, url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let mut parts: Vec<&str> = path.split('/').skip(3).collect();
    // The last part names the article.
    parts.pop();
    parts.iter().any(|part| !part.ends_with('.') && language.is(part, Kind::OpinionSection))
}

fn has_note(language: &Words, body: &str) -> bool {
    let lower = body.to_ascii_lowercase();
    language.sought(Kind::OpinionNote).any(|note| lower.contains(note))
}

/// What is counted in a text.
#[derive(Debug, Default)]
struct Style {
    /// Words outside quotation marks.
    words: usize,
    /// Of each kind.
    kinds: Vec<f32>,
    questions: f32,
    quotes: f32,
    /// Whether paragraphs are questions, as in interviews.
    asks: bool,
}

impl Style {
    fn read(atoms: KnownAtoms<'_>, body: &str) -> Self {
        let mut style = Self { kinds: vec![0.0; COUNTED.len()], ..Self::default() };
        let mut start = 0;
        for line in body.split_inclusive('\n') {
            let atoms = atoms.within(start..start + line.len());
            start += line.len();
            let line = line.strip_suffix('\n').map_or(line, |line| line.strip_suffix('\r').unwrap_or(line));
            style.asks |= line.trim_end().ends_with('?') && (20..200).contains(&line.len());
            // A quotation mark that is not closed ends with its paragraph.
            let mut quoted = false;
            for at in 0..atoms.len() {
                let mark = match atoms.get(at).map(|atom| atom.kind) {
                    Some(AtomKind::Letters) if !quoted => {
                        style.count(atoms.kinds(at..at + 1));
                        continue;
                    }
                    Some(AtomKind::Mark(mark)) => mark,
                    Some(AtomKind::Letters | AtomKind::Digits | AtomKind::Break) | None => continue,
                };
                style.questions += if mark == '?' && !quoted { 1.0 } else { 0.0 };
                quoted = match mark {
                    '“' => true,
                    '”' => false,
                    '"' => !quoted,
                    _ => continue,
                };
                style.quotes += if quoted { 1.0 } else { 0.0 };
            }
            let open_text = quoted && !line.ends_with(['“', '"']);
            style.quotes += if open_text { 1.0 } else { 0.0 };
        }
        style
    }

    fn count(&mut self, kinds: Kinds) {
        self.words += 1;
        for (count, counted) in self.kinds.iter_mut().zip(COUNTED) {
            *count += if kinds.is(counted.kind) { 1.0 } else { 0.0 };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sections_of_opinion_are_known_by_the_address() {
        assert!(is_section(words::english(), "https://example.org/Opinions/2022/a-title"));
        assert!(!is_section(words::english(), "https://example.org/news/opinion"));
        assert!(!is_section(words::english(), ""));
    }

    #[test]
    fn quotations_are_not_the_writers_words() {
        let reading = Reading::new("We won. “We lost, we lost,” he said. \"We drew\" is it?");
        let style = Style::read(reading.words_of(words::english()), reading.body());
        assert_eq!(style.kinds.get(1), Some(&1.0));
        assert_eq!((style.quotes, style.questions), (2.0, 1.0));
    }

    proptest! {
        #[test]
        fn any_text_has_a_style(text in "(\\PC|[“”\"\n?]){0,600}") {
            let style = Style::read(Reading::new(&text).words_of(words::english()), &text);
            prop_assert!(style.words <= text.len());
            prop_assert!(style.kinds.iter().all(|count| *count <= style.words as f32));
        }
    }
}
