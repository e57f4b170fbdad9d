//! `dateline dlq drop`: nothing is to come of dead letters, and lists leave them out.

use super::change::ChangeArgs;
use super::json;
use super::lane::{Lane, letters};
use super::put_away::PutAway;
use crate::commands::page::{Table, print};
use crate::commands::show::palette::Palette;
use pipeline::letters::MarkKind;
use serde_json::json;
use service::clock;
use std::collections::BTreeMap;
use std::process::ExitCode;

/// Mark dead letters as done with: nothing comes of them.
///
/// They stay in their topic until its retention takes them; `dateline dlq list --marked` still shows them.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    change: ChangeArgs,
}

pub(crate) fn run(Args { change: args }: Args) -> anyhow::Result<ExitCode> {
    let lane = match Lane::open(&args.config)? {
        Ok(lane) => lane,
        Err(code) => return Ok(code),
    };
    let now = clock::now();
    let mut away = PutAway::begin(&lane, MarkKind::Dropped, now, args.dry_run)?;
    let mut counts: BTreeMap<(String, String), u64> = BTreeMap::new();
    let done = if args.dry_run { "wouldBeDropped" } else { "dropped" };
    let seen = lane.each(&args.filter, false, |letter, _| {
        *counts.entry((letter.stage().to_owned(), letter.class().to_owned())).or_default() += 1;
        let mut object = json::letter(&letter, None, None);
        object.insert("done".to_owned(), json!(done));
        Ok(args.print_json(&away.add(&letter, None, serde_json::to_string(&object)?)?)?)
    })?;
    args.print_json(&away.finish()?)?;
    if !args.json && !counts.is_empty() {
        let all = letters(counts.values().sum());
        let head = if args.dry_run { format!("{all} would be dropped (--dry-run)") } else { format!("{all} dropped") };
        let mut table = Table::new(&["STAGE", "CLASS", "LETTERS"]);
        for ((stage, class), count) in counts {
            table.push(vec![stage, class, count.to_string()]);
        }
        let table = table.lines(Palette::of_page(), |_| None);
        print(&[vec![head, String::new()], table].concat())?;
    }
    Ok(lane.tell(&args.filter, &seen))
}
