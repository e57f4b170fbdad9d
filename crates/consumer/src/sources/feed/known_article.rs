//! The article that an entry has become, as a position remembers it.

use super::entry::Fingerprint;
use article::ArticleId;

/// The article of an entry that was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct KnownArticle {
    pub(super) id: ArticleId,
    /// Whether this surely is its id in the stores. If not, it is what the address of the entry says, which holds but
    /// for pages that declare another.
    pub(super) is_sure: bool,
    /// Of the date the entry stated.
    pub(super) published: Option<Fingerprint>,
}

/// Bytes of an article, or of none, in a position.
pub(super) const ARTICLE_BYTES: usize = 25;

const NONE: u8 = 0;
const ASSUMED: u8 = 1;
const SURE: u8 = 2;

/// What is known, id and date; absent ones as zeros.
pub(super) fn to_bytes(article: Option<KnownArticle>) -> [u8; ARTICLE_BYTES] {
    let mut bytes = [0; ARTICLE_BYTES];
    let Some(KnownArticle { id, is_sure, published }) = article else { return bytes };
    let known = [if is_sure { SURE } else { ASSUMED }];
    let published = published.map(Fingerprint::to_bytes).unwrap_or_default();
    let parts = known.into_iter().chain(id.to_bytes()).chain(published);
    bytes.iter_mut().zip(parts).for_each(|(kept, byte)| *kept = byte);
    bytes
}

/// What bytes say; an error is a word that nobody wrote.
pub(super) fn from_bytes(bytes: &[u8; ARTICLE_BYTES]) -> Result<Option<KnownArticle>, UnknownWord> {
    let (known, rest) = bytes.split_first().ok_or(UnknownWord)?;
    let (id, published) = rest.split_first_chunk::<16>().ok_or(UnknownWord)?;
    let published = published.first_chunk::<8>().ok_or(UnknownWord)?;
    let article = |is_sure| KnownArticle {
        id: ArticleId::from_bytes(*id),
        is_sure,
        published: Fingerprint::from_bytes(*published),
    };
    match *known {
        NONE => Ok(None),
        ASSUMED => Ok(Some(article(false))),
        SURE => Ok(Some(article(true))),
        _ => Err(UnknownWord),
    }
}

/// Bytes that are no article.
#[derive(Debug)]
pub(super) struct UnknownWord;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_read_as_written() {
        let id = ArticleId::of_source("world", "1");
        for article in [
            None,
            Some(KnownArticle { id, is_sure: true, published: Some(Fingerprint::of(&[b"2024-10-24"])) }),
            Some(KnownArticle { id, is_sure: false, published: None }),
        ] {
            assert_eq!(from_bytes(&to_bytes(article)).unwrap(), article);
        }
        assert!(from_bytes(&[9; ARTICLE_BYTES]).is_err());
    }
}
