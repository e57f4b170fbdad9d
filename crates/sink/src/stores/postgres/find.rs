//! Which articles and quotes match, as SQL.
//!
//! Without words the newest come first: they are looked for among the newest articles, and only if these have too few, by the
//! index on labels, whose articles have to be sorted then.

use super::words::{Stems, prefilter, tsquery};
use crate::search::{Query, Words, name_key};
use crate::stores::filters::filters;
use tokio_postgres::types::ToSql;

/// Articles that are looked through before the index is asked: what more of them have is soon found there.
const NEWEST: i64 = 1_000;

/// When an article was published, or first seen.
const AT: &str = "coalesce(published, first_created)";

/// A statement and its parameters.
#[derive(Default)]
pub(super) struct Sql {
    pub(super) text: String,
    pub(super) parameters: Vec<Box<dyn ToSql + Sync + Send>>,
}

impl Sql {
    /// Takes a value and gives the name it has in the statement.
    fn bind(&mut self, value: impl ToSql + Sync + Send + 'static) -> String {
        self.parameters.push(Box::new(value));
        format!("${}", self.parameters.len())
    }
}

/// What a query asks for.
pub(super) struct Find<'a> {
    query: &'a Query,
    labels: Vec<String>,
    /// Keys the speaker of a quote must have.
    speakers: Vec<String>,
    /// The words.
    tsquery: Option<String>,
    /// What articles must have for their quotes to have the words.
    prefilter: Option<String>,
    /// Words are wanted, not only excluded: then the best come first.
    is_ranked: bool,
}

impl<'a> Find<'a> {
    pub(super) fn new(query: &'a Query, words: Option<&Words>, stems: &Stems) -> Self {
        Self {
            query,
            labels: filters(query),
            speakers: query.speakers.iter().map(|speaker| name_key(speaker)).collect(),
            tsquery: words.map(|words| tsquery(words, stems)),
            prefilter: words.and_then(|words| prefilter(words, stems)),
            is_ranked: words.is_some_and(|words| !words.alternatives.is_empty()),
        }
    }

    /// Whether as many were found as are wanted.
    pub(super) fn is_enough(&self, found: usize) -> bool {
        u32::try_from(found).is_ok_and(|found| found >= self.query.limit)
    }

    /// Articles that match among the newest; `None`: the best are wanted, or all of the newest match.
    pub(super) fn articles_among_newest(&self) -> Option<Sql> {
        if self.is_ranked || self.labels.is_empty() {
            return None;
        }
        let mut sql = Sql::default();
        let newest = self.newest(&mut sql, "uri, labels, search, item");
        let conditions = self.labels(&mut sql) + &self.words(&mut sql, self.tsquery.clone());
        let limit = sql.bind(i64::from(self.query.limit));
        sql.text =
            format!("SELECT item FROM ({newest}) AS newest WHERE true{conditions} ORDER BY at DESC, uri LIMIT {limit}");
        Some(sql)
    }

    /// All articles that match.
    pub(super) fn articles(&self) -> Sql {
        let mut sql = Sql::default();
        let conditions = self.labels(&mut sql) + &self.times(&mut sql);
        let words = self.words(&mut sql, self.tsquery.clone());
        let rank = match &self.tsquery {
            Some(tsquery) if self.is_ranked => {
                format!(", ts_rank(search, {}::text::tsquery) AS rank", sql.bind(tsquery.clone()))
            }
            Some(_) | None => String::new(),
        };
        let order = if self.is_ranked { "rank DESC, uri" } else { "at DESC, uri" };
        // Without labels and words the index on times has the order already.
        let materialized = if self.labels.is_empty() && !self.is_ranked { "NOT MATERIALIZED" } else { "MATERIALIZED" };
        let limit = sql.bind(i64::from(self.query.limit));
        sql.text = format!(
            "WITH found AS {materialized} (SELECT uri, {AT} AS at{rank} FROM articles WHERE true{conditions}{words}),
            first AS (SELECT * FROM found ORDER BY {order} LIMIT {limit})
            SELECT item FROM first JOIN articles USING (uri) ORDER BY {order}"
        );
        sql
    }

    /// Quotes that match in the newest articles: item and position.
    pub(super) fn quotes_in_newest(&self) -> Sql {
        let mut sql = Sql::default();
        let newest = self.newest(&mut sql, "uri, labels");
        let labels = self.labels(&mut sql);
        self.quotes(sql, &format!("SELECT uri, at FROM ({newest}) AS newest WHERE true{labels}"), "NOT MATERIALIZED")
    }

    /// All quotes that match: item and position.
    pub(super) fn all_quotes(&self) -> Sql {
        let mut sql = Sql::default();
        let conditions = self.labels(&mut sql) + &self.times(&mut sql);
        let words = self.words(&mut sql, self.prefilter.clone());
        self.quotes(sql, &format!("SELECT uri, {AT} AS at FROM articles WHERE true{conditions}{words}"), "MATERIALIZED")
    }

    fn quotes(&self, mut sql: Sql, articles: &str, materialized: &str) -> Sql {
        let words = self.words(&mut sql, self.tsquery.clone());
        let speakers = match self.speakers.as_slice() {
            [] => String::new(),
            speakers => format!(" AND speaker_keys @> {}::text[]", sql.bind(speakers.to_vec())),
        };
        let limit = sql.bind(i64::from(self.query.limit));
        sql.text = format!(
            "WITH found AS {materialized} ({articles}),
            first AS (
                SELECT uri, at, position FROM found JOIN article_quotes ON article = uri WHERE true{speakers}{words}
                ORDER BY at DESC, uri, position LIMIT {limit}
            )
            SELECT item, position FROM first JOIN articles USING (uri) ORDER BY at DESC, uri, position"
        );
        sql
    }

    fn newest(&self, sql: &mut Sql, columns: &str) -> String {
        let times = self.times(sql);
        let most = sql.bind(NEWEST);
        format!("SELECT {columns}, {AT} AS at FROM articles WHERE true{times} ORDER BY {AT} DESC, uri LIMIT {most}")
    }

    fn labels(&self, sql: &mut Sql) -> String {
        match self.labels.as_slice() {
            [] => String::new(),
            labels => format!(" AND labels @> {}::text[]", sql.bind(labels.to_vec())),
        }
    }

    fn times(&self, sql: &mut Sql) -> String {
        let since = self.query.since.map(|at| format!(" AND {AT} >= {}", sql.bind(at.to_utc())));
        let until = self.query.until.map(|at| format!(" AND {AT} < {}", sql.bind(at.to_utc())));
        since.into_iter().chain(until).collect()
    }

    fn words(&self, sql: &mut Sql, tsquery: Option<String>) -> String {
        tsquery.map_or_else(String::new, |tsquery| format!(" AND search @@ {}::text::tsquery", sql.bind(tsquery)))
    }
}
