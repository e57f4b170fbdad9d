//! Which expectations are about fields that Dateline models, and whether they hold.
//!
//! Modelled is what a reading of a feed keeps for the article: of an entry title, link, id, description, content,
//! authors by name, dates, categories, language, the picture, outlet, publisher, rights and licence; of the feed title,
//! language, rights and, in Atom, authors, which entries inherit. The message holds plain text, so texts are compared by
//! their words, markup left out; dates by their moment.

use crate::python::{Expression, Operand, Value};
use crate::words::{is_picture, same_author, same_text};
use extract::{FeedDate, FeedDocument, FeedEntry, FeedText, read_feed};
use url::Url;

/// What became of one expectation.
pub(crate) enum Outcome {
    /// By the field it is about.
    Held(&'static str),
    Failed(&'static str),
    /// It is about something that is not modelled.
    NotModelled,
}

/// A modelled field with what was read for it.
struct Field {
    name: &'static str,
    read: Read,
}

enum Read {
    Text(Option<String>),
    Exact(Option<String>),
    /// Letter case says nothing.
    Language(Option<String>),
    Address(Option<String>),
    Author(Option<String>),
    /// Either of two dates: a date alone may be called either.
    Date(Vec<FeedDate>),
    Count(usize),
}

/// Judges each part of an expectation.
pub(crate) fn judge(expression: &Expression, document: &FeedDocument, source: &str) -> Vec<Outcome> {
    match expression {
        Expression::All(parts) => parts.iter().flat_map(|part| judge(part, document, source)).collect(),
        Expression::Any(parts) => {
            let mut outcomes: Vec<Outcome> = parts.iter().flat_map(|part| judge(part, document, source)).collect();
            let held = outcomes.iter().position(|outcome| matches!(outcome, Outcome::Held(_)));
            vec![outcomes.swap_remove(held.unwrap_or(0))]
        }
        Expression::Not(inner) => match inner.as_ref() {
            Expression::Holds(Operand::Path(path)) => match field(path, document, source) {
                Some(field) if path.ends_with(".link") || path.ends_with(".language") => {
                    vec![outcome(field.name, !is_there(&field.read))]
                }
                Some(_) | None => vec![Outcome::NotModelled],
            },
            _ => vec![Outcome::NotModelled],
        },
        Expression::Equal(operands) => equal(operands, document, source),
        Expression::Differs(Operand::Path(path), Operand::Literal(Value::None)) => {
            match field(path, document, source) {
                Some(field) => vec![outcome(field.name, is_there(&field.read))],
                None => vec![Outcome::NotModelled],
            }
        }
        Expression::Differs(..) | Expression::Holds(_) => vec![Outcome::NotModelled],
    }
}

/// `a == b == literal`: one expectation a path.
fn equal(operands: &[Operand], document: &FeedDocument, source: &str) -> Vec<Outcome> {
    let expected = operands.iter().find_map(|operand| match operand {
        Operand::Literal(value) => Some(value),
        Operand::Path(_) | Operand::Call(..) => None,
    });
    let Some(expected) = expected else { return vec![Outcome::NotModelled] };
    let judged = operands.iter().filter_map(|operand| match operand {
        Operand::Literal(_) => None,
        Operand::Path(path) => Some(match field(path, document, source) {
            Some(field) => outcome(field.name, holds(&field.read, expected)),
            None => Outcome::NotModelled,
        }),
        Operand::Call(function, path) => Some(call(function, path, expected, document, source)),
    });
    judged.collect()
}

fn call(function: &str, path: &str, expected: &Value, document: &FeedDocument, source: &str) -> Outcome {
    let Value::Number(number) = expected else { return Outcome::NotModelled };
    if function == "len" {
        let Some(entry) = path.strip_suffix(".tags").and_then(|path| entry(path, document)) else {
            return Outcome::NotModelled;
        };
        return outcome("category", holds(&Read::Count(entry.map_or(0, |entry| entry.categories.len())), expected));
    }
    let character = u32::try_from(*number).ok().and_then(char::from_u32).map(String::from);
    match field(path, document, source) {
        Some(Field { name, read: Read::Text(text) }) => outcome(name, text.is_some() && text == character),
        Some(_) | None => Outcome::NotModelled,
    }
}

fn outcome(name: &'static str, held: bool) -> Outcome {
    if held { Outcome::Held(name) } else { Outcome::Failed(name) }
}

fn is_there(read: &Read) -> bool {
    match read {
        Read::Text(text) | Read::Exact(text) | Read::Author(text) | Read::Language(text) | Read::Address(text) => {
            text.is_some()
        }
        Read::Date(dates) => !dates.is_empty(),
        Read::Count(count) => *count > 0,
    }
}

fn holds(read: &Read, expected: &Value) -> bool {
    match (read, expected) {
        (Read::Text(text), Value::Text(expected)) => same_text(text.as_deref().unwrap_or_default(), expected),
        (Read::Exact(text), Value::Text(expected)) => text.as_deref().unwrap_or_default() == expected,
        (Read::Language(text), Value::Text(expected)) => {
            text.as_deref().unwrap_or_default().eq_ignore_ascii_case(expected)
        }
        (Read::Language(text), Value::None) => text.is_none(),
        (Read::Address(text), Value::Text(expected)) => {
            let url = Url::parse(expected).map_or_else(|_| expected.clone(), String::from);
            text.as_deref().unwrap_or_default() == url
        }
        (Read::Author(text), Value::Text(expected)) => same_author(text.as_deref().unwrap_or_default(), expected),
        (Read::Date(dates), Value::Text(expected)) => {
            let expected = date_of(expected);
            dates.iter().any(|date| Some(date.at) == expected.as_ref().map(|date| date.at))
        }
        (Read::Date(dates), Value::List(parts)) => dates.iter().any(|date| has_parts(date, parts)),
        (Read::Count(count), Value::Number(number)) => usize::try_from(*number) == Ok(*count),
        _ => false,
    }
}

/// Year to second in UTC, as Python's time tuple has them.
fn has_parts(date: &FeedDate, parts: &[Value]) -> bool {
    let read = date.at.to_string();
    let numbers = read.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse::<i64>().ok());
    let expected = parts.iter().filter_map(|part| match part {
        Value::Number(number) => Some(*number),
        Value::Text(_) | Value::List(_) | Value::Truth(_) | Value::None => None,
    });
    numbers.take(6).eq(expected.take(6))
}

/// The moment of a date that the expectation repeats as the feed has it.
fn date_of(text: &str) -> Option<FeedDate> {
    let feed = format!("<rss><channel><item><pubDate>{text}</pubDate></item></channel></rss>");
    read_feed(feed.as_bytes(), None, None).ok()?.entries.into_iter().next()?.published
}

/// The entry a path begins with; `None`: the path is none of an entry's.
fn entry<'a>(path: &str, document: &'a FeedDocument) -> Option<Option<&'a FeedEntry>> {
    let index = path.strip_prefix("entries.")?.split('.').next()?;
    Some(document.entries.get(index.parse::<usize>().ok()?))
}

fn field(path: &str, document: &FeedDocument, source: &str) -> Option<Field> {
    if let Some(rest) = path.strip_prefix("feed.") {
        return of_feed(rest, document, source);
    }
    let entry = entry(path, document)?;
    let rest = path.strip_prefix("entries.")?.split_once('.')?.1;
    of_entry(rest, entry.unwrap_or(&FeedEntry::default()), source)
}

fn of_feed(path: &str, document: &FeedDocument, source: &str) -> Option<Field> {
    let (name, read) = match path {
        "title" | "title_detail.value" => ("feed title", Read::Text(document.title.clone())),
        "language" if !source.contains("Content-Language") => {
            ("feed language", Read::Language(document.language.clone()))
        }
        "copyright" | "rights" | "copyright_detail.value" | "rights_detail.value" => {
            ("feed rights", Read::Text(document.rights.clone()))
        }
        "author" | "author_detail.name" | "authors.0.name" if source.contains("<feed") => {
            ("feed author", Read::Author(document.authors.first().cloned()))
        }
        "authors.1.name" if source.contains("<feed") => ("feed author", Read::Author(document.authors.get(1).cloned())),
        _ => return None,
    };
    Some(Field { name, read })
}

fn of_entry(path: &str, entry: &FeedEntry, source: &str) -> Option<Field> {
    let plain = |text: Option<&FeedText>| Read::Text(text.map(FeedText::plain));
    let (name, read) = match path {
        "title" | "title_detail.value" => ("title", Read::Text(entry.title.clone())),
        "link" => ("link", Read::Address(entry.link.clone())),
        "id" | "guid" => ("id", Read::Exact(entry.guid.clone())),
        "description" | "summary" | "summary_detail.value" => {
            ("summary", plain(entry.summary.as_ref().or(entry.content.as_ref())))
        }
        "content.0.value" => ("content", plain(entry.content.as_ref().or(entry.summary.as_ref()))),
        "author" | "author_detail.name" | "authors.0.name" => ("author", Read::Author(entry.authors.first().cloned())),
        "authors.1.name" => ("author", Read::Author(entry.authors.get(1).cloned())),
        "published" | "published_parsed" => ("published", Read::Date(entry.published.iter().cloned().collect())),
        "updated" | "updated_parsed" => {
            ("updated", Read::Date(entry.updated.iter().chain(&entry.published).cloned().collect()))
        }
        "category" => ("category", Read::Text(entry.categories.first().cloned())),
        "language" | "title_detail.language" | "summary_detail.language" | "content.0.language"
            // What the server said of it in a header is no part of a feed.
            if !source.contains("Content-Language") =>
        {
            ("language", Read::Language(entry.language.clone()))
        }
        "image.href" | "media_thumbnail.0.url" => {
            ("picture", Read::Exact(entry.picture.as_ref().map(|picture| picture.form.href.clone())))
        }
        "enclosures.0.url" | "enclosures.0.href" if is_picture(source) => {
            ("picture", Read::Exact(entry.picture.as_ref().map(|picture| picture.form.href.clone())))
        }
        "source.title" | "source.title_detail.value" => {
            ("outlet", Read::Text(entry.outlet.as_ref().and_then(|outlet| outlet.name.clone())))
        }
        "source.href" | "source.link" => {
            ("outlet", Read::Exact(entry.outlet.as_ref().and_then(|outlet| outlet.uri.clone())))
        }
        "publisher" | "publisher_detail.name" => ("publisher", Read::Author(entry.publisher.clone())),
        "rights" | "copyright" | "rights_detail.value" | "copyright_detail.value" => {
            ("rights", Read::Text(entry.rights.clone()))
        }
        "license" => ("licence", Read::Exact(entry.licence.clone())),
        _ => {
            let index = path.strip_prefix("tags.")?;
            let index = index.strip_suffix(".term").or_else(|| index.strip_suffix(".label"))?;
            ("category", Read::Text(entry.categories.get(index.parse::<usize>().ok()?).cloned()))
        }
    };
    Some(Field { name, read })
}
