//! Which quotes match: article and position, newest articles first.

use super::expression::{articles, unwanted, wanted};
use super::find::newest;
use crate::search::{Query, Words, name_key};
use crate::stores::filters::filters;
use rusqlite::{Connection, Statement, params_from_iter};

const OF_ARTICLE: &str = "SELECT id, position, speaker_keys FROM article_quotes WHERE article = ? ORDER BY position";
const MATCHES: &str = "SELECT 1 FROM article_quote_text WHERE article_quote_text MATCH ? AND rowid = ?";

/// The id of an article and the position of a quote in it, at most as many as the query wants.
pub(super) fn find_quotes(
    connection: &Connection,
    query: &Query,
    words: Option<&Words>,
) -> rusqlite::Result<Vec<(i64, usize)>> {
    let mut quotes = Quotes {
        of_article: connection.prepare(OF_ARTICLE)?,
        matches: connection.prepare(MATCHES)?,
        speakers: query.speakers.iter().map(|speaker| name_key(speaker)).collect(),
        wanted: words.and_then(wanted),
        unwanted: words.and_then(unwanted),
    };
    // An article whose quotes have the words has them somewhere.
    let somewhere = words.map(Words::scattered).and_then(|words| wanted(&words));
    let sql = newest(query, articles(&filters(query), somewhere, None));
    let mut articles = connection.prepare(&sql.text)?;
    let mut articles = articles.query(params_from_iter(sql.values))?;
    let limit = usize::try_from(query.limit).unwrap_or(usize::MAX);
    let mut found = Vec::new();
    while found.len() < limit
        && let Some(row) = articles.next()?
    {
        quotes.add(row.get(0)?, &mut found)?;
    }
    found.truncate(limit);
    Ok(found)
}

/// Looks through the quotes of one article after the other.
struct Quotes<'a> {
    of_article: Statement<'a>,
    matches: Statement<'a>,
    /// Keys the speaker must have.
    speakers: Vec<String>,
    wanted: Option<String>,
    unwanted: Option<String>,
}

impl Quotes<'_> {
    fn add(&mut self, article: i64, found: &mut Vec<(i64, usize)>) -> rusqlite::Result<()> {
        let quotes = self.of_article.query_map([article], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let quotes: Vec<(i64, i64, String)> = quotes.collect::<rusqlite::Result<_>>()?;
        for (id, position, keys) in quotes {
            if self.is_by(&keys) && self.has_words(id)? {
                found.extend(usize::try_from(position).ok().map(|position| (article, position)));
            }
        }
        Ok(())
    }

    fn is_by(&self, keys: &str) -> bool {
        if self.speakers.is_empty() {
            return true;
        }
        // What somebody wrote there by hand is nobody's.
        let keys: Vec<String> = serde_json::from_str(keys).unwrap_or_default();
        self.speakers.iter().all(|speaker| keys.contains(speaker))
    }

    fn has_words(&mut self, id: i64) -> rusqlite::Result<bool> {
        let mut matches = |expression: &Option<String>| match expression {
            Some(expression) => self.matches.exists((expression, id)).map(Some),
            None => Ok(None),
        };
        Ok(matches(&self.wanted)?.unwrap_or(true) && !matches(&self.unwanted)?.unwrap_or(false))
    }
}
