//! Which script a letter is of, and what the script alone tells of the language.
//!
//! In: text. Out: the script most of it is written in. Words in another script, such as a company's name in Latin
//! letters in an article in Hindi, do not count towards the language.

/// What a letter tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Script {
    /// Written by several languages, which the model tells apart.
    Shared(Group),
    /// Written by one language, or by one that nearly all news in it is in.
    Of(&'static str),
    /// Chinese and, among kana, Japanese.
    Han,
    /// Japanese alone.
    Kana,
}

/// Scripts that several languages share; the number is the place in the model file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Group {
    Latin,
    Cyrillic,
    Arabic,
    Devanagari,
    Bengali,
    Ethiopic,
    Hebrew,
    Tibetan,
    Myanmar,
}

impl Group {
    /// All of them, in the order of the model file.
    pub(super) const ALL: [Self; 9] = [
        Self::Latin,
        Self::Cyrillic,
        Self::Arabic,
        Self::Devanagari,
        Self::Bengali,
        Self::Ethiopic,
        Self::Hebrew,
        Self::Tibetan,
        Self::Myanmar,
    ];

    /// Bits of a bucket number: the more languages, the more there is to tell apart.
    pub(super) fn bucket_bits(self) -> u32 {
        match self {
            Self::Latin => 14,
            Self::Cyrillic | Self::Arabic | Self::Devanagari => 13,
            Self::Bengali | Self::Ethiopic | Self::Hebrew | Self::Tibetan | Self::Myanmar => 12,
        }
    }
}

/// The last letter before each script and what it tells, in order of code points; what no row names is no letter.
const RANGES: &[(u32, u32, Script)] = &[
    (0x41, 0x5a, Script::Shared(Group::Latin)),
    (0x61, 0x7a, Script::Shared(Group::Latin)),
    (0xaa, 0x24f, Script::Shared(Group::Latin)),
    (0x250, 0x2bf, Script::Shared(Group::Latin)),
    (0x300, 0x36f, Script::Shared(Group::Latin)),
    (0x370, 0x3ff, Script::Of("el")),
    (0x400, 0x52f, Script::Shared(Group::Cyrillic)),
    (0x531, 0x587, Script::Of("hy")),
    (0x591, 0x5f4, Script::Shared(Group::Hebrew)),
    (0x610, 0x6ff, Script::Shared(Group::Arabic)),
    (0x700, 0x74f, Script::Of("syr")),
    (0x750, 0x77f, Script::Shared(Group::Arabic)),
    (0x780, 0x7bf, Script::Of("dv")),
    (0x7c0, 0x7ff, Script::Of("nqo")),
    (0x8a0, 0x8ff, Script::Shared(Group::Arabic)),
    (0x900, 0x97f, Script::Shared(Group::Devanagari)),
    (0x980, 0x9ff, Script::Shared(Group::Bengali)),
    (0xa00, 0xa7f, Script::Of("pa")),
    (0xa80, 0xaff, Script::Of("gu")),
    (0xb00, 0xb7f, Script::Of("or")),
    (0xb80, 0xbff, Script::Of("ta")),
    (0xc00, 0xc7f, Script::Of("te")),
    (0xc80, 0xcff, Script::Of("kn")),
    (0xd00, 0xd7f, Script::Of("ml")),
    (0xd80, 0xdff, Script::Of("si")),
    (0xe01, 0xe5b, Script::Of("th")),
    (0xe81, 0xedf, Script::Of("lo")),
    (0xf00, 0xfff, Script::Shared(Group::Tibetan)),
    (0x1000, 0x109f, Script::Shared(Group::Myanmar)),
    (0x10a0, 0x10ff, Script::Of("ka")),
    (0x1100, 0x11ff, Script::Of("ko")),
    (0x1200, 0x139f, Script::Shared(Group::Ethiopic)),
    (0x13a0, 0x13ff, Script::Of("chr")),
    (0x1400, 0x167f, Script::Of("iu")),
    (0x1780, 0x17ff, Script::Of("km")),
    (0x1c50, 0x1c7f, Script::Of("sat")),
    (0x1c90, 0x1cbf, Script::Of("ka")),
    (0x1e00, 0x1eff, Script::Shared(Group::Latin)),
    (0x1f00, 0x1fff, Script::Of("el")),
    (0x2d30, 0x2d7f, Script::Of("zgh")),
    (0x2d80, 0x2ddf, Script::Shared(Group::Ethiopic)),
    (0x3041, 0x30ff, Script::Kana),
    (0x31f0, 0x31ff, Script::Kana),
    (0x3400, 0x9fff, Script::Han),
    (0xa000, 0xa4cf, Script::Of("ii")),
    (0xaa60, 0xaa7f, Script::Shared(Group::Myanmar)),
    (0xabc0, 0xabff, Script::Of("mni")),
    (0xac00, 0xd7ff, Script::Of("ko")),
    (0xf900, 0xfaff, Script::Han),
    (0xfb50, 0xfdff, Script::Shared(Group::Arabic)),
    (0xfe70, 0xfeff, Script::Shared(Group::Arabic)),
    (0x1e900, 0x1e95f, Script::Of("ff")),
    (0x20000, 0x3ffff, Script::Han),
];

/// The script of a letter; `None`: no letter, or one of a script no news is written in.
pub(super) fn script_of(char: char) -> Option<Script> {
    if char.is_ascii() {
        return char.is_ascii_alphabetic().then_some(Script::Shared(Group::Latin));
    }
    let code = u32::from(char);
    let row = RANGES.partition_point(|(_, last, _)| *last < code);
    let (first, _, script) = RANGES.get(row)?;
    let between_words = matches!(char, '×' | '÷' | '،' | '؛' | '؟' | '٪'..='٭' | '۔' | '।' | '॥' | '·' | '་'..='༔' | '፠'..='፨')
        || matches!(char, '᠀'..='᠏' | '၊' | '။' | '»' | '«' | '・' | '־' | '°' | '²' | '³' | '¹' | '§')
        || (char.is_numeric() && !matches!(*script, Script::Han));
    (*first <= code && !between_words).then_some(*script)
}

/// Whether it is a letter or a sign that belongs to one, of a script that news is written in.
pub(super) fn is_letter(char: char) -> bool {
    script_of(char).is_some()
}

/// The script that most letters of these texts are of, and how many are. A sign of Chinese, Japanese or Korean says as
/// much as three letters.
pub(super) fn main_script<'a>(texts: impl Iterator<Item = &'a str>) -> Option<(Script, u32)> {
    let mut counts: Vec<(Script, u32)> = Vec::new();
    let mut latin = 0;
    for char in texts.flat_map(str::chars) {
        match script_of(char) {
            Some(Script::Shared(Group::Latin)) => latin += 1,
            Some(script) => match counts.iter_mut().find(|(known, _)| *known == script) {
                Some((_, count)) => *count += weight(script),
                None => counts.push((script, weight(script))),
            },
            None => {}
        }
    }
    counts.push((Script::Shared(Group::Latin), latin));
    let count = |script| counts.iter().find(|(known, _)| *known == script).map_or(0, |(_, count)| *count);
    let (han, kana) = (count(Script::Han), count(Script::Kana));
    if han + kana > 0 {
        // A Chinese text prints a name in kana now and then, a Japanese one cannot do without.
        let of = if kana * KANA_SHARE > han { "ja" } else { "zh" };
        counts.retain(|(script, _)| !matches!(script, Script::Han | Script::Kana));
        counts.push((Script::Of(of), han + kana));
    }
    counts.into_iter().filter(|(_, count)| *count > 0).max_by_key(|(_, count)| *count)
}

/// A text is Japanese when one in so many signs is kana.
const KANA_SHARE: u32 = 8;

fn weight(script: Script) -> u32 {
    match script {
        Script::Han | Script::Kana | Script::Of("ko") => 3,
        Script::Of(_) | Script::Shared(_) => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_in_order() {
        assert!(RANGES.is_sorted_by(|one, other| one.1 < other.0));
        assert!(RANGES.iter().all(|(first, last, _)| first <= last));
    }

    #[test]
    fn most_letters_decide() {
        let cases = [
            ("Sony と Microsoft の新製品", Script::Of("ja")),
            ("国务院总理会见 Microsoft 创始人", Script::Of("zh")),
            ("삼성전자가 새 공장을 짓는다", Script::Of("ko")),
            ("การประชุม APEC เริ่มขึ้น", Script::Of("th")),
            ("Ελλάδα, NATO", Script::Of("el")),
            ("Банк (IMF)", Script::Shared(Group::Cyrillic)),
            ("The town of Łódź", Script::Shared(Group::Latin)),
        ];
        for (text, script) in cases {
            assert_eq!(main_script([text].into_iter()).map(|(script, _)| script), Some(script), "{text}");
        }
        assert_eq!(main_script(["12 . – ! 😀"].into_iter()), None);
    }
}
