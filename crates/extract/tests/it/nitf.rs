//! Documents in NITF as agencies write them.

use crate::read::document;
use article::{Article, PubStatus};

/// A document with this in its `docdata`, above the story and in it.
fn nitf(docdata: &str, above: &str, story: &str) -> Article {
    let text = format!(
        "<nitf><head><docdata>{docdata}</docdata></head><body><body.head><hedline><hl1>Pier rebuilt</hl1></hedline>\
         {above}</body.head><body.content>{story}</body.content></body></nitf>"
    );
    document(text).article()
}

const STORY: &str = "<p>The pier stands.</p>";

#[test]
fn dates_are_read_in_all_the_forms_that_are_written() {
    for (norm, expected) in [
        ("20241024T143012-0400", "2024-10-24T14:30:12-04:00"),
        ("20241024T143012Z", "2024-10-24T14:30:12Z"),
        ("20241024T143012+0000", "2024-10-24T14:30:12Z"),
        ("2024-10-24T14:30:12", "2024-10-24T14:30:12"),
        ("20241024T143012", "2024-10-24T14:30:12"),
        ("20241024143012-0400", "2024-10-24T14:30:12-04:00"),
        ("20241024", "2024-10-24"),
    ] {
        let article = nitf(&format!("<date.issue norm='{norm}'/>"), "", STORY);
        let dates: Vec<_> = article.enrichment.dates.iter().map(|date| date.value.as_str()).collect();
        assert_eq!(dates, [expected, expected], "{norm}");
    }
}

#[test]
fn a_document_is_known_by_the_key_that_its_versions_share() {
    let version = |number: u8| {
        let data = format!("<doc-id id-string='pier_{number}'/><du-key key='pier' version='{number}'/>");
        nitf(&data, "", STORY)
    };
    let (first, second) = (version(1), version(2));
    assert_eq!(first.uri, second.uri);
    assert!(second.version > first.version);
    assert_ne!(nitf("<doc-id id-string='a'/>", "", STORY).uri, nitf("<doc-id id-string='b'/>", "", STORY).uri);
}

#[test]
fn what_is_taken_back_or_held_back_reaches_the_message_as_such() {
    let article = |status: &str, docdata: &str| {
        let head = format!("<docdata management-status='{status}'><doc-id id-string='x'/>{docdata}</docdata>");
        document(format!("<nitf><head>{head}</head><body><body.head/></body></nitf>")).read()
    };
    for (status, expected) in
        [("canceled", PubStatus::Canceled), ("withheld", PubStatus::Withheld), ("embargoed", PubStatus::Withheld)]
    {
        assert_eq!(article(status, "").unwrap()[0].pub_status, Some(expected), "{status}");
    }
    let release = "<date.issue norm='20241024T120000Z'/><date.release norm='20241025T060000Z'/>";
    let article = nitf(release, "", STORY);
    assert_eq!(article.pub_status, Some(PubStatus::Usable));
    assert_eq!(article.embargoed_until.map(|at| at.to_string()).as_deref(), Some("2024-10-25T06:00:00.000Z"));
    let same = "<date.issue norm='20241024T120000Z'/><date.release norm='20241024T120000Z'/>";
    assert_eq!(nitf(same, "", STORY).embargoed_until, None);
}

#[test]
fn the_byline_names_people_and_the_dateline_a_place() {
    for (above, by, located) in [
        ("<byline>By ANN LEE<byttl>Pier Writer</byttl></byline>", Some("ANN LEE"), None),
        ("<byline>By Ann Lee, <byttl>Pier Writer</byttl></byline>", Some("Ann Lee"), None),
        ("<byline><byttl>Pier Network</byttl></byline>", Some("Pier Network"), None),
        ("<dateline>Anselm</dateline>", None, Some("Anselm")),
        ("<dateline><location>PORT VALE</location></dateline>", None, Some("PORT VALE")),
        ("<dateline>PORT VALE, Oct 24 (CW)</dateline>", None, None),
    ] {
        let article = nitf("", above, STORY);
        assert_eq!((article.by.as_deref(), article.located.as_deref()), (by, located), "{above}");
    }
    let software = "<dateline>Anselm<story.date norm='20241024T120000Z'>20241024T120000Z</story.date></dateline>";
    let article = nitf("", software, STORY);
    assert_eq!(article.descriptions[0].value, "Anselm");
}

#[test]
fn what_is_for_editors_and_software_is_kept_out_of_the_story() {
    for (story, expected) in [
        ("<p>One.</p><hl2>Two</hl2><p>Three.</p>", "One.\n\nTwo\n\nThree."),
        ("<p>One.</p><hl2>Embed</hl2><p>&lt;script src='x'&gt;&lt;/script&gt;</p>", "One."),
        ("<p>One.</p><p>[ VIDEO MANGLER ]</p><p>[He laughs.]</p>", "One.\n\n[He laughs.]"),
        ("<p>One.</p><p>BILDE: <a href='x.jpg'>A pier.</a></p><p>Foto: CW</p><p>Two.</p>", "One.\n\nTwo."),
        ("<hl2>Two</hl2><p><a href='x.png'>A pier.</a></p><p>Foto: CW</p><p>Three.</p>", "Two\n\nThree."),
        ("<hl2>One</hl2><hl2>Two</hl2><p>Three.</p><hl2>Four</hl2>", "One\n\nTwo\n\nThree."),
        ("<p>One: <a href='x.jpg'>a pier</a> and a quay.</p>", "One: a pier and a quay."),
        ("<block><block><p>One.</p></block><ul><li>Two.</li></ul></block>", "One.\n\nTwo."),
        ("One, without a paragraph.", "One, without a paragraph."),
    ] {
        assert_eq!(nitf("", "", story).body(), expected, "{story}");
    }
}
