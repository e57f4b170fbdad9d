//! Lists of feeds as readers of feeds export them.

use dateline_extract::{NoOpml, OpmlFeed, read_opml};

fn feed(address: &str, title: Option<&str>, folders: &[&str]) -> OpmlFeed {
    OpmlFeed {
        address: address.to_owned(),
        title: title.map(str::to_owned),
        folders: folders.iter().map(|folder| (*folder).to_owned()).collect(),
    }
}

fn read(opml: &str) -> Vec<OpmlFeed> {
    read_opml(opml.as_bytes()).unwrap()
}

#[test]
fn feeds_come_in_order_with_the_folders_they_stand_in() {
    let list = read(
        r#"<?xml version="1.0" encoding="UTF-8"?>
        <opml version="2.0"><head><title>Mine</title></head><body>
          <outline text="Harbour" title="Harbour News" type="rss" xmlUrl="https://a.example/rss?x=1&amp;y=2"/>
          <outline text="Regional"><outline text="North &amp; West">
            <outline text="Port &quot;Vale&quot;" type="rss" xmlUrl="https://b.example/feed"></outline>
          </outline>
          <outline text="South" xmlUrl="https://c.example/atom.xml"/></outline>
        </body></opml>"#,
    );
    let expected = [
        feed("https://a.example/rss?x=1&y=2", Some("Harbour News"), &[]),
        feed("https://b.example/feed", Some("Port \"Vale\""), &["Regional", "North & West"]),
        feed("https://c.example/atom.xml", Some("South"), &["Regional"]),
    ];
    assert_eq!(list, expected);
}

#[test]
fn versions_and_the_case_of_names_do_not_matter() {
    for opml in [
        r#"<opml version="1.1"><body><outline text="A" xmlUrl="https://a.example/rss"/></body></opml>"#,
        r#"<opml><body><outline Title="A" XMLURL='https://a.example/rss'></outline></body></opml>"#,
        r#"<OPML version="nine"><Body><Outline TEXT=" A " xmlurl="https://a.example/rss"/></Body></OPML>"#,
        r#"<opml xmlns:x="urn:x" version="2.0"><body><x:note/><outline title="" text="A" xmlUrl="https://a.example/rss"/></body></opml>"#,
        r#"<!DOCTYPE opml [<!ENTITY a "A">]><opml><body><outline text="&a;" xmlUrl="https://a.example/rss"/></body></opml>"#,
    ] {
        assert_eq!(read(opml), [feed("https://a.example/rss", Some("A"), &[])], "{opml}");
    }
}

#[test]
fn a_list_of_nothing_is_empty() {
    for opml in ["", " \n", "\u{feff}", "<opml/>", "<opml version='2.0'></opml>", "<opml><head/><body></body></opml>"] {
        assert_eq!(read(opml), [], "{opml}");
    }
}

#[test]
fn an_outline_without_an_address_is_told_and_a_feed_may_hold_others() {
    let list = read(
        r#"<opml><body><outline text="Nothing"/><outline text="Desk" xmlUrl="https://a.example/rss">
           <outline text="Inner" xmlUrl="ftp://b.example/rss"/></outline></body></opml>"#,
    );
    let expected = [
        feed("", Some("Nothing"), &[]),
        feed("https://a.example/rss", Some("Desk"), &[]),
        feed("ftp://b.example/rss", Some("Inner"), &["Desk"]),
    ];
    assert_eq!(list, expected);
}

#[test]
fn what_is_no_list_says_what_it_is() {
    let error = |text: &str| read_opml(text.as_bytes()).unwrap_err();
    assert_eq!(error("https://a.example/rss"), NoOpml::Other("text".to_owned()));
    assert_eq!(error("<rss version='2.0'><channel/></rss>"), NoOpml::Other("a document of <rss>".to_owned()));
    let cut = r#"<opml><body><outline text="A" xmlUrl="https://a.example/rss"/>"#;
    assert_eq!(error(cut), NoOpml::Cut(cut.len()));
    let outside =
        r#"<!DOCTYPE opml [<!ENTITY a SYSTEM "file:///etc/hostname">]><opml><body><outline text="&a;"/></body></opml>"#;
    assert!(matches!(error(outside), NoOpml::Entity(name, _) if name == "a"));
    let deep = format!("<opml><body>{}", "<outline text='a'>".repeat(100_000));
    assert!(matches!(error(&deep), NoOpml::TooDeep(_, _)));
    let many =
        format!("<opml><body>{}</body></opml>", "<outline text='a' xmlUrl='https://a.example'/>".repeat(100_001));
    assert_eq!(error(&many), NoOpml::TooMany(100_000));
}
