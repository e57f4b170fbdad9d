//! Wire text: a story as it comes over a wire, without markup. What opens with a control character is a message of IPTC
//! 7901 or ANPA 1312 and read by `wire_message`.
//!
//! It may begin with a line that is only a URL (the article's address), with a header line ` date 2024-10-24 Headline`,
//! or with a line that is plainly a headline. What follows is the story, of which nothing but white space is changed:
//! no line is dropped because it looks like furniture, and `&amp;` or `<b>` in it stay.

use crate::Reject;
use crate::charset::decode_strictly;
use crate::dates::value::IsoDate;
use crate::format::{Extractor, Found, Input, Story};
use crate::identity::page_url;
use crate::wire_message;
use article::{CanonicalUrl, ContentType, DateFrom, DateRole, has_words, tidy_paragraphs};
use std::borrow::Cow;
use std::collections::HashSet;
use text::calendar::months::month_of_beginning;

/// Wire text.
pub(crate) struct Wire;

impl Extractor for Wire {
    fn content_types(&self) -> &'static [ContentType] {
        &[ContentType::Wire]
    }

    fn extract(&self, input: &Input<'_>) -> Result<Vec<Found>, Reject> {
        if wire_message::is_message(&input.raw.body) {
            return wire_message::read(input);
        }
        let text = decode_strictly(&input.raw.body, input.raw.content_type.as_deref())?;
        if text.contains('\0') {
            return Err(Reject::new("binary", "the text has NUL characters, so it is no text"));
        }
        let text = with_line_feeds(&text);
        let mut story = Story { source_id: input.raw.id.clone(), ..Story::default() };
        let (address, rest) = leading_address(&text);
        story.page = page_url(input.url.as_ref(), address.as_ref().map(CanonicalUrl::as_str));
        let rest = match header(rest) {
            Some(header) => {
                let date = header.date.stated(DateRole::Published, DateFrom::Header, input.received_at);
                story.dates.extend(date);
                story.headline = header.headline.map(str::to_owned);
                header.rest
            }
            None => match leading_headline(rest, address.as_ref()) {
                Some((headline, rest)) => {
                    story.headline = Some(headline.to_owned());
                    rest
                }
                None => rest,
            },
        };
        story.body = tidy_paragraphs(rest);
        if !has_words(&story.body) {
            return Err(Reject::new("no_text", "there is no story after the first line"));
        }
        Ok(vec![Found::Story(Box::new(story))])
    }
}

/// Line ends of any system as line feeds.
fn with_line_feeds(text: &str) -> Cow<'_, str> {
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { Cow::Borrowed(text) }
}

/// The first line that is not blank, and what follows it.
fn first_line(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let line = line.trim_end();
    (!line.is_empty()).then_some((line, rest))
}

/// A leading line that is only a URL, and the text without it.
fn leading_address(text: &str) -> (Option<CanonicalUrl>, &str) {
    let Some((line, rest)) = first_line(text) else {
        return (None, text);
    };
    let is_url = (line.starts_with("http://") || line.starts_with("https://")) && !line.contains(char::is_whitespace);
    // A line that does not parse as a URL is text.
    match CanonicalUrl::parse(line) {
        Ok(url) if is_url => (Some(url), rest),
        Ok(_) | Err(_) => (None, text),
    }
}

struct Header<'a> {
    date: IsoDate,
    headline: Option<&'a str>,
    rest: &'a str,
}

/// ` date 2024-10-24 Headline`
fn header(text: &str) -> Option<Header<'_>> {
    let (line, rest) = first_line(text)?;
    let stated = line.strip_prefix("date ")?.trim_start();
    let (date, headline) = stated.split_once(char::is_whitespace).unwrap_or((stated, ""));
    let date = IsoDate::iso_day(date)?;
    let headline = Some(headline.trim()).filter(|headline| !headline.is_empty());
    Some(Header { date, headline, rest })
}

/// Longest headline that is taken without a header line, in characters; leads are longer.
const MAX_HEADLINE: usize = 160;

/// A first paragraph that is surely the headline, and the text after it.
///
/// Sure is: one line of its own, no full stop, a longer paragraph that is a sentence after it; and either the address
/// of the page is made of its words, or there is no address and it has as many words as a headline and no byline.
fn leading_headline<'a>(text: &'a str, address: Option<&CanonicalUrl>) -> Option<(&'a str, &'a str)> {
    let (line, rest) = first_line(text)?;
    let (after, story) = rest.split_once('\n')?;
    let next = story.trim_start().lines().next().unwrap_or_default().trim_end();
    let stands_alone = after.trim().is_empty() && next.chars().count() > line.chars().count() && ends_sentence(next);
    let is_dateline = has_dateline_mark(line) || ends_in_date(line);
    if !stands_alone || line.chars().count() > MAX_HEADLINE || ends_sentence(line) || is_dateline {
        return None;
    }
    let words: Vec<String> = words_of(line).collect();
    let sure = match address {
        Some(address) => {
            let slug: HashSet<String> = words_of(address.path()).collect();
            let shared = words.iter().filter(|word| slug.contains(*word)).count();
            words.len() >= 3 && shared * 5 >= words.len() * 4
        }
        None => words.len() >= 4 && !is_byline(line),
    };
    sure.then_some((line, rest))
}

fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '\'', '”', '’', ')', ']', '»']).ends_with(['.', '!', '?', ':', ';', ',', '…', '。'])
}

/// `TEHRAN—`, `LEON, GUANAJUATO.-`, `CAIRO - 25 July`: the line is the beginning of the story.
fn has_dateline_mark(line: &str) -> bool {
    const MARKS: &[&str] = &["—", ".-", " – ", " - ", ".–", "--", "): "];
    let beginning: String = line.chars().take(60).collect();
    let before = MARKS.iter().filter_map(|mark| beginning.split_once(mark)).map(|(before, _)| before);
    before.into_iter().any(|before| before.split_whitespace().next().is_some_and(is_in_capitals))
}

/// `Port Anselm, October 24`, `BELMOPAN, Wed. Jan. 3, 2024`: when it was written.
fn ends_in_date(line: &str) -> bool {
    let mut words = line.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty()).rev().take(3);
    let is_month = |word: &str| word.starts_with(char::is_uppercase) && month_of_beginning(word).is_some();
    let is_number = |word: &str| word.starts_with(|first: char| first.is_ascii_digit());
    words.next().is_some_and(is_number) && words.any(is_month)
}

fn is_in_capitals(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).count() > 1 && !word.chars().any(char::is_lowercase)
}

fn is_byline(line: &str) -> bool {
    let begins_with_by = line.split_whitespace().next().is_some_and(|word| word.eq_ignore_ascii_case("by"));
    begins_with_by || line.split_whitespace().all(is_in_capitals)
}

/// Words in lower case, apostrophes dropped so that a slug has the same.
fn words_of(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headline(text: &str) -> Option<String> {
        let (address, rest) = leading_address(text);
        leading_headline(rest, address.as_ref()).map(|(headline, _)| headline.to_owned())
    }

    #[test]
    fn a_first_line_is_a_headline_only_when_that_is_sure() {
        const STORY: &str = "\n\nThe harbour minister opened the terminal on Thursday, two years after a storm.";
        for (first, expected) in [
            (
                "https://example.org/news/harbour-s-new-roof-stands\n\nHarbour's new roof stands",
                Some("Harbour's new roof stands"),
            ),
            ("https://example.org/news/4711\n\nHarbour's new roof stands", None),
            ("Harbour's new roof stands", Some("Harbour's new roof stands")),
            ("Harbour's new roof stands.", None),
            ("By Mara Lindqvist of Port Anselm", None),
            ("MARA LINDQVIST OF ANSELM", None),
            ("Mara Lindqvist", None),
            ("PORT ANSELM — The roof of the terminal stands", None),
            ("Port Anselm, Thursday, October 24", None),
            ("PORT ANSELM, Wed. Jan. 3, 2024", None),
            ("Harbour's new roof stands since May", Some("Harbour's new roof stands since May")),
        ] {
            assert_eq!(headline(&format!("{first}{STORY}")).as_deref(), expected, "{first}");
        }
        assert_eq!(headline("Harbour's new roof stands\nThe minister opened it on Thursday, two years later."), None);
    }

    #[test]
    fn only_a_line_that_is_a_url_is_the_address() {
        for (text, expected) in [
            ("\n https://example.org/a?utm_source=x \r\nText", Some("https://example.org/a")),
            ("https://example.org/a Text\nText", None),
            ("www.example.org/a\nText", None),
            ("https://\nText", None),
        ] {
            assert_eq!(leading_address(text).0.as_ref().map(CanonicalUrl::as_str), expected, "{text}");
        }
    }

    #[test]
    fn a_header_needs_a_date_that_exists() {
        assert!(
            header(" date 2024-10-24 Roof stands\n\nText").is_some_and(|header| header.headline == Some("Roof stands"))
        );
        assert!(header("date 2024-10-24\n\nText").is_some_and(|header| header.headline.is_none()));
        assert!(header("date 2024-02-30 Roof\n\nText").is_none());
        assert!(header("date palms grow\n\nText").is_none());
    }
}
