//! Who wrote the story of a page, as the page names them.
//!
//! In: the parsed page, its declarations and the element of the headline. Out: the names, joined by commas, or nothing.
//! Addresses, accounts and the words around a name are no names; nobody is made up.

mod printed;

use super::document::{Document, NodeId};
use super::metadata::Metadata;
use crate::byline_names::{last_name_last, looks_like_name, names_of_list};
use crate::notes::Notes;
use printed::printed;

/// Meta elements that name authors, the most exact first.
const METAS: &[(&str, &str)] = &[
    ("citation_author", "meta citation_author"),
    ("author", "meta author"),
    ("article:author", "meta article:author"),
    ("article:author_name", "meta article:author_name"),
    ("parsely-author", "meta parsely-author"),
    ("sailthru.author", "meta sailthru.author"),
    ("byl", "meta byl"),
    ("dc.creator", "meta dc.creator"),
    ("dcterms.creator", "meta dcterms.creator"),
    ("dc.contributor.author", "meta dc.contributor.author"),
    ("og:article:author", "meta og:article:author"),
    ("cxenseparse:author", "meta cxenseparse:author"),
    ("rbauthors", "meta rbauthors"),
    ("creator", "meta creator"),
    ("authors", "meta authors"),
    ("twitter:data1", "meta twitter:data1"),
];

/// Finds the byline.
pub(crate) fn byline(
    document: &Document,
    declared: &Metadata,
    headline: Option<NodeId>,
    notes: &Notes,
) -> Option<String> {
    let rules: [&dyn Fn() -> (&'static str, Vec<String>); 3] = [
        &|| ("json_ld author", names_of_list(declared.json_ld.authors.iter().map(String::as_str))),
        &|| from_metas(declared),
        &|| ("printed", printed(document, headline)),
    ];
    let organisations = names_of_list(declared.json_ld.organisations.iter().map(String::as_str));
    let sites: Vec<String> =
        declared.site_names().map(folded).chain(organisations.iter().map(|name| folded(name))).collect();
    let mut fallback = None;
    for find in rules {
        let (rule, names) = find();
        if names.is_empty() {
            continue;
        }
        let joined = names.join(", ");
        // The name of the site or of an organisation says who published, so a person named elsewhere is better.
        let no_person = names.iter().all(|name| sites.contains(&folded(name)) || is_account(name));
        if no_person || fallback.is_some() && !names.iter().any(|name| looks_like_name(name)) {
            notes.passed("by", rule, "names the site, an organisation or an account", || joined.clone());
            fallback = fallback.or(Some((rule, joined)));
            continue;
        }
        notes.chose("by", rule, || joined.clone());
        return Some(joined);
    }
    let (rule, joined) = fallback?;
    notes.chose("by", rule, || joined.clone());
    Some(joined)
}

fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Names of accounts that stand where an author should.
fn is_account(name: &str) -> bool {
    const ACCOUNTS: &[&str] =
        &["admin", "administrator", "editor", "webmaster", "user", "author", "root", "guest", "redaktion", "wpadmin"];
    ACCOUNTS.iter().any(|account| name.eq_ignore_ascii_case(account))
}

fn from_metas(declared: &Metadata) -> (&'static str, Vec<String>) {
    for (name, rule) in METAS {
        if *name == "twitter:data1" && !labelled_as_author(declared) {
            continue;
        }
        let stated: Vec<String> = declared.all_metas(name).map(last_name_last).collect();
        let names = names_of_list(stated.iter().map(String::as_str));
        if !names.is_empty() {
            return (rule, names);
        }
    }
    ("meta", Vec::new())
}

fn labelled_as_author(declared: &Metadata) -> bool {
    declared.meta(&["twitter:label1"]).is_some_and(|label| {
        let label = label.to_lowercase();
        [
            "written by",
            "author",
            "autor",
            "verfasst von",
            "geschrieben von",
            "escrito por",
            "par",
            "écrit par",
            "di",
            "scritto da",
        ]
        .contains(&label.trim())
    })
}
