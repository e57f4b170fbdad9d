//! Which of the ids and addresses in a feed name one entry. Some feeds give every entry the same guid, or link each to
//! one page; some list an entry twice.

use super::FeedEntry;
use article::CanonicalUrl;
use std::collections::{HashMap, HashSet};

/// So many entries with different titles cannot all be the article at one address.
const SHARED_FROM: usize = 3;

/// Marks guids and links that name nothing alone, and leaves each entry once: of two that are the same the first, as
/// feeds put the newest first.
pub(super) fn settle(entries: &mut Vec<FeedEntry>) {
    mark_links(entries);
    let mut pages: HashSet<String> = HashSet::new();
    let mut texts: HashSet<(Option<String>, String)> = HashSet::new();
    entries.retain(|entry| match (entry.page(), &entry.guid) {
        (Some(page), _) => pages.insert(page.as_str().to_owned()),
        // Without a page an entry is its guid and what it says; the guid alone may be everyone's.
        (None, guid) => texts.insert((guid.clone(), words(entry))),
    });
    let mut known: HashMap<String, usize> = HashMap::new();
    for guid in entries.iter().filter_map(|entry| entry.guid.clone()) {
        *known.entry(guid).or_default() += 1;
    }
    for entry in entries {
        entry.shares_guid = entry.guid.as_ref().is_some_and(|guid| known.get(guid).is_some_and(|count| *count > 1));
    }
}

/// Marks links that lead to the page of no entry or of many.
fn mark_links(entries: &mut [FeedEntry]) {
    let mut titles: HashMap<String, HashSet<String>> = HashMap::new();
    for entry in entries.iter() {
        if let Some(page) = entry.canonical_link() {
            titles
                .entry(page.as_str().to_owned())
                .or_default()
                .insert(entry.title.clone().unwrap_or_else(|| words(entry)));
        }
    }
    let all = entries.len();
    let shared = |page: &CanonicalUrl| {
        let different = titles.get(page.as_str()).map_or(0, HashSet::len);
        page.is_home_page() || different >= SHARED_FROM || (different > 1 && titles.len() == 1 && different == all)
    };
    for entry in entries {
        entry.shares_link = entry.canonical_link().is_some_and(|page| shared(&page));
    }
}

fn words(entry: &FeedEntry) -> String {
    let text = entry.text().map_or("", |text| text.value());
    format!("{}\0{text}", entry.title.as_deref().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::super::FeedText;
    use super::*;

    fn entry(guid: &str, link: &str, title: &str, text: &str) -> FeedEntry {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        FeedEntry {
            guid: some(guid),
            link: some(link),
            title: some(title),
            summary: some(text).map(FeedText::Plain),
            ..FeedEntry::default()
        }
    }

    /// Titles of the entries that are left, `g` before those a guid names and `l` before those a link names.
    fn check(entries: &[(&str, &str, &str, &str)], expected: &[&str]) {
        let mut entries = entries.iter().map(|(guid, link, title, text)| entry(guid, link, title, text)).collect();
        settle(&mut entries);
        let shown = entries.iter().map(|entry| {
            let (guid, page) = (entry.id().map_or("", |_| "g"), entry.page().map_or("", |_| "l"));
            format!("{guid}{page} {}", entry.title.as_deref().unwrap_or_default())
        });
        assert_eq!(shown.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_guid_of_every_entry_names_none() {
        check(
            &[("x", "https://a.example/1", "One", ""), ("x", "https://a.example/2", "Two", ""), ("x", "", "Three", "")],
            &["l One", "l Two", " Three"],
        );
        check(&[("x", "", "Rain", "Monday"), ("x", "", "Rain", "Tuesday")], &[" Rain", " Rain"]);
    }

    #[test]
    fn an_entry_listed_twice_is_one() {
        check(&[("x", "", "One", "text"), ("x", "", "One", "text"), ("y", "", "Two", "")], &["g One", "g Two"]);
        check(
            &[
                ("x#2", "https://a.example/1", "One", ""),
                ("x#1", "https://a.example/1?utm_source=a", "Old", ""),
                ("y", "https://a.example/2", "Two", ""),
            ],
            &["gl One", "gl Two"],
        );
        check(&[("", "", "One", "text"), ("", "", "One", "text"), ("", "", "One", "other")], &[" One", " One"]);
    }

    #[test]
    fn a_page_of_many_entries_is_the_page_of_none() {
        let live = "https://a.example/live";
        check(
            &[
                ("1", live, "One", ""),
                ("2", live, "Two", ""),
                ("3", live, "Three", ""),
                ("4", "https://a.example/4", "Four", ""),
            ],
            &["g One", "g Two", "g Three", "gl Four"],
        );
        check(&[("", live, "One", ""), ("", live, "Two", "")], &[" One", " Two"]);
        check(&[("1", "https://a.example/", "One", ""), ("2", "https://a.example", "Two", "")], &["g One", "g Two"]);
    }
}
