//! A thousand dead letters of five classes, and what `dateline dlq` must do with them, on either bus.
//!
//! Three classes are of records that nothing is wrong with, as a release with a fault leaves them: their cause is mended.
//! Two are of records that are refused again.

use crate::{Dateline, Launch, Said, read_topic, short_articles, wait_for};
use anyhow::{Context, ensure};
use article::{
    EncodeContext, EnrichedArticle, Headers, RawRecord, Record, StageName, Timestamp, Topics, encode_article,
    encode_enriched, encode_raw, header,
};
use bus::{Bus, Output};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

/// Letters of each class.
pub const EACH: usize = 200;
/// Letters nobody can retry: a document that was never taken in, bytes nobody can read, bytes that are not kept.
pub const HOPELESS: usize = 3;
/// The stores of the configuration: letters are of the first.
pub const STORES: [&str; 2] = ["one", "two"];
const SOON: Duration = Duration::from_secs(180);

/// A lane with dead letters.
pub struct DeadLetters<'a> {
    /// Where it is.
    pub bus: &'a dyn Bus,
    /// Its topics.
    pub topics: Topics,
    /// A configuration of it, with both stores.
    pub config: String,
    /// Where its commands run.
    pub directory: &'a Path,
}

impl DeadLetters<'_> {
    /// Writes the letters.
    pub fn write(&self) -> anyhow::Result<()> {
        let context = EncodeContext { source: "test", at: Timestamp::from_millis(0), from: None };
        let raws = short_articles(EACH, 141).map(|article| Ok(encode_raw(article.raw_record("wire"), context)?));
        self.refused("extract", "panic", raws)?;
        let bad = (0..EACH).map(|number| {
            let id = Some(format!("bad-{number}"));
            let body = b"first\nZ\xfcrich".to_vec();
            let content_type = Some("text/plain".to_owned());
            Ok(encode_raw(RawRecord { id, body, content_type, ..RawRecord::default() }, context)?)
        });
        self.refused("extract", "not_utf8", bad)?;
        let articles = short_articles(EACH, 142)
            .map(|article| Ok(encode_article(&article.article("wire", 1_790_000_000_000), usize::MAX, context)?));
        self.refused("enrich", "not_encodable", articles)?;
        let enriched = short_articles(EACH, 143).map(|article| {
            let article = EnrichedArticle(article.article("wire", 1_790_000_000_000));
            Ok(encode_enriched(&article, usize::MAX, context)?)
        });
        self.refused("store/one", "refused_by_store", enriched)?;
        let junk = (0..EACH).map(|number| {
            let (key, value) = (Some(format!("junk-{number}").into_bytes()), Some(b"{\"uri\":\n 7}".to_vec()));
            Ok(Record { key, value, ..Record::default() })
        });
        self.refused("store/one", "broken_message", junk)?;
        self.refused("extract", "unreadable", [Ok(Record::default())])?;
        let headers = [(header::ERROR_OMITTED_BYTES.to_owned(), b"99000000".to_vec())].into_iter().collect();
        self.refused("extract", "not_utf8", [Ok(Record { headers, value: Some(Vec::new()), ..Record::default() })])?;
        let headers: Headers = [(header::ERROR_CLASS, "too_large"), (header::ERROR_STAGE, "ingest")]
            .map(|(name, value)| (name.to_owned(), value.as_bytes().to_vec()))
            .into_iter()
            .collect();
        let stub = Record { headers, value: Some(br#"{"source":"wire","length":9}"#.to_vec()), ..Record::default() };
        self.bus.append(vec![Output {
            topic: self.topics.dead_letters(StageName::Ingest),
            partition: None,
            record: stub,
        }])?;
        Ok(())
    }

    /// Makes dead letters of records, as the loop of this name would have for this reason.
    fn refused(
        &self,
        by: &str,
        class: &str,
        records: impl IntoIterator<Item = anyhow::Result<Record>>,
    ) -> anyhow::Result<()> {
        let stage = by.split('/').next().and_then(StageName::named).context("a stage")?;
        let read = match stage {
            StageName::Ingest | StageName::Extract => self.topics.raw(),
            StageName::Enrich => self.topics.articles(),
            StageName::Store => self.topics.enriched(),
        };
        let group = format!("{}.{}", self.topics.lane().as_str(), by.replace('/', "."));
        let letters = records.into_iter().enumerate().map(|(offset, record)| {
            let mut record = record?;
            let offset = offset.to_string();
            for (name, value) in [
                (header::ERROR_TOPIC, read.as_str()),
                (header::ERROR_PARTITION, "0"),
                (header::ERROR_OFFSET, &offset),
                (header::ERROR_TIMESTAMP, "1790000000000"),
                (header::ERROR_GROUP, &group),
                (header::ERROR_STAGE, by),
                (header::ERROR_CLASS, class),
                (header::ERROR_MESSAGE, message_of(class)),
                (header::ERROR_ATTEMPTS, "1"),
            ] {
                record.headers.push(name, value);
            }
            Ok(Output { topic: self.topics.dead_letters(stage), partition: None, record })
        });
        Ok(self.bus.append(letters.collect::<anyhow::Result<_>>()?)?)
    }

    /// Runs `dateline dlq` to its end.
    pub fn dlq(&self, arguments: &[&str]) -> anyhow::Result<Said> {
        Said::of(&[&["dlq"], arguments].concat(), &self.config, self.directory)
    }

    fn start(&self, arguments: &[&str]) -> anyhow::Result<Dateline> {
        let arguments = ["dlq"].iter().chain(arguments).copied();
        Launch::new(arguments).config(self.config.as_str()).directory(self.directory).start()
    }

    /// How many letters of each class are listed.
    pub fn listed(&self, arguments: &[&str]) -> anyhow::Result<BTreeMap<String, usize>> {
        let said = self.dlq(&[&["list", "--json"], arguments].concat())?;
        ensure!(said.code == Some(0), "{said:?}");
        let mut classes = BTreeMap::new();
        for letter in said.json()? {
            let class = letter.get("class").and_then(Value::as_str).context("a class")?.to_owned();
            *classes.entry(class).or_default() += 1;
        }
        Ok(classes)
    }

    /// The letters are listed and shown, for people and for programs.
    pub fn are_shown(&self) -> anyhow::Result<()> {
        let expected = [
            ("broken_message", EACH),
            ("not_encodable", EACH),
            ("not_utf8", EACH + 1),
            ("panic", EACH),
            ("refused_by_store", EACH),
            ("too_large", 1),
            ("unreadable", 1),
        ];
        let listed = self.listed(&[])?;
        ensure!(listed == expected.map(|(class, count)| (class.to_owned(), count)).into(), "{listed:?}");
        let page = self.dlq(&["list", "-n", "40"])?;
        ensure!(page.code == Some(0) && page.stdout.starts_with("1003 dead letters\n"), "{page:?}");
        page.fits()?;
        let some = self.dlq(&["list", "--class", "not_utf8", "-n", "2", "--json"])?.json()?;
        let whole = some.iter().find(|letter| letter.get("cannotRetry").is_none());
        let id = whole.and_then(|letter| letter.get("id")?.as_str()).context("a letter")?;
        let shown = self.dlq(&["show", id])?;
        shown.fits()?;
        ensure!(shown.stdout.contains("    2  Z\\xfcrich\n        ^ here\n"), "{}", shown.stdout);
        let shown = self.dlq(&["show", "--class", "broken_message", "-n", "1", "--json"])?.json()?;
        let letter = shown.first().context("a letter")?;
        ensure!(letter.pointer("/place/byte") == Some(&Value::from(9)), "{letter}");
        ensure!(letter.get("body").and_then(Value::as_str) == Some("{\"uri\":\n 7}"), "{letter}");
        Ok(())
    }

    /// One class goes back once, to whom it came from: into `topic` with the group's name on it.
    pub fn one_class_is_retried_once(&self) -> anyhow::Result<()> {
        let chosen = ["--stage", "store/one", "--class", "refused_by_store"];
        let tried = self.dlq(&[&["retry", "--dry-run"], &chosen[..]].concat())?;
        ensure!(tried.stdout.starts_with("200 dead letters would be retried"), "{tried:?}");
        let enriched = self.topics.enriched();
        ensure!(read_topic(self.bus, &enriched)?.is_empty(), "a dry run writes nothing");
        let retried = self.dlq(&[&["retry"], &chosen[..]].concat())?;
        ensure!(retried.code == Some(0) && retried.stdout.starts_with("200 dead letters retried\n"), "{retried:?}");
        retried.fits()?;
        let again = self.dlq(&[&["retry"], &chosen[..]].concat())?;
        ensure!(again.code == Some(0) && again.stdout.is_empty(), "{again:?}");
        ensure!(again.stderr.contains("is left (retried or dropped: 200)"), "{again:?}");
        let there = read_topic(self.bus, &enriched)?;
        let group = format!("{}.store.one", self.topics.lane().as_str());
        let keys: BTreeSet<_> = there.iter().filter_map(|one| one.record.key.clone()).collect();
        ensure!((there.len(), keys.len()) == (EACH, EACH), "{} records of {} keys", there.len(), keys.len());
        for one in &there {
            let headers = &one.record.headers;
            ensure!(headers.text(header::RETRY_GROUP) == Some(group.as_str()), "{headers:?}");
            ensure!(headers.text(header::ERROR_CLASS).is_none(), "{headers:?}");
        }
        ensure!(!self.listed(&[])?.contains_key("refused_by_store"));
        Ok(())
    }

    /// A retry of all the others is killed in the middle, and goes on when it is run again: each goes back once.
    pub fn a_killed_retry_goes_on(&self) -> anyhow::Result<()> {
        let mut first = self.start(&["retry", "--all", "--json"])?;
        wait_for("the first batch", SOON, || {
            if first.stdout().lines().count() > 0 { Ok(()) } else { Err(first.stderr()) }
        })?;
        first.kill()?;
        let second = self.dlq(&["retry", "--all"])?;
        ensure!(second.code == Some(1), "three cannot be retried: {second:?}");
        for word in ["not_taken", "unreadable", "omitted"] {
            ensure!(second.stdout.contains(&format!("1 dead letter cannot be retried: {word}\n")), "{second:?}");
        }
        second.fits()?;
        let third = self.dlq(&["retry", "--all"])?;
        ensure!(third.code == Some(1) && !third.stdout.contains(" retried\n"), "{third:?}");
        for (topic, expected) in
            [(self.topics.raw(), 2 * EACH), (self.topics.articles(), EACH), (self.topics.enriched(), 2 * EACH)]
        {
            let there = read_topic(self.bus, &topic)?;
            let keys: BTreeSet<_> = there.iter().filter_map(|one| one.record.key.clone()).collect();
            let counted = (there.len(), keys.len());
            ensure!(counted == (expected, expected), "{topic}: {counted:?} records and keys, {expected} expected");
        }
        Ok(())
    }

    /// What was refused again, and what could not be retried, is all that is left; it is dropped.
    pub fn the_rest_is_dropped(&self) -> anyhow::Result<()> {
        let left = [("broken_message", EACH), ("not_utf8", EACH + 1), ("too_large", 1), ("unreadable", 1)];
        let left: BTreeMap<_, _> = left.map(|(class, count)| (class.to_owned(), count)).into();
        wait_for("what is refused again", SOON, || {
            let listed = self.listed(&[]).map_err(|error| format!("{error:#}"))?;
            if listed == left { Ok(()) } else { Err(format!("{listed:?}")) }
        })?;
        let dropped = self.dlq(&["drop", "--all"])?;
        ensure!(dropped.code == Some(0) && dropped.stdout.starts_with("403 dead letters dropped\n"), "{dropped:?}");
        let empty = self.dlq(&["list"])?;
        ensure!(empty.code == Some(0) && empty.stdout.is_empty(), "{empty:?}");
        ensure!(empty.stderr.contains("is left (retried or dropped: 1403)"), "{empty:?}");
        ensure!(self.listed(&["--marked"])?.values().sum::<usize>() == 5 * EACH + 2 * EACH + HOPELESS);
        Ok(())
    }
}

fn message_of(class: &str) -> &'static str {
    match class {
        "not_utf8" => "the text is not valid UTF-8 from byte 8 on; convert it and send it again",
        "broken_message" => "not an article message: invalid type: integer `7`, expected an id at line 2 column 2",
        _ => "a release that had a fault refused it",
    }
}
