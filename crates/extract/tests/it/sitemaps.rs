//! Sitemaps as sites write them.

use dateline_extract::{NoSitemap, SitemapItem, SitemapPage, read_sitemap};
use proptest::prelude::*;
use std::fmt::Write;
use std::time::{Duration, Instant};

/// Unoptimised and on a busy machine.
const DEADLINE: Duration = Duration::from_secs(30);

const URL: &str = "https://www.example.org/maps/sitemap.xml";

fn items(text: impl AsRef<[u8]>) -> Result<Vec<SitemapItem>, NoSitemap> {
    let mut items = Vec::new();
    read_sitemap(text.as_ref(), None, Some(URL), &mut |item| items.push(item))?;
    Ok(items)
}

fn pages(text: impl AsRef<[u8]>) -> Vec<SitemapPage> {
    let page = |item| match item {
        SitemapItem::Page(page) => page,
        SitemapItem::Part(part) => panic!("{part:?}"),
    };
    items(text).unwrap().into_iter().map(page).collect()
}

fn addresses(text: impl AsRef<[u8]>) -> Vec<String> {
    pages(text).into_iter().map(|page| page.address).collect()
}

#[test]
fn addresses_are_read_however_they_are_written() {
    for (loc, expected) in [
        ("https://www.example.org/a", Some("https://www.example.org/a")),
        ("\n  https://www.example.org/a?x=1&amp;y=2\t", Some("https://www.example.org/a?x=1&y=2")),
        ("<![CDATA[https://www.example.org/a?x=1&amp;y=2]]>", Some("https://www.example.org/a?x=1&amp;y=2")),
        ("HTTPS://WWW.EXAMPLE.ORG/A", Some("https://www.example.org/A")),
        ("/news/ü", Some("https://www.example.org/news/%C3%BC")),
        ("", None),
        ("mailto:desk@example.org", None),
    ] {
        let read = addresses(format!("<urlset><url><loc>{loc}</loc></url></urlset>"));
        assert_eq!(read.first().map(String::as_str), expected, "{loc}");
    }
}

#[test]
fn vocabularies_are_known_by_their_names_and_not_by_their_prefixes() {
    for (root, prefix, news) in [
        ("urlset", "", "news"),
        ("s:urlset xmlns:s='http://www.sitemaps.org/schemas/sitemap/0.9'", "s:", "news"),
        ("urlset xmlns='https://www.google.com/schemas/sitemap/0.84'", "", "news"),
        ("urlset xmlns='http://www.example.org/wrong'", "", "news"),
        ("urlset xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'", "", "n"),
    ] {
        let name = root.split(' ').next().unwrap();
        let read = pages(format!(
            "<?xml version='1.0'?><{root}><{prefix}url><{prefix}loc>/a</{prefix}loc><{news}:news><{news}:publication>\
             <{news}:language>zh-tw</{news}:language></{news}:publication><{news}:title>A &amp; B</{news}:title>\
             </{news}:news></{prefix}url></{name}>"
        ));
        assert_eq!((read[0].title.as_deref(), read[0].language.as_deref()), (Some("A & B"), Some("zh-TW")), "{root}");
    }
}

#[test]
fn dates_keep_their_precision_and_offset() {
    for (text, expected) in [
        ("2024", Some("2024")),
        ("2024-10", Some("2024-10")),
        ("2024-10-24", Some("2024-10-24")),
        (" 2024-10-24T14:30+02:00 ", Some("2024-10-24T14:30+02:00")),
        ("2024-10-24T14:30:12.345Z", Some("2024-10-24T14:30:12Z")),
        ("2024-10-24T14:30:12", Some("2024-10-24T14:30:12")),
        ("", None),
        ("yesterday", None),
    ] {
        let read = pages(format!("<urlset><url><loc>/a</loc><lastmod>{text}</lastmod></url></urlset>"));
        assert_eq!(read[0].modified.as_ref().map(|date| date.value.as_str()), expected, "{text}");
    }
}

#[test]
fn an_index_lists_parts_and_declared_encodings_are_honoured() {
    let index =
        items("<sitemapindex><sitemap><loc>a.xml.gz</loc><lastmod>2024-10-24</lastmod></sitemap></sitemapindex>");
    let SitemapItem::Part(part) = &index.unwrap()[0] else { panic!("no part") };
    assert_eq!(part.address, "https://www.example.org/maps/a.xml.gz");
    let latin =
        b"<?xml version='1.0' encoding='iso-8859-1'?><urlset><url><loc>/a</loc><news:news><news:title>Z\xfcrich\
                  </news:title></news:news></url></urlset>";
    assert_eq!(pages(latin)[0].title.as_deref(), Some("Zürich"));
    let wide: Vec<u8> = "<urlset><url><loc>/b</loc></url></urlset>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(addresses(wide), ["https://www.example.org/b"]);
}

#[test]
fn entities_are_put_in_their_places_once_and_never_looked_up() {
    let own =
        "<!DOCTYPE urlset [<!ENTITY site 'https://www.example.org'>]><urlset><url><loc>&site;/a</loc></url></urlset>";
    assert_eq!(addresses(own), ["https://www.example.org/a"]);
    let mut laughs = String::from("<!DOCTYPE u [<!ENTITY a0 'ha'>");
    (1..20).for_each(|level| write!(laughs, "<!ENTITY a{level} '&a{0};&a{0};'>", level - 1).unwrap());
    laughs.push_str("]><urlset><url><loc>/&a19;</loc></url></urlset>");
    assert!(matches!(items(&laughs), Err(NoSitemap::Entity { name, .. }) if name == "a19"));
}

#[test]
fn what_is_no_sitemap_is_called_by_its_name() {
    for (text, expected) in [
        ("", "an empty document"),
        ("<urlset><url><loc>/a</loc></url>", "a sitemap that breaks off at byte 32, before its `</urlset>`"),
        ("<html><head></head></html>", "an HTML page"),
        ("<opml/>", "an XML document of `<opml>`"),
        ("<rss><channel><item>", "a feed that breaks off before its `</rss>`"),
        ("Sitemap: https://www.example.org/a", "text that begins with `Sitemap: https://www.example.org/a`"),
        ("{\"urls\":[]}", "text that begins with `{\"urls\":[]}`"),
    ] {
        assert_eq!(items(text).unwrap_err().to_string(), expected, "{text}");
    }
}

#[test]
fn hostile_sitemaps_of_the_largest_size_end_soon() {
    let whole = "<url><loc>/a</loc><lastmod>2024-10-24T14:30:12Z</lastmod></url>";
    let (news, end) = ("<urlset><url><loc>/a</loc><news:news>", "</news:news></url></urlset>");
    let entity = "<!DOCTYPE x [<!ENTITY a 'https://www.example.org/a'>]><urlset>";
    for (head, piece, tail, is_read) in [
        ("<urlset>", whole, "</urlset>", true),
        ("<urlset>", whole, "", false),
        ("<urlset>", "<url>", "</urlset>", true),
        ("<urlset>", "<url><a b='", "</urlset>", false),
        ("<urlset>", "</url>", "</urlset>", true),
        (&*format!("{news}<news:keywords>"), "a,", &*format!("</news:keywords>{end}"), true),
        (&*format!("{news}<news:title>"), "&amp;", &*format!("</news:title>{end}"), true),
        (&*format!("{news}<news:title>"), "<![CDATA[]]>", &*format!("</news:title>{end}"), false),
        (&*format!("{news}<news:title>"), "x<!---->", &*format!("</news:title>{end}"), false),
        (news, "<news:title/>", end, false),
        ("<urlset", " xmlns:n='urn:n'", "></urlset>", true),
        (entity, "<url><loc>&a;</loc></url>", "</urlset>", false),
        ("", "<!DOCTYPE x [<!ENTITY a '&b;'>", "", false),
        ("<urlset>", "<sitemap><loc>/a</loc></sitemap>", "</urlset>", true),
        ("https://www.example.org/a\n", "https://a.example/\n", "", true),
        ("https://www.example.org/a\n", "x", "", true),
        ("", "User-agent: *\n", "", false),
    ] {
        let sitemap = format!("{head}{}{tail}", piece.repeat(((50 << 20) - head.len() - tail.len()) / piece.len()));
        let start = Instant::now();
        let read = read_sitemap(sitemap.as_bytes(), None, Some(URL), &mut |_| {});
        let took = start.elapsed();
        let shown: String = sitemap.chars().take(90).collect();
        assert!(took < DEADLINE, "{shown} took {took:?}");
        assert_eq!(read.is_ok(), is_read, "{shown}: {read:?}");
    }
}

proptest! {
    #[test]
    fn any_bytes_get_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _answered = items(&bytes);
    }

    #[test]
    fn a_mangled_sitemap_gets_an_answer_and_absolute_addresses(
        from in 0..300_usize, length in 0..60_usize, put in "[<>&;/\"'a-z!\\[\\]:0-9é]{0,8}"
    ) {
        let mut xml = String::from("<!DOCTYPE u [<!ENTITY e 'x'>]><urlset xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'>")
            + "<url><loc>https://a.example/&e;</loc><lastmod>2024-10-24</lastmod><n:news><n:title><![CDATA[A]]></n:title>"
            + "<n:keywords>a, b</n:keywords></n:news></url><url><loc>/b</loc></url></urlset>";
        let end = (from + length).min(xml.len());
        if from <= end && xml.is_char_boundary(from) && xml.is_char_boundary(end) {
            xml.replace_range(from..end, &put);
        }
        for item in items(&xml).unwrap_or_default() {
            let address = match item { SitemapItem::Page(page) => page.address, SitemapItem::Part(part) => part.address };
            prop_assert!(address.starts_with("http://") || address.starts_with("https://"));
        }
    }
}
