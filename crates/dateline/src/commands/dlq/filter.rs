//! Which dead letters are meant.

use crate::commands::point_in_time::point_in_time;
use article::{StageName, Timestamp};
use pipeline::letters::{Letter, LetterId};
use std::collections::BTreeSet;

/// What must hold of a letter. Of several values of one flag any will do; of different flags all must hold.
#[derive(clap::Args, Default)]
pub(super) struct FilterArgs {
    /// Letters by their ids, such as extract/0/17
    #[arg(value_name = "LETTER")]
    pub(super) letters: Vec<LetterId>,
    /// Refused by this stage or store: ingest, extract, enrich, store, store/NAME
    #[arg(long, value_name = "STAGE", value_parser = a_stage)]
    stage: Vec<String>,
    /// For this reason, such as not_utf8
    #[arg(long)]
    class: Vec<String>,
    /// From this source
    #[arg(long, value_name = "NAME")]
    source: Vec<String>,
    /// Of the document with this URL, id at its source, or article id
    #[arg(long)]
    id: Vec<String>,
    /// Given up on this day (YYYY-MM-DD), at this time (RFC 3339), so long ago (2h, 7d), or later
    #[arg(long, value_name = "TIME", value_parser = point_in_time)]
    since: Option<Timestamp>,
    /// Given up before this day or time
    #[arg(long, value_name = "TIME", value_parser = point_in_time)]
    until: Option<Timestamp>,
}

/// The names of all arguments that choose letters.
pub(super) const CHOOSING: [&str; 7] = ["letters", "stage", "class", "source", "id", "since", "until"];

impl FilterArgs {
    /// Whether a letter is meant.
    pub(super) fn is_met_by(&self, letter: &Letter) -> bool {
        let any = |wanted: &[String], is: &dyn Fn(&str) -> bool| wanted.is_empty() || wanted.iter().any(|one| is(one));
        let at = letter.given_up_at();
        (self.letters.is_empty() || self.letters.contains(&letter.id))
            && any(&self.stage, &|stage| letter.stage() == stage || letter.id.stage.as_str() == stage)
            && any(&self.class, &|class| letter.class() == class)
            && any(&self.source, &|source| letter.source().as_deref() == Some(source))
            && any(&self.id, &|id| letter.is_called(id))
            && self.since.is_none_or(|since| since <= at)
            && self.until.is_none_or(|until| at < until)
    }

    /// The stages whose topics can hold such letters.
    pub(super) fn stages(&self) -> Vec<StageName> {
        let named: BTreeSet<&str> = self.stage.iter().map(|stage| stage_part(stage)).collect();
        let of_letters = |stage: &StageName| self.letters.iter().any(|letter| letter.stage == *stage);
        let stages = StageName::ALL.into_iter().filter(|stage| named.is_empty() || named.contains(stage.as_str()));
        stages.filter(|stage| self.letters.is_empty() || of_letters(stage)).collect()
    }

    /// The offsets of a partition between which such letters can be: the first, and one past the last.
    pub(super) fn offsets(&self, stage: StageName, partition: i32) -> (i64, i64) {
        if self.letters.is_empty() {
            return (0, i64::MAX);
        }
        let here = self.letters.iter().filter(|letter| letter.stage == stage && letter.partition == partition);
        here.fold((i64::MAX, 0), |(first, before), letter| (first.min(letter.offset), before.max(letter.offset + 1)))
    }

    /// Whether every letter is meant.
    pub(super) fn is_empty(&self) -> bool {
        let Self { letters, stage, class, source, id, since, until } = self;
        letters.is_empty()
            && [stage, class, source, id].iter().all(|values| values.is_empty())
            && since.is_none()
            && until.is_none()
    }
}

/// `store` of `store/articles`.
fn stage_part(stage: &str) -> &str {
    stage.split_once('/').map_or(stage, |(stage, _)| stage)
}

fn a_stage(text: &str) -> Result<String, String> {
    let is_store = |name: &str| text.strip_prefix("store/").is_some_and(|store| name == "store" && !store.is_empty());
    match StageName::named(text) {
        Some(_) => Ok(text.to_owned()),
        None if is_store(stage_part(text)) => Ok(text.to_owned()),
        None => Err("there are ingest, extract, enrich, store, and store/NAME for one of several stores".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use article::{Headers, Record, header};

    fn letter(stage: &str, class: &str, source: &str, at: &str) -> Letter {
        let id = format!("{}/1/7", stage_part(stage)).parse().unwrap();
        let headers = [
            (header::ERROR_STAGE, stage),
            (header::ERROR_CLASS, class),
            (header::RECORD_SOURCE, source),
            (header::RECORD_URL, "https://example.org/a"),
        ];
        let headers: Headers =
            headers.map(|(name, value)| (name.to_owned(), value.as_bytes().to_vec())).into_iter().collect();
        let timestamp = Timestamp::parse(at).unwrap().millis();
        Letter { id, record: Record { headers, timestamp, key: Some(b"desk/1".to_vec()), ..Record::default() } }
    }

    fn words(values: &[&str]) -> Vec<String> {
        values.iter().map(|value| (*value).to_owned()).collect()
    }

    #[test]
    fn any_value_of_a_flag_and_all_flags_must_hold() {
        let stored = letter("store/articles", "refused_by_store", "wire", "2026-03-01T10:00:00Z");
        let none = FilterArgs::default;
        let time = Timestamp::parse;
        for (filter, expected) in [
            (none(), true),
            (FilterArgs { stage: words(&["extract", "store"]), ..none() }, true),
            (FilterArgs { stage: words(&["store/articles"]), ..none() }, true),
            (FilterArgs { stage: words(&["store/other"]), ..none() }, false),
            (FilterArgs { class: words(&["retries_spent", "refused_by_store"]), ..none() }, true),
            (FilterArgs { class: words(&["refused_by_store"]), source: words(&["desk"]), ..none() }, false),
            (FilterArgs { id: words(&["https://example.org/a"]), ..none() }, true),
            (FilterArgs { id: words(&["desk/1"]), ..none() }, true),
            (FilterArgs { id: words(&["desk/2"]), ..none() }, false),
            (FilterArgs { since: time("2026-03-01T10:00:00Z"), ..none() }, true),
            (FilterArgs { until: time("2026-03-01T10:00:00Z"), ..none() }, false),
            (FilterArgs { letters: vec!["store/1/7".parse().unwrap()], ..none() }, true),
            (FilterArgs { letters: vec!["store/1/8".parse().unwrap()], ..none() }, false),
        ] {
            assert_eq!(filter.is_met_by(&stored), expected);
            assert!(!expected || filter.stages().contains(&StageName::Store));
        }
    }

    #[test]
    fn only_the_topics_and_offsets_are_read_that_can_hold_what_is_meant() {
        let filter = FilterArgs { stage: words(&["store/a", "enrich"]), ..FilterArgs::default() };
        assert_eq!(filter.stages(), [StageName::Enrich, StageName::Store]);
        let letters = ["extract/1/7", "extract/1/3", "extract/0/5"].map(|id| id.parse().unwrap()).into();
        let filter = FilterArgs { letters, ..FilterArgs::default() };
        assert_eq!(filter.stages(), [StageName::Extract]);
        assert_eq!(filter.offsets(StageName::Extract, 1), (3, 8));
        let (first, before) = filter.offsets(StageName::Extract, 2);
        assert!(first >= before, "nothing");
        assert!(a_stage("store/").is_err() && a_stage("extract/a").is_err() && a_stage("store/a/b").is_ok());
    }
}
