//! The language of the text: read off it where it is long enough to tell, else as declared, else unknown.
//!
//! The text beats a declaration that disagrees. A declaration that agrees and says more (`en-GB`) is kept. A text in a
//! language that the model does not know has none, and is not read as English.

mod features;
mod met;
mod model;
mod scripts;
mod siblings;
mod sums;
#[cfg(feature = "training")]
pub mod training;

use met::Met;
use model::LanguageModel;
use siblings::Marked;

use crate::language_code::{is_of, primary};
use crate::pool::Pool;
use crate::sureness::{self, percent};
use crate::{Enricher, Reading};
use article::{Article, DeclaredOrText, Language};

/// The model that is part of the program.
static BUILT_IN: &[u8] = include_bytes!("../../models/language.bin");

/// A text up to this many bytes is read whole.
const WHOLE_UP_TO: usize = 900;

/// What is read of a longer one: where in the text, in eighths of it, and how many bytes. The beginning alone may be
/// a headline or a note in another language.
const PIECES: [(usize, usize); 3] = [(0, 400), (3, 250), (6, 250)];

/// Letters from which on the model is believed as far as it believes itself; below, in proportion.
const ENOUGH_LETTERS: f32 = 60.0;

/// The same for scripts that few languages share.
const ENOUGH_OF_RARE_SCRIPTS: f32 = 30.0;

/// From this evidence on, of 100, the text overrules a declaration.
const OVERRULES: u8 = 85;

/// From this evidence on, the text is believed when nothing is declared.
const BELIEVED: u8 = 30;

/// The same for English, which is what most short texts are that could be anything.
const BELIEVED_ENGLISH: u8 = 3;

/// Below this likelihood a text long enough is not English, whatever is declared.
const ENGLISH_RULED_OUT: f32 = 0.01;

/// So many times fewer texts are read wrongly than the evidence has it (`models/README.md`).
const SURER: f32 = 4.0;

/// Below this evidence a text may be in a language that nobody knows: less than this is stated.
const NEARLY_SURE: u8 = 98;

/// What is stated where nothing tells a language from those that read as it does: as many of a hundred are right.
const EITHER: u8 = 40;

/// A declaration is right more often than not; templates with a fixed language are why it is not more.
const DECLARED_CONFIDENCE: u8 = 60;

/// Languages that read alike, contain each other, or are one under two codes: none overrules another.
const ALIKE: &[&[&str]] = &[
    &["no", "nb", "nn"],
    &["sr", "hr", "bs", "sh", "cnr"],
    &["id", "ms", "in", "zsm", "min", "ban"],
    &["tl", "fil"],
    &["zh", "yue", "cmn", "wuu", "nan", "hak"],
    &["gl", "pt"],
    &["es", "ast", "an"],
    &["ca", "oc", "val"],
    &["hi", "mai", "bho", "mag", "awa", "raj", "hne", "bgc"],
    &["mr", "kok", "gom"],
    &["ne", "dty", "new"],
    &["fa", "prs", "pes", "glk", "mzn"],
    &["ku", "kmr", "ckb", "sdh"],
    &["ur", "pnb", "skr", "pa", "ks"],
    &["ar", "arz", "ary", "apc", "arb"],
    &["az", "azj", "azb", "tr"],
    &["mo", "ro"],
    &["iw", "he"],
    &["ji", "yi"],
    &["zu", "xh", "ss", "nr"],
    &["st", "tn", "nso"],
    &["rw", "rn"],
    &["bo", "dz"],
    &["my", "shn", "mnw"],
    &["bn", "as"],
    &["mg", "plt"],
    &["sq", "als"],
    &["en", "sco", "pcm", "kri"],
    &["it", "scn", "lmo", "nap", "vec", "co", "fur"],
    &["de", "gsw", "nds", "bar"],
    &["ak", "tw", "fat"],
    &["qu", "quz"],
    &["ber", "zgh", "tzm", "shi", "kab"],
];

pub(crate) struct LanguageEnricher {
    /// The checked-in model is read by a test, so this is always there.
    model: Option<LanguageModel>,
    met: Pool<Met>,
}

impl LanguageEnricher {
    /// With the model that is part of the program.
    pub(crate) fn built_in() -> Self {
        // Nothing to lose: see the field.
        Self { model: LanguageModel::decode(BUILT_IN).ok(), met: Pool::default() }
    }

    fn read_off(&self, text: &str) -> Option<Read<'_>> {
        let model = self.model.as_ref()?;
        let told = self.met.lend(|met| model.tell(pieces(text), met))?;
        let enough = if told.is_latin { ENOUGH_LETTERS } else { ENOUGH_OF_RARE_SCRIPTS };
        let is_long = (told.letters as f32 / enough).min(1.0);
        let evidence = |share: f32| percent(share * is_long * f32::from(sureness::MOST) / 100.0);
        let as_read = evidence(told.share);
        let marked = told.language.and_then(|language| siblings::marked(language, pieces(text)));
        let (language, evidence, stated) = match marked {
            Some(Marked::Another(language, share)) => (Some(language), evidence(share), confidence(evidence(share))),
            Some(Marked::Same(share)) => (told.language, as_read, confidence(evidence(share))),
            Some(Marked::Either) => (told.language, as_read, as_read.min(EITHER)),
            None => (told.language, as_read, confidence(as_read)),
        };
        let is_not_english = told.letters as f32 >= enough && told.english < ENGLISH_RULED_OUT;
        Some(Read { language, evidence, confidence: stated, is_not_english })
    }
}

/// How sure the reader is told that a text of so much evidence is. Where there is little, it is English or not told at all.
fn confidence(evidence: u8) -> u8 {
    if evidence < BELIEVED {
        return evidence;
    }
    let most = if evidence < NEARLY_SURE { NEARLY_SURE - 1 } else { sureness::MOST };
    percent(1.0 - (1.0 - f32::from(evidence) / 100.0) / SURER).min(most)
}

impl Enricher for LanguageEnricher {
    fn name(&self) -> &'static str {
        "language"
    }

    fn model(&self) -> Option<(&'static str, &str)> {
        Some(("language", "language@1"))
    }

    fn enrich(&self, reading: &Reading<'_>, article: &mut Article) {
        let decided = decide(self.read_off(reading.body()), article.language.as_deref());
        article.language = decided.as_ref().map(|language| language.value.clone());
        article.enrichment.language = decided;
    }
}

/// What a text reads as: a language, or one that the model does not know.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Read<'a> {
    language: Option<&'a str>,
    /// Of 100: how much speaks for it; what is decided by.
    evidence: u8,
    /// Of 100: how often such a text is in it; what is stated.
    confidence: u8,
    /// It may be unclear which language it is, but not that it is another than English.
    is_not_english: bool,
}

/// The pieces of a text that are looked at.
fn pieces(text: &str) -> impl Iterator<Item = &str> + Clone {
    let whole = (text.len() <= WHOLE_UP_TO).then_some(text);
    let parts = PIECES.into_iter().filter(move |_| whole.is_none()).map(|(eighths, bytes)| {
        let from = boundary(text, text.len() / 8 * eighths);
        text.get(from..boundary(text, from + bytes)).unwrap_or_default()
    });
    whole.into_iter().chain(parts)
}

/// The character that this byte is in begins here.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn decide(read: Option<Read<'_>>, declared: Option<&str>) -> Option<Language> {
    let language = |value: &str, confidence, from| Some(Language { value: value.to_owned(), confidence, from });
    let declared = declared.map(str::trim).filter(|tag| is_tag(tag));
    let by_declaration = || declared.and_then(|tag| language(tag, DECLARED_CONFIDENCE, DeclaredOrText::Declared));
    let Some(Read { language: code, evidence, confidence, is_not_english }) = read else { return by_declaration() };
    match (code, declared) {
        (Some(code), Some(tag)) if is_of(tag, code) => {
            language(tag, confidence.max(DECLARED_CONFIDENCE), DeclaredOrText::Text)
        }
        (Some(code), Some(tag)) if evidence >= OVERRULES && !alike(code, &primary(tag)) => {
            language(code, confidence, DeclaredOrText::Text)
        }
        (_, Some(tag)) if is_not_english && is_of(tag, "en") => {
            code.and_then(|code| language(code, confidence, DeclaredOrText::Text)).filter(|_| evidence >= BELIEVED)
        }
        (_, Some(_)) => by_declaration(),
        (Some(code), None) => {
            let least = if code == "en" { BELIEVED_ENGLISH } else { BELIEVED };
            language(code, confidence, DeclaredOrText::Text).filter(|_| evidence >= least)
        }
        (None, None) => None,
    }
}

/// Whether it has the form of a BCP 47 tag and says something.
fn is_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let primary = parts
        .next()
        .is_some_and(|part| (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let rest = parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    primary && rest && !["und", "mul", "zxx", "mis"].contains(&tag.to_ascii_lowercase().as_str())
}

fn alike(one: &str, other: &str) -> bool {
    ALIKE.iter().any(|group| group.contains(&one) && group.contains(&other))
}

/// Whether models and rules for English may read the article.
pub(crate) fn is_english(article: &Article) -> bool {
    article.language.as_deref().is_some_and(|tag| is_of(tag, "en"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_evidence_is_never_less_sure_and_only_the_clearest_is_stated_as_nearly_certain() {
        let stated: Vec<u8> = (0..=sureness::MOST).map(confidence).collect();
        assert!(stated.is_sorted(), "{stated:?}");
        assert!(stated.iter().take(NEARLY_SURE.into()).all(|stated| *stated < NEARLY_SURE), "{stated:?}");
        assert_eq!([10, 60, 80, 97, sureness::MOST].map(confidence), [10, 90, 95, 97, sureness::MOST]);
    }
}
