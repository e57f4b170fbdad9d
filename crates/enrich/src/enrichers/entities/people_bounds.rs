//! Where names of people begin and end beside words that look like something else: `Will Kerr`, `To Van Anh`, `… KBE`.
//!
//! In: the names found, each of one kind, in order. Out: a person with the given name that is a verb as well or the
//! surname that is a small word, and without the letters of an order; an organisation without the role of who follows.

use super::found::FoundName;
use super::tokens::Text;
use crate::enrichers::places;
use crate::given_names::is_given_name;
use crate::words::Kind;
use article::MentionKind;
use std::ops::Range;

/// Words of a name behind its first.
const MOST_WORDS: usize = 3;

/// Mends them; the order stays.
pub(super) fn mend(text: &Text<'_>, found: &mut Vec<FoundName>) {
    for name in found.iter_mut() {
        leave_letters(text, name);
    }
    leave_roles(text, found);
    for name in found.iter_mut().filter(|name| name.kind == MentionKind::Person) {
        leave_title(text, name);
        take_name_in_indonesia(text, name);
    }
    find_names_in_indonesia(text, found);
    for at in 0..text.tokens.len() {
        let surname = text.is(at, Kind::ShortSurname);
        if (surname || text.is(at, Kind::NameOfFuture)) && text.is_capital(at) {
            begin_name(text, found, at, surname);
        }
    }
    take_first_word(text, found);
    found.sort_by_key(|name| (name.bytes.start, name.bytes.end));
}

/// `Dame Ruth Pell DBE` is Ruth Pell.
fn leave_letters(text: &Text<'_>, name: &mut FoundName) {
    let printed = |bytes: &Range<usize>| text.body.get(bytes.clone()).unwrap_or_default();
    if name.kind == MentionKind::Organisation {
        let mut words = printed(&name.bytes).split(' ');
        let dubbed = words.next().is_some_and(|first| text.words.is(first, Kind::Dubbed));
        let body = words.clone().any(|word| is_body(text, word));
        if !dubbed || body || words.count() < 2 {
            return;
        }
        name.kind = MentionKind::Person;
    }
    if name.kind != MentionKind::Person {
        return;
    }
    while let Some((rest, last)) = printed(&name.bytes).rsplit_once(' ') {
        if !text.words.is(last, Kind::PostNominal) {
            break;
        }
        name.bytes.end = name.bytes.start + rest.trim_end_matches(',').len();
    }
    if let Some((first, rest)) = printed(&name.bytes).split_once(' ')
        && text.words.is(first, Kind::Dubbed)
        && rest.contains(' ')
    {
        name.bytes.start = name.bytes.end - rest.len();
    }
}

/// `Sri Handayani` is called so where `Sri` is a name.
fn take_name_in_indonesia(text: &Text<'_>, name: &mut FoundName) {
    let first = text.tokens.partition_point(|token| token.start < name.bytes.start);
    let before = first.checked_sub(1).filter(|at| text.is_indonesian && text.is(*at, Kind::NameInIndonesia));
    if let Some(token) = before.filter(|_| !text.begins(first)).and_then(|at| text.tokens.get(at)) {
        name.bytes.start = token.start;
    }
}

/// `Sri Lestari`, of which nothing was found, is somebody there.
fn find_names_in_indonesia(text: &Text<'_>, found: &mut Vec<FoundName>) {
    let tokens = if text.is_indonesian { text.tokens } else { &[] };
    for (at, token) in tokens.iter().enumerate().filter(|(at, _)| text.is(*at, Kind::NameInIndonesia)) {
        let end = end_of_capitals(text, at + 1);
        let next = found.partition_point(|name| name.bytes.end <= token.start);
        let free = |last: usize| found.get(next).is_none_or(|name| name.bytes.start >= last);
        let last = text.tokens.get(end - 1).map_or(0, |last| last.end);
        if text.is_capital(at) && end > at + 1 && free(last) {
            found.insert(next, FoundName { kind: MentionKind::Person, bytes: token.start..last });
        }
    }
}

/// `judge Tan Wei Ming` is Tan Wei Ming: a name behind a role begins with the first word that is none of it.
fn take_first_word(text: &Text<'_>, found: &mut [FoundName]) {
    for at in 0..found.len() {
        let Some(bytes) = found.get(at).filter(|name| name.kind == MentionKind::Person).map(|name| name.bytes.clone())
        else {
            continue;
        };
        let first = text.tokens.partition_point(|token| token.start < bytes.start);
        let Some(before) = first.checked_sub(1).filter(|before| !text.begins(first) && !text.begins(*before)) else {
            continue;
        };
        let role = before > 0 && text.is_role(before - 1) && text.word(before - 1).starts_with(char::is_lowercase);
        let word = text.word(before);
        let other = text.is_role(before)
            || [Kind::BeforeRole, Kind::TitleLink, Kind::BeginsSentence, Kind::Institution, Kind::PublicBody]
                .iter()
                .any(|kind| text.is(before, *kind))
            || text.is(before, Kind::Honorific) && !text.is(before, Kind::AlsoGivenName)
            || is_body(text, word);
        let taken = at > 0
            && found.get(at - 1).zip(text.tokens.get(before)).is_some_and(|(name, token)| name.bytes.end > token.start);
        if role && !other && !taken && text.is_capital(before) && is_plain(word) {
            let start = text.tokens.get(before).map_or(bytes.start, |token| token.start);
            found.get_mut(at).into_iter().for_each(|name| name.bytes.start = start);
        }
    }
}

/// `Wicketkeeper Tim Gale` is Tim Gale, and so is he in `Bishop of Dalwick Tim Gale`: what stands before a given name is a
/// role, or what the role before is of.
fn leave_title(text: &Text<'_>, name: &mut FoundName) {
    let first = text.tokens.partition_point(|token| token.start < name.bytes.start);
    let of_role = first > 1 && !text.begins(first) && text.is(first - 1, Kind::Of) && text.is_role(first - 2);
    let mut rest = text.body.get(name.bytes.clone()).unwrap_or_default();
    while let Some((word, behind)) = rest.split_once(' ') {
        let is_title = text.words.is(word, Kind::Role) && !word.contains('-') || of_role;
        // `DSP Rekha Nair`: no name begins with an abbreviation.
        let shortened = is_short_form(word) && !text.words.is(word, Kind::NoInitial);
        let rank = text.words.is(word, Kind::Rank) && !text.words.is(word, Kind::Crowned);
        let named = behind.split_once(' ').is_some_and(|(given, _)| shortened || rank || is_given_name(given));
        if !is_title || !named || is_given_name(word) {
            break;
        }
        rest = behind;
    }
    name.bytes.start = name.bytes.end - rest.len();
}

/// `Supreme Court Justice` before a person is a court and a role.
fn leave_roles(text: &Text<'_>, found: &mut [FoundName]) {
    for pair in 1..found.len() {
        let Some([body, person]) = found.get_mut(pair - 1..=pair) else { continue };
        let beside = text.body.get(body.bytes.end..person.bytes.start) == Some(" ");
        if body.kind != MentionKind::Organisation || person.kind != MentionKind::Person || !beside {
            continue;
        }
        let printed = text.body.get(body.bytes.clone()).unwrap_or_default();
        let is_body = |word: &str| is_body(text, word) || is_short_form(word);
        let is_role = |word: &str| text.words.is(word, Kind::Role) || text.words.is(word, Kind::BeforeRole);
        let mut rest = printed;
        while let Some((before, last)) = rest.rsplit_once(' ').filter(|(_, last)| !is_body(last) && is_role(last)) {
            rest = if text.words.is(last, Kind::Role) || rest.len() < printed.len() { before } else { break };
        }
        let is_body = rest.len() < printed.len() && rest.rsplit(' ').next().is_some_and(is_body);
        if is_body {
            body.bytes.end = body.bytes.start + rest.len();
        }
    }
}

/// A word of the names of bodies: `Court`, `School`.
fn is_body(text: &Text<'_>, word: &str) -> bool {
    [Kind::Institution, Kind::NamedBody, Kind::PublicBody, Kind::CompanyName]
        .iter()
        .any(|kind| text.words.is(word, *kind))
}

/// `NATO`
fn is_short_form(word: &str) -> bool {
    word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// The name that begins with this token, if one does.
fn begin_name(text: &Text<'_>, found: &mut Vec<FoundName>, at: usize, surname: bool) {
    let Some(start) = text.tokens.get(at).map(|token| token.start) else { return };
    let next = found.partition_point(|name| name.bytes.end <= start);
    let Some(begin) = text.tokens.get(at + 1).filter(|token| token.spaced && !token.first).map(|token| token.start)
    else {
        return;
    };
    let name = found.get(next).filter(|name| name.bytes.start <= begin);
    let printed = name.and_then(|name| text.body.get(name.bytes.clone())).unwrap_or_default();
    // Another name reaches here.
    if name.is_some_and(|name| name.bytes.start < begin) {
        return;
    }
    let end = match name {
        Some(name) => text.tokens.partition_point(|token| token.start < name.bytes.end),
        None => end_of_capitals(text, at + 1),
    };
    let kind = name.map(|name| name.kind);
    let is_name =
        if surname { is_surname(text, at, end, kind, printed) } else { is_given(text, at, end, kind, printed) };
    let Some(last) = text.tokens.get(end.wrapping_sub(1)).filter(|_| is_name && end > at + 1) else { return };
    let person = FoundName { kind: MentionKind::Person, bytes: start..last.end };
    match found.get_mut(next).filter(|_| kind.is_some()) {
        Some(name) => *name = person,
        None => found.insert(next, person),
    }
}

/// Where the words with a capital end.
fn end_of_capitals(text: &Text<'_>, from: usize) -> usize {
    let mut end = from;
    while end < from + MOST_WORDS && !text.begins(end) && text.is_capital(end) && is_plain(text.word(end)) {
        end += 1;
    }
    end
}

/// Whether it is written as names are: `McCoy`, no `NATO`.
fn is_plain(word: &str) -> bool {
    word.chars().count() > 1 && word.chars().skip(1).any(char::is_lowercase) && word.chars().all(char::is_alphabetic)
}

/// `To Quang Vinh`, `He Jiankui`: a small word with a capital before a name that goes on with it.
fn is_surname(text: &Text<'_>, at: usize, end: usize, kind: Option<MentionKind>, printed: &str) -> bool {
    let role = !text.begins(at) && at > 0 && text.is_role(at - 1);
    let vowel = printed.starts_with(['A', 'E', 'I', 'O', 'U']);
    match kind {
        // `He` and `An` stand at the beginning of sentences as other words.
        Some(MentionKind::Person) if text.begins(at) => match text.word(at) {
            "He" | "She" => true,
            "An" => !vowel,
            // `Son Ye-jin`: Korean given names are written so.
            _ => printed.split_once('-').is_some_and(|(_, rest)| rest.starts_with(char::is_lowercase)),
        },
        Some(MentionKind::Person) => text.word(at - 1).starts_with(char::is_alphabetic) && !is_title_case(text, at),
        Some(MentionKind::Place) => role && places::inhabitants(printed) == 0.0 && !places::is_country(printed),
        // `Le Thi Ha`: the second name says that the first is one.
        None => end > at + 2 && (role || text.is(at + 1, Kind::ShortSurname)),
        Some(_) => false,
    }
}

/// `Will Kerr`, `May Collins`: not `Will Kerr go?` and not `in May Collins went`.
fn is_given(text: &Text<'_>, at: usize, end: usize, kind: Option<MentionKind>, printed: &str) -> bool {
    let apposed = text.word(end) == ",";
    let whole = printed.split_once(' ').is_some_and(|(first, _)| is_given_name(first));
    if text.begins(at) {
        let asks =
            (end..text.tokens.len()).take_while(|at| *at == end || !text.begins(*at)).any(|at| text.word(at) == "?");
        let verb = text.words.is(text.word(end), Kind::ReportsBare) || text.words.is(text.word(end), Kind::EndsTitle);
        return kind == Some(MentionKind::Person) && !whole && !asks && (apposed || verb)
            || kind.is_none() && apposed && end > at + 1 && text.word(end + 1) == "a";
    }
    let before = text.word(at.wrapping_sub(1));
    let month = text.word(at) != "Will";
    let dates = [Kind::BeforeTime, Kind::BeginsDate, Kind::Neighbour, Kind::ByThen, Kind::Of];
    let dated = month && dates.iter().any(|kind| text.words.is(before, *kind));
    if whole || before.starts_with(char::is_uppercase) && !text.is_role(at - 1) || is_title_case(text, at) {
        return false;
    }
    match kind {
        Some(MentionKind::Person) => !dated,
        None if month => !dated && (apposed || text.is_role(at - 1)) && end == at + 2,
        None => end > at + 1 && before.starts_with(char::is_lowercase),
        Some(_) => false,
    }
}

/// Whether the words before and behind have capitals as those of headings do.
fn is_title_case(text: &Text<'_>, at: usize) -> bool {
    text.is_capital(at.wrapping_sub(1))
        && at.checked_sub(2).is_some_and(|before| text.is_capital(before))
        && !text.is_role(at.wrapping_sub(1))
}
