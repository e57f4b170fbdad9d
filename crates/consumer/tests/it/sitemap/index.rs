//! An index of sitemaps: which of them are asked for, packed or not.

use super::polled::{MAP, Polled, gzip, index, urlset};

const A: &str = "https://news.example/maps/a.xml.gz";
const B: &str = "https://news.example/maps/b.xml.gz";

#[tokio::test]
async fn only_the_sitemaps_that_changed_are_asked_for() {
    let mut polled = Polled::new();
    polled.put_pages(&["https://news.example/1", "https://news.example/2", "https://news.example/3"]);
    polled.put(MAP, index(&[("maps/a.xml.gz", "2024-10-20"), ("maps/b.xml.gz", "2024-10-24T10:00:00Z")]));
    polled.put(A, gzip(urlset(&[("1", "2024-10-20")]).as_bytes()));
    polled.put(B, gzip(urlset(&[("2", "2024-10-24T10:00:00Z")]).as_bytes()));
    assert_eq!(polled.taken().await, ["2", "1"]);
    polled.asked();
    polled.restart();
    assert!(polled.taken().await.is_empty());
    assert_eq!(polled.asked(), [format!("{MAP} ?")]);
    polled.put(MAP, index(&[("maps/a.xml.gz", "2024-10-20"), ("maps/b.xml.gz", "2024-10-24T11:00:00Z")]));
    polled.put(B, gzip(urlset(&[("2", "2024-10-24T10:00:00Z"), ("3", "2024-10-24T11:00:00Z")]).as_bytes()));
    assert_eq!(polled.taken().await, ["3"]);
    assert_eq!(polled.asked(), [format!("{MAP} ?").as_str(), B, "https://news.example/3"]);
}

#[tokio::test]
async fn sitemaps_without_dates_are_asked_for_changes_in_turn() {
    let mut polled = Polled::new();
    let names: Vec<String> = (0..12).map(|number| format!("maps/{number}.xml")).collect();
    polled.put(MAP, index(&names.iter().map(|name| (name.as_str(), "")).collect::<Vec<_>>()));
    for name in &names {
        polled.put(&format!("https://news.example/{name}"), urlset(&[(&format!("of/{name}"), "")]));
        polled.put(&format!("https://news.example/of/{name}"), "page");
    }
    assert_eq!((polled.taken().await.len(), polled.taken().await.len()), (10, 2));
    let maps = |asked: Vec<String>| asked.into_iter().filter(|url| url.contains("/maps/") && !url.contains("/of/"));
    let first: Vec<_> = maps(polled.asked()).collect();
    assert_eq!(first.len(), 20);
    polled.restart();
    assert!(polled.taken().await.is_empty());
    let asked: Vec<_> = maps(polled.asked()).collect();
    assert_eq!(asked.len(), 10);
    assert!(asked.iter().all(|url| url.ends_with(" ?")), "{asked:?}");
    assert!(asked[0].contains("/8.xml"), "the longest not asked is the first: {asked:?}");
}

#[tokio::test]
async fn at_first_sight_the_ten_newest_sitemaps_are_read_and_older_ones_are_known() {
    let mut polled = Polled::new();
    let names: Vec<(String, String)> =
        (1..=20).map(|day| (format!("maps/{day}.xml"), format!("2024-10-{day:02}"))).collect();
    let listed: Vec<_> = names.iter().map(|(name, at)| (name.as_str(), at.as_str())).collect();
    polled.put(MAP, index(&listed));
    for (name, at) in &names {
        polled.put(&format!("https://news.example/{name}"), urlset(&[(&format!("of/{name}"), at)]));
        polled.put(&format!("https://news.example/of/{name}"), "page");
    }
    let taken = polled.taken().await;
    assert_eq!((taken.len(), taken[0].as_str(), taken[9].as_str()), (10, "of/maps/20.xml", "of/maps/11.xml"));
    polled.asked();
    assert!(polled.taken().await.is_empty());
    assert_eq!(polled.asked(), [format!("{MAP} ?")]);
    let mut more = listed;
    more.push(("maps/21.xml", "2024-10-21"));
    polled.put("https://news.example/maps/21.xml", urlset(&[("new", "2024-10-21")]));
    polled.put_pages(&["https://news.example/new"]);
    polled.put(MAP, index(&more));
    assert_eq!(polled.taken().await, ["new"]);
    assert_eq!(polled.asked().len(), 3);
}

#[tokio::test]
async fn two_sitemaps_that_list_one_page_make_one_record() {
    let mut polled = Polled::new();
    polled.put_pages(&["https://news.example/ferry", "https://news.example/bridge?a=1&b=2"]);
    polled.put(MAP, index(&[("maps/a.xml.gz", ""), ("maps/b.xml.gz", "")]));
    polled.put(A, urlset(&[("ferry", "2024-10-24T13:30:00Z")]));
    polled.put(B, include_str!("../../feeds/news-sitemap.xml"));
    let records = polled.records().await;
    assert_eq!(records.len(), 2);
    let hints = records[0].hints.as_ref().unwrap();
    assert_eq!(hints.title.as_deref(), Some("Boats & ferries leave again"));
    assert_eq!(hints.updated.as_deref(), Some("2024-10-24T13:30:00Z"));
    polled.restart();
    assert!(polled.taken().await.is_empty());
}

#[tokio::test]
async fn a_sitemap_whose_host_others_ask_at_first_sight_is_read_later() {
    let mut polled = Polled::new();
    let pages = ["https://news.example/1", "https://news.example/2"];
    polled.put_pages(&pages);
    let elsewhere = "https://maps.example/a.xml";
    polled.put(MAP, index(&[("maps/a.xml.gz", "2024-10-24"), ("maps/b.xml.gz", "2024-10-23")]).replace(A, elsewhere));
    polled.put(elsewhere, urlset(&[("1", "2024-10-24")]));
    polled.put(B, urlset(&[("2", "2024-10-23")]));
    polled.web.web.put(elsewhere, fetch::Recorded::LeaveAlone(std::time::Duration::from_secs(900)));
    assert_eq!(polled.taken().await, ["2"]);
    polled.put(elsewhere, urlset(&[("1", "2024-10-24")]));
    polled.restart();
    assert_eq!(polled.taken().await, ["1"]);
    assert!(polled.taken().await.is_empty());
}
