//! Feeds as they come: every module's fields in the message, and documents that no XML parser takes.

use crate::read::{DEADLINE, document};
use article::{Article, Timestamp};
use dateline_extract::{NoFeed, read_feed};
use std::fmt::Write;
use std::time::Instant;

const URL: &str = "https://www.anselmpost.example/feeds/all.xml";

fn articles(body: &[u8]) -> Vec<Article> {
    document(body).url(URL).source("anselm-post").articles()
}

/// Headlines of the articles of a document.
fn headlines(body: &[u8]) -> Vec<String> {
    articles(body).iter().map(|article| article.headline().unwrap_or_default().to_owned()).collect()
}

fn item(inner: &str) -> String {
    format!(
        "<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/' xmlns:dc='http://purl.org/dc/elements/1.1/' \
         xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'><channel><title>The Anselm Post</title>\
         <copyright>The Anselm Post 2024</copyright><item>{inner}</item></channel></rss>"
    )
}

#[test]
fn fields_of_media_rss_itunes_and_dublin_core_reach_the_message() {
    let feed = item(
        "<itunes:title>Ferries</itunes:title><dc:creator>Mara Lind</dc:creator><dc:date>2024-10-24T09:00+02:00</dc:date>\
         <dc:subject>Transport</dc:subject><itunes:keywords>sea, ferries</itunes:keywords><dc:language>en-gb</dc:language>\
         <itunes:summary>The ferries are back.</itunes:summary><dc:publisher>Harbour Media</dc:publisher>\
         <source url='https://coast.example/'>Coast Wire</source>\
         <media:license href='https://creativecommons.org/licenses/by/4.0/'>CC BY</media:license><media:group>\
         <media:content url='/small.jpg' type='image/jpeg' width='200'/>\
         <media:content url='/large.jpg' type='image/jpeg' width='900'><media:description>A &lt;b&gt;ferry&lt;/b&gt;\
         </media:description></media:content><media:credit role='photographer'>Bo Vale</media:credit></media:group>",
    );
    let article = serde_json::to_value(&articles(feed.as_bytes())[0]).expect("JSON");
    assert_eq!(article["headlines"][0]["value"], "Ferries");
    assert_eq!(article["by"], "Mara Lind");
    assert_eq!(article["language"], "en-GB");
    assert_eq!(article["bodies"][0]["value"], "The ferries are back.");
    let keywords: Vec<_> = article["subjects"].as_array().unwrap().iter().map(|subject| &subject["name"]).collect();
    assert_eq!(keywords, ["Transport", "sea", "ferries"]);
    assert_eq!(article["enrichment"]["dates"][0]["value"], "2024-10-24T09:00+02:00");
    assert_eq!(article["copyrightNotice"], "The Anselm Post 2024");
    assert_eq!(article["usageTerms"], "https://creativecommons.org/licenses/by/4.0/");
    assert_eq!(article["infoSources"][0]["name"], "Coast Wire");
    assert_eq!(article["infoSources"][0]["uri"], "https://coast.example/");
    assert_eq!(article["infoSources"][1]["name"], "Harbour Media");
    let picture = &article["associations"][0];
    assert_eq!(picture["renditions"][0]["href"], "https://www.anselmpost.example/large.jpg");
    assert_eq!((&picture["by"], &picture["descriptions"][0]["value"]), (&"Bo Vale".into(), &"A ferry".into()));
}

fn message(inner: &str) -> serde_json::Value {
    serde_json::to_value(&articles(item(inner).as_bytes())[0]).expect("JSON")
}

#[test]
fn every_medium_of_an_entry_is_an_associated_item() {
    let article = message(
        "<title>Ferries</title><enclosure url='/f.mp4' type='video/mp4' length='900'/><media:content url='/1.png' \
         medium='image' fileSize='12'/><media:content url='/2.png' medium='image'><media:title>At sea</media:title>\
         </media:content><media:thumbnail url='/t.png'/><media:content url='/player' type='text/html'/>",
    );
    let associated = article["associations"].as_array().unwrap();
    let told: Vec<_> = associated
        .iter()
        .map(|one| (one["type"].as_str().unwrap(), one["renditions"][0]["href"].as_str().unwrap()))
        .collect();
    let at = |name: &str| format!("https://www.anselmpost.example/{name}");
    assert_eq!(
        told,
        [("picture", at("1.png").as_str()), ("video", at("f.mp4").as_str()), ("picture", at("2.png").as_str())]
    );
    assert_eq!(associated[0]["rel"], "mainpicture");
    assert_eq!(associated[1]["renditions"][0]["contentType"], "video/mp4");
    assert_eq!(associated[1]["renditions"][0]["sizeInBytes"], 900);
    assert_eq!(associated[2]["descriptions"][0]["value"], "At sea");
}

#[test]
fn attachments_of_json_feed_are_associated_items() {
    let feed = "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Post\", \"items\": [{\"id\": \"1\", \
                \"title\": \"One\", \"attachments\": [{\"url\": \"/a.mp3\", \"mime_type\": \"audio/mpeg\", \
                \"size_in_bytes\": 5}, {\"url\": \"/a.jpg\", \"mime_type\": \"image/jpeg\"}]}]}";
    let article = serde_json::to_value(&articles(feed.as_bytes())[0]).expect("JSON");
    assert_eq!(
        (&article["associations"][0]["type"], &article["associations"][1]["type"]),
        (&"picture".into(), &"audio".into())
    );
    assert_eq!(article["associations"][1]["renditions"][0]["sizeInBytes"], 5);
}

#[test]
fn what_media_rss_says_of_pictures_is_their_caption_and_of_a_film_the_text() {
    let group = |medium: &str| {
        message(&format!(
            "<title>Ferries</title><media:group><media:content url='/1' medium='{medium}'/>\
             <media:thumbnail url='/t.png'/><media:description>The ferry leaves.</media:description></media:group>"
        ))
    };
    let picture = group("image");
    assert!(picture.get("bodies").is_none());
    assert_eq!(picture["associations"][0]["descriptions"][0]["value"], "The ferry leaves.");
    assert_eq!(group("video")["bodies"][0]["value"], "The ferry leaves.");
    let beside = message(
        "<title>Ferries</title><media:content url='/1.png' medium='image'/>\
         <media:description>The ferry leaves.</media:description>",
    );
    assert!(beside.get("bodies").is_none());
    assert_eq!(beside["associations"][0]["descriptions"][0]["value"], "The ferry leaves.");
}

#[test]
fn a_category_of_a_vocabulary_of_iptc_is_a_concept() {
    let article = message(
        "<title>Ferries</title><category domain='https://cv.iptc.org/newscodes/mediatopic'>04000000</category>\
         <category>Sea</category><category domain='https://a.example/'>04000000</category>",
    );
    let subjects = article["subjects"].as_array().unwrap();
    assert_eq!(subjects[0]["uri"], "http://cv.iptc.org/newscodes/mediatopic/04000000");
    assert_eq!((&subjects[0]["literal"], &subjects[0]["rel"]), (&"medtop:04000000".into(), &"about".into()));
    assert_eq!((&subjects[1]["name"], &subjects[2]["name"]), (&"Sea".into(), &"04000000".into()));
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>One</title><category label='Trade' \
                scheme='http://cv.iptc.org/newscodes/mediatopic/' term='medtop:04000000'/></entry></feed>";
    assert_eq!(articles(atom.as_bytes())[0].subjects[0].name.as_deref(), Some("Trade"));
}

#[test]
fn the_page_of_an_entry_is_the_one_in_its_own_language() {
    for (language, links, expected) in [
        ("fr", &["it /it", "fr /fr"][..], "/fr"),
        ("fr-CA", &["it /it", "fr /fr"], "/fr"),
        ("fr", &["it /it", " /x"], "/x"),
        ("fr", &["it /it", "de /de"], "/it"),
        ("fr", &[" /x", "fr /fr"], "/fr"),
    ] {
        let link = |link: &&str| {
            let (language, href) = link.split_once(' ').unwrap();
            let language = if language.is_empty() { String::new() } else { format!("hreflang='{language}'") };
            format!("<link rel='alternate' {language} href='{href}'/>")
        };
        let feed = format!(
            "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='{language}'><entry><title>Un</title>{}</entry></feed>",
            links.iter().map(link).collect::<String>()
        );
        let page = articles(feed.as_bytes())[0].alt_id("canonicalUrl").map(str::to_owned);
        assert_eq!(page, Some(format!("https://www.anselmpost.example{expected}")), "{language} {links:?}");
    }
}

#[test]
fn a_byline_is_names_and_no_more() {
    for (stated, expected) in [
        ("By Ann Lee and Bo Ek", Some("Ann Lee, Bo Ek")),
        ("Par Anne Lé et Bo Ek", Some("Anne Lé, Bo Ek")),
        ("Ann Lee & Bo Ek", Some("Ann Lee, Bo Ek")),
        ("Von Carla Dorn, dpa", Some("Carla Dorn, dpa")),
        ("Di Vane", Some("Di Vane")),
        ("Salt & Sons", Some("Salt & Sons")),
        ("Ann Lee (Anselm)", Some("Ann Lee (Anselm)")),
        ("{{ item.author }}", None),
        ("Por {{autor}}", None),
        ("undefined", None),
        ("By null", None),
        ("By [author_name]", None),
        ("admin", None),
        ("Por Ana Ruiz y Bo Ek", Some("Ana Ruiz, Bo Ek")),
        ("Por Ana Ortega y Gasset", Some("Ana Ortega y Gasset")),
        ("Av Anna Holm och Bo Ek", Some("Anna Holm, Bo Ek")),
    ] {
        let article = message(&format!("<title>One</title><dc:creator>{}</dc:creator>", stated.replace('&', "&amp;")));
        assert_eq!(article.get("by").and_then(serde_json::Value::as_str), expected, "{stated}");
    }
}

#[test]
fn every_version_of_rss_and_atom_is_read() {
    for feed in [
        "<rss version='0.91'><channel><item><title>One</title></item></channel></rss>",
        "<rss><item><title>One</title></item></rss>",
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://my.netscape.com/rdf/simple/0.9/'>\
         <channel><title>Post</title></channel><item><title>One</title></item></rdf:RDF>",
        "<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:rss='http://purl.org/rss/1.0/'>\
         <rss:channel r:about='/'/><rss:item r:about='/1'><rss:title>One</rss:title></rss:item></r:RDF>",
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><title mode='base64'>T25l</title></entry></feed>",
        "<atom:feed xmlns:atom='http://www.w3.org/2005/Atom'><atom:entry><atom:title>One</atom:title></atom:entry></atom:feed>",
        "<entry xmlns='http://www.w3.org/2005/Atom'><title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>One</div></title></entry>",
        "{\"title\": \"Post\", \"items\": [{\"id\": 1, \"title\": \"One\"}], \"version\": \"https://jsonfeed.org/version/1\"}",
    ] {
        assert_eq!(headlines(feed.as_bytes()), ["One"], "{feed}");
    }
}

#[test]
fn what_is_written_badly_is_read_all_the_same() {
    for (feed, expected) in [
        ("<rss><channel><item><title>Cats & dogs</title></item></channel></rss>", "Cats & dogs"),
        (
            "<rss><channel><item><title>One&nbsp;&ndash;&unknown; two</title></item></channel></rss>",
            "One –&unknown; two",
        ),
        ("<rss><channel><item><title>A <b>bold</i> word</title></item></channel></rss>", "A bold word"),
        ("<rss><channel><item><title>One<item><link>/2</link></channel></rss>", "One"),
        ("<rss><channel><item><media:title>One</media:title></item></channel></rss>", "One"),
        ("Notice: x <br/>\n<?xml version='1.0'?><rss><channel><item><title>One</title></item></channel></rss>", "One"),
        ("<html><body><rss><channel><item><title>One</title></item></channel></rss></body></html>", "One"),
        (
            "<?xml version='1.0' encoding='utf-16'?><rss><channel><item><title>Zürich</title></item></channel></rss>",
            "Zürich",
        ),
        ("<rss><channel><item><title>ZÃ¼rich</title></item></channel></rss>", "Zürich"),
        ("<rss><channel><item><title>One</title></item></channel>", "One"),
        (
            "<!DOCTYPE rss [<!ENTITY post 'The Post'>]><rss><channel><item><title>&post;</title></item></channel></rss>",
            "The Post",
        ),
    ] {
        assert_eq!(headlines(feed.as_bytes()), [expected], "{feed}");
    }
    let latin = b"<?xml version='1.0' encoding='utf-8'?><rss><channel><item><title>Z\xfcrich \x96 One</title></item></channel></rss>";
    assert_eq!(headlines(latin), ["Zürich – One"]);
}

#[test]
fn half_an_entry_never_passes_for_the_whole() {
    let whole = item("<title>One</title><description>Two words</description>");
    let end = whole.find("</channel>").expect("the end of the channel");
    for cut in (0..=end).filter(|at| whole.is_char_boundary(*at)) {
        let half = &whole.as_bytes()[..cut];
        assert!(read_feed(half, None, Some(URL)).is_err(), "{}", String::from_utf8_lossy(half));
    }
    let json = r#"{"title": "Post", "items": [{"id": "1", "title": "One"}]}"#;
    for cut in 0..json.len() {
        let half = &json.as_bytes()[..cut];
        assert!(read_feed(half, None, None).is_err(), "{}", String::from_utf8_lossy(half));
    }
}

#[test]
fn entries_with_one_guid_become_articles_of_their_own() {
    let feed = "<rss><channel><item><guid>x</guid><title>One</title></item><item><guid>x</guid><title>Two</title></item>\
                <item><guid>x</guid><title>Two</title></item></channel></rss>";
    let articles = articles(feed.as_bytes());
    assert_eq!(articles.len(), 2);
    assert_ne!(articles[0].uri, articles[1].uri);
}

#[test]
fn hostile_feeds_end_soon() {
    let many = |piece: &str, count: usize| piece.repeat(count);
    let mut namespaces = String::new();
    for number in 0..50_000 {
        write!(namespaces, " xmlns:n{number}='urn:{number}'").expect("a string");
    }
    let bomb = "<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>]>";
    for feed in [
        item(&many("<a>", 100_000)),
        item(&format!("<title>One</title>{}{}", many("<a>", 500), many("</b>", 100_000))),
        item(&format!("<title a='{}'>One</title>", many("x", 5_000_000))),
        item(&format!("<title{}>One</title>", many(" a='b'", 200_000))),
        item(&many("<a/>", 300_000)),
        item(&many("<link href='/x'>", 50_000)),
        item(&many("<category>x", 50_000)),
        item(&format!("<title>{}</title>", many("&amp;lt;", 200_000))),
        item(&format!("<description>{}</description>", many("&lt;p&gt;", 200_000))),
        format!(
            "<rss{namespaces}><channel>{}</channel></rss>",
            many("<n1:item/><item><n2:title>x</n2:title></item>", 20_000)
        ),
        format!("{bomb}<rss><channel>{}</channel></rss>", many("<item><title>&c;</title></item>", 40_000)),
        format!("<rss><channel>{}</channel></rss>", many("<item><guid>x</guid><title>y</title></item>", 40_000)),
        format!("<rss><channel>{}</channel></rss>", many("<item>", 200_000)),
        many("<rss>", 500_000),
        many("<![CDATA[", 500_000),
        many("<!DOCTYPE x [", 200_000),
    ] {
        let start = Instant::now();
        let read = read_feed(feed.as_bytes(), None, Some(URL));
        let took = start.elapsed();
        assert!(took < DEADLINE, "{} took {took:?}", feed.chars().skip(250).take(60).collect::<String>());
        assert!(read.is_ok() || !matches!(read, Err(NoFeed::Html)));
    }
}

#[test]
fn an_entry_that_was_sent_itself_is_the_same_article_in_the_form_of_earlier_releases() {
    let feed = item(
        "<guid isPermaLink='false'>b-1</guid><link>https://coast.example/1</link><title>Ferries are back</title>\
         <dc:creator>Mara Lind</dc:creator><pubDate>Thu, 24 Oct 2024 09:30:00 +0200</pubDate><category>Transport</category>\
         <description>&lt;p&gt;The ferries are back after the storm.&lt;/p&gt;</description>\
         <source url='https://coast.example/'>Coast Wire</source><dc:publisher>Harbour Media</dc:publisher>\
         <media:content url='https://coast.example/1.jpg'><media:credit>Bo Vale</media:credit>\
         </media:content>",
    );
    let entry = read_feed(feed.as_bytes(), None, None).unwrap().entries.remove(0);
    let before = serde_json::json!({"version": "https://jsonfeed.org/version/1.1", "title": "", "items": [{
        "id": "b-1",
        "url": "https://coast.example/1",
        "title": "Ferries are back",
        "content_html": "<p>The ferries are back after the storm.</p>",
        "image": "https://coast.example/1.jpg",
        "date_published": "2024-10-24T09:30:00+02:00",
        "authors": [{"name": "Mara Lind"}],
        "tags": ["Transport"],
        "_dateline": {
            "outlet": "Coast Wire",
            "outlet_url": "https://coast.example/",
            "publisher": "Harbour Media",
            "rights": "The Anselm Post 2024",
            "credit": "Bo Vale",
        },
    }]});
    let [now, before] = [
        (entry.to_document(), "application/vnd.dateline.entry+json"),
        (before.to_string().into_bytes(), "application/feed+json"),
    ]
    .map(|(body, content_type)| document(body).content_type(content_type).id("b-1").source("anselm-post").articles());
    assert_eq!(now.len(), 1);
    assert_eq!(now, before);
}

#[test]
fn a_feed_says_in_which_zone_its_dates_are() {
    let feed = |language: &str, entry: &str, date: &str| {
        let rss = format!(
            "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>Post</title>\
             <language>{language}</language><item><title>Ferries are back</title><pubDate>{date}</pubDate>\
             <dc:language>{entry}</dc:language></item></channel></rss>"
        );
        // Where the feed says its language does not matter.
        let stated = format!("<language>{language}</language>");
        let late = rss.replace(&stated, "").replace("</channel>", &format!("{stated}</channel>"));
        let read = |rss: &str| {
            let article = articles(rss.as_bytes()).remove(0);
            (article.enrichment.dates[0].value.clone(), article.content_created)
        };
        assert_eq!(read(&rss), read(&late), "{late}");
        read(&rss)
    };
    for (language, entry, date, value, created) in [
        ("en-in", "", "Wed, 23 Oct 2024 23:30:00 IST", "2024-10-23T23:30:00+05:30", Some("2024-10-23T18:00:00Z")),
        ("en-in", "en", "Wed, 23 Oct 2024 23:30:00 IST", "2024-10-23T23:30:00+05:30", Some("2024-10-23T18:00:00Z")),
        ("en", "ga-IE", "Wed, 23 Oct 2024 23:30:00 IST", "2024-10-23T23:30:00+01:00", Some("2024-10-23T22:30:00Z")),
        ("en", "", "Wed, 23 Oct 2024 23:30:00 IST", "2024-10-23T23:30:00", None),
        ("es-ar", "", "mié, 23 oct 2024 10:30:00 ART", "2024-10-23T10:30:00-03:00", Some("2024-10-23T13:30:00Z")),
        ("en-us", "", "10/9/2024 11:30:00 AM", "2024-10-09T11:30:00", None),
        ("de", "", "Mi, 23 Okt 2024 24:00:00 +0200", "2024-10-24T00:00:00+02:00", Some("2024-10-23T22:00:00Z")),
    ] {
        let expected = (value.to_owned(), created.and_then(Timestamp::parse));
        assert_eq!(feed(language, entry, date), expected, "{language} {entry} {date}");
    }
}
