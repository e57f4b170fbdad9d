//! What class names, ids and roles say about an element, by the words that makers of pages use for its parts.
//!
//! In: an element. Out: a set of kinds. A word is a hint and never a verdict: the model weighs it with everything else.

use crate::page::document::{Document, NodeId};
use std::collections::HashMap;
use std::sync::LazyLock;

/// A set of kinds, a bit each.
pub(super) type Hints = u32;

/// The kinds, each with the parts of words that speak for it, in lower case. A part in `=` is a whole word.
pub(super) const KINDS: &[(&str, &[&str])] = &[
    (
        "story body",
        &[
            "articlebody",
            "article-body",
            "article_body",
            "storybody",
            "story-body",
            "story_body",
            "post-body",
            "entry-content",
            "entry_content",
            "entrycontent",
            "post-content",
            "post_content",
            "postcontent",
            "bodytext",
            "body-text",
            "body-copy",
            "bodycopy",
            "article-content",
            "articlecontent",
            "article_content",
            "article-text",
            "article__body",
            "article__content",
            "article__text",
            "articletext",
            "story-content",
            "storycontent",
            "richtext",
            "rich-text",
            "rich_text",
            "single-content",
            "blog-content",
            "post__content",
            "wysiwyg",
            "prose",
            "text-body",
            "textbody",
            "story__body",
            "post-text",
            "post_text",
            "entry-text",
            "artikeltext",
            "main-text",
            "markdown",
            "page-content",
            "content-body",
            "td-post-content",
            "article-detail",
            "news-text",
            "newstext",
            "cuerpo",
        ],
    ),
    (
        "story",
        &["article", "story", "=post", "=entry", "artikel", "articulo", "noticia", "nota", "beitrag", "blog", "news"],
    ),
    ("content", &["content", "contenido", "conteudo", "inhalt", "=main", "=text", "texto", "=body"]),
    (
        "comment",
        &["comment", "disqus", "kommentar", "comentario", "commentaire", "discussion", "=respond", "replies", "fb-com"],
    ),
    (
        "related",
        &[
            "related",
            "recommend",
            "similar",
            "readmore",
            "read-more",
            "read_more",
            "more-from",
            "morefrom",
            "see-also",
            "seealso",
            "read-next",
            "readnext",
            "next-up",
            "also-like",
            "relacionad",
            "weiterlesen",
            "further",
            "up-next",
            "suggest",
            "outbrain",
            "taboola",
            "zergnet",
            "yarpp",
            "crp_",
            "you-may",
        ],
    ),
    (
        "popular",
        &[
            "popular",
            "trending",
            "most-read",
            "mostread",
            "most-viewed",
            "latest",
            "recent",
            "meistgelesen",
            "=top",
            "=hot",
            "ticker",
        ],
    ),
    (
        "share",
        &[
            "share",
            "sharing",
            "social",
            "facebook",
            "twitter",
            "whatsapp",
            "addthis",
            "sharedaddy",
            "follow",
            "linkedin",
            "pinterest",
            "teilen",
            "compartir",
        ],
    ),
    (
        "sidebar",
        &["sidebar", "side-bar", "=aside", "=rail", "right-rail", "right-col", "rightcol", "secondary", "=side"],
    ),
    ("footer", &["footer", "=foot", "colophon", "bottom"]),
    ("header", &["header", "masthead", "=top-bar", "topbar", "banner"]),
    ("navigation", &["=nav", "navi", "navbar", "menu", "breadcrumb", "=crumb", "crumbs", "skip-link", "sitemap"]),
    (
        "newsletter",
        &[
            "newsletter",
            "subscri",
            "signup",
            "sign-up",
            "mailchimp",
            "email-form",
            "optin",
            "opt-in",
            "mc4wp",
            "hs-form",
        ],
    ),
    (
        "advertisement",
        &[
            "=ad",
            "=ads",
            "=adv",
            "advert",
            "sponsor",
            "promo",
            "google",
            "=dfp",
            "adslot",
            "ad-slot",
            "=cta",
            "callout",
            "anzeige",
            "publicidad",
            "affiliate",
            "upsell",
        ],
    ),
    (
        "author",
        &["author", "=bio", "biography", "contributor", "autor", "about-the", "writer", "=vcard", "avatar", "profile"],
    ),
    ("byline", &["byline", "by-line", "meta", "=info", "post-info", "credit", "dateline", "attribution"]),
    (
        "date",
        &[
            "=date",
            "=time",
            "datetime",
            "timestamp",
            "published",
            "posted-on",
            "updated",
            "=datum",
            "=fecha",
            "pubdate",
            "reading-time",
        ],
    ),
    (
        "caption",
        &[
            "caption",
            "figure",
            "image",
            "photo",
            "picture",
            "=img",
            "thumb",
            "=media",
            "bildunterschrift",
            "legende",
            "=credit",
            "copyright",
        ],
    ),
    (
        "tags",
        &[
            "=tag",
            "=tags",
            "taglist",
            "tag-list",
            "keyword",
            "categor",
            "topics",
            "taxonomy",
            "schlagwort",
            "etiquetas",
            "=labels",
        ],
    ),
    (
        "dialog",
        &[
            "popup",
            "pop-up",
            "modal",
            "overlay",
            "lightbox",
            "tooltip",
            "dialog",
            "toast",
            "drawer",
            "offcanvas",
            "=alert",
            "notification",
        ],
    ),
    ("consent", &["cookie", "consent", "gdpr", "privacy", "onetrust", "cmp-", "=cmp"]),
    ("widget", &["widget", "module", "=block", "component", "plugin", "embed"]),
    ("gallery", &["gallery", "slideshow", "carousel", "slider", "swiper", "slick"]),
    ("headline", &["headline", "title", "=heading", "headings", "titulo", "titel", "=titre"]),
    (
        "lead",
        &[
            "summary",
            "=lead",
            "standfirst",
            "=dek",
            "intro",
            "excerpt",
            "subtitle",
            "sub-title",
            "subhead",
            "=lede",
            "teaser",
            "abstract",
            "=deck",
            "description",
            "sottotitolo",
            "=chapo",
        ],
    ),
    (
        "highlight",
        &[
            "quote",
            "highlight",
            "takeaway",
            "key-point",
            "keypoint",
            "=note",
            "notice",
            "infobox",
            "factbox",
            "=box",
            "=tip",
            "tldr",
        ],
    ),
    (
        "contents list",
        &["=toc", "table-of-contents", "tableofcontents", "toc_", "toc-", "ez-toc", "jump-link", "=anchor"],
    ),
    ("questions", &["faq", "accordion", "question", "collaps", "schema-"]),
    (
        "paging",
        &["pagination", "pager", "=prev", "=next", "prev-next", "post-nav", "nav-links", "navigation", "=paging"],
    ),
    ("rating", &["rating", "review", "=stars", "vote", "=poll", "=score", "helpful", "feedback"]),
    (
        "barrier",
        &["paywall", "login", "sign-in", "signin", "register", "premium", "=gate", "gated", "regwall", "piano"],
    ),
    ("product", &["product", "shop", "=cart", "price", "=buy", "=deal", "woocommerce", "pricing", "=plan"]),
    (
        "hidden or small",
        &[
            "hidden",
            "=hide",
            "screen-reader",
            "sr-only",
            "visually",
            "=small",
            "footnote",
            "reference",
            "citation",
            "disclaimer",
            "source",
            "print",
            "=tool",
            "tools",
            "toolbar",
            "=search",
            "search-form",
            "=lang",
            "language",
        ],
    ),
];

/// Recognises the words of classes and ids, each spelling once.
#[derive(Default)]
pub(super) struct Recognised<'d> {
    known: HashMap<&'d str, Hints>,
}

impl<'d> Recognised<'d> {
    /// The kinds an element's own class, id and role speak for.
    pub(super) fn of(&mut self, document: &'d Document, id: NodeId) -> Hints {
        let mut hints = 0;
        for (name, value) in document.attributes(id) {
            if matches!(name, "class" | "id" | "role" | "itemprop" | "data-component" | "data-testid" | "data-module") {
                hints |= *self.known.entry(value).or_insert_with(|| recognise(value));
            }
        }
        hints
    }
}

/// Longest attribute that is looked at, in bytes: machines write longer ones.
const LONGEST: usize = 400;

fn recognise(value: &str) -> Hints {
    let value = value.get(..LONGEST).unwrap_or(if value.len() > LONGEST { "" } else { value });
    // `relatedPosts` reads as `related-posts`.
    let mut spelled = String::with_capacity(value.len() + 8);
    let mut was_lower = false;
    for c in value.chars() {
        if c.is_uppercase() && was_lower {
            spelled.push('-');
        }
        was_lower = c.is_lowercase();
        spelled.extend(c.to_lowercase());
    }
    PARTS.hints(&spelled)
}

/// The parts of words that speak for kinds, found by their first bytes.
struct Parts {
    /// Parts that may stand anywhere, by a number made of their first two bytes.
    anywhere: Vec<Vec<(&'static [u8], Hints)>>,
    whole: HashMap<&'static str, Hints>,
}

static PARTS: LazyLock<Parts> = LazyLock::new(|| {
    let mut new = Parts { anywhere: vec![Vec::new(); 1 << (2 * HEAD_BITS)], whole: HashMap::new() };
    for (at, (_, parts)) in KINDS.iter().enumerate() {
        for part in *parts {
            if let Some(word) = part.strip_prefix('=') {
                *new.whole.entry(word).or_default() |= 1 << at;
            } else if let Some(bucket) = head(part.as_bytes()).and_then(|head| new.anywhere.get_mut(head)) {
                bucket.push((part.as_bytes(), 1 << at));
            }
        }
    }
    new
});

/// How many bits of a byte tell parts apart; letters and hyphens differ in the lower six.
const HEAD_BITS: usize = 6;

/// A number of the first two bytes.
fn head(bytes: &[u8]) -> Option<usize> {
    const LOWER: u8 = (1 << HEAD_BITS) - 1;
    let [first, second, ..] = bytes else { return None };
    Some((usize::from(first & LOWER) << HEAD_BITS) | usize::from(second & LOWER))
}

impl Parts {
    fn hints(&self, spelled: &str) -> Hints {
        let words = spelled.split(|c: char| !c.is_alphanumeric());
        let mut hints = words.filter_map(|word| self.whole.get(word)).fold(0, |all, hints| all | hints);
        let mut rest = spelled.as_bytes();
        while let Some(head) = head(rest) {
            for (part, speaks_for) in self.anywhere.get(head).into_iter().flatten() {
                if rest.starts_with(part) {
                    hints |= speaks_for;
                }
            }
            rest = rest.get(1..).unwrap_or_default();
        }
        hints
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same by looking for each part by itself.
    fn one_by_one(spelled: &str) -> Hints {
        let words: Vec<&str> = spelled.split(|c: char| !c.is_alphanumeric()).collect();
        let speaks = |part: &str| match part.strip_prefix('=') {
            Some(word) => words.contains(&word),
            None => spelled.contains(part),
        };
        let kinds = KINDS.iter().enumerate().filter(|(_, (_, parts))| parts.iter().any(|part| speaks(part)));
        kinds.fold(0, |hints, (at, _)| hints | (1 << at))
    }

    #[test]
    fn every_part_speaks_for_its_kind() {
        for part in KINDS.iter().flat_map(|(_, parts)| *parts) {
            let word = part.trim_start_matches('=');
            for spelled in [word.to_owned(), format!("x-{word} y"), format!("x{word}y")] {
                assert_eq!(PARTS.hints(&spelled), one_by_one(&spelled), "{spelled}");
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn parts_are_found_as_if_looked_for_one_by_one(spelled in "(article|body|side|bar|-|_| |é|ad|tool|s){0,8}") {
            proptest::prop_assert_eq!(PARTS.hints(&spelled), one_by_one(&spelled));
        }
    }
}
