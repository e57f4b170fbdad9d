//! The language of the text: read off it where it is long enough to tell, else as declared, else unknown.
//!
//! The text beats a declaration that disagrees. A declaration that agrees and says more (`en-GB`) is kept.

use crate::{Enricher, Reading};
use article::{Article, DeclaredOrText, Language};
use whatlang::{Lang, Script};

/// How much of the text is looked at: more changes no answer, and the detector's work grows with it.
const MAX_LOOKED_AT_BYTES: usize = 1_200;

/// Letters from which on the detector is believed as far as it believes itself; below, in proportion.
const ENOUGH_LETTERS: usize = 120;

/// From this confidence on, the text overrules a declaration.
const OVERRULES: u8 = 85;

/// From this confidence on, the text is believed when nothing is declared.
const BELIEVED: u8 = 40;

/// Nothing read off a text is certain.
const MAX_CONFIDENCE: f64 = 99.0;

/// A declaration is right more often than not; templates with a fixed language are why it is not more.
const DECLARED_CONFIDENCE: u8 = 60;

/// Languages that read alike, or contain each other: the detector cannot overrule one by another.
const ALIKE: &[&[&str]] = &[
    &["no", "nb", "nn", "da"],
    &["sr", "hr", "bs", "sh", "cnr"],
    &["id", "ms", "jv"],
    &["tl", "fil"],
    &["cs", "sk"],
    &["zh", "yue", "cmn"],
    &["pt", "gl"],
    &["es", "gl", "ast"],
    &["hi", "ne", "mr", "mai", "bho"],
    &["fa", "ps", "prs", "ckb", "ur", "ug", "sd"],
    &["ru", "uk", "be", "bg", "mk"],
    &["af", "nl"],
];

pub(crate) struct LanguageEnricher;

impl Enricher for LanguageEnricher {
    fn name(&self) -> &'static str {
        "language"
    }

    fn enrich(&self, reading: &Reading<'_>, article: &mut Article) {
        if let Some(language) = decide(read_off(reading.body()), article.language.as_deref()) {
            article.language = Some(language.value.clone());
            article.enrichment.language = Some(language);
        }
    }
}

/// What the detector says of the text: ISO 639-1 code and confidence.
fn read_off(text: &str) -> Option<(&'static str, u8)> {
    let end = (0..=MAX_LOOKED_AT_BYTES.min(text.len())).rev().find(|end| text.is_char_boundary(*end))?;
    let looked_at = text.get(..end)?;
    let letters = looked_at.chars().filter(|char| char.is_alphabetic()).take(ENOUGH_LETTERS).count();
    let told = whatlang::detect(looked_at)?;
    // A script of one language tells it in a few letters; an alphabet shared by many needs more.
    let enough = if shared(told.script()) { ENOUGH_LETTERS } else { ENOUGH_LETTERS / 8 };
    let share = (letters as f64 / enough as f64).min(1.0);
    let confidence = told.confidence().clamp(0.0, 1.0) * share * MAX_CONFIDENCE;
    // In range by the clamps above.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 99")]
    Some((bcp47(told.lang()), confidence.round() as u8))
}

fn shared(script: Script) -> bool {
    matches!(script, Script::Latin | Script::Cyrillic | Script::Arabic | Script::Devanagari | Script::Hebrew)
}

fn decide(told: Option<(&'static str, u8)>, declared: Option<&str>) -> Option<Language> {
    let declared = declared.map(str::trim).filter(|tag| is_tag(tag));
    let language = |value: &str, confidence, from| Some(Language { value: value.to_owned(), confidence, from });
    match (told, declared) {
        (Some((code, confidence)), Some(tag)) if code == primary(tag) => {
            language(tag, confidence.max(DECLARED_CONFIDENCE), DeclaredOrText::Text)
        }
        (Some((code, confidence)), Some(tag)) if confidence >= OVERRULES && !alike(code, primary(tag).as_str()) => {
            language(code, confidence, DeclaredOrText::Text)
        }
        (_, Some(tag)) => language(tag, DECLARED_CONFIDENCE, DeclaredOrText::Declared),
        (Some((code, confidence)), None) if confidence >= BELIEVED => language(code, confidence, DeclaredOrText::Text),
        (_, None) => None,
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

fn primary(tag: &str) -> String {
    tag.split('-').next().unwrap_or_default().to_ascii_lowercase()
}

fn alike(one: &str, other: &str) -> bool {
    ALIKE.iter().any(|group| group.contains(&one) && group.contains(&other))
}

/// The ISO 639-1 code of what the detector knows by its ISO 639-3 code.
fn bcp47(lang: Lang) -> &'static str {
    match lang {
        Lang::Epo => "eo",
        Lang::Eng => "en",
        Lang::Rus => "ru",
        Lang::Cmn => "zh",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Ben => "bn",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Ukr => "uk",
        Lang::Kat => "ka",
        Lang::Ara => "ar",
        Lang::Hin => "hi",
        Lang::Jpn => "ja",
        Lang::Heb => "he",
        Lang::Yid => "yi",
        Lang::Pol => "pl",
        Lang::Amh => "am",
        Lang::Jav => "jv",
        Lang::Kor => "ko",
        Lang::Nob => "nb",
        Lang::Dan => "da",
        Lang::Swe => "sv",
        Lang::Fin => "fi",
        Lang::Tur => "tr",
        Lang::Nld => "nl",
        Lang::Hun => "hu",
        Lang::Ces => "cs",
        Lang::Ell => "el",
        Lang::Bul => "bg",
        Lang::Bel => "be",
        Lang::Mar => "mr",
        Lang::Kan => "kn",
        Lang::Ron => "ro",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Mkd => "mk",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Tam => "ta",
        Lang::Vie => "vi",
        Lang::Urd => "ur",
        Lang::Tha => "th",
        Lang::Guj => "gu",
        Lang::Uzb => "uz",
        Lang::Pan => "pa",
        Lang::Aze => "az",
        Lang::Ind => "id",
        Lang::Tel => "te",
        Lang::Pes => "fa",
        Lang::Mal => "ml",
        Lang::Ori => "or",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Sin => "si",
        Lang::Khm => "km",
        Lang::Tuk => "tk",
        Lang::Aka => "ak",
        Lang::Zul => "zu",
        Lang::Sna => "sn",
        Lang::Afr => "af",
        Lang::Lat => "la",
        Lang::Slk => "sk",
        Lang::Cat => "ca",
        Lang::Tgl => "tl",
        Lang::Hye => "hy",
        Lang::Cym => "cy",
    }
}

/// Whether models and rules for English may read the article: its language is English, or nobody can tell.
pub(crate) fn is_english(article: &Article) -> bool {
    let language = article.language.as_deref().unwrap_or("en");
    language.split('-').next().is_some_and(|primary| primary.eq_ignore_ascii_case("en"))
}
