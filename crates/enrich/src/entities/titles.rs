//! Titles printed with a name: before it (`Interior Minister …`) and after it (`…, chairman of the board, said`).

use super::found::FoundName;
use super::{honorifics, roles, title_words};
use article::MentionKind;
use std::ops::Range;
use tagger::Token;

/// Tokens of a title before or after a name; what is longer is prose.
const MOST_TOKENS: usize = 18;

/// Mentions of a person that are looked at.
const MOST_MENTIONS: usize = 12;

/// What is printed with a name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Titles {
    pub(super) titles: Vec<String>,
    pub(super) honorific: Option<String>,
    /// The country or body before an apostrophe: `Pakistan’s Ambassador`.
    pub(super) of: Option<String>,
}

/// The titles printed at the mentions of a person. `found` are all names of the article in order.
pub(super) fn of(body: &str, tokens: &[Token], found: &[FoundName], mentions: &[Range<usize>]) -> Titles {
    let mut titles = Titles::default();
    for bytes in mentions.iter().take(MOST_MENTIONS) {
        let first = tokens.partition_point(|token| token.end <= bytes.start);
        let last = tokens.partition_point(|token| token.start < bytes.end);
        let text = Text { body, tokens, found };
        text.before(first, &mut titles);
        text.after(last, &mut titles);
    }
    drop_shortened(&mut titles.titles);
    titles
}

/// A portfolio (`Minister of State for Internal Affairs`) is part of a title and no organisation.
pub(super) fn drop_portfolios(body: &str, tokens: &[Token], found: &mut Vec<FoundName>) {
    let word = |at: Option<usize>| {
        at.and_then(|at| tokens.get(at)).and_then(|token| body.get(token.bytes())).unwrap_or_default()
    };
    found.retain(|name| {
        let first = tokens.partition_point(|token| token.start < name.bytes.start);
        let (link, role) = (word(first.checked_sub(1)), word(first.checked_sub(2)).to_lowercase());
        let portfolio = matches!(link, "of" | "for") && matches!(role.as_str(), "minister" | "ministers");
        name.kind != MentionKind::Organisation || !portfolio
    });
}

/// `Minister` says nothing beside `Interior Minister`; `President` does beside `ANC President`.
fn drop_shortened(titles: &mut Vec<String>) {
    const OF_SOMETHING: &[&str] =
        &["minister", "secretary", "director", "officer", "manager", "member", "head", "chief"];
    let longer: Vec<String> =
        titles.iter().filter(|title| title.contains(' ')).map(|title| title.to_lowercase()).collect();
    titles.retain(|title| {
        let short = title.to_lowercase();
        !OF_SOMETHING.contains(&short.as_str())
            || !longer.iter().any(|longer| longer.split(' ').any(|word| word == short))
    });
}

#[derive(Clone, Copy)]
struct Text<'a> {
    body: &'a str,
    tokens: &'a [Token],
    found: &'a [FoundName],
}

impl<'a> Text<'a> {
    fn word(self, at: usize) -> &'a str {
        self.tokens.get(at).and_then(|token| self.body.get(token.bytes())).unwrap_or_default()
    }

    fn printed(self, tokens: &Range<usize>) -> &'a str {
        let first = self.tokens.get(tokens.start);
        let last = tokens.end.checked_sub(1).and_then(|last| self.tokens.get(last));
        first.zip(last).and_then(|(first, last)| self.body.get(first.start..last.end)).unwrap_or_default()
    }

    /// What the name around this token names.
    fn kind(self, at: usize) -> Option<MentionKind> {
        let start = self.tokens.get(at)?.start;
        let name = self.found.get(self.found.partition_point(|name| name.bytes.end <= start))?;
        (name.bytes.start <= start).then_some(name.kind)
    }

    /// Whether a sentence or line begins at this token.
    fn begins(self, at: usize) -> bool {
        self.tokens.get(at).is_none_or(|token| token.first)
    }

    fn before(self, name: usize, titles: &mut Titles) {
        let mut end = name;
        while end > 0 && !self.begins(end) && honorifics::is_honorific(self.word(end - 1)) {
            let word = self.word(end - 1);
            if roles::is_role(word) {
                break;
            }
            titles.honorific.get_or_insert_with(|| word.to_owned());
            end -= 1;
        }
        // `Minister of State for Internal Affairs, Ismat …`: a comma may stand before the name.
        let comma = end > 0 && !self.begins(end) && self.word(end - 1) == ",";
        if comma {
            end -= 1;
        }
        let mut start = end;
        while start > 0 && end - start < MOST_TOKENS && !self.begins(start) && self.may_stand(start - 1, start, end) {
            start -= 1;
        }
        while start < end && self.cannot_begin(start) {
            start += 1;
        }
        start = self.sentence_of_title(start, end);
        let phrase = start..end;
        let role = phrase.clone().find(|at| roles::is_role(self.word(*at)));
        // `President-elect Example`
        let chosen = end > start + 2 && matches!(self.word(end - 1), "elect" | "designate");
        let ends_in_role = end > start && (chosen || roles::is_role(self.word(end - 1)));
        let Some(role) = role else { return };
        // Without a comma, the name follows the role or what the role is of.
        let linked = (role..end).any(|at| matches!(self.word(at), "of" | "for" | "at" | "to" | "from" | "on" | "in"));
        let last = self.word(end - 1);
        let closed = last.starts_with(char::is_uppercase) || title_words::goes_before_role(last) || last == ")";
        if ends_in_role || (linked && closed && !title_words::is_link(last)) {
            self.keep(&phrase, titles);
        }
    }

    /// Where a sentence begins that has nothing before the name but a title, each word of it a noun nobody lists:
    /// `Ward councillor …`, `Scenic area administration director …`; else `start`.
    fn sentence_of_title(self, start: usize, end: usize) -> usize {
        const MOST_WORDS: usize = 3;
        if start == end || self.begins(start) || !roles::is_role(self.word(end - 1)) {
            return start;
        }
        let Some(first) = (start.saturating_sub(MOST_WORDS)..start).rev().find(|at| self.begins(*at)) else {
            return start;
        };
        let plain = |at: usize| {
            let word = self.word(at);
            word.len() > 3
                && word.chars().all(char::is_alphabetic)
                && !["ing", "ed", "ly"].iter().any(|ending| word.ends_with(ending))
                && !title_words::begins_sentences(word)
                && !title_words::is_link(word)
                && self.kind(at).is_none()
                && (at == first || word.starts_with(char::is_lowercase))
        };
        let said =
            |at: usize| matches!(self.word(at), "said" | "says" | "told" | "this" | "they" | "with" | "when" | "have");
        if (first..start).all(|at| plain(at) && !said(at)) { first } else { start }
    }

    /// Whether the token may be part of a title that goes on to the right.
    fn may_stand(self, at: usize, start: usize, end: usize) -> bool {
        let word = self.word(at);
        let next = self.word(start);
        match self.kind(at) {
            Some(MentionKind::Person) => return false,
            Some(MentionKind::Organisation) => return true,
            Some(
                MentionKind::Place
                | MentionKind::Event
                | MentionKind::Nationality
                | MentionKind::Product
                | MentionKind::Other,
            )
            | None => {}
        }
        if word.starts_with(char::is_uppercase) || roles::is_role(word) {
            return true;
        }
        if matches!(word, "-" | "–") {
            // A dash between spaces is no hyphen.
            return [at, start].iter().all(|at| self.tokens.get(*at).is_some_and(|token| !token.spaced));
        }
        if word == "&" {
            return true;
        }
        // An abbreviation in brackets.
        let shortened = |at: usize| self.kind(at) == Some(MentionKind::Organisation);
        if (word == ")" && at > 1 && shortened(at - 1)) || (word == "(" && shortened(start)) {
            return true;
        }
        // `Superintendent of Police (Rural)`
        let in_brackets = |open: usize| {
            self.word(open) == "(" && self.word(open + 2) == ")" && self.word(open + 1).starts_with(char::is_uppercase)
        };
        if (word == ")" && at > 2 && in_brackets(at - 2) && self.role_left_of(at - 2))
            || (word == "(" && in_brackets(at))
        {
            return true;
        }
        if word == "," {
            return self.lists_portfolios(at, start, end);
        }
        if matches!(word, "’" | "'") {
            return next == "s" || self.tokens.get(start).is_some_and(|token| !token.spaced);
        }
        if word == "s" {
            return at > 0 && matches!(self.word(at - 1), "’" | "'");
        }
        if matches!(word, "of" | "for" | "and" | "the" | "to" | "at" | "in" | "on") {
            // Only with a role before it: looked for a little further to the left.
            return at > 0 && start < end && (self.role_left_of(at) || self.is_body(at));
        }
        title_words::goes_before_role(word)
    }

    /// `Bank of England Governor`: the body before a role has an `of` in its name.
    fn is_body(self, of: usize) -> bool {
        const BODIES: &[&str] = &[
            "Bank",
            "City",
            "University",
            "House",
            "Ministry",
            "Department",
            "Board",
            "Commission",
            "Institute",
            "State",
            "Republic",
            "Court",
            "Office",
            "Port",
            "Chamber",
            "Council",
            "Association",
            "Federation",
            "Church",
        ];
        self.word(of) == "of"
            && BODIES.contains(&self.word(of - 1))
            && self.word(of + 1).starts_with(char::is_uppercase)
    }

    /// `Minister for Planning, Development and Special Initiatives`: the comma stands in a list that `and` ends and
    /// that begins with what a role is for.
    fn lists_portfolios(self, comma: usize, start: usize, end: usize) -> bool {
        const LONGEST: usize = 10;
        let ends = (start..end).any(|at| matches!(self.word(at), "and" | "&"));
        let listed = |at: usize| self.word(at).starts_with(char::is_uppercase) || matches!(self.word(at), "," | "&");
        let mut left = comma;
        while left > 0 && comma - left < LONGEST && !self.begins(left) && listed(left - 1) {
            left -= 1;
        }
        ends && left < comma
            && left > 1
            && matches!(self.word(left - 1), "for" | "of")
            && self.word(left).starts_with(char::is_uppercase)
            && roles::is_role(self.word(left - 2))
    }

    fn role_left_of(self, at: usize) -> bool {
        let mut left = at;
        while left > 0 && at - left < 8 && !self.begins(left) {
            left -= 1;
            let word = self.word(left);
            if roles::is_role(word) {
                return true;
            }
            if !(word.starts_with(char::is_uppercase)
                || title_words::is_link(word)
                || title_words::goes_before_role(word)
                || word == "-")
            {
                return false;
            }
        }
        false
    }

    fn cannot_begin(self, at: usize) -> bool {
        let word = self.word(at);
        let small = word.chars().next().is_some_and(|char| char.is_lowercase());
        let first = self.tokens.get(at).is_some_and(|token| token.first) && title_words::begins_sentences(word);
        matches!(word, "-" | "–" | "&" | ")" | "’" | "'" | "The" | "A" | "An" | "s" | "Its")
            || first
            || (small && title_words::is_link(word))
    }

    fn after(self, name: usize, titles: &mut Titles) {
        let mut at = name;
        if self.begins(at) {
            return;
        }
        let open = self.word(at);
        if !matches!(open, "," | "(" | "-" | "–" | "—") {
            return;
        }
        at += 1;
        // `, 46,`: an age.
        if self.word(at).bytes().all(|byte| byte.is_ascii_digit()) && self.word(at + 1) == "," {
            at += 2;
        }
        if self.word(at) == "who" && matches!(self.word(at + 1), "is" | "was") {
            at += 2;
        }
        if matches!(self.word(at), "also" | "as") {
            at += 1;
        }
        if matches!(self.word(at), "a" | "an" | "the" | "The") {
            at += 1;
        }
        let start = at;
        let mut role = None;
        let mut linked = false;
        while at < start + MOST_TOKENS && !self.begins(at) {
            let word = self.word(at);
            if self.kind(at) == Some(MentionKind::Person) {
                return;
            }
            // `chief, Division of Infectious Diseases`: what the role is of.
            if word == "," && role.is_some() && !linked && self.kind(at + 1) == Some(MentionKind::Organisation) {
                linked = true;
                at += 1;
                continue;
            }
            if matches!(word, "," | "." | ";" | ":" | "—" | "\"" | "”" | "“" | "!" | "?" | "«")
                || self.is_verb(at, linked)
            {
                break;
            }
            if word == ")" && open == "(" {
                break;
            }
            linked |= matches!(word, "of" | "for" | "at" | "in" | "with" | "on" | "from");
            // The role stands before what it is of, or ends a phrase of capitals.
            if role.is_none() && roles::is_role(word) && (!linked || at > start) {
                role = Some(at);
            }
            at += 1;
        }
        let mut end = at;
        while end > start && (title_words::is_link(self.word(end - 1)) || matches!(self.word(end - 1), "-" | "–")) {
            end -= 1;
        }
        // What ends nowhere is prose.
        let closed = matches!(self.word(at), "," | "." | ")" | ";" | "—" | "–" | "-" | ":")
            || self.begins(at)
            || at > start && self.is_verb(at, linked);
        if let Some(role) = role
            && closed
            && role - start <= 8
            && end > role
            && !self.name_before_role(start, role)
        {
            self.keep(&(start..end), titles);
        }
    }

    /// `, Jordan Smith, director` is the next name of a list, no title.
    fn name_before_role(self, start: usize, role: usize) -> bool {
        (start..role).any(|at| matches!(self.word(at), "who" | "which" | "that" | "is" | "was" | "has" | "said"))
    }

    fn is_verb(self, at: usize, linked: bool) -> bool {
        let word = self.word(at);
        let ending = linked && (word == "joining" || word == "featuring");
        ending
            || matches!(
                word,
                "said"
                    | "says"
                    | "told"
                    | "added"
                    | "is"
                    | "was"
                    | "has"
                    | "had"
                    | "will"
                    | "would"
                    | "who"
                    | "which"
                    | "are"
                    | "were"
                    | "have"
                    | "explained"
                    | "stated"
                    | "announced"
                    | "called"
                    | "also"
                    | "that"
                    | "but"
            )
    }

    /// Keeps a title, or two that are joined by `and`, without a leading country.
    fn keep(self, phrase: &Range<usize>, titles: &mut Titles) {
        let mut start = phrase.start;
        let possessive = (phrase.start..phrase.end).find(|at| {
            matches!(self.word(*at), "’" | "'")
                && (self.word(at + 1) == "s" || self.word(*at + 1).starts_with(char::is_uppercase))
        });
        let of_place = |mark: &usize| *mark > phrase.start && self.kind(mark - 1) == Some(MentionKind::Place);
        if let Some(mark) = possessive.filter(|mark| mark - phrase.start <= 5).filter(of_place) {
            let rest = if self.word(mark + 1) == "s" { mark + 2 } else { mark + 1 };
            if (rest..phrase.end).any(|at| roles::is_role(self.word(at)))
                && !(phrase.start..mark).any(|at| roles::is_role(self.word(at)))
            {
                titles.of.get_or_insert_with(|| self.printed(&(phrase.start..mark)).to_owned());
                start = rest;
            }
        }
        let has_role = |tokens: Range<usize>| tokens.into_iter().any(|at| roles::is_role(self.word(at)));
        let split = (start..phrase.end).find(|at| {
            self.word(*at) == "and" && roles::is_role(self.word(at.saturating_sub(1))) && has_role(at + 1..phrase.end)
        });
        let split = split.or_else(|| {
            (start..phrase.end)
                .find(|at| self.word(*at) == "and" && has_role(start..*at) && roles::is_role(self.word(at + 1)))
        });
        // `expert and advocate` is one.
        match split.filter(|at| phrase.end - at > 2) {
            Some(at) => {
                push(self.printed(&(start..at)), titles);
                push(self.printed(&(at + 1..phrase.end)), titles);
            }
            None => push(self.printed(&(start..phrase.end)), titles),
        }
    }
}

fn push(title: &str, titles: &mut Titles) {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    if !title.is_empty() && !titles.titles.iter().any(|known| super::groups::same(known, &title)) {
        titles.titles.push(title);
    }
}
