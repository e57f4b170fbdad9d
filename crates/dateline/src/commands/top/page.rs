//! The picture as lines, as many as there is room for.

use super::gather::Shown;
use crate::commands::page::{NONE, Table, paragraph, time};
use crate::commands::show::palette::{Look, Palette};
use crate::commands::units::span;
use pipeline::SourceState;
use state::{NextPoll, Picture, SourceLook, StagePicture, Took};
use std::collections::BTreeMap;
use std::time::Duration;

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Painted {
    pub(super) look: Look,
    pub(super) text: String,
}

/// All of it: what does not fit is said to be elsewhere.
pub(super) fn page(shown: &Shown, width: usize, height: usize) -> Vec<Painted> {
    let picture = &shown.picture;
    let title = format!("lane {}, {} UTC", shown.lane, time(picture.at));
    let mut lines = vec![Painted::new(Look::Strong, title), Painted::new(Look::Quiet, shown.bus.as_str()), blank()];
    lines.extend(stages(picture, width));
    if !shown.silent.is_empty() {
        let silent = shown.silent.join(", ");
        let text = format!("LATENCY and FRESH lack {silent}, which gives no metrics (see --service)");
        lines.push(Painted::new(Look::Quiet, text));
    }
    // What is left is shared out; a section needs its head, a line, and a line between.
    let left = height.saturating_sub(lines.len());
    let letters = letters(picture, width);
    let for_sources = left.saturating_sub(letters.len().min(left / 2)).max(3);
    let sources = shortened(sources(picture, width), for_sources, "dateline sources --unwell");
    lines.extend(sources);
    let left = height.saturating_sub(lines.len());
    lines.extend(shortened(letters, left, "dateline dlq list"));
    lines.truncate(height);
    lines
}

fn blank() -> Painted {
    Painted::new(Look::Plain, "")
}

/// The first lines, and where the others are.
fn shortened(mut lines: Vec<Painted>, most: usize, elsewhere: &str) -> Vec<Painted> {
    if lines.len() > most {
        lines.truncate(most.saturating_sub(1));
        lines.push(Painted::new(Look::Quiet, format!("… there are more: `{elsewhere}`")));
    }
    lines
}

fn table(table: &Table, width: usize, look: impl Fn(usize) -> Look) -> Vec<Painted> {
    let lines = table.lines(Palette::without_colours(width), |_| None);
    let look_of = |index: usize| if index == 0 { Look::Quiet } else { look(index - 1) };
    lines.into_iter().enumerate().map(|(index, line)| Painted::new(look_of(index), line)).collect()
}

fn stages(picture: &Picture, width: usize) -> Vec<Painted> {
    let mut rows = Table::new(&["STAGE", "TO READ", "OLDEST", "IN/S", "READ/S", "LATENCY", "FRESH", "HELD UP"]);
    for StagePicture { stage, lag, rates, latency, freshness, is_down } in &picture.stages {
        let rate = |rate: Option<f64>| rate.map_or(NONE.to_owned(), |rate| format!("{rate:.1}"));
        let took = |took: &Option<Took>| took.map_or(NONE.to_owned(), |took| span(Duration::from_secs_f64(took.half)));
        let held_up = if lag.held_up == 0 { NONE.to_owned() } else { lag.held_up.to_string() };
        let name = if *is_down { format!("{stage} DOWN") } else { stage.clone() };
        rows.push(vec![
            name,
            lag.records.to_string(),
            lag.age.map_or(NONE.to_owned(), span),
            rate(rates.map(|(come, _)| come)),
            rate(rates.map(|(_, read)| read)),
            took(latency),
            took(freshness),
            held_up,
        ]);
    }
    table(&rows, width, |index| match picture.stages.get(index) {
        Some(stage) if stage.is_down || stage.lag.held_up > 0 => Look::Bad,
        Some(_) | None => Look::Plain,
    })
}

fn sources(picture: &Picture, width: usize) -> Vec<Painted> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for source in &picture.sources {
        *counts.entry(state_of(source)).or_default() += 1;
    }
    let counts: Vec<String> = counts.iter().map(|(state, count)| format!("{count} {state}")).collect();
    let head = if counts.is_empty() { "none in this configuration".to_owned() } else { counts.join(", ") };
    let mut lines = vec![blank(), Painted::new(Look::Stage, format!("SOURCES  {head}"))];
    let unwell: Vec<&SourceLook> = picture.sources.iter().filter(|source| state_of(source) != "ok").collect();
    for source in unwell {
        let look = if matches!(state_of(source), "failing" | "limited") { Look::Plain } else { Look::Bad };
        let silent = source.silent_for(picture.at).map(|silent| format!(", last new {} ago", span(silent)));
        let head = format!("{}  {}{}", source.name, state_of(source), silent.unwrap_or_default());
        lines.push(Painted::new(look, head));
        let cause = match (state_of(source), source.health.as_ref().map_or("", |health| health.cause.as_str())) {
            ("not polled", _) => "no consumer polls it: start `dateline run` or `dateline consumer`",
            (_, cause) => cause,
        };
        let palette = Palette::without_colours(width);
        let cause = if cause.is_empty() { Vec::new() } else { paragraph(palette, "", 4, cause) };
        lines.extend(cause.into_iter().map(|line| Painted::new(Look::Quiet, line)));
    }
    lines
}

/// Its state, or that nobody polls it.
fn state_of(source: &SourceLook) -> &'static str {
    match (source.next_poll, &source.health) {
        (NextPoll::Never | NextPoll::Overdue(_), _) | (_, None) => "not polled",
        (NextPoll::In(_) | NextPoll::Within(_), Some(health)) => match health.state {
            SourceState::Ok => "ok",
            state @ (SourceState::Quiet
            | SourceState::Failing
            | SourceState::Broken
            | SourceState::Paused
            | SourceState::Limited) => state.name(),
        },
    }
}

fn letters(picture: &Picture, width: usize) -> Vec<Painted> {
    let all: u64 = picture.letters.values().sum();
    let newest = picture.newest_letter.filter(|_| all > 0).map(|at| format!(", newest {} UTC", time(at)));
    let head = format!("DEAD LETTERS  {all} of the last seven days{}", newest.unwrap_or_default());
    let mut lines = vec![blank(), Painted::new(Look::Stage, head)];
    let mut classes: Vec<_> = picture.letters.iter().collect();
    classes.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let mut rows = Table::new(&["STAGE", "CLASS", "LETTERS"]);
    for ((stage, class), count) in classes {
        rows.push(vec![stage.clone(), class.clone(), count.to_string()]);
    }
    if all > 0 {
        lines.extend(table(&rows, width, |_| Look::Plain));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use article::Timestamp;
    use pipeline::SourceHealth;
    use state::{Count, PartitionLag};

    fn shown() -> Shown {
        let at = Timestamp::parse("2026-03-02T12:00:00Z").unwrap();
        let stage = |stage: &str, lag: PartitionLag, took: Option<Took>, is_down| StagePicture {
            stage: stage.to_owned(),
            lag,
            rates: Some((12.0, 11.5)),
            latency: took,
            freshness: took.map(|took| Took { half: took.half * 40.0, ..took }),
            is_down,
        };
        let behind = PartitionLag { records: Count::Offsets(1_204), age: Some(Duration::from_secs(200)), held_up: 0 };
        let health =
            |state, cause: &str| Some(SourceHealth { state, cause: cause.to_owned(), ..SourceHealth::default() });
        let source = |name: &str, health, next_poll| SourceLook {
            name: name.to_owned(),
            kind: "feed".to_owned(),
            health,
            next_poll,
            records: 0,
            refused: 0,
        };
        let soon = NextPoll::In(Duration::from_secs(9));
        let mut sources = vec![
            source("world", health(SourceState::Ok, ""), soon),
            source("wire", health(SourceState::Broken, "answered 410; remove it"), soon),
            source("new", None, NextPoll::Never),
        ];
        sources.extend((0..30).map(|number| {
            source(&format!("gone-{number}"), health(SourceState::Quiet, "nothing new since yesterday"), soon)
        }));
        let letter = |stage: &str, class: &str| (stage.to_owned(), class.to_owned());
        Shown {
            lane: "news".to_owned(),
            bus: "kafka://localhost:9092".to_owned(),
            picture: Picture {
                at,
                stages: vec![
                    stage("extract", PartitionLag::default(), None, false),
                    stage("store/articles", behind, Some(Took { half: 0.5, most: 2.0 }), true),
                ],
                sources,
                letters: [(letter("extract", "not_utf8"), 3), (letter("store/articles", "refused_by_store"), 14)]
                    .into(),
                newest_letter: Some(at),
            },
            silent: vec!["127.0.0.1:9600".to_owned()],
        }
    }

    #[test]
    fn a_screen_has_room_for_everything_and_says_where_the_rest_is() {
        for (width, height) in [(80, 24), (120, 40), (80, 12), (40, 10)] {
            let lines = page(&shown(), width, height);
            assert!(lines.len() <= height, "{} lines in {height}", lines.len());
            let wide = lines.iter().find(|line| line.text.chars().count() > width.max(79));
            assert_eq!(wide, None);
        }
        let text: Vec<String> = page(&shown(), 80, 24).into_iter().map(|line| line.text).collect();
        assert_eq!(text[..2], ["lane news, 2026-03-02 12:00:00 UTC", "kafka://localhost:9092"]);
        assert_eq!(
            text[3..6],
            [
                "STAGE                TO READ  OLDEST      IN/S  READ/S  LATENCY  FRESH  HELD UP",
                "extract                    0  -           12.0    11.5  -        -            -",
                "store/articles DOWN    ~1204  3 min 20 s  12.0    11.5  0.5 s    20 s         -",
            ]
        );
        assert!(text.contains(&"SOURCES  1 broken, 1 not polled, 1 ok, 30 quiet".to_owned()), "{text:#?}");
        assert!(text.contains(&"    answered 410; remove it".to_owned()), "{text:#?}");
        assert!(text.contains(&"… there are more: `dateline sources --unwell`".to_owned()), "{text:#?}");
        assert!(text.contains(&"DEAD LETTERS  17 of the last seven days, newest 2026-03-02 12:00:00 UTC".to_owned()));
        assert!(text.contains(&"store/articles  refused_by_store       14".to_owned()), "{text:#?}");
    }
}
