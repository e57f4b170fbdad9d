//! The words beside a date that say what it dates, in the languages of the news.
//!
//! In: what is printed before or after a date, in lower case. Out: whether it speaks of publication, of a change, or of
//! something else. Words stand as the beginnings that their forms share: `publish` for `published` and `publishing`, and not
//! `publi`, with which public hearings and republicans would date a story.

use crate::page::parts::{Marks, Parts, list};
use std::sync::LazyLock;

/// What is printed beside the day of publication.
const PUBLISHED: &[&str] = &[
    "publish",
    "publica",
    "publicer",
    "publié",
    "publie",
    "publik",
    "publis",
    "publiz",
    "posted",
    "written",
    "created",
    "submitted",
    "date:",
    "added on",
    "first aired",
    "article was",
    "entry was",
    "veröffentlich",
    "erscheinungsdatum",
    "erstellungsdatum",
    "erstellt",
    "erschienen",
    "geschrieben",
    "datum:",
    "eingestellt",
    "gepostet",
    "pressemitteilung vom",
    "meldung vom",
    "artikel vom",
    "beitrag vom",
    "artikel wurde",
    "beitrag wurde",
    "paru le",
    "mis en ligne",
    "mise en ligne",
    "notizia del",
    "inserito",
    "pubbl",
    "gepubliceerd",
    "geplaatst",
    "udgivet",
    "offentliggjort",
    "julkaistu",
    "opublikowan",
    "dodano",
    "vydáno",
    "zveřejněno",
    "megjelent",
    "közzétéve",
    "опубликован",
    "опубліков",
    "публикув",
    "δημοσι",
    "yayın",
    "eklenme",
    "oluşturulma",
    "diterbitkan",
    "dipublikasikan",
    "imechapishwa",
    "xuất bản",
    "نشر",
    "انتشار",
    "شائع",
    "פורסם",
    "प्रकाशित",
    "প্রকাশ",
    "เผยแพร่",
    "发布",
    "發布",
    "发表",
    "發表",
    "公開",
    "掲載",
    "配信",
    "投稿",
    "입력",
    "등록",
    "게재",
];

/// What is printed beside the day of the last change.
const MODIFIED: &[&str] = &[
    "updated",
    "update:",
    "modified",
    "edited",
    "reviewed",
    "revised",
    "amended",
    "last change",
    "aktualisier",
    "geändert",
    "änderung",
    "letzte",
    "stand:",
    "stand ",
    "mis à jour",
    "mise à jour",
    "modifié",
    "dernière",
    "actualizad",
    "actualizac",
    "actualizat",
    "actualitza",
    "atualiza",
    "modificado",
    "modificación",
    "aggiorna",
    "ultima modifica",
    "bijgewerkt",
    "uppdatera",
    "oppdatert",
    "opdateret",
    "päivitetty",
    "muokattu",
    "zaktualizowan",
    "aktualizov",
    "frissít",
    "módosít",
    "обновлен",
    "изменен",
    "оновлен",
    "ενημερώθηκε",
    "ενημέρωση",
    "güncelle",
    "diperbarui",
    "cập nhật",
    "تحديث",
    "به‌روز",
    "اپ ڈیٹ",
    "עודכן",
    "अपडेट",
    "আপডেট",
    "อัปเดต",
    "更新",
    "수정",
    "업데이트",
];

/// What is printed before days of other things.
const OTHER: &[&str] = &[
    "version",
    "born",
    "geboren",
    "birth",
    "expires",
    "deadline",
    "mitglied seit",
    "registriert",
    "joined",
    "member since",
    "anmeldung",
    "accessed",
    "abgerufen",
    "retrieved",
    "since ",
    "since:",
    "seit ",
    "seit:",
    "gültig",
    "until ",
    "bis ",
    "aktuelle zeit",
    "valid",
    "heute ist",
    "today is",
    "©",
    "copyright",
    "(c)",
];

/// Words of one meaning.
#[derive(Clone, Copy)]
enum Kind {
    Published,
    Modified,
    Other,
}

impl Kind {
    fn words(self) -> &'static [&'static str] {
        match self {
            Self::Published => PUBLISHED,
            Self::Modified => MODIFIED,
            Self::Other => OTHER,
        }
    }

    fn mark(self) -> Marks {
        1 << (self as u32)
    }
}

/// What the words around a date say it is the date of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Published,
    Modified,
    /// Neither publication nor change.
    Other,
    None,
}

impl Label {
    /// What stands before the date speaks first, and of two words the nearer one, as in `published by Ann, updated 24
    /// October`.
    pub(super) fn of(before: &str, after: &str) -> Self {
        if has(before, Kind::Other) {
            return Self::Other;
        }
        match (last(before, Kind::Published), last(before, Kind::Modified)) {
            (Some(published), Some(modified)) if published >= modified => Self::Published,
            (Some(_), None) => Self::Published,
            (_, Some(_)) => Self::Modified,
            (None, None) if has(after, Kind::Published) => Self::Published,
            (None, None) if has(after, Kind::Modified) => Self::Modified,
            (None, None) => Self::None,
        }
    }

    /// Of a date among others of a line: what stands before it and after it, up to the dates beside it.
    pub(super) fn among(before: &str, is_first: bool, after: &str, is_last: bool) -> Self {
        /// Marks between what belongs to one date and what belongs to the next.
        const BETWEEN: &[char] = &[',', ';', '|', '·', '•', '/', '–', '—', ')', '）', '、', '｜', '\n'];
        let own_before = if is_first { before } else { before.rsplit_once(BETWEEN).map_or(before, |(_, own)| own) };
        let own_after = if is_last { after } else { after.rsplit_once(BETWEEN).map_or("", |(own, _)| own) };
        Self::of(own_before, own_after)
    }

    /// Whether there is any such word in a text.
    pub(super) fn is_in(text: &str) -> bool {
        [Kind::Published, Kind::Modified, Kind::Other].into_iter().any(|kind| has(text, kind))
    }
}

/// A text in lower case without the words that say what a date dates.
pub(super) fn without_labels(text: &str) -> String {
    let mut left = text.to_owned();
    for words in [PUBLISHED, MODIFIED] {
        for word in words {
            // Words stand as beginnings, so what follows of the word goes, too.
            loop {
                let found = starts(&left, word).next();
                let Some(at) = found else { break };
                let end = at + word.len();
                let rest = left.get(end..).unwrap_or_default();
                let more = if word.starts_with(|c: char| c < '\u{530}') {
                    rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len())
                } else {
                    0
                };
                left.replace_range(at..end + more, " ");
            }
        }
    }
    left
}

fn has(text: &str, kind: Kind) -> bool {
    last(text, kind).is_some()
}

/// Where the last of the words of a kind begins.
fn last(text: &str, kind: Kind) -> Option<usize> {
    static WORDS: LazyLock<Parts> = LazyLock::new(|| {
        let all = [Kind::Published, Kind::Modified, Kind::Other];
        Parts::of(all.into_iter().flat_map(|kind| list(kind.words(), kind.mark())))
    });
    // Most lines have none of them.
    if WORDS.marks(text) & kind.mark() == 0 {
        return None;
    }
    kind.words().iter().filter_map(|word| starts(text, word).next()).max()
}

/// Where a word of a text begins with these letters, the last place first.
fn starts<'a>(text: &'a str, letters: &'a str) -> impl Iterator<Item = usize> {
    // Other scripts write several words without a space, or bind small ones to the next.
    let is_spaced = |c: char| c < '\u{530}' && c.is_alphabetic();
    let within = move |at: usize| text.get(..at).and_then(|before| before.chars().next_back()).is_some_and(is_spaced);
    let spaced = letters.starts_with(is_spaced);
    text.rmatch_indices(letters).map(|(at, _)| at).filter(move |at| !(spaced && within(*at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_date_of_a_line_has_its_own_words() {
        for (before, after, is_first, is_last, expected) in [
            ("", " (updated ", true, false, Label::None),
            (" (updated ", ")", false, true, Label::Modified),
            ("", " veröffentlicht, ", true, false, Label::Published),
            (" veröffentlicht, ", " aktualisiert", false, true, Label::Modified),
            ("published ", " | last updated: ", true, false, Label::Published),
            (" | last updated: ", "", false, true, Label::Modified),
        ] {
            assert_eq!(Label::among(before, is_first, after, is_last), expected, "{before}|{after}");
        }
    }

    #[test]
    fn what_labels_leave_is_what_a_line_says_besides() {
        for (line, expected) in
            [("published on ", "  on "), ("zuletzt aktualisiert: ", "zuletzt  : "), ("the harbour", "the harbour")]
        {
            assert_eq!(without_labels(line), expected, "{line}");
        }
    }

    #[test]
    fn words_beside_a_date_say_what_it_dates() {
        for (before, after, expected) in [
            ("published on ", "", Label::Published),
            ("published by ann, updated ", "", Label::Modified),
            ("updated and published ", "", Label::Published),
            ("опубликовано ", "", Label::Published),
            ("更新日:", "", Label::Modified),
            ("تاريخ النشر: ", "", Label::Published),
            ("", " veröffentlicht", Label::Published),
            ("member since ", "", Label::Other),
            ("© ", "", Label::Other),
            ("published, version of ", "", Label::Other),
            ("berlin, ", "", Label::None),
            ("public hearing: ", "", Label::None),
            ("the republicans, ", "", Label::None),
            ("la repubblica, ", "", Label::None),
            ("reborn on ", "", Label::None),
            ("最終更新:", "", Label::Modified),
        ] {
            assert_eq!(Label::of(before, after), expected, "{before}|{after}");
        }
    }
}
