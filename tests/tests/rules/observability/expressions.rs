//! What an expression of Prometheus looks at.

use std::collections::BTreeSet;

/// Labels that Prometheus adds to what it scrapes, by itself or as `prometheus.yml` says.
const ADDED: [&str; 3] = ["job", "instance", "service"];

/// A series of a service that an expression looks at: name and labels.
#[derive(Debug)]
pub(super) struct Selector {
    pub(super) name: String,
    /// With the value that is asked for, if it is one.
    pub(super) labels: Vec<(String, Option<String>)>,
}

impl Selector {
    /// The metric it belongs to, as docs/metrics.md names it: of a histogram not its parts.
    pub(super) fn metric(&self) -> &str {
        let parts = ["_bucket", "_count", "_sum"];
        parts.iter().find_map(|part| self.name.strip_suffix(part)).unwrap_or(&self.name)
    }

    /// The line of `/metrics` that it finds.
    pub(super) fn found_in<'a>(&self, exported: &'a str) -> Option<&'a str> {
        let Self { name, labels } = self;
        exported.lines().find(|line| {
            let Some(rest) = line.strip_prefix(name.as_str()) else { return false };
            let has = |(label, value): &(String, Option<String>)| match value {
                Some(value) => rest.contains(&format!("{label}=\"{value}\"")),
                None => rest.contains(&format!("{label}=\"")),
            };
            rest.starts_with(['{', ' ']) && labels.iter().all(has)
        })
    }
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == ':'
}

/// Every name in an expression that begins so, and what stands behind it.
fn names<'a>(expression: &'a str, begins: &'a [&str]) -> impl Iterator<Item = (&'a str, &'a str)> {
    let starts = expression
        .char_indices()
        .filter(move |(at, c)| is_name(*c) && !expression.get(..*at).is_some_and(|before| before.ends_with(is_name)));
    starts.filter_map(move |(at, _)| {
        let rest = expression.get(at..)?;
        let (name, after) = rest.split_at(rest.find(|c| !is_name(c)).unwrap_or(rest.len()));
        begins.iter().any(|begin| name.starts_with(begin)).then_some((name, after))
    })
}

/// The series of services that it looks at.
pub(super) fn selectors(expression: &str) -> Vec<Selector> {
    // What stands behind `by` is labels of all that follow.
    let grouped = expression.split("by (").skip(1).filter_map(|rest| rest.split_once(')'));
    let grouped: BTreeSet<&str> = grouped.flat_map(|(labels, _)| labels.split(',').map(str::trim)).collect();
    let of_name = |(name, after): (&str, &str)| {
        let matchers = after.strip_prefix('{').and_then(|rest| rest.split_once('}'));
        let matchers = matchers.map_or("", |(matchers, _)| matchers);
        let labels = matchers.split(',').filter(|matcher| !matcher.trim().is_empty()).map(|matcher| {
            let label = matcher.trim().split(|c| !is_name(c)).next().unwrap_or_default().to_owned();
            let value = matcher.split_once("=\"").map(|(_, value)| value.trim().trim_end_matches('"').to_owned());
            (label, value)
        });
        let mut labels: Vec<_> = labels.collect();
        labels.extend(grouped.iter().map(|label| ((*label).to_owned(), None)));
        labels.retain(|(label, _)| !ADDED.contains(&label.as_str()));
        Selector { name: name.to_owned(), labels }
    };
    names(expression, &["dateline_", "process_"]).map(of_name).collect()
}

/// The series that rules record which it looks at.
pub(super) fn recorded(expression: &str) -> BTreeSet<String> {
    names(expression, &["stage:", "stage_outcome:", "dateline:"]).map(|(name, _)| name.to_owned()).collect()
}

#[test]
fn what_an_expression_looks_at_is_found() {
    let expression = "sum by (stage, le) (rate(dateline_x_bucket{outcome=\"a\", reason=~\"b|c\", job=\"d\"}[5m]))\n  \
        / on () stage:dateline_y:30m + dateline_z offset 1m";
    let found = selectors(expression);
    assert_eq!(found.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["dateline_x_bucket", "dateline_z"]);
    assert_eq!(found[0].metric(), "dateline_x");
    let labels: Vec<(&str, Option<&str>)> =
        found[0].labels.iter().map(|(name, value)| (name.as_str(), value.as_deref())).collect();
    assert_eq!(labels, [("outcome", Some("a")), ("reason", None), ("le", None), ("stage", None)]);
    assert_eq!(recorded(expression), BTreeSet::from(["stage:dateline_y:30m".to_owned()]));
    let line = "dateline_x_bucket{outcome=\"a\",reason=\"b\",stage=\"s\",le=\"1\"} 0";
    assert_eq!(found[0].found_in(line), Some(line));
    assert_eq!(found[0].found_in("dateline_x_bucket{outcome=\"b\",reason=\"b\",stage=\"s\",le=\"1\"} 0"), None);
}
