//! XML namespaces of feeds: which vocabulary an element belongs to, whatever prefix it carries.

/// A vocabulary whose elements mean something here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
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
    /// Addresses kept by services that put their own in the place of the link.
    Original,
    /// None of these.
    Other,
}

/// Names of the vocabularies, without scheme, `www.`, letter case and closing punctuation, which feeds get wrong.
const NAMES: &[(&str, Space)] = &[
    ("w3.org/2005/atom", Space::Feed),
    ("purl.org/atom/ns", Space::Feed),
    ("purl.org/net/rss1.1", Space::Feed),
    ("purl.org/rss/1.0", Space::Feed),
    ("my.netscape.com/rdf/simple/0.9", Space::Feed),
    ("channel.netscape.com/rdf/simple/0.9", Space::Feed),
    ("my.netscape.com/publish/formats/rss-0.91.dtd", Space::Feed),
    ("backend.userland.com/rss", Space::Feed),
    ("blogs.law.harvard.edu/tech/rss", Space::Feed),
    ("purl.org/dc/elements/1.0", Space::DublinCore),
    ("purl.org/dc/elements/1.1", Space::DublinCore),
    ("purl.org/dc/terms", Space::DublinCore),
    ("purl.org/rss/1.0/modules/content", Space::Content),
    ("itunes.com/dtds/podcast-1.0.dtd", Space::Itunes),
    ("example.com/dtds/podcast-1.0.dtd", Space::Itunes),
    ("search.yahoo.com/mrss", Space::Media),
    ("video.search.yahoo.com/mrss", Space::Media),
    ("tools.search.yahoo.com/mrss", Space::Media),
    ("w3.org/1999/xhtml", Space::Xhtml),
    ("creativecommons.org/ns", Space::Licence),
    ("web.resource.org/cc", Space::Licence),
    ("backend.userland.com/creativecommonsrssmodule", Space::Licence),
    ("cyber.law.harvard.edu/rss/creativecommonsrssmodule.html", Space::Licence),
    ("rssnamespace.org/feedburner/ext/1.0", Space::Original),
    ("pheedo.com/namespace/pheedo", Space::Original),
];

/// Prefixes as everyone writes them, for documents that do not say what they stand for.
const PREFIXES: &[(&str, Space)] = &[
    ("atom", Space::Feed),
    ("atom10", Space::Feed),
    ("rss", Space::Feed),
    ("dc", Space::DublinCore),
    ("dcterms", Space::DublinCore),
    ("content", Space::Content),
    ("itunes", Space::Itunes),
    ("media", Space::Media),
    ("xhtml", Space::Xhtml),
    ("cc", Space::Licence),
    ("creativecommons", Space::Licence),
    ("feedburner", Space::Original),
    ("pheedo", Space::Original),
];

/// The vocabulary a namespace name stands for.
pub(super) fn of_name(name: &str) -> Space {
    let lower = name.trim().to_ascii_lowercase();
    let bare = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    let bare = bare.strip_prefix("www.").unwrap_or(bare).trim_end_matches(['/', '#']);
    NAMES.iter().find(|(known, _)| *known == bare).map_or_else(
        // RSS 2.0 never got a namespace of its own; those that were tried end in a version.
        || if bare.starts_with("backend.userland.com/rss") { Space::Feed } else { Space::Other },
        |(_, space)| *space,
    )
}

/// The vocabulary an undeclared prefix stands for.
pub(super) fn of_prefix(prefix: &str) -> Space {
    PREFIXES.iter().find(|(known, _)| prefix.eq_ignore_ascii_case(known)).map_or(Space::Other, |(_, space)| *space)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vocabulary_is_known_by_its_name_however_it_is_spelled() {
        for (name, expected) in [
            ("http://www.w3.org/2005/Atom", Space::Feed),
            ("HTTP://search.yahoo.com/mrss", Space::Media),
            ("https://purl.org/dc/elements/1.1/", Space::DublinCore),
            ("http://backend.userland.com/rss092", Space::Feed),
            ("http://example.org/", Space::Other),
        ] {
            assert_eq!(of_name(name), expected, "{name}");
        }
        assert_eq!(of_prefix("Media"), Space::Media);
        assert_eq!(of_prefix("georss"), Space::Other);
    }
}
