//! By what an entry of a saved feed is known.

use crate::read::document;

/// Ids of the articles of a saved feed, in a file of a folder.
fn ids_of_file(path: &str, feed: &str) -> Vec<String> {
    let articles = document(feed).id(path).source("saved").articles();
    articles.iter().map(|article| article.uri.to_string()).collect()
}

fn rss(site: &str, items: &[&str]) -> String {
    let items: Vec<String> = items.iter().map(|item| format!("<item>{item}</item>")).collect();
    format!("<rss version='2.0'><channel><title>Post</title>{site}{}</channel></rss>", items.concat())
}

const FERRY: &str = "<title>Ferry</title><guid isPermaLink='false'>7</guid><description>It sails.</description>";
const PIER: &str = "<title>Pier</title><guid isPermaLink='false'>8</guid><description>It closes.</description>";

#[test]
fn guids_count_within_their_feed() {
    let sites = ["<link>https://harbour.example/</link>", "<link>https://island.example/</link>"];
    let [harbour, island] = sites.map(|site| ids_of_file("latest.xml", &rss(site, &[FERRY, PIER])));
    assert!(harbour.iter().all(|id| !island.contains(id)), "{harbour:?} {island:?}");
    // However the site is spelled, whatever the file is called, and alone or not.
    let alone = rss("<link>http://www.harbour.example</link>", &[PIER]);
    assert_eq!(ids_of_file("tuesday/latest.xml", &alone), harbour[1..]);
    // The same in the other formats.
    let atom = |id: &str| {
        format!(
            "<feed xmlns='http://www.w3.org/2005/Atom'><id>{id}</id><entry><id>7</id><title>Ferry</title></entry></feed>"
        )
    };
    assert_ne!(ids_of_file("a", &atom("urn:x:1")), ids_of_file("a", &atom("urn:x:2")));
    let json = |home: &str| {
        format!(
            "{{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"\",\"home_page_url\":\"{home}\",\
                 \"items\":[{{\"id\":\"7\",\"content_text\":\"It sails.\"}}]}}"
        )
    };
    assert_ne!(ids_of_file("a", &json("https://a.example")), ids_of_file("a", &json("https://b.example")));
}

#[test]
fn a_guid_that_is_good_everywhere_needs_no_feed() {
    for guid in ["https://a.example/?p=7", "tag:a.example,2024:7", "urn:uuid:60a76c80-d399-11d9-b93C-0003939e0af6"] {
        let item = FERRY.replace(">7<", &format!(">{guid}<"));
        let ids = ["<link>https://a.example/sport</link>", "<link>https://a.example/news</link>"]
            .map(|site| ids_of_file("latest.xml", &rss(site, &[&item])));
        assert_eq!(ids[0], ids[1], "{guid}");
        assert_eq!(ids[0], [article::ArticleId::of_source("saved", guid).to_string()]);
    }
}

#[test]
fn the_one_entry_of_a_saved_feed_does_not_take_the_place_of_the_one_before() {
    for site in ["<link>https://a.example/</link>", ""] {
        // With guids, without, and without dates.
        for strip in [&[][..], &["<guid isPermaLink='false'>7</guid>", "<guid isPermaLink='false'>8</guid>"][..]] {
            for date in ["<pubDate>24 Oct 2024 10:00:00 GMT</pubDate>", ""] {
                let item =
                    |item: &str| strip.iter().fold(format!("{item}{date}"), |item, piece| item.replace(piece, ""));
                let [monday, tuesday] = [item(FERRY), item(PIER)];
                let ids = |items: &[&str]| ids_of_file("latest.xml", &rss(site, items));
                assert_ne!(ids(&[&monday]), ids(&[&tuesday]), "{monday}");
                assert_eq!(ids(&[&tuesday, &monday])[1..], ids(&[&monday]), "{monday}");
                // Corrected, it is the same where it says what it is.
                let corrected = monday.replace("It sails", "It sails again");
                assert_eq!(ids(&[&corrected]) == ids(&[&monday]), strip.is_empty() || !date.is_empty(), "{monday}");
            }
        }
    }
}
