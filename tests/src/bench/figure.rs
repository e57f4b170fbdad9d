//! Figures of one or two builds, and the table of them.

use std::fmt::Write;

/// One thing measured once.
#[derive(Debug, Clone)]
pub struct Figure {
    /// What it is: `articles/s`, `peak memory of the sink, MiB`.
    pub what: String,
    /// How much.
    pub value: f64,
    /// Whether less of it is better.
    pub less_is_better: bool,
}

impl Figure {
    /// A rate or the like.
    pub fn more(what: impl Into<String>, value: f64) -> Self {
        Self { what: what.into(), value, less_is_better: false }
    }

    /// Time, memory or the like.
    pub fn less(what: impl Into<String>, value: f64) -> Self {
        Self { what: what.into(), value, less_is_better: true }
    }
}

/// One line of the table.
#[derive(Debug, Clone)]
pub struct Line {
    /// Which bench and what.
    pub what: String,
    /// Median of this build.
    pub new: f64,
    /// Median of the build compared with, and the median of the ratios of the pairs: over one is better now.
    pub old: Option<(f64, f64)>,
    /// How many rounds.
    pub rounds: usize,
}

/// The lines of one bench: the figures of each round of this build and, pair by pair, of another.
pub fn compare(bench: &str, new: &[Vec<Figure>], old: Option<&[Vec<Figure>]>) -> Vec<Line> {
    let Some(first) = new.first() else { return Vec::new() };
    let line = |(at, figure): (usize, &Figure)| {
        let values = |rounds: &[Vec<Figure>]| -> Vec<f64> {
            rounds.iter().filter_map(|round| round.get(at)).map(|figure| figure.value).collect()
        };
        let ours = values(new);
        let old = old.map(values).map(|theirs| {
            let better =
                |(ours, theirs): (&f64, &f64)| if figure.less_is_better { theirs / ours } else { ours / theirs };
            (median(&theirs), median(&ours.iter().zip(&theirs).map(better).collect::<Vec<_>>()))
        });
        Line { what: format!("{bench}: {}", figure.what), new: median(&ours), old, rounds: ours.len() }
    };
    first.iter().enumerate().map(line).collect()
}

/// The table in Markdown.
pub fn table(lines: &[Line]) -> String {
    let compared = lines.iter().any(|line| line.old.is_some());
    let mut table = if compared {
        "| measure | before | now | times as good | pairs |\n|---|---|---|---|---|\n".to_owned()
    } else {
        "| measure | now | rounds |\n|---|---|---|\n".to_owned()
    };
    for line in lines {
        let now = printed(line.new);
        let written = match line.old {
            Some((old, ratio)) => {
                writeln!(table, "| {} | {} | {now} | {ratio:.2} | {} |", line.what, printed(old), line.rounds)
            }
            None => writeln!(table, "| {} | {now} | {} |", line.what, line.rounds),
        };
        // Writing to a String does not fail.
        let _ = written;
    }
    table
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let upper = sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN);
    if sorted.len() % 2 == 1 {
        upper
    } else {
        f64::midpoint(upper, sorted.get(sorted.len() / 2 - 1).copied().unwrap_or(upper))
    }
}

/// Three figures that mean something, whatever the size.
fn printed(value: f64) -> String {
    let decimals = match value.abs() {
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 1.0 => 2,
        _ => 3,
    };
    format!("{value:.decimals$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn better_is_more_of_a_rate_and_less_of_a_time() {
        let round = |rate, time| vec![Figure::more("articles/s", rate), Figure::less("s", time)];
        let new = [round(200.0, 1.0), round(220.0, 1.0), round(90.0, 4.0)];
        let old = [round(100.0, 2.0), round(100.0, 3.0), round(90.0, 4.0)];
        let lines = compare("x", &new, Some(&old));
        let ratios: Vec<f64> = lines.iter().filter_map(|line| line.old).map(|(_, ratio)| ratio).collect();
        assert_eq!(ratios, [2.0, 2.0]);
        assert!(table(&lines).contains("| x: articles/s | 100 | 200 | 2.00 | 3 |"), "{}", table(&lines));
        assert!(!table(&compare("x", &new, None)).contains("before"));
    }

    #[test]
    fn the_median_of_an_even_number_lies_between() {
        assert_eq!(median(&[4.0, 1.0, 3.0, 2.0]).to_bits(), 2.5_f64.to_bits());
    }
}
