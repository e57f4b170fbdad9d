//! What a search gives, and whether there may be more.

/// Of so many articles with the words that are looked for, the newest, the best are given.
pub const RANKED: u32 = 500;

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer<T> {
    /// In the order asked for.
    pub hits: Vec<T>,
    /// The store still works on what was asked: hits may be missing.
    pub filling: Option<Filling>,
}

impl<T> Answer<T> {
    /// Nothing.
    pub(crate) fn none() -> Self {
        Self { hits: Vec::new(), filling: None }
    }
}

/// How far a store is that makes its tables anew from the articles it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filling {
    /// Articles that are not done.
    pub left: u64,
    /// All articles.
    pub articles: u64,
}

impl Filling {
    /// `None`: nothing is left.
    pub(crate) fn of(left: i64, articles: i64) -> Option<Self> {
        let (left, articles) = (u64::try_from(left).ok()?, u64::try_from(articles).ok()?);
        (left > 0).then_some(Self { left, articles: articles.max(left) })
    }

    /// The share that is done, in per cent, rounded down.
    pub fn percent(&self) -> u64 {
        (self.articles - self.left) * 100 / self.articles.max(1)
    }
}
