//! XML namespaces of news: which vocabulary an element belongs to, whatever prefix it carries.

/// A vocabulary whose elements mean something here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Namespace {
    /// RSS of every version and Atom: their elements do not contradict each other.
    Feed,
    /// Dublin Core, elements and terms.
    DublinCore,
    /// The `content` module of RSS 1.0.
    Content,
    Itunes,
    /// Media RSS.
    Media,
    Xhtml,
    /// Creative Commons licences.
    Licence,
    /// NewsML-G2.
    NewsMl,
    /// NITF.
    Nitf,
    /// Lists of feeds; it has no name.
    Opml,
    /// Sitemaps and indexes of them.
    Sitemap,
    /// News in sitemaps.
    SitemapNews,
    /// Addresses kept by services that put their own in the place of the link.
    Original,
    /// The syndication module of RSS 1.0.
    Syndication,
    /// None of these.
    Other,
}

/// Names of the vocabularies, without scheme, `www.`, letter case and closing punctuation, which feeds get wrong.
const NAMES: &[(&str, Namespace)] = &[
    ("w3.org/2005/atom", Namespace::Feed),
    ("purl.org/atom/ns", Namespace::Feed),
    ("purl.org/net/rss1.1", Namespace::Feed),
    ("purl.org/rss/1.0", Namespace::Feed),
    ("my.netscape.com/rdf/simple/0.9", Namespace::Feed),
    ("channel.netscape.com/rdf/simple/0.9", Namespace::Feed),
    ("my.netscape.com/publish/formats/rss-0.91.dtd", Namespace::Feed),
    ("backend.userland.com/rss", Namespace::Feed),
    ("blogs.law.harvard.edu/tech/rss", Namespace::Feed),
    ("purl.org/dc/elements/1.0", Namespace::DublinCore),
    ("purl.org/dc/elements/1.1", Namespace::DublinCore),
    ("purl.org/dc/terms", Namespace::DublinCore),
    ("purl.org/rss/1.0/modules/content", Namespace::Content),
    ("purl.org/rss/1.0/modules/syndication", Namespace::Syndication),
    ("itunes.com/dtds/podcast-1.0.dtd", Namespace::Itunes),
    ("example.com/dtds/podcast-1.0.dtd", Namespace::Itunes),
    ("search.yahoo.com/mrss", Namespace::Media),
    ("video.search.yahoo.com/mrss", Namespace::Media),
    ("tools.search.yahoo.com/mrss", Namespace::Media),
    ("w3.org/1999/xhtml", Namespace::Xhtml),
    ("iptc.org/std/nar/2006-10-01", Namespace::NewsMl),
    ("iptc.org/std/nitf/2006-10-18", Namespace::Nitf),
    ("sitemaps.org/schemas/sitemap/0.9", Namespace::Sitemap),
    ("google.com/schemas/sitemap/0.9", Namespace::Sitemap),
    ("google.com/schemas/sitemap/0.84", Namespace::Sitemap),
    ("google.com/schemas/sitemap-news/0.9", Namespace::SitemapNews),
    ("google.com/schemas/sitemap-news/0.8", Namespace::SitemapNews),
    ("creativecommons.org/ns", Namespace::Licence),
    ("web.resource.org/cc", Namespace::Licence),
    ("backend.userland.com/creativecommonsrssmodule", Namespace::Licence),
    ("cyber.law.harvard.edu/rss/creativecommonsrssmodule.html", Namespace::Licence),
    ("rssnamespace.org/feedburner/ext/1.0", Namespace::Original),
    ("pheedo.com/namespace/pheedo", Namespace::Original),
];

/// Prefixes as everyone writes them, for documents that do not say what they stand for.
const PREFIXES: &[(&str, Namespace)] = &[
    ("atom", Namespace::Feed),
    ("atom10", Namespace::Feed),
    ("rss", Namespace::Feed),
    ("dc", Namespace::DublinCore),
    ("dcterms", Namespace::DublinCore),
    ("content", Namespace::Content),
    ("itunes", Namespace::Itunes),
    ("media", Namespace::Media),
    ("sy", Namespace::Syndication),
    ("xhtml", Namespace::Xhtml),
    ("nitf", Namespace::Nitf),
    ("news", Namespace::SitemapNews),
    ("cc", Namespace::Licence),
    ("creativecommons", Namespace::Licence),
    ("feedburner", Namespace::Original),
    ("pheedo", Namespace::Original),
];

/// The vocabulary a namespace name stands for.
pub(crate) fn of_name(name: &str) -> Namespace {
    let lower = name.trim().to_ascii_lowercase();
    let bare = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    let bare = bare.strip_prefix("www.").unwrap_or(bare).trim_end_matches(['/', '#']);
    NAMES.iter().find(|(known, _)| *known == bare).map_or_else(
        // RSS 2.0 never got a namespace of its own; those that were tried end in a version.
        || if bare.starts_with("backend.userland.com/rss") { Namespace::Feed } else { Namespace::Other },
        |(_, namespace)| *namespace,
    )
}

/// The vocabulary an undeclared prefix stands for.
pub(crate) fn of_prefix(prefix: &str) -> Namespace {
    PREFIXES
        .iter()
        .find(|(known, _)| prefix.eq_ignore_ascii_case(known))
        .map_or(Namespace::Other, |(_, namespace)| *namespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vocabulary_is_known_by_its_name_however_it_is_spelled() {
        for (name, expected) in [
            ("http://www.w3.org/2005/Atom", Namespace::Feed),
            ("HTTP://search.yahoo.com/mrss", Namespace::Media),
            ("https://purl.org/dc/elements/1.1/", Namespace::DublinCore),
            ("http://backend.userland.com/rss092", Namespace::Feed),
            ("http://example.org/", Namespace::Other),
        ] {
            assert_eq!(of_name(name), expected, "{name}");
        }
        assert_eq!(of_prefix("Media"), Namespace::Media);
        assert_eq!(of_prefix("georss"), Namespace::Other);
    }
}
