//! How the feeding of a lane ended: told to people or to programs, and as an exit code.

use super::supply::Came;
use crate::commands::as_json::known;
use crate::commands::show::account::Account;
use crate::commands::stdout::{stdout, tell};
use article::Lane;
use serde_json::{Value, json};
use service::Exit;
use std::io::Write;
use std::process::ExitCode;

/// 75 (`EX_TEMPFAIL` of sysexits.h): come again.
const AGAIN: u8 = 75;

/// How it ended.
pub(crate) struct Ended {
    pub(super) command: &'static str,
    pub(super) lane: Lane,
    pub(super) exit: Exit,
    pub(super) through: bool,
    pub(super) came: Came,
    /// `None`: it did not come so far as to start.
    pub(super) account: Option<Account>,
}

impl Ended {
    /// Tells it. `again`: the command that goes on where this one was stopped.
    pub(crate) fn tell(self, json: bool, again: &str) -> anyhow::Result<ExitCode> {
        let Self { command, lane, exit, through, came, account } = self;
        let Some(account) = account else { return Ok(exit.into()) };
        if json {
            writeln!(stdout(), "{}", object(command, &lane, through, came, &account))?;
        } else {
            // A store may print articles on stdout.
            tell(&format!("{} records read. {}", came.records, account.in_all()));
        }
        if account.totals().dead_letters > 0 {
            tell(&format!("`dateline dlq list --lane {}` shows what was refused and why", lane.as_str()));
        }
        Ok(match exit {
            Exit::Drained if !through => {
                tell(&format!("stopped before its end; `{again}` goes on from there"));
                ExitCode::from(AGAIN)
            }
            Exit::Drained if came.refused > 0 => ExitCode::FAILURE,
            exit => exit.into(),
        })
    }
}

fn object(command: &str, lane: &Lane, through: bool, came: Came, account: &Account) -> Value {
    let totals = account.totals();
    Value::from(known([
        ("command", Some(json!(command))),
        ("lane", Some(json!(lane.as_str()))),
        ("done", Some(json!(through))),
        ("records", Some(json!(came.records))),
        ("notTaken", Some(json!(came.refused))),
        ("passedOver", (came.passed_over > 0).then(|| json!(came.passed_over))),
        ("stored", totals.stored.map(Value::from)),
        ("unchanged", totals.unchanged.map(Value::from)),
        ("deadLetters", Some(json!(totals.dead_letters))),
        ("seconds", Some(json!(account.took().as_secs_f64()))),
    ]))
}
