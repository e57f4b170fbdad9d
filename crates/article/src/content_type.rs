//! The formats that documents come in: one table of what names each of them.

use std::path::Path;

/// The formats that can be extracted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ContentType {
    /// A web page.
    Html,
    /// Wire text.
    Wire,
    /// RSS of any version, RDF.
    Rss,
    /// Atom.
    Atom,
    /// JSON Feed.
    JsonFeed,
    /// An entry of a feed that its source sends itself.
    Entry,
    /// IPTC ninjs, and our own message.
    Ninjs,
    /// NewsML-G2.
    NewsMl,
    /// NITF.
    Nitf,
}

/// What names a format.
struct Format {
    content_type: ContentType,
    /// Media types; the first is the one we write.
    media_types: &'static [&'static str],
    /// Extensions of files that can be nothing else.
    extensions: &'static [&'static str],
    /// Outermost elements in XML, without prefix, in lower case.
    roots: &'static [&'static str],
    /// What people call it on a command line, and what that means.
    option: Option<(&'static str, &'static str)>,
}

/// Every format.
const FORMATS: &[Format] = &[
    Format {
        content_type: ContentType::Html,
        media_types: &["text/html", "application/xhtml+xml"],
        extensions: &["html", "htm", "xhtml"],
        roots: &[],
        option: Some(("html", "A web page")),
    },
    Format {
        content_type: ContentType::Wire,
        media_types: &["text/plain"],
        extensions: &["txt", "text"],
        roots: &[],
        option: Some((
            "wire",
            "Wire text: date and headline, blank line, dateline, body; also IPTC 7901 and ANPA 1312",
        )),
    },
    Format {
        content_type: ContentType::Rss,
        media_types: &["application/rss+xml", "application/rdf+xml"],
        extensions: &["rss", "rdf"],
        roots: &["rss", "rdf", "channel"],
        // Atom and JSON Feed are told by their bytes.
        option: Some(("feed", "RSS, Atom or JSON Feed; every entry is an article")),
    },
    Format {
        content_type: ContentType::Atom,
        media_types: &["application/atom+xml"],
        extensions: &["atom"],
        roots: &["feed", "entry"],
        option: None,
    },
    Format {
        content_type: ContentType::JsonFeed,
        media_types: &["application/feed+json"],
        extensions: &[],
        roots: &[],
        option: None,
    },
    Format {
        content_type: ContentType::Entry,
        media_types: &["application/vnd.dateline.entry+json"],
        extensions: &[],
        roots: &[],
        option: None,
    },
    Format {
        content_type: ContentType::Ninjs,
        media_types: &["application/vnd.iptc.ninjs+json", "application/json"],
        extensions: &[],
        roots: &[],
        option: Some(("ninjs", "An IPTC ninjs item")),
    },
    Format {
        content_type: ContentType::NewsMl,
        media_types: &[
            "application/vnd.iptc.g2.newsitem+xml",
            "application/vnd.iptc.g2.newsmessage+xml",
            "application/vnd.iptc.g2.packageitem+xml",
            "application/vnd.iptc.g2.conceptitem+xml",
            "application/vnd.iptc.g2.knowledgeitem+xml",
            "application/vnd.iptc.g2.planningitem+xml",
            "application/vnd.iptc.g2.catalogitem+xml",
            "text/vnd.iptc.newsml",
        ],
        extensions: &[],
        roots: &[
            "newsitem",
            "newsmessage",
            "packageitem",
            "conceptitem",
            "knowledgeitem",
            "planningitem",
            "catalogitem",
            "newsml",
        ],
        option: Some(("newsml", "NewsML-G2: a news item, or a news message of several")),
    },
    Format {
        content_type: ContentType::Nitf,
        media_types: &["application/nitf+xml", "text/vnd.iptc.nitf"],
        extensions: &["nitf"],
        roots: &["nitf"],
        option: Some(("nitf", "A document in NITF 3")),
    },
];

impl ContentType {
    /// Every one of them.
    pub fn all() -> impl Iterator<Item = Self> {
        FORMATS.iter().map(|format| format.content_type)
    }

    /// The format a media type names, parameters ignored. `None`: a type this pipeline does not read.
    pub fn parse(media_type: &str) -> Option<Self> {
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        Self::named(|format| format.media_types, essence)
    }

    /// The format of a file by its extension; `None`: look at the bytes.
    pub fn of_path(path: &Path) -> Option<Self> {
        Self::named(|format| format.extensions, path.extension()?.to_str()?)
    }

    /// The format whose outermost element has this name, which is without prefix.
    pub fn of_root(name: &str) -> Option<Self> {
        Self::named(|format| format.roots, name)
    }

    /// The media type as we write it.
    pub fn as_str(self) -> &'static str {
        self.format().and_then(|format| format.media_types.first()).copied().unwrap_or_default()
    }

    /// What it is called on a command line, and what that means. `None`: it is told by its bytes.
    pub fn option(self) -> Option<(&'static str, &'static str)> {
        self.format()?.option
    }

    fn named(names: fn(&Format) -> &'static [&'static str], wanted: &str) -> Option<Self> {
        let is_named = |format: &&Format| names(format).iter().any(|name| wanted.eq_ignore_ascii_case(name));
        FORMATS.iter().find(is_named).map(|format| format.content_type)
    }

    fn format(self) -> Option<&'static Format> {
        FORMATS.iter().find(|format| format.content_type == self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_formats_have_one_name() {
        for names in
            [|format: &Format| format.media_types, |format: &Format| format.extensions, |format: &Format| format.roots]
        {
            let all: Vec<&str> = FORMATS.iter().flat_map(names).copied().collect();
            let different: std::collections::BTreeSet<&str> = all.iter().copied().collect();
            assert_eq!(all.len(), different.len());
        }
    }

    #[test]
    fn every_format_is_read_as_it_is_written() {
        for content_type in ContentType::all() {
            assert_eq!(ContentType::parse(&format!("{}; charset=utf-8", content_type.as_str())), Some(content_type));
        }
        assert_eq!(ContentType::parse("image/png"), None);
    }

    #[test]
    fn a_file_name_tells_the_format() {
        assert_eq!(ContentType::of_path(Path::new("a/b.HTML")), Some(ContentType::Html));
        assert_eq!(ContentType::of_path(Path::new("a/b.xml")), None);
    }
}
