//! The article that an entry has become, as a position remembers it.

use crate::sources::fingerprint::Fingerprint;
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
    /// Whose it is, which says who may tell more of it.
    pub(super) owner: Owner,
}

/// Whose article something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Owner {
    /// Positions of former forms do not tell.
    #[default]
    Unknown,
    /// The source's: it may say anything of it.
    Source,
    /// This other site's: only a page of that may.
    Site(Fingerprint),
}

/// Bytes of an article, or of none, in a position.
pub(super) const ARTICLE_BYTES: usize = 33;

/// Bytes in positions of the form before, which did not tell whose it is.
pub(super) const FORMER_BYTES: usize = 25;

const NONE: u8 = 0;
const ASSUMED: u8 = 1;
const SURE: u8 = 2;

/// Of articles of the source itself, where others have their site.
const OF_SOURCE: [u8; 8] = [0xff; 8];

/// What is known, id, date and owner; absent ones as zeros.
pub(super) fn to_bytes(article: Option<KnownArticle>) -> [u8; ARTICLE_BYTES] {
    let mut bytes = [0; ARTICLE_BYTES];
    let Some(KnownArticle { id, is_sure, published, owner }) = article else { return bytes };
    let known = [if is_sure { SURE } else { ASSUMED }];
    let published = published.map(Fingerprint::to_bytes).unwrap_or_default();
    let owner = match owner {
        Owner::Unknown => [0; 8],
        Owner::Source => OF_SOURCE,
        Owner::Site(site) => site.to_bytes(),
    };
    let parts = known.into_iter().chain(id.to_bytes()).chain(published).chain(owner);
    bytes.iter_mut().zip(parts).for_each(|(kept, byte)| *kept = byte);
    bytes
}

/// What bytes of either form say; an error is a word that nobody wrote.
pub(super) fn from_bytes(bytes: &[u8]) -> Result<Option<KnownArticle>, UnknownWord> {
    let (known, rest) = bytes.split_first().ok_or(UnknownWord)?;
    let (id, rest) = rest.split_first_chunk::<16>().ok_or(UnknownWord)?;
    let (published, rest) = rest.split_first_chunk::<8>().ok_or(UnknownWord)?;
    let owner = match rest.first_chunk::<8>() {
        Some(&OF_SOURCE) => Owner::Source,
        Some(site) => Fingerprint::from_bytes(*site).map_or(Owner::Unknown, Owner::Site),
        None => Owner::Unknown,
    };
    let article = |is_sure| KnownArticle {
        id: ArticleId::from_bytes(*id),
        is_sure,
        published: Fingerprint::from_bytes(*published),
        owner,
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
            Some(KnownArticle {
                id,
                is_sure: true,
                published: Some(Fingerprint::of(&[b"2024-10-24"])),
                owner: Owner::Site(Fingerprint::of(&[b"site"])),
            }),
            Some(KnownArticle { id, is_sure: false, published: None, owner: Owner::Source }),
            Some(KnownArticle { id, is_sure: true, published: None, owner: Owner::Unknown }),
        ] {
            let bytes = to_bytes(article);
            assert_eq!(from_bytes(&bytes).unwrap(), article);
            let former = article.map(|article| KnownArticle { owner: Owner::Unknown, ..article });
            assert_eq!(from_bytes(&bytes[..FORMER_BYTES]).unwrap(), former);
        }
        assert!(from_bytes(&[9; ARTICLE_BYTES]).is_err());
    }
}
