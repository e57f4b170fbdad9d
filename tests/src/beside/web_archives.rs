//! A folder of web archives that is loaded although the command is killed.

use super::{Beside, STILL};
use crate::{WarcRecord, WireArticle, Wrapping, http_answer, short_articles, wait_for_count};
use anyhow::{Context, ensure};
use article::Topics;
use serde_json::Value;
use std::collections::BTreeSet;

/// Pages of each archive.
const PAGES: usize = 200;

impl Beside<'_> {
    /// Each page of a folder of web archives is loaded once although the command is killed three times, while live news
    /// flows; what holds no page is counted.
    pub fn a_killed_backfill_of_web_archives_goes_on(&self) -> anyhow::Result<()> {
        let (stored, _) = (self.stored)()?;
        let before = self.beside("backfill", Topics::raw)?.len();
        let folder = self.directory.join("crawl");
        std::fs::create_dir(&folder)?;
        let all = PAGES * Wrapping::ALL.len();
        let mut pages = short_articles(all, 177);
        for (number, wrapping) in Wrapping::ALL.into_iter().enumerate() {
            let url = |path: &str| format!("https://example.org/{number}/{path}");
            let gone = http_answer("404 Not Found", &[("Content-Type", "text/html")], b"<p>Nothing is here.</p>");
            let mut records = vec![WarcRecord::new("warcinfo", "", "software: a test\r\n")];
            records.extend(pages.by_ref().take(PAGES).map(|article| page(&url(&article.id), &article)));
            records.push(WarcRecord::new("revisit", &url("again"), ""));
            records.push(WarcRecord::response(&url("gone"), gone));
            std::fs::write(folder.join(format!("{number}{}", wrapping.ending())), wrapping.file(&records)?)?;
        }
        let command = ["backfill", "crawl"];
        let sent = self.killed_three_times(&command, before, all)?;
        let last = self.said(&[&command[..], &["--json"]].concat())?;
        ensure!(last.code == Some(0), "{last:?}");
        ensure!(last.stderr.contains(": passed over: 1 of other types, 1 revisits, 1 with status 4xx"), "{last:?}");
        let account = last.json()?.pop().context("an account behind the articles")?;
        ensure!(account.get("records").and_then(Value::as_u64) == Some(all as u64), "{account}");
        let passed_over = 3 * Wrapping::ALL.len() as u64;
        ensure!(account.get("passedOver").and_then(Value::as_u64) == Some(passed_over), "{account}");
        let there = self.beside("backfill", Topics::raw)?;
        let keys = there.iter().filter_map(|one| std::str::from_utf8(one.record.key.as_deref()?).ok());
        let keys: Vec<_> = keys.filter(|key| key.starts_with("https://example.org/")).collect();
        let different: BTreeSet<_> = keys.iter().collect();
        ensure!((keys.len(), different.len()) == (all, all), "{} records of {} pages", keys.len(), different.len());
        let expected = stored + all + sent;
        wait_for_count("all articles", expected, STILL, || {
            (self.stored)().map(|(found, _)| found).map_err(|error| format!("{error:#}"))
        })?;
        Ok(())
    }
}

fn page(url: &str, article: &WireArticle) -> WarcRecord {
    let paragraphs = article.body.split("\n\n").map(|text| format!("<p>{text}</p>"));
    let (headline, text) = (&article.headline, paragraphs.collect::<String>());
    let html = format!("<title>{headline}</title><article><h1>{headline}</h1>{text}</article>");
    WarcRecord::response(url, http_answer("200 OK", &[("Content-Type", "text/html; charset=utf-8")], html.as_bytes()))
}
