//! What a process tells of itself at `/metrics`, as far as the picture needs it.

use std::collections::BTreeMap;

/// Seconds that news took, by stage: how many took so long or less.
#[derive(Debug, Clone, Default, PartialEq)]
struct Histogram(BTreeMap<u64, f64>);

/// What one process, or several together, have told.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Told {
    latency: BTreeMap<String, Histogram>,
    freshness: BTreeMap<String, Histogram>,
    /// Stores that are down.
    pub down: Vec<String>,
}

/// How long news took, in seconds: no more than this for half of it, and for all but a twentieth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Took {
    /// The median.
    pub half: f64,
    /// The 95th percentile.
    pub most: f64,
}

impl Told {
    /// Adds what a process told, as OpenMetrics text.
    pub fn add(&mut self, text: &str) {
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let Some((series, value)) = line.rsplit_once(' ') else { continue };
            let Some((name, labels)) = series.split_once('{') else { continue };
            let (Ok(value), Some(stage)) = (value.parse::<f64>(), label(labels, "stage")) else { continue };
            match name {
                "dateline_latency_seconds_bucket" => note(&mut self.latency, stage, labels, value),
                "dateline_freshness_seconds_bucket" => note(&mut self.freshness, stage, labels, value),
                "dateline_store_up" if value == 0.0 => self.down.push(stage.to_owned()),
                _ => {}
            }
        }
    }

    /// From fetch to the commit in this stage, since an earlier time, or since the processes began.
    pub fn latency(&self, stage: &str, earlier: Option<&Self>) -> Option<Took> {
        took(self.latency.get(stage)?, earlier.and_then(|earlier| earlier.latency.get(stage)))
    }

    /// From publication to the write in this store.
    pub fn freshness(&self, stage: &str, earlier: Option<&Self>) -> Option<Took> {
        took(self.freshness.get(stage)?, earlier.and_then(|earlier| earlier.freshness.get(stage)))
    }
}

fn label<'a>(labels: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = labels.split_once(&format!("{name}=\""))?;
    rest.split('"').next()
}

fn note(histograms: &mut BTreeMap<String, Histogram>, stage: &str, labels: &str, count: f64) {
    let Some(bound) = label(labels, "le") else { return };
    // Milliseconds, which sort; whatever is longer than all bounds.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounds of seconds")]
    let bound =
        bound.parse::<f64>().ok().filter(|bound| bound.is_finite()).map_or(u64::MAX, |bound| (bound * 1_000.0) as u64);
    *histograms.entry(stage.to_owned()).or_default().0.entry(bound).or_default() += count;
}

/// `None`: nothing came.
fn took(now: &Histogram, earlier: Option<&Histogram>) -> Option<Took> {
    let counts: Vec<(u64, f64)> = now
        .0
        .iter()
        .map(|(bound, count)| {
            (*bound, count - earlier.and_then(|earlier| earlier.0.get(bound)).copied().unwrap_or(0.0))
        })
        .collect();
    let all = counts.last().map(|(_, count)| *count).filter(|count| *count > 0.0)?;
    let bounded = counts.iter().rev().map(|(bound, _)| *bound).find(|bound| *bound < u64::MAX).unwrap_or(0);
    let within = |share: f64| {
        let bound = counts.iter().find(|(_, count)| *count >= share * all).map_or(bounded, |(bound, _)| *bound);
        #[expect(clippy::cast_precision_loss, reason = "seconds for people")]
        let seconds = bound.min(bounded) as f64 / 1_000.0;
        seconds
    };
    Some(Took { half: within(0.5), most: within(0.95) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_news_took_is_read_from_the_buckets() {
        let text = |one: u32, two: u32, all: u32| {
            format!(
                "# TYPE dateline_latency_seconds histogram\n\
                 dateline_latency_seconds_bucket{{le=\"0.5\",stage=\"store/a\"}} {one}\n\
                 dateline_latency_seconds_bucket{{le=\"2.0\",stage=\"store/a\"}} {two}\n\
                 dateline_latency_seconds_bucket{{le=\"+Inf\",stage=\"store/a\"}} {all}\n\
                 dateline_store_up{{stage=\"store/a\"}} 1\ndateline_store_up{{stage=\"store/b\"}} 0\n"
            )
        };
        let told = |text: &str| {
            let mut told = Told::default();
            told.add(text);
            told
        };
        let (first, second) = (told(&text(10, 10, 10)), told(&text(12, 30, 30)));
        assert_eq!(first.latency("store/a", None), Some(Took { half: 0.5, most: 0.5 }));
        assert_eq!(second.latency("store/a", Some(&first)), Some(Took { half: 2.0, most: 2.0 }));
        assert_eq!(first.latency("store/a", Some(&first)), None, "nothing came");
        assert_eq!(told(&text(0, 0, 5)).latency("store/a", None), Some(Took { half: 2.0, most: 2.0 }), "or longer");
        assert_eq!((first.freshness("store/a", None), first.down), (None, vec!["store/b".to_owned()]));
    }
}
