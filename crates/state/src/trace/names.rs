//! What an article may be known by, from what somebody typed.

use article::{ArticleId, CanonicalUrl, RawRecord};

/// The ids and keys that a text may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// As typed.
    pub text: String,
    /// Articles.
    pub articles: Vec<ArticleId>,
    /// Keys of raw records.
    pub raw_keys: Vec<Vec<u8>>,
}

impl Names {
    /// Of an article's id (`urn:uuid:…` or the UUID alone), a URL, or an id at one of these sources.
    pub fn of(text: &str, sources: &[String]) -> Self {
        let text = text.trim();
        let urn = if text.starts_with("urn:") { text.to_owned() } else { format!("urn:uuid:{text}") };
        let (mut articles, mut raw_keys) = (Vec::new(), Vec::new());
        if let Ok(id) = ArticleId::parse(&urn) {
            articles.push(id);
        } else if let Ok(url) = CanonicalUrl::parse(text) {
            articles.push(ArticleId::of_url(&url));
            for url in [text, url.as_str()] {
                raw_keys.extend(RawRecord { url: Some(url.to_owned()), ..RawRecord::default() }.key());
            }
        } else {
            for source in sources {
                articles.push(ArticleId::of_source(source, text));
                let (id, source) = (Some(text.to_owned()), Some(source.clone()));
                raw_keys.extend(RawRecord { id, source, ..RawRecord::default() }.key());
            }
        }
        raw_keys.dedup();
        Self { text: text.to_owned(), articles, raw_keys }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_a_url_and_an_id_at_a_source_are_told_apart() {
        let sources = ["wire".to_owned(), "world".to_owned()];
        let of = |text: &str| Names::of(text, &sources);
        let url = of(" https://example.org/news/1#top ");
        assert_eq!(url.articles.len(), 1);
        assert_eq!(url.raw_keys, [&b"https://example.org/news/1#top"[..], b"https://example.org/news/1"]);
        let id = url.articles[0];
        for text in [id.to_string(), id.uuid().to_string()] {
            assert_eq!((of(&text).articles, of(&text).raw_keys), (vec![id], vec![]), "{text}");
        }
        let own = of("desk/ferry");
        assert_eq!(own.articles, sources.map(|source| ArticleId::of_source(&source, "desk/ferry")));
        assert_eq!(own.raw_keys, [&b"wire\0desk/ferry"[..], b"world\0desk/ferry"]);
    }
}
