//! Dates that the page states for machines: JSON-LD, meta elements, microdata, time elements, the URL.

use super::candidate::Candidate;
use super::dated::Dated;
use super::labels::Label;
use super::marks::says_change;
use super::script_dates;
use crate::dates::printed::{first_date, printed_dates};
use crate::dates::value::IsoDate;
use crate::page::document::{Document, NodeId};
use crate::page::printed_line::PrintedLine;
use article::{DateFrom, DateRole};

/// Names of meta elements that state when an article was published, in lower case, the surest first.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "article:published",
    "article:publicationdate",
    "og:article:published_time",
    "og:published_time",
    "og:pubdate",
    "published_time",
    "datepublished",
    "date_published",
    "publication_date",
    "publication-date",
    "publicationdate",
    "publish_date",
    "publish-date",
    "publishdate",
    "published",
    "published_date",
    "published-date",
    "pubdate",
    "pub_date",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "article.created",
    "bt:pubdate",
    "dc.date.issued",
    "dc.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.created",
    "shareaholic:article_published_time",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "article_date_original",
    "originalpublicationdate",
    "rnews:datepublished",
    "dcsext.articlefirstpublished",
    "prism.publicationdate",
    "vr:published_time",
    "article:post_date",
    "article_date",
    "gentime",
    "lastpublished",
    "date.created",
    "date_created",
    "datecreated",
    "pdate",
];

/// Names that say neither publication nor change: believed where nothing else is stated.
pub(super) const VAGUE: &[&str] =
    &["dc.date", "dcterms.date", "dc:date", "date", "created", "timestamp", "revision_date"];

/// The same for when it was changed.
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "article:modified",
    "og:updated_time",
    "og:article:modified_time",
    "datemodified",
    "date_modified",
    "modified_time",
    "last-modified",
    "lastmod",
    "dcterms.modified",
    "dc.date.modified",
];

/// The rule of time elements that nothing marks as the publication's.
const FAR_TIME: &str = "time near the headline";

/// Most time elements looked at.
const MAX_TIMES: usize = 200;

/// The stated dates, the surest first.
pub(super) fn candidates(page: &Dated<'_>) -> Vec<Candidate> {
    let mut found = Vec::new();
    let add = |found: &mut Vec<Candidate>, role, from, rule, text: &str| {
        let date = IsoDate::read(text, &page.setting);
        found.extend(date.map(|date| Candidate { role, from, rule, date, is_sure: true }));
    };
    let facts = &page.declared.json_ld;
    for (role, rule, text) in [
        (DateRole::Published, "json_ld datePublished", &facts.published),
        (DateRole::Modified, "json_ld dateModified", &facts.modified),
    ] {
        text.iter().for_each(|text| add(&mut found, role, DateFrom::JsonLd, rule, text));
    }
    for (role, names) in
        [(DateRole::Published, PUBLISHED), (DateRole::Modified, MODIFIED), (DateRole::Published, VAGUE)]
    {
        for name in names {
            for text in page.declared.all_metas(name) {
                add(&mut found, role, DateFrom::Meta, name, text);
            }
        }
    }
    // Names that sites make up end like those that are known.
    if found.iter().all(|candidate| candidate.role == DateRole::Modified) {
        for (_, text) in page.declared.metas().filter(|(name, _)| ends_like_publication(name)) {
            add(&mut found, DateRole::Published, DateFrom::Meta, "meta that ends like published", text);
        }
    }
    // A summary that says when its story was published says so in words: it may speak of any day.
    for text in ["og:description", "description"].into_iter().filter_map(|name| page.declared.meta(&[name])) {
        let labelled = printed_dates(text, &page.setting).next().filter(|printed| {
            let part = |text: Option<&str>| text.unwrap_or_default().to_lowercase();
            let after = part(text.get(printed.end..));
            Label::of(&part(text.get(..printed.at)), "") == Label::Published && after.len() <= 2
        });
        let (role, from, rule) = (DateRole::Published, DateFrom::Meta, "dated description");
        found.extend(labelled.map(|printed| Candidate { role, from, rule, date: printed.date, is_sure: false }));
    }
    let stated = microdata(page, ["datepublished", "datecreated", "datemodified"]);
    for (text, role) in stated.iter().zip([DateRole::Published, DateRole::Published, DateRole::Modified]) {
        text.iter().for_each(|text| add(&mut found, role, DateFrom::Meta, "microdata", text));
    }
    for (role, is_sure, date) in times(page) {
        let rule = if is_sure { "time marked published" } else { FAR_TIME };
        found.push(Candidate { role, from: DateFrom::TimeTag, rule, date, is_sure });
    }
    if let Some(date) = page.url.and_then(|url| date_in_path(url.path())) {
        found.push(Candidate { role: DateRole::Published, from: DateFrom::Url, rule: "url", date, is_sure: true });
    }
    found
}

/// Whether the last part of a name says that it dates a publication: `example:uploaded`, `x.pub-date`.
fn ends_like_publication(name: &str) -> bool {
    let part = name.rsplit([':', '.', '/']).next().unwrap_or(name);
    let part: String = part.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    script_dates::NAMES.contains(&part.as_str())
        || matches!(part.as_str(), "published" | "uploaded" | "uploaddate" | "issued")
}

/// What the first property of each of these names states that does not stand beside the story.
fn microdata<const N: usize>(page: &Dated<'_>, names: [&str; N]) -> [Option<String>; N] {
    let document = page.document;
    let mut found = [None; N];
    // Of an element that has both the former counts.
    let rank = |name: &str| ["itemprop", "property"].iter().position(|known| *known == name);
    let properties = document.by_attribute(rank);
    for id in document.descendants(document.root()) {
        let says = properties.of(document, id).min_by_key(|(rank, _)| *rank);
        let Some(says) = says.and_then(|(_, says)| says.rsplit(':').next()) else { continue };
        let place = names.iter().zip(&mut found).find(|(name, _)| says.eq_ignore_ascii_case(name));
        if let Some((_, place @ None)) = place
            && document.name(id) != Some("meta")
            && !page.is_beside(id)
        {
            *place = Some(id);
        }
    }
    found.map(|id| {
        let id = id?;
        let stated = document
            .attribute(id, "content")
            .or_else(|| document.attribute(id, "datetime"))
            .or_else(|| document.attribute(id, "title"));
        Some(stated.map_or_else(|| document.text_of(id), str::to_owned))
    })
}

/// The time elements of the story's head, the nearest to the headline first.
fn times(page: &Dated<'_>) -> Vec<(DateRole, bool, IsoDate)> {
    let document = page.document;
    let from = page.headline().or_else(|| Some(page.story.as_ref()?.start)).map_or(0, NodeId::index);
    let mut found = Vec::new();
    for id in document.elements("time").take(MAX_TIMES).chain(old_times(document)) {
        let is_quoted = document.ancestors(id).any(|around| document.name(around) == Some("blockquote"));
        let is_own = !is_quoted && !page.is_past_story(id) && is_next_to(page.headline(), id);
        if page.is_beside(id) && !is_own {
            continue;
        }
        let says = |attribute: &str, word: &str| {
            document.attribute(id, attribute).is_some_and(|value| value.to_ascii_lowercase().contains(word))
        };
        let text = document.attribute(id, "datetime").or_else(|| document.attribute(id, "title"));
        let date = match text.filter(|text| !text.trim().is_empty()) {
            Some(text) => IsoDate::read(text, &page.setting),
            None => first_date(&document.text_of(id), &page.setting),
        };
        let Some(date) = date else { continue };
        let published = document.attribute(id, "pubdate").is_some()
            || says("itemprop", "published")
            || says("class", "publish")
            || says("class", "entry-date");
        let is_changed = says_change(document, id) || (!published && printed_as_changed(page, id));
        let role = if is_changed { DateRole::Modified } else { DateRole::Published };
        if !published && page.nearness(id) < 0 {
            continue;
        }
        let distance = if id.index() >= from { id.index() - from } else { 2 * (from - id.index()) };
        found.push((usize::from(!published), distance, (role, published, date)));
    }
    found.sort_by_key(|(rank, distance, _)| (*rank, *distance));
    found.into_iter().map(|(_, _, time)| time).collect()
}

/// Whether the words before a time element, or at its beginning, say that it dates a change: `Updated <time>2 hours ago`.
fn printed_as_changed(page: &Dated<'_>, id: NodeId) -> bool {
    /// Longest text that is looked at on either side, in characters.
    const NEAR: usize = 60;
    let document = page.document;
    let line = PrintedLine::around(document, id);
    let own = document.text_of(id);
    let own =
        printed_dates(&own, &page.setting).next().map_or(own.as_str(), |date| own.get(..date.at).unwrap_or_default());
    let before = line.before(document, id);
    let column = line.label(document).filter(|_| before.trim().is_empty()).unwrap_or_default();
    let text = format!("{column} {before} {own}").to_lowercase();
    let near: String = text.chars().rev().take(NEAR).collect::<Vec<_>>().into_iter().rev().collect();
    column.len() <= NEAR && Label::of(&near, "") == Label::Modified
}

/// What stood for a time element before there was one: `<abbr class="published" title="2024-10-24T14:02:11Z">`.
fn old_times(document: &Document) -> impl Iterator<Item = NodeId> {
    /// Most elements that are looked at.
    const MOST: usize = 5_000;
    let stated = |id: &NodeId| document.attribute(*id, "title").is_some_and(is_iso);
    let marked = |id: &NodeId| {
        let class = document.attribute(*id, "class").unwrap_or_default();
        class
            .split_ascii_whitespace()
            .any(|word| matches!(word, "published" | "updated" | "dt-published" | "dt-updated"))
    };
    let abbreviations = document.elements("abbr").take(MAX_TIMES).filter(stated);
    abbreviations.chain(document.elements("span").take(MOST).filter(marked).filter(stated))
}

/// Whether a text is a date as standards write it.
fn is_iso(text: &str) -> bool {
    IsoDate::parse(text).is_some_and(|date| text.trim_start().starts_with(date.day()))
}

/// Whether an element follows the headline so closely that it belongs to it whatever its class says.
fn is_next_to(headline: Option<NodeId>, id: NodeId) -> bool {
    headline.is_some_and(|headline| id >= headline && id.index() - headline.index() <= 60)
}

/// `/2024/10/24/`, `/2024-10-24-` or `/24-10-2024` in a path.
fn date_in_path(path: &str) -> Option<IsoDate> {
    let numbers: Vec<&str> = path.split(['/', '-', '_', '.']).collect();
    let separate = numbers.windows(3).find_map(|window| {
        let [year, month, day] = window else { return None };
        let plausible = year.len() == 4 && year.starts_with(['1', '2']) && day.len() <= 2 && month.len() <= 2;
        if !plausible
            || [year, month, day].iter().any(|part| part.is_empty() || !part.bytes().all(|b| b.is_ascii_digit()))
        {
            return None;
        }
        IsoDate::parse(&format!("{year}-{month:0>2}-{day:0>2}"))
    });
    let separate = separate.or_else(|| numbers.windows(3).find_map(day_first));
    // Eight digits are a date only where the year is one of the web's.
    separate.or_else(|| {
        let solid = |part: &&&str| part.len() == 8 && (part.starts_with("20") || part.starts_with("199"));
        numbers.iter().filter(solid).find_map(|part| IsoDate::parse(part))
    })
}

/// `24`, `10`, `2024`: only where the first number cannot be a month, for the order differs from place to place.
fn day_first(parts: &[&str]) -> Option<IsoDate> {
    let [day, month, year] = parts else { return None };
    let is_number = |part: &str, length: usize| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
    let well_formed = is_number(day, 2) && is_number(month, 2) && is_number(year, 4) && year.starts_with(['1', '2']);
    let sure = well_formed && (*day > "12" || day == month);
    if sure { IsoDate::parse(&format!("{year}-{month}-{day}")) } else { None }
}
