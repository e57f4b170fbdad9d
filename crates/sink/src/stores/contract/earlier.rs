//! Stores that an earlier release filled: what it kept of articles, and what must be found once they are opened.

use super::naming::filled;
use super::target::Target;
use crate::search::Query;
use anyhow::{Context, Result, ensure};
use std::time::Duration;

/// More than any portion.
const ARTICLES: usize = 450;
/// Between two looks at how far it is.
const MOMENT: Duration = Duration::from_millis(2);

/// An article as releases before the tables of names and quotes kept it.
#[derive(Debug)]
pub struct Earlier {
    /// `uri`.
    pub uri: String,
    /// `item`: times without milliseconds where these are none.
    pub item: String,
    /// `body`.
    pub body: String,
}

/// Articles for a store that is to be opened by this release. The last one is no article message.
pub fn earlier() -> Vec<Earlier> {
    let article = |number: usize| {
        let article = filled(&format!("earlier {number}"), "Dunlin Herald", "2024-10-24");
        Earlier {
            uri: article.uri.uuid().to_string(),
            // Nothing in it can fail to be encoded.
            item: serde_json::to_string(&article).unwrap_or_default().replace(".000Z", "Z"),
            body: article.body().to_owned(),
        }
    };
    let mut articles: Vec<Earlier> = (0..ARTICLES).map(article).collect();
    if let Some(last) = articles.last_mut() {
        last.item = r#"{"written": "by hand"}"#.to_owned();
    }
    articles
}

/// Opens such a store, cut off twice on the way, and looks for what must be there in the end.
pub async fn check_earlier(target: &dyn Target) -> Result<()> {
    for left in [ARTICLES, ARTICLES / 2] {
        let mut store = target.store();
        tokio::select! {
            opened = store.open() => opened?,
            () = fewer_than(target, left) => {}
        }
    }
    // What is found so far is said to be a part.
    let unfinished = [
        target.searchable().search(&Query { people: vec!["quayle-los".to_owned()], ..Query::default() }).await?.filling,
        target.searchable().quotes(&Query::of_text("dredger")).await?.filling,
    ];
    for filling in unfinished {
        let filling = filling.context("a part is found, and nobody says so")?;
        let all = u64::try_from(ARTICLES)?;
        ensure!(filling.articles == all && filling.left > 0 && filling.left < all, "{filling:?} of {all} articles");
    }
    for _ in 0..2 {
        target.store().open().await?;
        let filling = target.searchable().quotes(&Query::of_text("dredger")).await?.filling;
        ensure!(filling.is_none(), "everything is written, but {filling:?}");
        let all = i64::try_from(ARTICLES)? - 1;
        let mut counts = Vec::new();
        for sql in [
            "SELECT CAST(count(DISTINCT article) AS text) FROM article_names WHERE kind = 'person'",
            "SELECT CAST(count(*) AS text) FROM article_quotes WHERE speaker_kind = 'person'",
        ] {
            counts.push(target.text(sql).await?);
        }
        ensure!(counts == [all.to_string(), all.to_string()], "{counts:?} of {all} articles have names and quotes");
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let limit = 1_000;
        for query in [
            Query { people: names(&["quayle-los"]), limit, ..Query::default() },
            Query { organisations: names(&["erb"]), limit, ..Query::default() },
            Query { sources: names(&["dunlin herald"]), place: Some("pl".to_owned()), limit, ..Query::default() },
        ] {
            let found = target.search(&query).await?.len();
            ensure!(i64::try_from(found)? == all, "{query:?} found {found}");
        }
        let first = earlier().into_iter().next().context("there is a first article")?;
        check_history(target, &first.uri).await?;
        let said = Query { speakers: names(&["Harbour Master Quayle-Łoś"]), limit, ..Query::of_text("dredger") };
        let found = target.quotes(&said).await?.len();
        ensure!(i64::try_from(found)? == all, "{said:?} found {found}");
    }
    Ok(())
}

/// Of the first article there is an older version, and the one that stands was received as seen a day later.
async fn check_history(target: &dyn Target, uri: &str) -> Result<()> {
    for (sql, expected) in [
        ("SELECT CAST(count(*) AS text) FROM article_history".to_owned(), "1".to_owned()),
        ("SELECT CAST(count(*) AS text) FROM article_versions".to_owned(), (ARTICLES + 1).to_string()),
        (
            format!("SELECT headline FROM article_versions WHERE uri = '{uri}' AND version < 1700000000000"),
            "Dredgers come".to_owned(),
        ),
        (
            format!(
                "SELECT item ->> 'firstCreated' FROM article_versions WHERE uri = '{uri}' AND version = 1700000000000"
            ),
            "2023-11-15T22:13:20Z".to_owned(),
        ),
        (
            format!("SELECT item ->> 'firstCreated' FROM articles WHERE uri = '{uri}'"),
            "2023-11-14T22:13:20Z".to_owned(),
        ),
    ] {
        let found = target.text(&sql).await?;
        ensure!(found == expected, "{sql}: {found}, expected {expected}");
    }
    Ok(())
}

/// Searches until fewer articles than these wait to be written.
async fn fewer_than(target: &dyn Target, most: usize) {
    let query = Query { people: vec!["quayle-los".to_owned()], ..Query::default() };
    loop {
        // Before the migration the tables are refused.
        let filling = target.searchable().search(&query).await.ok().and_then(|answer| answer.filling);
        if filling.is_some_and(|filling| usize::try_from(filling.left).is_ok_and(|left| left < most)) {
            return;
        }
        tokio::time::sleep(MOMENT).await;
    }
}
