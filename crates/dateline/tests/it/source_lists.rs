//! `dateline sources import` and `export`: lists of feeds of other programs, there and back.

use crate::program::dateline;
use std::path::Path;
use std::process::Output;

const LIST: &str = r#"<opml version="1.0"><head/><body>
  <outline text="Regional"><outline text="Harbour News" type="rss" xmlUrl="https://a.example/rss?x=1&amp;y=2"/></outline>
  <outline title="Harbour news" XMLURL="https://ann:secret@b.example/atom.xml"/>
  <outline text="Again" xmlUrl="https://a.example/rss?x=1&amp;y=2"/>
  <outline text="Old" xmlUrl="gopher://c.example/"/>
</body></opml>"#;

fn run(directory: &Path, arguments: &[&str]) -> (Output, String, String) {
    let output = dateline(directory, arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let (out, told) = (text(&output.stdout), text(&output.stderr));
    (output, out, told)
}

#[test]
fn a_list_becomes_a_configuration_and_a_list_again() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("feeds.opml"), LIST).unwrap();
    let (output, tables, told) = run(directory.path(), &["sources", "import", "feeds.opml"]);
    assert!(output.status.success(), "{told}");
    assert!(tables.starts_with("# Regional\n[[source]]\nname = \"harbour-news\"\n"), "{tables}");
    assert!(
        told.contains("feeds.opml: left out: Again: https://a.example/rss is the address of `harbour-news`"),
        "{told}"
    );
    assert!(told.contains("Old: its address is a `gopher` URL") && told.contains("2 sources; left out: 2"), "{told}");

    std::fs::create_dir(directory.path().join("sources.d")).unwrap();
    std::fs::write(directory.path().join("sources.d/imported.toml"), tables).unwrap();
    std::fs::write(directory.path().join("dateline.toml"), "sources_from = \"sources.d\"\n").unwrap();
    let (_, listed, told) = run(directory.path(), &["sources", "export"]);
    let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head>\n    \
                    <title>Sources of Dateline</title>\n  </head>\n  <body>\n    \
                    <outline type=\"rss\" text=\"harbour-news\" title=\"harbour-news\" xmlUrl=\"https://a.example/rss\"/>\n    \
                    <outline type=\"rss\" text=\"harbour-news-2\" title=\"harbour-news-2\" \
                    xmlUrl=\"https://b.example/atom.xml\"/>\n  </body>\n</opml>\n";
    assert_eq!(listed, expected);
    assert!(told.contains("2 addresses had a login or a query"), "{told}");

    // What is configured is not taken twice.
    let (_, tables, told) = run(directory.path(), &["sources", "import", "feeds.opml"]);
    assert_eq!(tables, "");
    assert!(told.contains("is the address of `harbour-news-2` already") && !told.contains("secret"), "{told}");
}

#[test]
fn an_empty_list_is_empty_and_what_is_no_list_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("empty.opml"), "").unwrap();
    std::fs::write(directory.path().join("feed.opml"), "<rss><channel/></rss>").unwrap();
    let (output, tables, _) = run(directory.path(), &["sources", "import", "empty.opml"]);
    assert!(output.status.success() && tables.is_empty());
    let (output, _, told) = run(directory.path(), &["sources", "import", "feed.opml"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        told.contains("feed.opml is no OPML but a document of <rss>; give a file that begins with <opml>"),
        "{told}"
    );
}
