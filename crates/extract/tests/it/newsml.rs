//! Items and messages of NewsML-G2 as agencies write them.

use crate::read::document;
use article::{Article, PubStatus};

const NITF: &str = "<nitf xmlns='http://iptc.org/std/NITF/2006-10-18/'><body><body.head><hedline><hl1>Inner</hl1></hedline>\
    <byline>By Ann Lee</byline></body.head><body.content><p>The pier stands.</p></body.content></body></nitf>";

fn item(guid: &str, item_meta: &str, content_meta: &str, content: &str) -> String {
    format!(
        "<newsItem guid='{guid}' version='2' xmlns='http://iptc.org/std/nar/2006-10-01/'><itemMeta>{item_meta}</itemMeta>\
         <contentMeta>{content_meta}</contentMeta><contentSet>{content}</contentSet></newsItem>"
    )
}

fn read(item_meta: &str, content_meta: &str, content: &str) -> Article {
    document(item("urn:x", item_meta, content_meta, content)).article()
}

fn message(items: &[String]) -> String {
    format!(
        "<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><header/><itemSet>{}</itemSet></newsMessage>",
        items.concat()
    )
}

#[test]
fn every_item_of_a_message_becomes_an_article_of_its_own() {
    let text = |guid: &str| item(guid, "", "<headline>Pier rebuilt</headline>", "");
    let picture = item("urn:p", "<itemClass qcode='ninat:picture'/>", "<headline>The pier</headline>", "");
    let concept = "<conceptItem guid='urn:c'/>".to_owned();
    let all = message(&[text("urn:a"), picture, concept, text("urn:b")]);
    let articles = document(all).url("https://feed.example/message.xml").id("message-1").articles();
    let ids: Vec<_> = articles.iter().map(|article| article.alt_id("sourceId")).collect();
    assert_eq!(ids, [Some("urn:a"), Some("urn:b")], "neither the address nor the id of the message is theirs");
    let alone = document(text("urn:a")).article();
    assert_eq!(alone.uri, articles[0].uri, "an item is the same alone and in a message");
}

#[test]
fn a_prefix_changes_nothing() {
    let text = "<g2:newsMessage xmlns:g2='http://iptc.org/std/nar/2006-10-01/' xmlns:h='http://www.w3.org/1999/xhtml'>\
        <g2:itemSet><g2:newsItem guid='urn:a' version='4'><g2:contentMeta><g2:headline>Pier</g2:headline></g2:contentMeta>\
        <g2:contentSet><g2:inlineXML><h:html><h:body><h:p>It stands.</h:p></h:body></h:html></g2:inlineXML>\
        </g2:contentSet></g2:newsItem></g2:itemSet></g2:newsMessage>";
    let article = document(text).article();
    assert_eq!((article.headline(), article.body()), (Some("Pier"), "It stands."));
}

#[test]
fn a_package_says_which_items_belong_together() {
    let package = "<packageItem guid='urn:pkg' version='1'><contentMeta><headline>Pier week</headline></contentMeta>\
        <groupSet root='g'><group id='g' role='group:main'><itemRef residref='urn:a'><itemClass qcode='ninat:text'/>\
        <title>Pier rebuilt</title></itemRef></group></groupSet></packageItem>";
    let article = document(package).article();
    assert_eq!((article.object_type.as_str(), article.headline()), ("composite", Some("Pier week")));
    let first = &article.extra["associations"][0];
    assert_eq!((&first["uri"], &first["type"], &first["rel"]), (&"urn:a".into(), &"text".into(), &"main".into()));
    assert_eq!(first["headlines"][0]["value"], "Pier rebuilt");
}

#[test]
fn the_status_is_a_code_an_address_or_a_word_of_any_catalog() {
    for (status, expected) in [
        ("<pubStatus qcode='stat:canceled'/>", PubStatus::Canceled),
        ("<pubStatus qcode='ps:withheld'/>", PubStatus::Withheld),
        ("<pubStatus uri='http://cv.iptc.org/newscodes/pubstatusg2/canceled'/>", PubStatus::Canceled),
        ("", PubStatus::Usable),
        ("<embargoed/>", PubStatus::Withheld),
        ("<embargoed/><pubStatus qcode='stat:canceled'/>", PubStatus::Canceled),
    ] {
        let article = read(status, "<headline>Pier rebuilt</headline>", "");
        assert_eq!(article.pub_status, Some(expected), "{status}");
    }
    let unsaid = document(item("urn:x", "<pubStatus qcode='stat:canceled'/>", "", "")).article();
    assert_eq!(unsaid.pub_status, Some(PubStatus::Canceled), "what is taken back need not be said again");
    let refused = document(item("urn:x", "<pubStatus qcode='own:maybe'/>", "", NITF)).read().unwrap_err();
    assert_eq!(refused.class, "invalid_item");
}

#[test]
fn nitf_in_an_item_says_what_the_item_does_not() {
    let content = format!("<inlineXML contenttype='application/nitf+xml'>{NITF}</inlineXML>");
    let article = read("", "<headline>Outer</headline><creator><name>Bo Ek</name></creator>", &content);
    assert_eq!((article.headline(), article.by.as_deref()), (Some("Outer"), Some("Ann Lee")));
    assert_eq!(read("", "", &content).headline(), Some("Inner"));
    let article =
        read("<title>Title</title>", "<creator><name>Bo Ek</name></creator>", "<inlineData>Text.</inlineData>");
    assert_eq!((article.headline(), article.by.as_deref()), (Some("Title"), Some("Bo Ek")));
}

#[test]
fn the_content_is_chosen_on_purpose() {
    let xhtml = |language: &str, text: &str| {
        format!(
            "<inlineXML xml:lang='{language}'><html xmlns='http://www.w3.org/1999/xhtml'><body><p>{text}</p></body></html></inlineXML>"
        )
    };
    let sports = "<inlineXML><sports-content><p>1 - 0</p></sports-content></inlineXML>";
    let plain = "<inlineData>Plain.</inlineData>";
    for (content, expected) in [
        (format!("{plain}{}", xhtml("en", "Marked up.")), "Marked up."),
        (format!("{}{}", xhtml("de", "Deutsch."), xhtml("en-GB", "English.")), "English."),
        (format!("{}{plain}", xhtml("de", "Deutsch.")), "Plain."),
        (xhtml("de", "Deutsch."), "Deutsch."),
        (format!("{sports}{plain}"), "Plain."),
        (format!("<inlineXML/>{plain}"), "Plain."),
        ("<inlineXML><html><body>No <b>namespace</b>.</body></html></inlineXML>".to_owned(), "No namespace."),
        ("<inlineXML><p>One.</p><p>Two.</p></inlineXML>".to_owned(), "One.\n\nTwo."),
        ("<inlineXML><![CDATA[<p>One.</p>]]></inlineXML>".to_owned(), "<p>One.</p>"),
    ] {
        let article = read("", "<language tag='en'/><headline>Pier</headline>", &content);
        assert_eq!(article.body(), expected, "{content}");
    }
}

#[test]
fn what_ninjs_has_no_form_for_is_left_out() {
    let meta = "<itemClass qcode='own:bulletin'/><link residref='no address' rel='irel:seeAlso'/>\
        <provider uri='nobody' literal='Coast'/>";
    let article =
        read(meta, "<headline>Pier</headline>", "<inlineData>It stands.</inlineData><remoteContent href='pier.pdf'/>");
    assert_eq!(article.object_type, "text");
    assert!(!article.extra.contains_key("associations") && article.renditions.is_empty());
    assert_eq!((article.info_sources[0].name.as_deref(), &article.info_sources[0].uri), (Some("Coast"), &None));
}

#[test]
fn the_page_of_an_item_is_where_its_content_can_be_read() {
    let page = "<remoteContent href='https://coast.example/pier' contenttype='text/html'/>";
    let article = read("", "<headline>Pier</headline>", page);
    assert_eq!(article.alt_id("canonicalUrl"), Some("https://coast.example/pier"));
}

#[test]
fn dates_may_lack_their_zone_and_end_a_day() {
    for (stated, expected) in [
        ("2024-10-24T24:00:00", "2024-10-25T00:00:00"),
        ("2024-10-24T12:00:00.001-05:00", "2024-10-24T12:00:00-05:00"),
        ("\n 2024-10-24T12:00:00\n", "2024-10-24T12:00:00"),
        ("2024-10", "2024-10"),
        ("2023", "2023"),
    ] {
        let article = read("", &format!("<contentCreated>{stated}</contentCreated><headline>Pier</headline>"), "");
        assert_eq!(article.enrichment.dates[0].value, expected, "{stated}");
    }
}

#[test]
fn what_is_taken_back_needs_no_text_whatever_it_was() {
    for class in ["picture", "video", "audio", "graphic"] {
        let picture = |status: &str| {
            let meta = format!("<itemClass qcode='ninat:{class}'/><pubStatus qcode='stat:{status}'/>");
            document(item("urn:p", &meta, "", "")).read()
        };
        for (status, expected) in [("canceled", PubStatus::Canceled), ("withheld", PubStatus::Withheld)] {
            let article = picture(status).expect("a notice").remove(0);
            assert_eq!((article.object_type.as_str(), article.pub_status), (class, Some(expected)));
        }
        assert_eq!(picture("usable").unwrap_err().class, "not_text");
    }
}

#[test]
fn data_is_read_as_what_it_is_and_in_how_it_is_packed() {
    let data = |attributes: &str, text: &str| {
        let content = format!("<inlineData {attributes}>{text}</inlineData>");
        read("", "<headline>Pier</headline>", &content).body().to_owned()
    };
    let markup = "&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two &amp;amp; half.&lt;/p&gt;";
    let section = "<![CDATA[<p>One.</p><p>Two &amp; half.</p>]]>";
    for attributes in ["contenttype='text/html'", "contenttype='application/xhtml+xml; charset=utf-8'", ""] {
        assert_eq!(data(attributes, markup), "One.\n\nTwo & half.", "{attributes}");
        assert_eq!(data(attributes, section), "One.\n\nTwo & half.", "{attributes}");
    }
    assert_eq!(data("contenttype='text/html'", "<p>One.</p><p>Two.</p>"), "One.\n\nTwo.");
    assert_eq!(data("contenttype='text/plain'", "a &lt;b&gt; c"), "a <b> c");
    let nitf = format!("<![CDATA[{NITF}]]>");
    for attributes in ["contenttype='text/vnd.IPTC.NITF'", ""] {
        assert_eq!(data(attributes, &nitf), "The pier stands.", "{attributes}");
    }
    for (encoding, text, expected) in [
        ("encoding='http://cv.iptc.org/newscodes/encoding/base64'", "VGhlIHBpZXIg\nc3RhbmRzLg==", "The pier stands."),
        ("encoding='encd:base64' contenttype='text/plain'", "VGhlIHBpZXIgc3RhbmRzLg", "The pier stands."),
        ("encoding='encd:base64' contenttype='text/html'", "PHA+T25lLjwvcD48cD5Ud28uPC9wPg==", "One.\n\nTwo."),
        ("encoding='encd:base64' contenttype='application/pdf'", "VGhlIHBpZXIgc3RhbmRzLg==", ""),
        ("encoding='encd:gzip'", "H4sIAAAAAAAAA", ""),
        ("contenttype='application/json'", "{\"a\": 1}", ""),
    ] {
        assert_eq!(data(encoding, text), expected, "{encoding}");
    }
    let both =
        "<inlineData contenttype='application/pdf'>JVBERi0x</inlineData><inlineData>The pier stands.</inlineData>";
    assert_eq!(read("", "", both).body(), "The pier stands.");
}

#[test]
fn a_date_that_says_nothing_hides_none_that_does() {
    for first in ["2099-02-20T05:00:00Z", "soon", ""] {
        let meta =
            "<firstCreated>2024-10-23T08:00:00Z</firstCreated><versionCreated>2024-10-24T10:00:00Z</versionCreated>";
        let article = read(meta, &format!("<contentCreated>{first}</contentCreated><headline>Pier</headline>"), "");
        let dates: Vec<_> = article.enrichment.dates.iter().map(|date| date.value.as_str()).collect();
        assert_eq!(dates, ["2024-10-23T08:00:00Z", "2024-10-24T10:00:00Z"], "{first}");
        let created = article.content_created.map(|at| at.to_string());
        assert_eq!(created.as_deref(), Some("2024-10-23T08:00:00.000Z"), "{first}");
    }
}

#[test]
fn entities_are_read_where_xml_has_them_and_refused_by_name_and_line() {
    let text = item("urn:x", "", "<headline>Pier</headline>", "<inlineData>\nThe &co; stands.</inlineData>");
    let of = |doctype: &str| document(format!("<?xml version='1.0'?>\n{doctype}\n{text}")).read();
    for doctype in ["<!DOCTYPE newsItem [<!ENTITY co 'pier'> ] >", "<!DOCTYPE newsItem [<!ENTITY co \"pier\">]>"] {
        assert_eq!(of(doctype).unwrap()[0].body(), "The pier stands.", "{doctype}");
    }
    for (doctype, words) in [
        ("<!DOCTYPE newsItem [<!ENTITY co SYSTEM \"file:///x\"> ] >", "points elsewhere"),
        ("<!DOCTYPE newsItem [<!ENTITY co SYSTEM 'file:///x'><!ENTITY co 'pier'>]>", "points elsewhere"),
        ("", "declared nowhere"),
        ("<!-- <!DOCTYPE newsItem [<!ENTITY co 'pier'>]> -->", "declared nowhere"),
    ] {
        let refused = of(doctype).unwrap_err();
        assert_eq!(refused.class, "broken_xml");
        assert!(refused.message.contains("`co` in line 4") && refused.message.contains(words), "{}", refused.message);
    }
}

#[test]
fn a_story_about_entities_is_a_story() {
    let told = "They sent <!DOCTYPE foo [<!ENTITY xxe SYSTEM \"file:///x\">]> and then &xxe; was read.";
    let content = format!("<inlineData contenttype='text/plain'><![CDATA[{told}]]></inlineData>");
    assert_eq!(read("", "<headline>Attack</headline>", &content).body(), told);
}

#[test]
fn a_document_that_is_declared_as_another_format_says_how_to_read_it() {
    let types = ["application/vnd.iptc.g2.newsitem+xml", "application/nitf+xml"];
    let texts = [NITF.to_owned(), item("urn:x", "", "<headline>Pier</headline>", "")];
    for ((declared, text), option) in types.into_iter().zip(texts).zip(["`--format nitf`", "`--format newsml`"]) {
        let refused = document(text).content_type(declared).read().unwrap_err();
        assert!(refused.message.contains(option), "{}", refused.message);
    }
}
