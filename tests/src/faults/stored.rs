//! The store at the end of a lane, as the books see it.

use super::sent::Sent;
use crate::{Database, Launch};
use anyhow::Context;
use article::Topics;
use bus::{Bus, TopicPartition};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

/// Where the articles of a lane end up.
#[derive(Debug)]
pub(crate) enum Store {
    /// A database of the lane's own.
    Postgres(Database),
    /// `articles.db` in this directory.
    Sqlite(PathBuf),
}

impl Store {
    /// Its name in the configuration.
    pub(crate) const NAME: &'static str = "articles";

    pub(crate) fn config(&self) -> String {
        match self {
            Self::Postgres(database) => {
                format!("[[store]]\nname = \"articles\"\nkind = \"postgres\"\nurl = \"{}\"\n", database.url())
            }
            Self::Sqlite(home) => {
                let path = home.join("articles.db");
                format!("[[store]]\nname = \"articles\"\nkind = \"sqlite\"\npath = \"{}\"\n", path.display())
            }
        }
    }

    /// How many versions of articles it holds. On the embedded log, whose offsets have no gaps, that is how far the
    /// store's group has come.
    pub(crate) fn count(&self, bus: &dyn Bus, topics: &Topics) -> anyhow::Result<usize> {
        match self {
            Self::Postgres(database) => {
                let count = database.number("select count(*) from article_versions")?;
                usize::try_from(count).context("a count below 0")
            }
            Self::Sqlite(_) => {
                let topic = topics.enriched();
                let partitions: Vec<_> = (0..bus.partition_count(&topic)?)
                    .map(|number| TopicPartition::new(topic.clone(), number))
                    .collect();
                let group = format!("{}.store.{}", topics.lane().as_str(), Self::NAME);
                let committed = bus.committed(&group, &partitions)?;
                Ok(committed.into_iter().flatten().filter_map(|offset| usize::try_from(offset).ok()).sum())
            }
        }
    }

    /// Every version it holds as `(uuid, version)`, and every latest one. SQLite is asked by `dateline search`, which
    /// knows the latest versions only.
    pub(crate) fn contents(&self, config: &str, sent: &Sent) -> anyhow::Result<Contents> {
        match self {
            Self::Postgres(database) => Ok(Contents {
                versions: Some(pairs(&database.query("select uri, version from article_versions")?)?),
                latest: pairs(&database.query("select uri, version from articles")?)?,
            }),
            Self::Sqlite(home) => {
                let most = (sent.versions.len() + 1_000).to_string();
                let search = Launch::new(["search", "-n", &most]).config(config).directory(home);
                let mut search = search.start()?;
                let status = search.wait_exit(Duration::from_secs(120))?;
                anyhow::ensure!(status.success(), "dateline search: {status}: {}", search.stderr());
                let found = search.stdout();
                let latest = found.lines().map(|line| {
                    let item: serde_json::Value = serde_json::from_str(line).context("read what search printed")?;
                    let text = |name: &str| item.get(name).and_then(serde_json::Value::as_str).context("no such text");
                    let uuid = text("uri")?.trim_start_matches("urn:uuid:").to_owned();
                    Ok((uuid, text("version")?.parse().context("read a version")?))
                });
                Ok(Contents { versions: None, latest: latest.collect::<anyhow::Result<_>>()? })
            }
        }
    }
}

/// What a store holds, as `(uuid, version)`.
#[derive(Debug)]
pub(crate) struct Contents {
    /// The history; `None`: cannot be asked for.
    pub(crate) versions: Option<BTreeSet<(String, u64)>>,
    /// What stands.
    pub(crate) latest: BTreeSet<(String, u64)>,
}

fn pairs(rows: &[String]) -> anyhow::Result<BTreeSet<(String, u64)>> {
    let pair = |row: &String| {
        let (uuid, version) = row.split_once('|').context("a row of two columns")?;
        Ok((uuid.to_owned(), version.parse().context("read a version")?))
    };
    rows.iter().map(pair).collect()
}
