//! Which articles and quotes match, as SQL: first their ids, newest first, then what is shown of them.
//!
//! How frequent something is shows among the newest articles. What is frequent is found by going on in the order of time;
//! what is not by its index, within as much time as will have enough of it, else in all articles.

use super::words::{Stems, prefilter, tsquery};
use crate::search::{Query, RANKED, Words, name_key};
use crate::stores::filters::{Filter, filters};
use chrono::{DateTime, Utc};
use tokio_postgres::types::ToSql;
use uuid::Uuid;

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

/// Where is looked.
#[derive(Debug, Clone, Copy)]
pub(super) enum Reach {
    /// In so many articles, in the order of time.
    Newest(i64),
    /// In those of this time or later, by the indexes.
    Since(DateTime<Utc>),
    /// In all, by the indexes.
    All,
}

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Articles,
    Quotes,
}

/// What a query asks for.
pub(super) struct Find<'a> {
    query: &'a Query,
    what: What,
    /// Labels that an article must have, all of them.
    all: Vec<String>,
    /// Labels of which an article must have one, of each group.
    any: Vec<Filter>,
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
    pub(super) fn new(query: &'a Query, what: What, words: Option<&Words>, stems: &Stems) -> Self {
        let (all, any): (Vec<Filter>, Vec<Filter>) = filters(query).into_iter().partition(|filter| filter.len() == 1);
        Self {
            query,
            what,
            all: all.into_iter().flatten().collect(),
            any,
            speakers: query.speakers.iter().map(|speaker| name_key(speaker)).collect(),
            tsquery: words.map(|words| tsquery(words, stems)),
            prefilter: words.and_then(|words| prefilter(words, stems)),
            is_ranked: what == What::Articles && words.is_some_and(|words| !words.alternatives.is_empty()),
        }
    }

    /// So many are wanted, of which the best may be chosen.
    pub(super) fn wanted(&self) -> u32 {
        if self.is_ranked { self.query.limit.max(RANKED) } else { self.query.limit }
    }

    /// Whether labels or words narrow it down: else the newest are as good as any.
    pub(super) fn is_narrow(&self) -> bool {
        self.is_of_quotes() || self.has_words() || self.has_labels()
    }

    pub(super) fn is_of_quotes(&self) -> bool {
        self.what == What::Quotes
    }

    pub(super) fn has_words(&self) -> bool {
        self.tsquery.is_some()
    }

    pub(super) fn has_labels(&self) -> bool {
        !(self.all.is_empty() && self.any.is_empty())
    }

    /// The ids of what matches, newest first; of quotes also their positions.
    pub(super) fn found(&self, reach: Reach) -> Sql {
        let mut sql = Sql::default();
        let articles = self.articles(&mut sql, reach);
        let limit = i64::from(self.wanted());
        sql.text = match self.what {
            What::Articles => {
                let limit = sql.bind(limit);
                format!("WITH {articles} SELECT uri FROM found ORDER BY at DESC, uri LIMIT {limit}")
            }
            What::Quotes => {
                let said = self.said(&mut sql);
                let limit = sql.bind(limit);
                format!(
                    "WITH {articles} SELECT uri, position FROM found JOIN article_quotes ON article = uri
                    WHERE true{said} ORDER BY at DESC, uri, position LIMIT {limit}"
                )
            }
        };
        sql
    }

    /// The time of the last of so many articles.
    pub(super) fn time_of(&self, article: i64) -> Sql {
        let mut sql = Sql::default();
        let times = self.times(&mut sql);
        let article = sql.bind(article);
        sql.text =
            format!("SELECT {AT} FROM articles WHERE true{times} ORDER BY {AT} DESC, uri OFFSET {article} LIMIT 1");
        sql
    }

    /// The items of these articles: the best, if words are wanted, else in their order.
    pub(super) fn items(&self, uris: Vec<Uuid>) -> Sql {
        let mut sql = Sql::default();
        let uris = sql.bind(uris);
        let tsquery = self.tsquery.clone().filter(|_| self.is_ranked);
        sql.text = match tsquery {
            Some(tsquery) => {
                let (tsquery, limit) = (sql.bind(tsquery), sql.bind(i64::from(self.query.limit)));
                format!(
                    "SELECT item FROM articles WHERE uri = ANY({uris}::uuid[])
                    ORDER BY ts_rank(search, {tsquery}::text::tsquery) DESC, {AT} DESC, uri LIMIT {limit}"
                )
            }
            None => format!(
                "SELECT item FROM unnest({uris}::uuid[]) WITH ORDINALITY AS first (uri, number) JOIN articles USING (uri)
                ORDER BY number"
            ),
        };
        sql
    }

    /// The items of the articles of quotes, and their positions.
    pub(super) fn reports(uris: Vec<Uuid>, positions: Vec<i32>) -> Sql {
        let mut sql = Sql::default();
        let (uris, positions) = (sql.bind(uris), sql.bind(positions));
        sql.text = format!(
            "SELECT item, position FROM unnest({uris}::uuid[], {positions}::integer[])
            WITH ORDINALITY AS first (uri, position, number) JOIN articles USING (uri) ORDER BY number"
        );
        sql
    }

    /// The articles that match, or whose quotes may, as `found`.
    fn articles(&self, sql: &mut Sql, reach: Reach) -> String {
        let words = match self.what {
            What::Articles => self.tsquery.clone(),
            What::Quotes => self.prefilter.clone(),
        };
        let times = self.times(sql);
        match reach {
            Reach::Newest(articles) => {
                let articles = sql.bind(articles);
                // The vectors of articles are large; those of their quotes are not.
                let (search, words) = match self.what {
                    What::Articles => (", search", matching(sql, words)),
                    What::Quotes => ("", String::new()),
                };
                let labels = self.labels(sql);
                format!(
                    "found AS (
                        SELECT uri, at FROM (
                            SELECT uri, {AT} AS at, labels{search} FROM articles WHERE true{times}
                            ORDER BY {AT} DESC, uri LIMIT {articles}
                        ) AS newest WHERE true{labels}{words}
                    )"
                )
            }
            Reach::Since(_) | Reach::All => {
                let since = match reach {
                    Reach::Since(at) => format!(" AND {AT} >= {}", sql.bind(at)),
                    Reach::Newest(_) | Reach::All => String::new(),
                };
                let (labels, words) = (self.labels(sql), matching(sql, words));
                // Sorted afterwards: else the server might go through all articles in the order of time.
                format!(
                    "found AS MATERIALIZED (
                        SELECT uri, {AT} AS at FROM articles WHERE true{times}{since}{labels}{words}
                    )"
                )
            }
        }
    }

    /// What must hold of a quote itself.
    fn said(&self, sql: &mut Sql) -> String {
        let speakers = match self.speakers.as_slice() {
            [] => String::new(),
            speakers => format!(" AND speaker_keys @> {}::text[]", sql.bind(speakers.to_vec())),
        };
        speakers + &matching(sql, self.tsquery.clone())
    }

    fn labels(&self, sql: &mut Sql) -> String {
        let mut labels = String::new();
        if !self.all.is_empty() {
            labels.push_str(&format!(" AND labels @> {}::text[]", sql.bind(self.all.clone())));
        }
        for any in &self.any {
            labels.push_str(&format!(" AND labels && {}::text[]", sql.bind(any.clone())));
        }
        labels
    }

    fn times(&self, sql: &mut Sql) -> String {
        let since = self.query.since.map(|at| format!(" AND {AT} >= {}", sql.bind(at.to_utc())));
        let until = self.query.until.map(|at| format!(" AND {AT} < {}", sql.bind(at.to_utc())));
        since.into_iter().chain(until).collect()
    }
}

fn matching(sql: &mut Sql, tsquery: Option<String>) -> String {
    tsquery.map_or_else(String::new, |tsquery| format!(" AND search @@ {}::text::tsquery", sql.bind(tsquery)))
}
