//! Why a search found nothing, and what to do, in one sentence.

use super::searched_store::SearchedStore;
use super::stdout::tell;
use sink::search::Query;

/// Of a name that is not there, in characters.
const LONGEST: usize = 80;

/// Tells it on stderr, where it gets in nobody's way. `what`: what was looked for, `article` or `quote`.
pub(crate) fn tell_why_nothing(store: &SearchedStore, query: &Query, what: &str) -> anyhow::Result<()> {
    tell(&why(store, query, what)?);
    Ok(())
}

fn why(store: &SearchedStore, query: &Query, what: &str) -> anyhow::Result<String> {
    let name = store.name();
    if !store.has(Query::default())? {
        return Ok(format!(
            "store `{name}` has no articles yet; start `dateline run` or `dateline sink` and look again"
        ));
    }
    for (value, one, is_said) in named(query) {
        if !store.has(one)? {
            return Ok(format!(
                "nothing in store `{name}` {is_said} `{}`; check how it is written, try a shorter form, or look for the \
                 word with `dateline search`",
                cut(&value)
            ));
        }
    }
    Ok(format!("no {what} of store `{name}` has all of that; leave out a word or a filter"))
}

/// A name at a length that can be read.
fn cut(name: &str) -> String {
    match name.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", name.get(..end).unwrap_or_default()),
        None => name.to_owned(),
    }
}

/// Each name that is asked for, as a query of its own, and what an article that has it does.
fn named(query: &Query) -> Vec<(String, Query, &'static str)> {
    let mut named = Vec::new();
    let mut add = |values: &[String], is_said, one: fn(String) -> Query| {
        named.extend(values.iter().map(|value| (value.clone(), one(value.clone()), is_said)));
    };
    add(&query.people, "names a person", |value| Query { people: vec![value], ..Query::default() });
    add(&query.organisations, "names an organisation", |value| Query {
        organisations: vec![value],
        ..Query::default()
    });
    add(&query.topics, "is about", |value| Query { topics: vec![value], ..Query::default() });
    add(&query.sources, "comes from", |value| Query { sources: vec![value], ..Query::default() });
    add(&query.speakers, "quotes", |value| Query { speakers: vec![value], ..Query::default() });
    if let Some(place) = &query.place {
        named.push((place.clone(), Query { place: Some(place.clone()), ..Query::default() }, "names a place"));
    }
    if let Some(agency) = &query.agency {
        named.push((agency.clone(), Query { agency: Some(agency.clone()), ..Query::default() }, "is by an agency"));
    }
    named
}
