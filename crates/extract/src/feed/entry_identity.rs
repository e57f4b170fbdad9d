//! Which of the ids and addresses in a feed name one entry. Some feeds give every entry the same guid, or link several
//! to one page; some list an entry twice.

use super::document::FeedEntry;
use article::CanonicalUrl;
use std::collections::{HashMap, HashSet};

/// So many entries with different titles cannot all be the article at one address.
const SHARED_FROM: usize = 3;

/// Most entries of a page that are compared, each with each: beyond, a page of two titles is no page of stories.
const MOST_COMPARED: usize = 64;

/// Marks guids and links that name nothing alone, and leaves each entry once: of two that are the same the first, as
/// feeds put the newest first.
pub(super) fn settle(entries: &mut Vec<FeedEntry>) {
    mark_links(entries);
    let mut pages: HashSet<String> = HashSet::new();
    let mut texts: HashSet<(Option<String>, String)> = HashSet::new();
    entries.retain(|entry| match (entry.page(), entry.shared_page()) {
        (Some(page), _) => pages.insert(page.as_str().to_owned()),
        // On a page of several, what says the same is the same, whatever the guid: it may be a place in the list.
        (None, Some(page)) => texts.insert((Some(page.as_str().to_owned()), words(entry))),
        // Without a page an entry is its guid and what it says; the guid alone may be everyone's.
        (None, None) => texts.insert((entry.guid.clone(), words(entry))),
    });
    let known = counted(entries);
    for entry in entries {
        entry.shares_guid = entry.guid.as_ref().is_some_and(|guid| known.get(guid).is_some_and(|count| *count > 1));
    }
}

/// How many entries carry each guid.
fn counted(entries: &[FeedEntry]) -> HashMap<String, usize> {
    let mut known: HashMap<String, usize> = HashMap::new();
    for guid in entries.iter().filter_map(|entry| entry.guid.clone()) {
        *known.entry(guid).or_default() += 1;
    }
    known
}

/// Marks links that lead to the page of no entry or of several.
fn mark_links(entries: &mut [FeedEntry]) {
    let guids = counted(entries);
    let mut on_page: HashMap<String, Vec<&FeedEntry>> = HashMap::new();
    for entry in entries.iter() {
        if let Some(page) = entry.canonical_link() {
            on_page.entry(page.as_str().to_owned()).or_default().push(entry);
        }
    }
    let all = entries.len();
    let is_own = |guid: &str| guids.get(guid) == Some(&1);
    let shared: HashSet<String> = on_page
        .iter()
        .filter(|(_, on_it)| {
            let titles: HashSet<String> =
                on_it.iter().map(|entry| entry.title.clone().unwrap_or_else(|| words(entry))).collect();
            let different = titles.len();
            different >= SHARED_FROM
                || (different > 1 && on_page.len() == 1 && different == all)
                || (different > 1 && are_stories_of_their_own(on_it, is_own))
        })
        .map(|(page, _)| page.clone())
        .collect();
    let shared = |page: &CanonicalUrl| page.is_home_page() || shared.contains(page.as_str());
    let marks: Vec<bool> =
        entries.iter().map(|entry| entry.canonical_link().is_some_and(|page| shared(&page))).collect();
    for (entry, mark) in entries.iter_mut().zip(marks) {
        entry.shares_link = mark;
    }
}

/// Whether two of the entries on one page differ in title, in text and in guids of their own. An entry that is listed
/// twice has one title, or one text, or a guid that differs only in the number of its place.
fn are_stories_of_their_own(on_page: &[&FeedEntry], is_own: impl Fn(&str) -> bool) -> bool {
    let differ = |one: &FeedEntry, other: &FeedEntry| {
        let texts = [one, other].map(|entry| entry.text().map(|text| text.value()));
        let same_text = texts.iter().all(Option::is_some) && texts.first() == texts.last();
        let guids =
            [one, other].map(|entry| entry.guid.as_deref().filter(|guid| is_own(guid)).map(|_| base_guid(entry)));
        let other_guid = guids.iter().all(Option::is_some) && guids.first() != guids.last();
        one.title != other.title && !same_text && other_guid
    };
    let on_page = on_page.get(..MOST_COMPARED).unwrap_or(on_page);
    on_page.iter().enumerate().any(|(at, one)| on_page.iter().skip(at + 1).any(|other| differ(one, other)))
}

/// The guid without the number of a place after it, unless the link has that number as well.
fn base_guid(entry: &FeedEntry) -> &str {
    let guid = entry.guid.as_deref().unwrap_or_default();
    match guid.rsplit_once('#') {
        Some((base, place)) if !place.is_empty() && place.bytes().all(|byte| byte.is_ascii_digit()) => {
            let in_link =
                entry.link.as_deref().and_then(|link| link.rsplit_once('#')).is_some_and(|(_, at)| at == place);
            if in_link { guid } else { base }
        }
        Some(_) | None => guid,
    }
}

fn words(entry: &FeedEntry) -> String {
    let text = entry.text().map_or("", |text| text.value());
    format!("{}\0{text}", entry.title.as_deref().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::super::document::FeedText;
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
    fn entries_of_their_own_on_one_page_are_all_kept() {
        let (notes, other) = ("https://a.example/notes", ("o", "https://a.example/1", "Other", "words"));
        check(
            &[("n-2", notes, "Two", "of two"), ("n-1", notes, "One", "of one"), other],
            &["g Two", "g One", "gl Other"],
        );
        // Addresses that differ in what is behind the number sign are one page.
        let anchored = ["https://a.example/notes#2", "https://a.example/notes#1"];
        check(
            &[(anchored[0], anchored[0], "Two", "of two"), (anchored[1], anchored[1], "One", "of one"), other],
            &["g Two", "g One", "gl Other"],
        );
        // One of them twice.
        check(
            &[("n-3", notes, "One", "of one"), ("n-2", notes, "Two", "of two"), ("n-1", notes, "One", "of one"), other],
            &["g One", "g Two", "gl Other"],
        );
    }

    #[test]
    fn a_story_listed_twice_under_guids_that_are_places_is_one() {
        let (page, other) = ("https://a.example/2", ("o", "https://a.example/1", "Other", "words"));
        for (one, two) in [
            (("7", page, "Two", "of two"), ("3", page, "Two", "of two, in short")),
            (("7", page, "Two", "of two"), ("3", page, "Two, and more", "of two")),
            (("x#0", page, "Two", "of two"), ("x#5", page, "Two at last", "of two, in short")),
            (("x", page, "Two", "of two"), ("x", page, "Two at last", "of two, in short")),
        ] {
            check(&[one, two, other], &["gl Two", "gl Other"]);
        }
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
