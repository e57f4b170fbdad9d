//! Named events: a name of capitalised words that ends in, or is built around, a word for a kind of event.

use super::found::FoundName;
use crate::Reading;
use article::MentionKind;
use std::sync::LazyLock;
use tagger::Token;
use text::Lowercase;
use text::WordList;

/// The last word of the names of events, in small letters.
static HEADS: LazyLock<WordList<()>> = LazyLock::new(|| {
    WordList::words(
        "summit expo cup forum election elections olympics games festival championship championships \
         conference awards marathon biennale congress war referendum tournament fair exhibition \
         carnival parade prix convention symposium paralympics open trophy jubilee revolution \
         uprising genocide holocaust intifada crisis polls poll competition invasion conflict \
         massacre pilgrimage regatta gala masters day week dialogue rally bowl slam contest airshow \
         globes battle siege",
    )
});

/// Heads that name an event only with what they are of: `Battle of …`.
static OF_SOMETHING: LazyLock<WordList<()>> = LazyLock::new(|| WordList::words("battle siege"));

/// Heads that are common enough in headings and names of things to need two names before them.
static TWO_NAMES: LazyLock<WordList<()>> = LazyLock::new(|| WordList::words("week rally contest slam dialogue"));

/// Words before `Day` with which it is any day.
static ANY_DAY: LazyLock<WordList<()>> = LazyLock::new(|| {
    WordList::words(
        "one every each some match game test opening final next last same first second third new \
         modern present judgment good bad long all",
    )
});

/// Words of which alone, or with a number, an event is known.
static ALONE: LazyLock<WordList<()>> =
    LazyLock::new(|| WordList::words("ramadan diwali hajj olympics holocaust eid oscars eurovision nowruz"));

/// Heads that are events only in capitals: in small letters they are common words.
static ONLY_CAPITALS: LazyLock<WordList<()>> = LazyLock::new(|| {
    WordList::words(
        "open masters congress cup forum fair crisis conflict war convention conference day week \
         dialogue rally bowl slam contest battle siege",
    )
});

/// Heads that organisations are also called by.
static ORGANISED: LazyLock<WordList<()>> =
    LazyLock::new(|| WordList::words("congress forum conference convention exhibition fair"));

/// Longest name of an event, in tokens.
const MOST_TOKENS: usize = 9;

/// Turns other names that name an event into one and adds those the tagger did not see.
pub(super) fn add(reading: &Reading<'_>, tokens: &[Token], found: &mut Vec<FoundName>) {
    let body = reading.body();
    let mut events = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let text = body.get(token.bytes()).unwrap_or_default();
        let capital = text.starts_with(char::is_uppercase);
        if let Some(end) = capital.then(|| end_of_beginning(body, tokens, at)).flatten()
            && let Some(last) = tokens.get(end)
        {
            events.push(token.start..last.end);
            continue;
        }
        let alone = capital && (ALONE.has_without_stop(text) || is_numbered(text));
        if !(alone || HEADS.has_without_stop(text)) || (!capital && ONLY_CAPITALS.has_without_stop(text)) {
            continue;
        }
        let organised = ORGANISED.has_without_stop(text);
        if organised && is_organisation(found, token.start) {
            continue;
        }
        let lower = text.to_ascii_lowercase();
        let start = start_of(body, tokens, at);
        let named = (start..at).filter_map(|at| tokens.get(at)).filter(|token| {
            let word = body.get(token.bytes()).unwrap_or_default();
            word.starts_with(char::is_uppercase)
        });
        let words = named.count();
        // In small letters it takes a year or two names before it: "2019 presidential polls", "Sri Lanka crisis" not.
        let dated = tokens.get(start).is_some_and(|token| is_year(body.get(token.bytes()).unwrap_or_default()));
        let voted = words > 1 && matches!(lower.as_str(), "election" | "elections" | "referendum");
        let waged = words > 0 && matches!(lower.as_str(), "invasion" | "genocide") && end_of(body, tokens, at) > at;
        let end = end_of(body, tokens, at);
        // `War of Independence`, but not `Congress of the Republic`.
        let of_something = capital && end > at + 1 && !organised;
        let before = at.checked_sub(1).and_then(|at| tokens.get(at)).and_then(|token| body.get(token.bytes()));
        let any_day = lower == "day" && before.is_some_and(|before| ANY_DAY.has_without_stop(before));
        let only_of = OF_SOMETHING.has_without_stop(text) && !of_something;
        if any_day || only_of || (words < 2 && TWO_NAMES.has_without_stop(text)) {
            continue;
        }
        if (alone || voted || waged || of_something || (capital && words > 0) || (dated && start < at))
            && let (Some(first), Some(last)) = (tokens.get(start), tokens.get(end))
        {
            events.push(first.start..last.end);
        }
    }
    events.dedup_by(|next, before| {
        let overlaps = next.start < before.end;
        if overlaps {
            before.end = before.end.max(next.end);
        }
        overlaps
    });
    // What lies in an event's name is part of it; an organisation with the same words is the event too.
    found.retain(|name| {
        let after = events.partition_point(|event| event.end <= name.bytes.start);
        let within = events.get(after).is_some_and(|event| event.start < name.bytes.end);
        let printed = body.get(name.bytes.clone()).unwrap_or_default();
        let known = printed.split(|char: char| !char.is_alphanumeric()).next().unwrap_or_default();
        !within || (name.kind == MentionKind::Person && !ALONE.has_without_stop(known))
    });
    let people: Vec<_> = found.iter().map(|name| name.bytes.clone()).collect();
    events.retain(|event| {
        let next = people.partition_point(|name| name.end <= event.start);
        people.get(next).is_none_or(|name| name.start >= event.end)
    });
    for event in &events {
        reading.because(event.clone(), || "an event: capitals around a word for one".to_owned());
    }
    found.extend(events.into_iter().map(|bytes| FoundName { kind: MentionKind::Event, bytes }));
}

/// Whether an organisation's name lies around this byte; names are in order and apart.
fn is_organisation(found: &[FoundName], at: usize) -> bool {
    let name = found.get(found.partition_point(|name| name.bytes.end <= at));
    name.is_some_and(|name| name.kind == MentionKind::Organisation && name.bytes.start <= at)
}

/// The first token of the name that ends at `at`.
fn start_of(body: &str, tokens: &[Token], at: usize) -> usize {
    let text = |at: usize| tokens.get(at).and_then(|token| body.get(token.bytes())).unwrap_or_default();
    let mut start = at;
    let mut possessive = false;
    for before in (at.saturating_sub(MOST_TOKENS)..at).rev() {
        let (Some(token), Some(next)) = (tokens.get(before), tokens.get(before + 1)) else { break };
        if next.first {
            break;
        }
        let word = body.get(token.bytes()).unwrap_or_default();
        let name = word.starts_with(char::is_uppercase) && !starts_sentence_only(token, word);
        let joined = matches!(word, "-" | "–" | "&" | "'" | "’" | "s") && before + 1 > at.saturating_sub(MOST_TOKENS);
        let small = matches!(
            word.to_lowercase().as_str(),
            "presidential" | "general" | "parliamentary" | "legislative" | "national" | "world"
        );
        if name || is_year(word) || is_ordinal(word) || small {
            // `February's 2022 Games`: what has a year does not begin before it with another name's possessive.
            if possessive && (is_year(text(start)) || is_ordinal(text(start))) {
                break;
            }
            possessive = false;
            start = before;
        } else if !joined {
            break;
        }
        possessive |= word == "s";
    }
    start
}

fn starts_sentence_only(token: &Token, word: &str) -> bool {
    token.first
        && matches!(
            word,
            "The" | "This" | "In" | "At" | "A" | "An" | "During" | "After" | "Before" | "On" | "For" | "Our"
        )
        || matches!(word, "The" | "This" | "In" | "At" | "A")
}

/// The last token: `World Cup 2022`, `Festival of Lights` end later than their head.
fn end_of(body: &str, tokens: &[Token], at: usize) -> usize {
    let word = |at: usize| {
        tokens.get(at).filter(|token| !token.first).and_then(|token| body.get(token.bytes())).unwrap_or_default()
    };
    // `World War II`, `World Cup 2022`.
    if is_year(word(at + 1)) || matches!(word(at + 1), "II" | "III" | "IV") {
        return at + 1;
    }
    // `Summit of the Americas`.
    // `Eid-ul-Adha`, `Eid al-Fitr`.
    let parts = (1..=4).filter(|after| !matches!(word(at + after), "-" | "‑"));
    if let [article, name] = parts.map(|after| at + after).take(2).collect::<Vec<_>>().as_slice()
        && matches!(word(*article), "al" | "ul" | "Al" | "Ul" | "el")
        && word(*name).starts_with(char::is_uppercase)
    {
        return *name;
    }
    let named = if word(at + 2) == "the" { at + 3 } else { at + 2 };
    // `War on Terror`, but not `Grand Prix on Sunday`.
    let war = || tokens.get(at).and_then(|token| body.get(token.bytes())) == Some("War");
    if (word(at + 1) == "of" || word(at + 1) == "on" && war()) && word(named).starts_with(char::is_uppercase) {
        let mut end = named;
        while word(end + 1).starts_with(char::is_uppercase) && end < at + MOST_TOKENS {
            end += 1;
        }
        return end;
    }
    at
}

/// The last token of an event that begins here: `Operation Example`, `Copa Example`, `Tour de Example`, `Euro 2024`.
fn end_of_beginning(body: &str, tokens: &[Token], at: usize) -> Option<usize> {
    let word = |at: usize| {
        tokens.get(at).filter(|token| !token.first).and_then(|token| body.get(token.bytes())).unwrap_or_default()
    };
    let printed = tokens.get(at).and_then(|token| body.get(token.bytes()))?;
    let mut small = Lowercase::default();
    let first = small.of(printed)?;
    if first == "euro" && is_year(word(at + 1)) {
        return Some(at + 1);
    }
    let name = |at: usize| word(at).starts_with(char::is_uppercase) && !super::roles::is_role(word(at));
    let start = match first {
        "operation" | "copa" if !is_year(word(at + 1)) => at + 1,
        "tour" if matches!(word(at + 1), "de" | "of") => at + 2,
        _ => return None,
    };
    // `Operation Guardian of the Walls`
    let linked = |at: usize| matches!(word(at), "of" | "the" | "and");
    let inside = |at: &usize| name(*at) || (linked(*at) && (name(*at + 1) || (linked(*at + 1) && name(*at + 2))));
    name(start).then(|| (start..at + MOST_TOKENS).take_while(inside).last().unwrap_or(start))
}

/// `COP27`
fn is_numbered(word: &str) -> bool {
    word.strip_prefix("COP")
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && word.bytes().all(|byte| byte.is_ascii_digit())
        && (word.starts_with("19") || word.starts_with("20"))
}

fn is_ordinal(word: &str) -> bool {
    word.len() >= 3
        && word.starts_with(|char: char| char.is_ascii_digit())
        && ["st", "nd", "rd", "th"].iter().any(|end| word.ends_with(end))
}
