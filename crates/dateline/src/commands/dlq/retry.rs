//! `dateline dlq retry`: dead letters go back to the stage or store that refused them.

use super::change::ChangeArgs;
use super::json;
use super::lane::{Lane, letters};
use super::put_away::PutAway;
use crate::commands::page::{Table, paragraph, print};
use crate::commands::show::palette::Palette;
use pipeline::letters::{Letter, LetterId, MarkKind, NoRetry};
use serde_json::{Value, json};
use service::clock;
use std::collections::BTreeMap;
use std::process::ExitCode;

/// Ids that are named of letters that cannot be retried for one reason.
const NAMED: usize = 5;

/// Give dead letters back to the stage or store that refused them, once the cause is mended.
///
/// Each record goes to the end of the topic it was read from, for that group alone: other stores pass it over. Its id and
/// version stay the same. What was retried is marked in the same transaction; a retry that was stopped halfway goes on
/// when it is run again. A record that is refused again is a new dead letter.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    change: ChangeArgs,
}

/// What was done, for people.
#[derive(Default)]
struct Account {
    /// By stage, class and group.
    retried: BTreeMap<[String; 3], u64>,
    refused: BTreeMap<&'static str, Refused>,
}

struct Refused {
    why: String,
    count: u64,
    letters: Vec<LetterId>,
}

pub(crate) fn run(Args { change: args }: Args) -> anyhow::Result<ExitCode> {
    let lane = match Lane::open(&args.config)? {
        Ok(lane) => lane,
        Err(code) => return Ok(code),
    };
    let now = clock::now();
    let mut away = PutAway::begin(&lane, MarkKind::Retried, now, args.dry_run)?;
    let mut account = Account::default();
    let done = if args.dry_run { "wouldBeRetried" } else { "retried" };
    let seen = lane.each(&args.filter, false, |letter, _| match lane.retries.of(&letter, now) {
        Ok(output) => {
            account.note(&letter);
            let told = line_of(&letter, None, json!({"done": done, "topic": output.topic.as_str()}))?;
            Ok(args.print_json(&away.add(&letter, Some(output), told)?)?)
        }
        Err(why) => {
            args.print_json(&[line_of(&letter, Some(&why), json!({"done": "nothing"}))?])?;
            account.refuse(letter.id, &why);
            Ok(())
        }
    })?;
    args.print_json(&away.finish()?)?;
    if !args.json && !account.is_empty() {
        print(&account.lines(args.dry_run, Palette::of_page()))?;
    }
    let status = lane.tell(&args.filter, &seen);
    Ok(if account.refused.is_empty() { status } else { ExitCode::FAILURE })
}

fn line_of(letter: &Letter, no_retry: Option<&NoRetry>, done: Value) -> serde_json::Result<String> {
    let mut object = json::letter(letter, None, no_retry);
    if let Value::Object(done) = done {
        object.extend(done);
    }
    serde_json::to_string(&object)
}

impl Account {
    fn note(&mut self, letter: &Letter) {
        let row = [letter.stage(), letter.class(), letter.group().unwrap_or_default()];
        *self.retried.entry(row.map(str::to_owned)).or_default() += 1;
    }

    fn refuse(&mut self, letter: LetterId, why: &NoRetry) {
        let first = || Refused { why: why.to_string(), count: 0, letters: Vec::new() };
        let refused = self.refused.entry(why.word()).or_insert_with(first);
        refused.count += 1;
        if refused.letters.len() < NAMED {
            refused.letters.push(letter);
        }
    }

    fn is_empty(&self) -> bool {
        self.retried.is_empty() && self.refused.is_empty()
    }

    fn lines(&self, dry_run: bool, palette: Palette) -> Vec<String> {
        let mut lines = Vec::new();
        if !self.retried.is_empty() {
            let all = letters(self.retried.values().sum());
            lines.push(if dry_run { format!("{all} would be retried (--dry-run)") } else { format!("{all} retried") });
            let mut table = Table::new(&["STAGE", "CLASS", "LETTERS", "GIVEN BACK TO"]);
            for ([stage, class, group], count) in &self.retried {
                table.push(vec![stage.clone(), class.clone(), count.to_string(), group.clone()]);
            }
            lines.push(String::new());
            lines.extend(table.lines(palette, |_| None));
        }
        for (word, Refused { why, count, letters: some }) in &self.refused {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            lines.push(format!("{} cannot be retried: {word}", letters(*count)));
            lines.extend(paragraph(palette, "", 4, why));
            let named: Vec<String> = some.iter().map(LetterId::to_string).collect();
            let more = if *count > some.len() as u64 { ", …" } else { "" };
            lines.extend(paragraph(palette, "", 4, &format!("{}{more}", named.join(", "))));
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_retried_is_counted_by_stage_and_what_was_not_is_named() {
        let mut account = Account::default();
        let row = ["store/articles", "refused_by_store", "news.store.articles"];
        account.retried.insert(row.map(str::to_owned), 200);
        for offset in 0..7 {
            account.refuse(format!("extract/0/{offset}").parse().unwrap(), &NoRetry::Unreadable);
        }
        let lines = account.lines(true, Palette::plain(80));
        let expected = [
            "200 dead letters would be retried (--dry-run)",
            "",
            "STAGE           CLASS             LETTERS  GIVEN BACK TO",
            "store/articles  refused_by_store      200  news.store.articles",
            "",
            "7 dead letters cannot be retried: unreadable",
            "    nobody can read its bytes where they stand, so there is nothing to give",
            "    back; ask its source for it",
            "    extract/0/0, extract/0/1, extract/0/2, extract/0/3, extract/0/4, …",
        ];
        assert_eq!(lines, expected);
    }
}
