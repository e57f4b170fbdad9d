//! Which articles and quotes match, as SQL: first their ids, newest first, then what is shown of them.
//!
//! How frequent something is shows among the newest articles. What is frequent is found by going on in the order of time;
//! what is not by its index, within as much time as will have enough of it, else in all articles.

use super::sql::Sql;
use super::words::{Stems, prefilter, tsquery};
use crate::search::{Query, RANKED, Words, name_key};
use crate::stores::filters::{Filter, filters};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// When an article was published, or first seen.
const AT: &str = "coalesce(published, first_created)";

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

    pub(super) fn is_ranked(&self) -> bool {
        self.is_ranked
    }

    /// So many are given.
    pub(super) fn limit(&self) -> usize {
        usize::try_from(self.query.limit).unwrap_or(usize::MAX)
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

    /// What matches, newest first: ids of articles, and how well each has the words, if the best are wanted; of quotes the
    /// ids of their articles and their positions.
    pub(super) fn found(&self, reach: Reach) -> Sql {
        let mut sql = Sql::default();
        let limit = sql.bind(i64::from(self.wanted()));
        let search = self.ranked_by().map(|tsquery| sql.bind(tsquery));
        let rank = search.map_or_else(String::new, |tsquery| format!(", ts_rank(search, {tsquery}::text::tsquery)"));
        let articles = match reach {
            Reach::Newest(articles) => self.among_newest(&mut sql, articles),
            Reach::Since(at) => self.by_indexes(&mut sql, Some(at)),
            Reach::All => self.by_indexes(&mut sql, None),
        };
        sql.text = match (self.what, reach) {
            (What::Articles, Reach::Newest(_)) => {
                format!("SELECT uri{rank} FROM ({articles}) AS found ORDER BY at DESC, uri LIMIT {limit}")
            }
            // Sorted afterwards: else the server might go through all articles in the order of time.
            (What::Articles, Reach::Since(_) | Reach::All) => format!(
                "WITH found AS MATERIALIZED ({articles}),
                newest AS (SELECT uri, at FROM found ORDER BY at DESC, uri LIMIT {limit})
                SELECT uri{rank} FROM newest JOIN articles USING (uri) ORDER BY at DESC, uri"
            ),
            (What::Quotes, _) => {
                let said = self.said(&mut sql);
                // What is in the order of time already need not be read to its end.
                let kept = if matches!(reach, Reach::Newest(_)) { "NOT MATERIALIZED" } else { "MATERIALIZED" };
                format!(
                    "WITH found AS {kept} ({articles})
                    SELECT uri, position FROM found JOIN article_quotes ON article = uri
                    WHERE true{said} ORDER BY at DESC, uri, position LIMIT {limit}"
                )
            }
        };
        sql
    }

    /// The times of two of the query's time, by their numbers, newest first; null: there are fewer.
    pub(super) fn times_of(&self, first: i64, last: i64) -> Sql {
        let mut sql = Sql::default();
        let times = self.times(&mut sql);
        let [first, last] = [first, last].map(|article| {
            let article = sql.bind(article);
            format!("(SELECT {AT} FROM articles WHERE true{times} ORDER BY {AT} DESC, uri OFFSET {article} LIMIT 1)")
        });
        sql.text = format!("SELECT {first}, {last}");
        sql
    }

    /// The items of these articles, in their order.
    pub(super) fn items(uris: Vec<Uuid>) -> Sql {
        let mut sql = Sql::default();
        let uris = sql.bind(uris);
        sql.text = format!(
            "SELECT item FROM unnest({uris}) WITH ORDINALITY AS first (uri, number) JOIN articles USING (uri)
            ORDER BY number"
        );
        sql
    }

    /// The items of the articles of quotes, and their positions.
    pub(super) fn reports(uris: Vec<Uuid>, positions: Vec<i32>) -> Sql {
        let mut sql = Sql::default();
        let (uris, positions) = (sql.bind(uris), sql.bind(positions));
        sql.text = format!(
            "SELECT item, position FROM unnest({uris}, {positions}) WITH ORDINALITY AS first (uri, position, number)
            JOIN articles USING (uri) ORDER BY number"
        );
        sql
    }

    /// What the best are chosen by.
    fn ranked_by(&self) -> Option<String> {
        self.tsquery.clone().filter(|_| self.is_ranked)
    }

    /// Those of the newest articles that match, or whose quotes may.
    fn among_newest(&self, sql: &mut Sql, articles: i64) -> String {
        let (times, labels) = (self.times(sql), self.labels(sql));
        let articles = sql.bind(articles);
        // The vectors of articles are large, those of their quotes are not. Each is read from where it is kept once, by what
        // changes no weight in it, instead of by everybody who looks at it.
        let (vector, search, words) = match self.what {
            What::Articles if self.has_words() => {
                (", search", ", setweight(search, 'A', '{}') AS search", matching(sql, self.tsquery.clone()))
            }
            What::Articles | What::Quotes => ("", "", String::new()),
        };
        format!(
            "SELECT * FROM (
                SELECT uri, at{search} FROM (
                    SELECT uri, {AT} AS at, labels{vector} FROM articles WHERE true{times}
                    ORDER BY {AT} DESC, uri LIMIT {articles}
                ) AS newest WHERE true{labels} OFFSET 0
            ) AS labelled WHERE true{words}"
        )
    }

    /// All articles that match, or whose quotes may, of this time or later.
    fn by_indexes(&self, sql: &mut Sql, since: Option<DateTime<Utc>>) -> String {
        let times = self.times(sql);
        let since = since.map_or_else(String::new, |at| format!(" AND {AT} >= {}", sql.bind(at)));
        let labels = self.labels(sql);
        let words = match self.what {
            What::Articles => matching(sql, self.tsquery.clone()),
            What::Quotes => matching(sql, self.prefilter.clone()),
        };
        format!("SELECT uri, {AT} AS at FROM articles WHERE true{times}{since}{labels}{words}")
    }

    /// What must hold of a quote itself.
    fn said(&self, sql: &mut Sql) -> String {
        let speakers = match self.speakers.as_slice() {
            [] => String::new(),
            speakers => format!(" AND speaker_keys @> {}", sql.bind(speakers.to_vec())),
        };
        speakers + &matching(sql, self.tsquery.clone())
    }

    fn labels(&self, sql: &mut Sql) -> String {
        let mut labels = String::new();
        if !self.all.is_empty() {
            labels.push_str(&format!(" AND labels @> {}", sql.bind(self.all.clone())));
        }
        for any in &self.any {
            labels.push_str(&format!(" AND labels && {}", sql.bind(any.clone())));
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
