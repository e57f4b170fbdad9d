//! Versions: which stands, which goes into the history, what is answered.

use super::samples::{FETCH, complete, delivery, fetched, id, replayed, revision};
use super::target::{Stored, Target};
use anyhow::{Context, Result, ensure};
use article::{ArticleId, Timestamp};
use pipeline::{Delivery, Store, Written};
use serde_json::json;

const OLDER: Written = Written::Unchanged("older");
const REPEAT: Written = Written::Unchanged("repeat");
const SAME: Written = Written::Unchanged("same");

/// An open store on the target.
pub(super) async fn open(target: &dyn Target) -> Result<Box<dyn Store>> {
    let mut store = target.store();
    store.open().await?;
    Ok(store)
}

/// Writes a batch and compares the answers.
pub(super) async fn write(store: &mut dyn Store, batch: &[Delivery], expected: &[Written]) -> Result<()> {
    let answers = store.write(batch).await?;
    ensure!(answers == expected, "answered {answers:?}, expected {expected:?}");
    Ok(())
}

/// The article that stands.
pub(super) async fn standing(target: &dyn Target, uri: ArticleId) -> Result<Stored> {
    target.article(uri).await?.context("the article is not in the store")
}

async fn check_versions(target: &dyn Target, uri: ArticleId, expected: &[i64]) -> Result<()> {
    let versions: Vec<i64> = target.versions(uri).await?.iter().map(|stored| stored.version).collect();
    ensure!(versions == expected, "versions are {versions:?}, expected {expected:?}");
    let told = target.searchable().versions(&[uri, id("of nobody")]).await?;
    let told: Vec<Option<i64>> = told.iter().map(|item| item.get("version")?.as_str()?.parse().ok()).collect();
    ensure!(told == versions.into_iter().map(Some).collect::<Vec<_>>(), "versions {told:?} are told");
    Ok(())
}

async fn check_standing(target: &dyn Target, uri: ArticleId, version: i64, text: &str) -> Result<()> {
    let stored = standing(target, uri).await?;
    ensure!(stored.version == version, "version {} stands, expected {version}", stored.version);
    ensure!(stored.headline.as_deref() == Some(&*format!("Headline of {text}")), "{:?} stands", stored.headline);
    ensure!(*stored.at("/version") == json!(version.to_string()), "the item is of version {}", stored.at("/version"));
    Ok(())
}

pub(super) async fn redelivery(target: &dyn Target) -> Result<()> {
    let batch = || [delivery(fetched("redelivery 1", FETCH, "one")), delivery(fetched("redelivery 2", FETCH, "two"))];
    let mut store = open(target).await?;
    write(&mut *store, &batch(), &[Written::Stored, Written::Stored]).await?;
    let before = standing(target, id("redelivery 1")).await?;
    write(&mut *store, &batch(), &[SAME, SAME]).await?;
    let mut other = open(target).await?;
    write(&mut *other, &batch(), &[SAME, SAME]).await?;
    ensure!(standing(target, id("redelivery 1")).await? == before, "the row changed");
    check_versions(target, id("redelivery 1"), &[FETCH]).await?;
    check_versions(target, id("redelivery 2"), &[FETCH]).await
}

pub(super) async fn older_after_newer(target: &dyn Target) -> Result<()> {
    let case = "older after newer";
    let mut store = open(target).await?;
    write(&mut *store, &[delivery(fetched(case, FETCH + 5, "new"))], &[Written::Stored]).await?;
    write(&mut *store, &[delivery(fetched(case, FETCH, "old"))], &[OLDER]).await?;
    write(&mut *store, &[delivery(fetched(case, FETCH, "old"))], &[OLDER]).await?;
    check_standing(target, id(case), FETCH + 5, "new").await?;
    check_versions(target, id(case), &[FETCH, FETCH + 5]).await
}

pub(super) async fn revision_and_fetch_time(target: &dyn Target) -> Result<()> {
    let case = "revision and fetch time";
    let mut store = open(target).await?;
    write(&mut *store, &[delivery(fetched(case, FETCH, "fetched"))], &[Written::Stored]).await?;
    write(&mut *store, &[delivery(revision(case, 2, "second"))], &[Written::Stored]).await?;
    write(&mut *store, &[delivery(fetched(case, FETCH + 9, "fetched later"))], &[OLDER]).await?;
    write(&mut *store, &[delivery(fetched(case, FETCH + 10, "second"))], &[REPEAT]).await?;
    write(&mut *store, &[delivery(revision(case, 1, "first"))], &[OLDER]).await?;
    check_standing(target, id(case), 2, "second").await?;
    write(&mut *store, &[delivery(revision(case, 3, "second"))], &[Written::Stored]).await?;
    check_standing(target, id(case), 3, "second").await?;
    check_versions(target, id(case), &[FETCH, FETCH + 9, 1, 2, 3]).await
}

pub(super) async fn repeat(target: &dyn Target) -> Result<()> {
    let case = "repeat";
    let mut store = open(target).await?;
    write(&mut *store, &[delivery(fetched(case, FETCH, "text"))], &[Written::Stored]).await?;
    let before = standing(target, id(case)).await?;
    write(&mut *store, &[delivery(fetched(case, FETCH + 1, "text"))], &[REPEAT]).await?;
    write(&mut *store, &[replayed(fetched(case, FETCH + 2, "text"), 7)], &[REPEAT]).await?;
    ensure!(standing(target, id(case)).await? == before, "the row changed");
    check_versions(target, id(case), &[FETCH]).await?;
    write(&mut *store, &[delivery(fetched(case, FETCH + 3, "changed"))], &[Written::Stored]).await?;
    write(&mut *store, &[delivery(fetched(case, FETCH + 4, "text"))], &[Written::Stored]).await?;
    check_versions(target, id(case), &[FETCH, FETCH + 3, FETCH + 4]).await
}

pub(super) async fn replay(target: &dyn Target) -> Result<()> {
    let case = "replay";
    let mut store = open(target).await?;
    write(&mut *store, &[delivery(fetched(case, FETCH, "as first read"))], &[Written::Stored]).await?;
    write(&mut *store, &[replayed(fetched(case, FETCH, "read again"), 2_000)], &[Written::Stored]).await?;
    check_standing(target, id(case), FETCH, "read again").await?;
    write(&mut *store, &[replayed(fetched(case, FETCH, "an earlier replay"), 1_000)], &[SAME]).await?;
    write(&mut *store, &[replayed(fetched(case, FETCH, "the same replay"), 2_000)], &[SAME]).await?;
    write(&mut *store, &[delivery(fetched(case, FETCH, "no replay"))], &[SAME]).await?;
    check_standing(target, id(case), FETCH, "read again").await?;
    write(&mut *store, &[delivery(fetched(case, FETCH + 1, "newer"))], &[Written::Stored]).await?;
    write(&mut *store, &[replayed(fetched(case, FETCH, "third reading"), 3_000)], &[OLDER]).await?;
    check_standing(target, id(case), FETCH + 1, "newer").await?;
    let history = target.versions(id(case)).await?;
    let replays: Vec<_> = history.iter().map(|stored| (stored.replay, stored.headline.as_deref())).collect();
    let expected = [(3_000, Some("Headline of third reading")), (0, Some("Headline of newer"))];
    ensure!(replays == expected, "the history is {replays:?}");
    Ok(())
}

pub(super) async fn smallest_first_created(target: &dyn Target) -> Result<()> {
    let case = "smallest firstCreated";
    let mut store = open(target).await?;
    let seen = |version: i64, seen_at: i64| {
        let mut article = fetched(case, version, &format!("text {version}"));
        article.first_created = Timestamp::from_millis(seen_at);
        [delivery(article)]
    };
    let check = async |expected: i64| {
        let stored = standing(target, id(case)).await?;
        let expected = Timestamp::from_millis(expected);
        ensure!(stored.first_created == Some(expected), "column: {:?}, expected {expected}", stored.first_created);
        ensure!(*stored.at("/firstCreated") == json!(expected.to_string()), "item: {}", stored.at("/firstCreated"));
        anyhow::Ok(())
    };
    write(&mut *store, &seen(FETCH + 10, FETCH + 10), &[Written::Stored]).await?;
    write(&mut *store, &seen(FETCH + 20, FETCH + 20), &[Written::Stored]).await?;
    check(FETCH + 10).await?;
    write(&mut *store, &seen(FETCH + 5, FETCH + 5), &[OLDER]).await?;
    check(FETCH + 5).await?;
    let later =
        [seen(FETCH + 30, FETCH + 30), seen(FETCH + 25, FETCH - 1_000), seen(FETCH + 40, FETCH + 40)].concat_batches();
    write(&mut *store, &later, &[Written::Stored, OLDER, Written::Stored]).await?;
    check(FETCH - 1_000).await?;
    ensure!(standing(target, id(case)).await?.version == FETCH + 40, "the newest version does not stand");
    Ok(())
}

/// Several batches as one.
trait ConcatBatches {
    fn concat_batches(self) -> Vec<Delivery>;
}

impl<const N: usize, const M: usize> ConcatBatches for [[Delivery; M]; N] {
    fn concat_batches(self) -> Vec<Delivery> {
        self.into_iter().flatten().collect()
    }
}

pub(super) async fn one_batch(target: &dyn Target) -> Result<()> {
    let (rising, falling, twice) = ("one batch rising", "one batch falling", "one batch twice");
    let batch = [
        delivery(fetched(rising, FETCH, "a")),
        delivery(fetched(falling, FETCH + 1, "b")),
        delivery(fetched(twice, FETCH, "same")),
        delivery(fetched(rising, FETCH + 1, "b")),
        delivery(fetched(falling, FETCH, "a")),
        delivery(fetched(twice, FETCH, "same")),
        delivery(fetched(rising, FETCH + 2, "b")),
        replayed(fetched(twice, FETCH, "same again"), 5),
    ];
    let stored = Written::Stored;
    let answers = [stored.clone(), stored.clone(), stored.clone(), stored.clone(), OLDER, SAME, REPEAT, stored];
    write(&mut *open(target).await?, &batch, &answers).await?;
    check_standing(target, id(rising), FETCH + 1, "b").await?;
    check_versions(target, id(rising), &[FETCH, FETCH + 1]).await?;
    check_standing(target, id(falling), FETCH + 1, "b").await?;
    check_versions(target, id(falling), &[FETCH, FETCH + 1]).await?;
    check_standing(target, id(twice), FETCH, "same again").await?;
    let history = target.versions(id(twice)).await?;
    ensure!(history.len() == 1 && history.iter().all(|stored| stored.replay == 5), "the history is {history:?}");
    Ok(())
}

pub(super) async fn columns(target: &dyn Target) -> Result<()> {
    let case = "columns";
    let article = complete(case);
    let item = serde_json::to_value(&article)?;
    write(&mut *open(target).await?, &[delivery(article)], &[Written::Stored]).await?;
    let expected = json!({
        "version": FETCH, "version_rank": FETCH, "replay": 0, "headline": "Rivers recede in the valley",
        "summary": "Rivers receded on Thursday.", "language": "en-GB", "located": "Muzaffarabad",
        "byline": "A. Writer", "source": "wire", "url": "https://example.org/columns",
        "published": "2024-10-24T00:00:00.000Z", "published_precision": "day",
        "first_created": "2023-11-14T22:13:20.000Z", "version_created": "2023-11-14T22:13:20.000Z",
        "dateline": "MUZAFFARABAD, (UrduPoint / Valley Press Wire - 24th Oct, 2024)",
        "dateline_place": "Muzaffarabad", "dateline_date": "2024-10-24",
        "agencies": ["UrduPoint", "Valley Press Wire", "Nordic Wire"], "places": ["Muzaffarabad"],
        "labels": ["agency:nordic wire", "agency:urdupoint", "agency:valley press wire", "language:en",
            "language:en-gb", "place:muzaffarabad", "place:pk", "place:pk-jk", "source:wire"],
    });
    let columns = target.columns(id(case)).await?;
    ensure!(columns == expected, "the columns are {columns:#}");
    ensure!(standing(target, id(case)).await?.item == item, "the item differs from the message");
    Ok(())
}

pub(super) async fn empty_batch(target: &dyn Target) -> Result<()> {
    write(&mut *open(target).await?, &[], &[]).await
}
