//! The facts about a page's own article among all the objects of its JSON-LD.

use crate::character_reference::decode;
use ::article::collapse_white_space;
use foldhash::HashMap;
use serde_json::{Map, Value};

type Object = Map<String, Value>;

/// Most authors, keywords or pictures read of one article.
const MAX_LISTED: usize = 64;

/// Most objects looked at in one page.
const MAX_OBJECTS: usize = 2_000;

/// What the article's object says, texts on one line.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct ArticleFacts {
    pub(crate) headline: Option<String>,
    pub(crate) authors: Vec<String>,
    /// Those of the authors that are said to be no people.
    pub(crate) organisations: Vec<String>,
    pub(crate) published: Option<String>,
    pub(crate) modified: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) summary: Option<String>,
    pub(crate) sections: Vec<String>,
    pub(crate) keywords: Vec<String>,
    pub(crate) picture: Option<Picture>,
    /// The story, markup and white space as written.
    pub(crate) body: Option<String>,
    /// The name of the site.
    pub(crate) publisher: Option<String>,
}

/// A picture an article shows.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Picture {
    pub(crate) href: String,
    pub(crate) caption: Option<String>,
}

/// The facts of the article a page is, from all its blocks; of the page where it calls nothing an article.
pub(crate) fn article_facts(blocks: &[Value]) -> ArticleFacts {
    let mut objects = Vec::new();
    for block in blocks {
        collect(block, 0, &mut objects);
    }
    let by_id: HashMap<&str, &Object> = objects
        .iter()
        .filter(|object| object.len() > 1)
        .filter_map(|object| Some((object.get("@id")?.as_str()?, *object)))
        .collect();
    let graph = Graph { by_id };
    let mut facts = ArticleFacts::default();
    // Among several articles the page's own is the one that says most about itself; teasers say little.
    let articles = objects.iter().filter(|object| is_a(object, is_article));
    if let Some(own) = articles.rev().max_by_key(|object| weight(object)) {
        graph.add(own, &mut facts);
    }
    if let Some(page) = objects.iter().find(|object| is_a(object, is_page)) {
        // A page has no author but that of its article, and its name is the title of the window.
        let own = std::mem::take(&mut facts);
        graph.add(page, &mut facts);
        facts = over(own, facts);
    }
    facts
}

fn weight(object: &Object) -> usize {
    ["headline", "datePublished", "author", "articleBody", "mainEntityOfPage", "dateModified", "image", "description"]
        .iter()
        .filter(|name| object.contains_key(**name))
        .count()
}

/// The facts of the first, completed by those of the second.
fn over(first: ArticleFacts, second: ArticleFacts) -> ArticleFacts {
    let had_article = first != ArticleFacts::default();
    ArticleFacts {
        headline: first.headline.or(second.headline),
        organisations: if had_article { first.organisations } else { second.organisations },
        authors: if had_article { first.authors } else { second.authors },
        published: first.published.or(second.published),
        modified: first.modified.or(second.modified),
        language: first.language.or(second.language),
        summary: first.summary.or(second.summary),
        sections: if first.sections.is_empty() { second.sections } else { first.sections },
        keywords: if first.keywords.is_empty() { second.keywords } else { first.keywords },
        picture: first.picture.or(second.picture),
        body: first.body,
        publisher: first.publisher.or(second.publisher),
    }
}

/// The objects that lead to what the page itself is, in order; lists of other things are not entered.
fn collect<'a>(value: &'a Value, depth: usize, objects: &mut Vec<&'a Object>) {
    /// Deeper than any page nests what it is.
    const DEEPEST: usize = 8;
    if depth > DEEPEST || objects.len() >= MAX_OBJECTS {
        return;
    }
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, depth + 1, objects)),
        Value::Object(object) => {
            objects.push(object);
            let inner = ["@graph", "mainEntity", "mainEntityOfPage"].into_iter().filter_map(|name| object.get(name));
            inner.for_each(|value| collect(value, depth + 1, objects));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn is_a(object: &Object, is_kind: fn(&str) -> bool) -> bool {
    let is_kind = |kind: &str| is_kind(kind.rsplit(['/', '#', ':']).next().unwrap_or(kind));
    match object.get("@type") {
        Some(Value::String(kind)) => is_kind(kind),
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).any(is_kind),
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_)) | None => false,
    }
}

fn is_article(kind: &str) -> bool {
    kind.ends_with("Article")
        || kind.ends_with("Posting") && kind != "JobPosting"
        || matches!(kind, "Report" | "Review" | "HowTo" | "Recipe" | "CreativeWork" | "Course" | "Book")
}

fn is_page(kind: &str) -> bool {
    kind.ends_with("Page") || kind == "VideoObject"
}

fn is_organisation(kind: &str) -> bool {
    kind.ends_with("Organization") || matches!(kind, "Corporation" | "LocalBusiness" | "WebSite" | "Brand")
}

struct Graph<'a> {
    by_id: HashMap<&'a str, &'a Object>,
}

impl<'a> Graph<'a> {
    fn add(&self, object: &'a Object, facts: &mut ArticleFacts) {
        let text = |name: &str| object.get(name).and_then(|value| self.text(value));
        facts.headline = text("headline").or_else(|| text("name"));
        for name in ["author", "creator"] {
            if facts.authors.is_empty()
                && let Some(value) = object.get(name)
            {
                self.names(value, 0, &mut facts.authors);
                self.organisations(value, 0, &mut facts.organisations);
            }
        }
        facts.published = text("datePublished").or_else(|| text("dateCreated")).or_else(|| text("uploadDate"));
        facts.modified = text("dateModified");
        facts.language = text("inLanguage");
        facts.summary = text("description");
        facts.sections = object.get("articleSection").map(|value| self.list(value)).unwrap_or_default();
        facts.keywords = object.get("keywords").map(|value| self.list(value)).unwrap_or_default();
        facts.picture = object.get("image").and_then(|value| self.picture(value, 0));
        facts.body = object.get("articleBody").and_then(Value::as_str).map(str::to_owned);
        facts.publisher = object.get("publisher").and_then(|value| {
            let mut names = Vec::new();
            self.names(value, 0, &mut names);
            names.into_iter().next()
        });
    }

    /// The object itself, or the one it refers to.
    fn resolved(&self, object: &'a Object) -> &'a Object {
        let refers = object.get("name").is_none() && object.get("url").is_none();
        let id = object.get("@id").and_then(Value::as_str).filter(|_| refers);
        id.and_then(|id| self.by_id.get(id)).copied().unwrap_or(object)
    }

    /// A text: itself, the first of several, `@value` or `name` of an object.
    fn text(&self, value: &'a Value) -> Option<String> {
        match value {
            Value::String(text) => line(text),
            Value::Array(values) => values.iter().find_map(|value| match value {
                Value::Array(_) => None,
                Value::String(_) | Value::Object(_) => self.text(value),
                Value::Null | Value::Bool(_) | Value::Number(_) => None,
            }),
            Value::Object(object) => {
                let inner = ["@value", "name", "alternateName"].iter().find_map(|name| object.get(*name));
                inner.and_then(Value::as_str).and_then(line)
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => None,
        }
    }

    /// The names of people or organisations, in order, each once.
    fn names(&self, value: &'a Value, depth: usize, names: &mut Vec<String>) {
        if depth > 3 || names.len() >= MAX_LISTED {
            return;
        }
        match value {
            Value::String(text) => {
                let name = if text.starts_with(['#', 'h']) { self.by_id.get(text.as_str()) } else { None };
                let name = name.and_then(|object| self.text(object.get("name")?)).or_else(|| line(text));
                names.extend(name.filter(|name| !names.contains(name)));
            }
            Value::Array(values) => values.iter().for_each(|value| self.names(value, depth + 1, names)),
            Value::Object(object) => {
                let object = self.resolved(object);
                if let Some(name) = object.get("name").or_else(|| object.get("@list")) {
                    self.names(name, depth + 1, names);
                } else {
                    let part = |name: &str| object.get(name).and_then(|value| self.text(value));
                    if let (Some(given), Some(family)) = (part("givenName"), part("familyName")) {
                        names.push(format!("{given} {family}"));
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// The names among them that are said to be those of organisations.
    fn organisations(&self, value: &'a Value, depth: usize, names: &mut Vec<String>) {
        match value {
            Value::String(text) => {
                let object = self.by_id.get(text.as_str()).filter(|object| is_a(object, is_organisation));
                names.extend(object.and_then(|object| self.text(object.get("name")?)));
            }
            Value::Array(values) if depth < 3 && names.len() < MAX_LISTED => {
                values.iter().for_each(|value| self.organisations(value, depth + 1, names));
            }
            Value::Object(object) => {
                let object = self.resolved(object);
                if is_a(object, is_organisation)
                    && let Some(name) = object.get("name")
                {
                    self.names(name, depth + 1, names);
                }
            }
            Value::Array(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn list(&self, value: &'a Value) -> Vec<String> {
        let mut out = Vec::new();
        match value {
            Value::String(text) => out.extend(text.split([',', ';']).filter_map(line).take(MAX_LISTED)),
            Value::Array(values) => out.extend(values.iter().filter_map(|value| self.text(value)).take(MAX_LISTED)),
            Value::Object(_) => out.extend(self.text(value)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
        out
    }

    fn picture(&self, value: &'a Value, depth: usize) -> Option<Picture> {
        match value {
            Value::String(href) => line(href).map(|href| Picture { href, caption: None }),
            Value::Array(values) if depth < 2 => values.iter().find_map(|value| self.picture(value, depth + 1)),
            Value::Object(object) => {
                let object = self.resolved(object);
                let text = |name: &str| object.get(name).and_then(Value::as_str).and_then(line);
                let href = text("contentUrl").or_else(|| text("url"))?;
                Some(Picture { href, caption: text("caption").or_else(|| text("description")) })
            }
            Value::Array(_) | Value::Null | Value::Bool(_) | Value::Number(_) => None,
        }
    }
}

/// A text on one line, character references decoded, as software writes them into JSON by mistake.
fn line(text: &str) -> Option<String> {
    Some(collapse_white_space(&decode(text))).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json_ld::values;

    fn read(text: &str) -> ArticleFacts {
        article_facts(&values([text].into_iter()))
    }

    #[test]
    fn a_graph_is_read_through_its_references() {
        let facts = read(
            "{\"@graph\": [{\"@type\": \"WebPage\", \"name\": \"A bridge - The Post\", \"datePublished\": \"2020-01-01\", \
             \"inLanguage\": \"en-GB\"}, {\"@type\": [\"Thing\", \"NewsArticle\"], \"headline\": \"A &amp; B\", \
             \"author\": [{\"@id\": \"#ann\"}, {\"@type\": \"Person\", \"name\": [\"Bo Ek\", \"Cy Dow\"]}], \"datePublished\": \
             \"2024-10-24\", \"image\": {\"@id\": \"#pic\"}, \"articleSection\": \"News, Harbour\"}, {\"@type\": \"Person\", \
             \"@id\": \"#ann\", \"name\": \"Ann Lee\"}, {\"@type\": \"ImageObject\", \"@id\": \"#pic\", \"contentUrl\": \
             \"/p.jpg\", \"caption\": \"The bridge\"}]}",
        );
        assert_eq!(facts.headline.as_deref(), Some("A & B"));
        assert_eq!(facts.authors, ["Ann Lee", "Bo Ek", "Cy Dow"]);
        assert_eq!(facts.published.as_deref(), Some("2024-10-24"));
        assert_eq!(facts.language.as_deref(), Some("en-GB"));
        assert_eq!(facts.sections, ["News", "Harbour"]);
        let picture = facts.picture.unwrap();
        assert_eq!((picture.href.as_str(), picture.caption.as_deref()), ("/p.jpg", Some("The bridge")));
    }

    #[test]
    fn authors_come_in_many_shapes() {
        for (author, expected) in [
            ("\"Ann Lee\"", vec!["Ann Lee"]),
            ("[\"Ann Lee\", \"Bo Ek\", \"Ann Lee\"]", vec!["Ann Lee", "Bo Ek"]),
            ("{\"name\": \"Ann Lee\"}", vec!["Ann Lee"]),
            ("{\"givenName\": \"Ann\", \"familyName\": \"Lee\"}", vec!["Ann Lee"]),
            ("{\"@id\": \"#nobody\"}", vec![]),
            ("null", vec![]),
        ] {
            let facts = read(&format!("{{\"@type\": \"Article\", \"author\": {author}}}"));
            assert_eq!(facts.authors, expected, "{author}");
        }
    }

    #[test]
    fn lists_of_other_articles_are_not_looked_into() {
        let facts = read(
            "{\"@type\": \"ItemList\", \"itemListElement\": [{\"@type\": \"NewsArticle\", \"headline\": \"Other\", \
             \"datePublished\": \"2020-01-01\"}]}",
        );
        assert_eq!(facts, ArticleFacts::default());
    }

    #[test]
    fn the_article_that_says_most_is_the_pages_own() {
        let facts = read(
            "[{\"@type\": \"NewsArticle\", \"headline\": \"Teaser\"}, {\"@type\": \"http://schema.org/NewsArticle\", \
             \"headline\": \"Own\", \"datePublished\": \"2024-10-24\", \"author\": \"Ann Lee\"}]",
        );
        assert_eq!(facts.headline.as_deref(), Some("Own"));
    }
}
