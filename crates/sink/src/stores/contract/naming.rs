//! Names and quotes: their tables, and what is found by them.

use super::cases::{open, write};
use super::samples::{FETCH, delivery, fetched, id, revision};
use super::searching::{check, store_all};
use super::target::Target;
use crate::search::Query;
use anyhow::{Result, ensure};
use article::{
    Article, DateFrom, DateRole, Entity, Extra, InfoSource, Mention, MentionKind, PersonDetail, Place, Precision,
    Provenance, Quote, QuoteKind, Span, Speaker, StatedDate, Subject, Timestamp, rel,
};
use pipeline::Written;

const BODY: &str = "Harbour Master Zoë M. Quayle-Łoś met the Estuary Research Board (ERB) on the pier. “The dredgers     leave at noon,” Quayle-Łoś said. The ERB warned that the silt was rising. Nobody objected, somebody said.";

/// The span of a piece of [`BODY`], the nth time that it stands there.
fn span(body: &str, piece: &str, nth: usize) -> Span {
    let at = body.match_indices(piece).nth(nth).map_or(0, |(at, _)| at);
    let start = article::char_count(body.get(..at).unwrap_or_default());
    Span { start, end: start + article::char_count(piece) }
}

fn named(name: &str) -> Entity {
    Entity { name: Some(name.to_owned()), rel: Some(rel::MENTIONS.to_owned()), ..Entity::default() }
}

fn mention(kind: MentionKind, reference: u32, span: Span) -> Mention {
    Mention { kind, reference: Some(reference), name: None, span, extra: Extra::new() }
}

fn quote(kind: QuoteKind, text: &str, speaker: Option<(&str, Option<u32>)>) -> Quote {
    Quote {
        kind,
        text: text.to_owned(),
        speaker: speaker.map(|(name, reference)| Speaker { name: name.to_owned(), reference }),
        mention: None,
        cue: Some("said".to_owned()),
        span: span(BODY, text, 0),
        extra: Extra::new(),
    }
}

/// An article in which everybody has a name; `outlet` and `day` of its own.
pub(super) fn filled(case: &str, outlet: &str, day: &str) -> Article {
    let mut article = fetched(case, FETCH, BODY);
    article.set_headline("Dredgers leave the estuary");
    article.language = Some("en".to_owned());
    article.people = vec![named("Zoë M. Quayle-Łoś")];
    article.organisations = vec![named("Estuary Research Board")];
    article.places = vec![Place {
        name: Some("Łoś Quay".to_owned()),
        literal: Some("PL-PM".to_owned()),
        uri: Some("https://sws.geonames.org/1/".to_owned()),
        geo_json: Some(serde_json::json!({"geometry": {"type": "Point", "coordinates": [18.5, 54.25]}})),
        ..Place::default()
    }];
    let topic = |name: &str, rel: &str, literal: Option<&str>| Subject {
        name: Some(name.to_owned()),
        rel: Some(rel.to_owned()),
        literal: literal.map(str::to_owned),
        confidence: Some(81),
        ..Subject::default()
    };
    article.subjects = vec![
        topic("silt", rel::KEYWORD, None),
        topic("inland waterways transport", rel::ABOUT, Some("medtop:20000337")),
    ];
    article.info_sources = vec![InfoSource { name: Some(outlet.to_owned()), ..InfoSource::default() }];
    let enrichment = &mut article.enrichment;
    enrichment.people = vec![PersonDetail {
        titles: vec!["Harbour Master".to_owned()],
        confidence: Some(90),
        ..PersonDetail::default()
    }];
    enrichment.mentions = vec![
        mention(MentionKind::Person, 0, span(BODY, "Zoë M. Quayle-Łoś", 0)),
        mention(MentionKind::Organisation, 0, span(BODY, "Estuary Research Board", 0)),
        mention(MentionKind::Organisation, 0, span(BODY, "ERB", 0)),
        mention(MentionKind::Person, 0, span(BODY, "Quayle-Łoś", 1)),
        mention(MentionKind::Organisation, 0, span(BODY, "ERB", 1)),
    ];
    enrichment.quotes = vec![
        quote(QuoteKind::Direct, "The dredgers leave at noon,", Some(("Zoë M. Quayle-Łoś", Some(0)))),
        quote(QuoteKind::Indirect, "the silt was rising", Some(("ERB", None))),
        quote(QuoteKind::Indirect, "Nobody objected", None),
    ];
    enrichment.dates = vec![StatedDate::new(DateRole::Published, day.to_owned(), Precision::Day, DateFrom::Header)];
    enrichment.provenance = vec![Provenance {
        source: Some(format!("{outlet} feed")),
        ..Provenance::new("ingest", "dateline/test", Timestamp::from_millis(FETCH))
    }];
    article
}

fn own(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

pub(super) async fn filters(target: &dyn Target) -> Result<()> {
    let (older, newer) = ("naming 1", "naming 2");
    let mut other = filled(newer, "Fjord Courier", "2024-11-02");
    other.people = vec![named("Ismail Quayle-Łoś")];
    other.enrichment.people.clear();
    other.enrichment.mentions.clear();
    store_all(target, vec![filled(older, "Estuary Post", "2024-10-24"), other]).await?;
    let both: &[&str] = &[newer, older];
    for (name, expected) in [
        ("Quayle-Łoś", both),
        ("QUAYLE LOS", both),
        ("los", both),
        ("zoe quayle los", &[older]),
        ("Zoë M. Quayle-Łoś", &[older]),
        ("Harbour Master Quayle-Łoś", &[older]),
        ("master zoe m quayle los", &[older]),
        ("ismail quayle-los", &[newer]),
        ("Zoë", &[]),
        ("quayl", &[]),
        ("Hanna Quayle-Łoś", &[]),
        ("", &[]),
        ("%", &[]),
    ] {
        check(target, &Query { people: own(&[name]), ..Query::default() }, expected).await?;
    }
    for (name, expected) in [
        ("estuary research board", both),
        ("The Estuary Research Board", both),
        ("E.R.B.", &[older]),
        ("research", &[]),
    ] {
        check(target, &Query { organisations: own(&[name]), ..Query::default() }, expected).await?;
    }
    for topic in ["Inland Waterways Transport", "waterways", "medtop:20000337", "20000337"] {
        check(target, &Query { topics: own(&[topic]), ..Query::default() }, both).await?;
    }
    check(target, &Query { topics: own(&["silt"]), ..Query::default() }, &[]).await?;
    for (source, expected) in [("fjord courier", newer), ("Estuary Post feed", older), ("ESTUARY POST", older)] {
        check(target, &Query { sources: own(&[source]), ..Query::default() }, &[expected]).await?;
    }
    for (speaker, expected) in [("erb", both), ("zoe m quayle los", both), ("harbour master quayle-los", &[older])] {
        check(target, &Query { speakers: own(&[speaker]), ..Query::default() }, expected).await?;
    }
    let places = [("łoś quay", both), ("Los Quay", both), ("pl-pm", both), ("PL", both), ("quay", &[])];
    for (place, expected) in places {
        let people = own(&["Quayle-Łoś"]);
        check(target, &Query { place: Some(place.to_owned()), people, ..Query::default() }, expected).await?;
    }
    together(target, older, newer).await
}

/// Filters of several kinds, with words and times.
async fn together(target: &dyn Target, older: &str, newer: &str) -> Result<()> {
    let people = || own(&["quayle-los"]);
    let all = Query {
        people: own(&["los", "zoe quayle-los"]),
        organisations: own(&["erb", "Estuary Research Board"]),
        topics: own(&["transport"]),
        sources: own(&["estuary post", "estuary post feed"]),
        speakers: own(&["los"]),
        language: Some("en".to_owned()),
        ..Query::of_text("dredgers")
    };
    check(target, &all, &[older]).await?;
    check(target, &Query { people: people(), limit: 1, ..Query::default() }, &[newer]).await?;
    check(target, &Query { people: people(), ..Query::of_text("-dredgers") }, &[]).await?;
    check(target, &Query { people: people(), ..Query::of_text("-walruses") }, &[newer, older]).await?;
    let since = Timestamp::parse("2024-11-01T00:00:00Z");
    check(target, &Query { people: people(), since, ..Query::default() }, &[newer]).await?;
    check(target, &Query { people: people(), since, ..Query::of_text("dredgers") }, &[newer]).await?;
    check(target, &Query { people: people(), until: since, ..Query::default() }, &[older]).await?;
    check(target, &Query { people: own(&["los", "nobody at all"]), ..Query::default() }, &[]).await
}

pub(super) async fn quotes(target: &dyn Target) -> Result<()> {
    let (older, newer) = ("quotes 1", "quotes 2");
    let mut recent = of(newer, "Gannet Wire", "2024-12-02", "Zoë Tern-Aas");
    recent.set_body(format!("{BODY} “The dredger stays, 渡船停航,” she said."));
    recent.enrichment.quotes.truncate(1);
    for quote in &mut recent.enrichment.quotes {
        quote.text = "The dredger stays, 渡船停航".to_owned();
    }
    let first = of(older, "Gannet Wire", "2024-12-01", "Ola Tern-Aas");
    store_all(target, vec![first, recent]).await?;
    let wire = || Query { sources: own(&["gannet wire"]), ..Query::default() };
    let by = |name: &str| Query { speakers: own(&[name]), ..wire() };
    let with = |words: &str, query: Query| Query { text: Some(words.to_owned()), ..query };
    let (stays, leave, silt) = ("The dredger stays, 渡船停航", "The dredgers leave at noon,", "the silt was rising");
    for (query, expected) in [
        (wire(), vec![stays, leave, silt, "Nobody objected"]),
        (by("Tern-Aas"), vec![stays, leave]),
        (by("AAS"), vec![stays, leave]),
        (by("ola tern aas"), vec![leave]),
        (by("Harbour Master Tern-Aas"), vec![stays, leave]),
        (by("ERB"), vec![silt]),
        (by("Estuary Research Board"), vec![silt]),
        (by("Tern"), vec![]),
        (with("dredger", by("Tern-Aas")), vec![stays, leave]),
        (with("dredgers -noon", by("Tern-Aas")), vec![stays]),
        (with("-noon", by("Tern-Aas")), vec![stays]),
        (with("\"leave at noon\"", by("Tern-Aas")), vec![leave]),
        (with("停航", by("Tern-Aas")), vec![stays]),
        (with("noon or stays", by("Tern-Aas")), vec![stays, leave]),
        (with("silt", by("Tern-Aas")), vec![]),
        (with("pier", wire()), vec![]),
        (with("objected", wire()), vec!["Nobody objected"]),
        (with("…", by("Tern-Aas")), vec![]),
        (Query { limit: 1, ..by("Tern-Aas") }, vec![stays]),
        (Query { since: Timestamp::parse("2024-12-02T00:00:00Z"), ..by("Tern-Aas") }, vec![stays]),
        (Query { until: Timestamp::parse("2024-12-02T00:00:00Z"), ..by("Tern-Aas") }, vec![leave]),
        (Query { language: Some("de".to_owned()), ..by("Tern-Aas") }, vec![]),
    ] {
        let found = target.quotes(&query).await?;
        let texts: Vec<&str> = found.iter().map(|hit| hit.quote.text.as_str()).collect();
        ensure!(texts == expected, "{query:?} found {texts:?}, expected {expected:?}");
    }
    let found = target.quotes(&by("ola tern-aas")).await?;
    let reported = found.iter().all(|hit| {
        hit.article.uri == id(older).to_string()
            && hit.published == Timestamp::parse("2024-12-01T00:00:00Z")
            && hit.article.source.as_deref() == Some("Gannet Wire feed")
    });
    ensure!(reported && found.len() == 1, "reported where it was not: {found:?}");
    Ok(())
}

/// The same with somebody else in the place of everybody.
fn of(case: &str, outlet: &str, day: &str, person: &str) -> Article {
    let mut article = filled(case, outlet, day);
    article.people = vec![named(person)];
    article.enrichment.mentions.retain(|mention| mention.kind != MentionKind::Person);
    for speaker in article.enrichment.quotes.iter_mut().filter_map(|quote| quote.speaker.as_mut()) {
        if speaker.reference.is_some() {
            speaker.name = person.to_owned();
        }
    }
    article
}

/// The names of people and what they say.
async fn check_rows(target: &dyn Target, expected: [&str; 2]) -> Result<()> {
    let names = "SELECT count(*) || ' ' || coalesce(max(name), '') FROM article_names WHERE key LIKE '%skua'";
    let quotes =
        "SELECT count(*) || ' ' || coalesce(max(words), '') FROM article_quotes WHERE speaker_key LIKE '%skua'";
    let found = [target.text(names).await?, target.text(quotes).await?];
    ensure!(found == expected, "the rows are {found:?}, expected {expected:?}");
    Ok(())
}

pub(super) async fn replaced(target: &dyn Target) -> Result<()> {
    let case = "names replaced";
    let mut store = open(target).await?;
    let mut article = of(case, "Skua Times", "2024-10-24", "Una Skua");
    article.version = article::Version::revision(2).unwrap_or(article.version);
    write(&mut *store, &[delivery(article)], &[Written::Stored]).await?;
    let standing = ["1 Una Skua", "1 The dredgers leave at noon,"];
    check_rows(target, standing).await?;
    let skua = || Query { sources: own(&["skua times"]), ..Query::default() };
    check(target, &skua(), &[case]).await?;
    write(&mut *store, &[delivery(revision(case, 1, "an older text"))], &[Written::Unchanged("older")]).await?;
    check_rows(target, standing).await?;
    let mut next = revision(case, 3, "a text");
    next.people = vec![named("Ada Skua")];
    write(&mut *store, &[delivery(next)], &[Written::Stored]).await?;
    check_rows(target, ["1 Ada Skua", "0 "]).await?;
    check(target, &skua(), &[]).await?;
    check(target, &Query { people: own(&["ada skua"]), ..Query::default() }, &[case]).await?;
    target.execute(&format!("DELETE FROM articles WHERE uri = '{}'", id(case).uuid())).await?;
    check_rows(target, ["0 ", "0 "]).await?;
    check(target, &Query { people: own(&["ada skua"]), ..Query::default() }, &[]).await
}

/// An article that states no date counts as of the earliest time any version of it was seen.
pub(super) async fn seen_earlier(target: &dyn Target) -> Result<()> {
    let case = "names seen earlier";
    let undated = |version: u64, seen_at: i64| {
        let mut article = filled(case, "Petrel Press", "2024-10-24");
        article.enrichment.dates.clear();
        article.version = article::Version::revision(version).unwrap_or(article.version);
        article.first_created = Timestamp::from_millis(seen_at);
        delivery(article)
    };
    let mut store = open(target).await?;
    write(&mut *store, &[undated(2, FETCH)], &[Written::Stored]).await?;
    write(&mut *store, &[undated(1, FETCH - 1_000)], &[Written::Unchanged("older")]).await?;
    let until = Some(Timestamp::from_millis(FETCH - 999));
    check(target, &Query { sources: own(&["petrel press"]), until, ..Query::default() }, &[case]).await
}

pub(super) async fn hostile(target: &dyn Target) -> Result<()> {
    let case = "hostile names";
    let mut article = fetched(case, FETCH, "short");
    let odd = ["a\0b", "{\"x\",y}", "\\", "'; DROP TABLE articles; --", "NULL", "", "\u{202e}Quux\u{1}"];
    article.people = odd.iter().map(|name| named(name)).collect();
    article.people.push(named(&"long ".repeat(3_000)));
    article.people.push(Entity::default());
    let detail =
        |reference: u32| PersonDetail { reference, titles: own(&odd), aliases: own(&odd), ..PersonDetail::default() };
    article.enrichment.people = (0..12).map(detail).collect();
    let past = Span { start: 4_000_000_000, end: 4_000_000_001 };
    article.enrichment.mentions =
        vec![mention(MentionKind::Person, 0, past), mention(MentionKind::Person, 4_000_000_000, past)];
    article.enrichment.quotes = odd.iter().map(|text| quote(QuoteKind::Direct, text, Some((text, Some(99))))).collect();
    write(&mut *open(target).await?, &[delivery(article)], &[Written::Stored]).await?;
    check(target, &Query { people: own(&["quux"]), ..Query::default() }, &[case]).await?;
    check(target, &Query { people: own(&["'; drop table articles; --"]), ..Query::default() }, &[case]).await?;
    let by = Query { speakers: own(&["drop table articles"]), ..Query::default() };
    ensure!(!target.quotes(&by).await?.is_empty(), "the quotes of {by:?} are not there");
    Ok(())
}
