//! One database, made for one test, asked through `psql`.

use crate::unique_name;
use anyhow::Context;
use std::process::Command;

/// A database of a test's own.
#[derive(Debug)]
pub struct Database {
    url: String,
    name: String,
    /// URL through which it is dropped at the end; `None`: it goes with its server.
    drop_through: Option<String>,
}

impl Database {
    pub(super) fn create(through: &str, drop_at_end: bool) -> anyhow::Result<Self> {
        let name = unique_name("dateline").replace('-', "_");
        psql(through, &format!("create database {name}"))?;
        let url = with_database(through, &name)?;
        Ok(Self { url, name, drop_through: drop_at_end.then(|| through.to_owned()) })
    }

    /// Its URL: `postgres://user@host:port/name`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Its URL with another password, for a client that must be refused.
    pub fn url_with_password(&self, password: &str) -> anyhow::Result<String> {
        let (scheme, rest) = self.url.split_once("://").context("the URL has no scheme")?;
        let (user_info, address) = rest.rsplit_once('@').context("the URL has no user")?;
        let user = user_info.split(':').next().unwrap_or(user_info);
        Ok(format!("{scheme}://{user}:{password}@{address}"))
    }

    /// The rows of a query, a line each, columns separated by `|`.
    pub fn query(&self, sql: &str) -> anyhow::Result<Vec<String>> {
        Ok(psql(&self.url, sql)?.lines().map(str::to_owned).collect())
    }

    /// The one number a query gives.
    pub fn number(&self, sql: &str) -> anyhow::Result<i64> {
        let answer = psql(&self.url, sql)?;
        answer.trim().parse().with_context(|| format!("`{sql}` answered `{}`, not a number", answer.trim()))
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some(through) = &self.drop_through {
            // The test's outcome stands; what is left behind is an empty name on somebody's test server.
            let _ = psql(through, &format!("drop database if exists {} with (force)", self.name));
        }
    }
}

pub(super) fn psql(url: &str, sql: &str) -> anyhow::Result<String> {
    let mut psql = Command::new("psql");
    psql.args(["-XAtq", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", sql]).env("PGCONNECT_TIMEOUT", "10");
    let output = psql.output().context("run psql: install the PostgreSQL client (Debian: postgresql-client)")?;
    let errors = String::from_utf8_lossy(&output.stderr);
    anyhow::ensure!(output.status.success(), "psql: {}", errors.trim());
    String::from_utf8(output.stdout).context("psql answered something that is not UTF-8")
}

/// The URL with another database.
fn with_database(url: &str, name: &str) -> anyhow::Result<String> {
    let (scheme, rest) = url.split_once("://").with_context(|| format!("`{url}` is not a URL"))?;
    let (before, options) = match rest.split_once('?') {
        Some((before, options)) => (before, format!("?{options}")),
        None => (rest, String::new()),
    };
    let address = before.split('/').next().unwrap_or(before);
    Ok(format!("{scheme}://{address}/{name}{options}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_database_of_a_url_is_replaced() {
        for (url, expected) in [
            ("postgres://a@h:5432/postgres", "postgres://a@h:5432/x"),
            ("postgres://a:p@h", "postgres://a:p@h/x"),
            ("postgres://a@h/db?sslmode=require", "postgres://a@h/x?sslmode=require"),
        ] {
            assert_eq!(with_database(url, "x").unwrap(), expected);
        }
    }
}
