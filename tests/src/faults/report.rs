//! The table: for people, as JSON, and as the lines of docs/reliability.md.

use super::scenario::Scenario;
use super::tally::Tally;
use serde_json::{Value, json};
use std::time::Duration;

/// How a scenario ended.
#[derive(Debug)]
pub enum End {
    /// It ran.
    Ran(Tally),
    /// The machine lacks something.
    NotRun(String),
    /// It could not be carried through.
    Broke(String),
}

/// One scenario of one run.
pub struct Row {
    /// Which.
    pub scenario: &'static Scenario,
    /// How it ended.
    pub end: End,
    /// How long it took.
    pub took: Duration,
    /// `YYYY-MM-DD`.
    pub date: String,
}

impl Row {
    /// Whether it must not stay so.
    pub fn is_bad(&self) -> bool {
        match &self.end {
            End::Ran(tally) => !tally.is_good(),
            End::NotRun(_) => false,
            End::Broke(_) => true,
        }
    }

    /// A few lines for a terminal.
    pub fn text(&self) -> String {
        let name = self.scenario.name;
        match &self.end {
            End::NotRun(why) => format!("{name:<22} not run: {why}"),
            End::Broke(error) => format!("{name:<22} BROKE after {:.0} s: {error}", self.took.as_secs_f64()),
            End::Ran(tally) => {
                let verdict = if tally.is_good() { "ok" } else { "BAD" };
                let mut text = format!(
                    "{name:<22} {verdict:<4} {} rounds, {} in, {} dead, {} lost, {} doubled, {} out of order, {:.0} s",
                    tally.rounds,
                    tally.input,
                    tally.dead,
                    tally.lost,
                    tally.doubled,
                    tally.out_of_order,
                    self.took.as_secs_f64()
                );
                let more = tally.recovery().map(|times| format!("recovery: {times}")).into_iter();
                let problems = tally.problems.iter().map(|problem| format!("PROBLEM {problem}"));
                for line in more.chain(tally.notes.iter().cloned()).chain(problems) {
                    text.push_str("\n    ");
                    text.push_str(&line);
                }
                text
            }
        }
    }

    /// For machines.
    pub fn json(&self) -> Value {
        let mut row = json!({
            "scenario": self.scenario.name,
            "numbers": self.scenario.numbers,
            "what": self.scenario.what,
            "date": self.date,
            "seconds": self.took.as_secs_f64().round(),
            "good": !self.is_bad(),
        });
        let more = match &self.end {
            End::NotRun(why) => json!({ "notRun": why }),
            End::Broke(error) => json!({ "broke": error }),
            End::Ran(tally) => json!({
                "rounds": tally.rounds,
                "input": tally.input,
                "deadLetters": tally.dead,
                "dropped": tally.dropped,
                "lost": tally.lost,
                "doubled": tally.doubled,
                "outOfOrder": tally.out_of_order,
                "recovery": tally.recovery(),
                "notes": tally.notes,
                "problems": tally.problems,
            }),
        };
        if let (Some(row), Value::Object(more)) = (row.as_object_mut(), more) {
            row.extend(more);
        }
        row
    }

    /// A line of the table in docs/reliability.md.
    pub fn markdown(&self) -> String {
        let numbers: Vec<String> = self.scenario.numbers.iter().map(u32::to_string).collect();
        let (name, what, numbers) = (self.scenario.name, self.scenario.what, numbers.join(", "));
        match &self.end {
            End::NotRun(why) => format!("| `{name}` | {numbers} | {what} | – | not run: {why} | – | {} |", self.date),
            End::Broke(error) => {
                let error = error.replace(['\n', '|'], " ");
                format!(
                    "| `{name}` | {numbers} | {what} | – | could not be carried through: {error} | – | {} |",
                    self.date
                )
            }
            End::Ran(tally) => {
                let mut result = format!("{} / {} / {}", tally.lost, tally.doubled, tally.out_of_order);
                let said = tally.notes.iter().chain(&tally.problems);
                for line in said {
                    result.push_str("; ");
                    result.push_str(&line.replace(['\n', '|'], " "));
                }
                let recovery = tally.recovery().unwrap_or_else(|| "–".to_owned());
                format!(
                    "| `{name}` | {numbers} | {what} | {} of {} | {result} | {recovery} | {} |",
                    tally.rounds, tally.input, self.date
                )
            }
        }
    }
}
