//! Whether the article is somebody's opinion rather than news.
//!
//! In: the address, the text, the topics found before. Out: the genre `opinion`, or nothing: what is not opinion is
//! not called news, for it may be anything else. Counted are the sections of the address, and words by which writers
//! argue or report, all outside quotation marks. The weights are those of a logistic regression over labelled news.

use crate::{Enricher, Reading};
use article::{Article, Genre, alt_role};
use foldhash::HashMap;
use std::sync::LazyLock;
use text::{AtomKind, Atoms, Lowercase};

/// Sections of sites in which opinion stands.
const SECTIONS: &[&str] = &[
    "opinion",
    "opinions",
    "editorial",
    "editorials",
    "comment",
    "comments",
    "commentary",
    "column",
    "columns",
    "columnist",
    "columnists",
    "op-ed",
    "oped",
    "op-eds",
    "letters",
    "blog",
    "blogs",
    "view",
    "views",
    "viewpoint",
    "viewpoints",
    "voices",
    "perspective",
    "perspectives",
    "opinion-and-analysis",
    "analysis-and-opinion",
];

/// What a note on the author of an opinion says.
const NOTES: &[&str] =
    &["the author is", "the writer is", "the author was", "views expressed", "opinions expressed", "op-ed"];

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

/// A kind of word: which, how much a share of it among all words is (it counts up to [`MOST`]), and its weight.
struct Kind {
    words: &'static [&'static str],
    scale: f32,
    weight: f32,
}

const MOST: f32 = 1.5;

const KINDS: &[Kind] = &[
    Kind { words: &["i", "my", "me"], scale: 50.0, weight: 0.18 },
    Kind { words: &["we", "our"], scale: 50.0, weight: 1.0 },
    Kind { words: &["should", "must", "ought", "cannot", "need", "needs"], scale: 60.0, weight: 1.64 },
    Kind {
        words: &[
            "perhaps",
            "surely",
            "indeed",
            "unfortunately",
            "sadly",
            "alas",
            "clearly",
            "course",
            "simply",
            "merely",
            "rather",
            "truth",
            "fact",
            "hardly",
            "nothing",
            "ever",
            "never",
        ],
        scale: 60.0,
        weight: 1.58,
    },
    Kind {
        words: &["but", "yet", "however", "therefore", "thus", "so", "because", "if", "though", "although"],
        scale: 25.0,
        weight: 0.83,
    },
    Kind { words: &["is", "are", "has", "have", "does", "do"], scale: 15.0, weight: 0.69 },
    Kind { words: &["was", "were", "had", "did"], scale: 15.0, weight: -0.48 },
    Kind { words: &["this", "these", "such", "what", "why", "how"], scale: 30.0, weight: 1.23 },
    Kind {
        words: &["said", "says", "told", "added", "according", "announced", "reported", "stated", "explained", "noted"],
        scale: 60.0,
        weight: -2.32,
    },
    Kind {
        words: &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "yesterday", "tomorrow"],
        scale: 60.0,
        weight: -1.06,
    },
    Kind {
        words: &[
            "democracy",
            "regime",
            "nation",
            "freedom",
            "justice",
            "moral",
            "history",
            "truth",
            "power",
            "people",
            "society",
        ],
        scale: 60.0,
        weight: 0.7,
    },
];

/// No word that is counted is longer, in bytes.
const LONGEST_WORD: usize = 13;

/// The places in [`KINDS`] of each word that is counted.
static KINDS_OF: LazyLock<HashMap<&'static str, Vec<usize>>> = LazyLock::new(|| {
    let mut kinds_of: HashMap<&'static str, Vec<usize>> = HashMap::default();
    for (at, kind) in KINDS.iter().enumerate() {
        kind.words.iter().for_each(|word| kinds_of.entry(word).or_default().push(at));
    }
    kinds_of
});

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

    fn model(&self) -> Option<&str> {
        Some("genre-en@1")
    }

    fn reads(&self, article: &Article) -> bool {
        crate::language::is_english(article)
    }

    fn enrich(&self, reading: &Reading<'_>, article: &mut Article) {
        let declared = article.genres.iter().any(|genre| genre.name.is_some() || genre.uri.is_some());
        if !declared && opinion(reading, article) > 0.0 {
            article.genres.push(Genre {
                name: Some("opinion".to_owned()),
                uri: Some("http://cv.iptc.org/newscodes/genre/Opinion".to_owned()),
                ..Genre::default()
            });
        }
    }
}

/// How much speaks for opinion; from 0 on it is one.
fn opinion(reading: &Reading<'_>, article: &Article) -> f32 {
    let style = Style::read(reading.atoms(), reading.body());
    if style.words < FEWEST_WORDS {
        return f32::MIN;
    }
    let words = style.words as f32;
    let mut score = BASE + LENGTH_WEIGHT * (words / 1000.0).min(1.0);
    for (kind, count) in KINDS.iter().zip(&style.kinds) {
        score += kind.weight * (count / words * kind.scale).min(MOST);
    }
    score += QUESTION_WEIGHT * (style.questions / words * 200.0).min(1.0);
    score += QUOTE_WEIGHT * (style.quotes / words * 100.0).min(1.0);
    let topic = article.subjects.iter().find_map(|subject| subject.literal.as_deref());
    for (holds, weight) in [
        (article.alt_id(alt_role::CANONICAL_URL).is_some_and(is_section), SECTION_WEIGHT),
        (topic.is_some_and(|topic| ARGUED.contains(&topic)), TOPIC_WEIGHT),
        (has_note(reading.body()), NOTE_WEIGHT),
        (style.asks, INTERVIEW_WEIGHT),
    ] {
        score += if holds { weight } else { 0.0 };
    }
    score
}

fn is_section(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let mut parts: Vec<&str> = path.split('/').skip(3).collect();
    // The last part names the article.
    parts.pop();
    parts.iter().any(|part| SECTIONS.iter().any(|section| section.eq_ignore_ascii_case(part)))
}

fn has_note(body: &str) -> bool {
    let lower = body.to_ascii_lowercase();
    NOTES.iter().any(|note| lower.contains(note))
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
    fn read(atoms: Atoms<'_>, body: &str) -> Self {
        let mut style = Self { kinds: vec![0.0; KINDS.len()], ..Self::default() };
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
                        style.count(atoms.text(at..at + 1));
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

    fn count(&mut self, word: &str) {
        self.words += 1;
        let mut small = Lowercase::default();
        let counted = Some(word).filter(|word| word.len() <= LONGEST_WORD).and_then(|word| small.of(word));
        for kind in counted.and_then(|word| KINDS_OF.get(word)).into_iter().flatten() {
            self.kinds.get_mut(*kind).into_iter().for_each(|count| *count += 1.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sections_of_opinion_are_known_by_the_address() {
        assert!(is_section("https://example.org/Opinions/2022/a-title"));
        assert!(!is_section("https://example.org/news/opinion"));
        assert!(!is_section(""));
    }

    #[test]
    fn quotations_are_not_the_writers_words() {
        let reading = Reading::new("We won. “We lost, we lost,” he said. \"We drew\" is it?");
        let style = Style::read(reading.atoms(), reading.body());
        assert_eq!(style.kinds.get(1), Some(&1.0));
        assert_eq!((style.quotes, style.questions), (2.0, 1.0));
    }

    proptest! {
        #[test]
        fn any_text_has_a_style(text in "(\\PC|[“”\"\n?]){0,600}") {
            let style = Style::read(Reading::new(&text).atoms(), &text);
            prop_assert!(style.words <= text.len());
            prop_assert!(style.kinds.iter().all(|count| *count <= style.words as f32));
        }
    }
}
