//! What rules and dashboards look at is there in a running pipeline, from its start on, and is documented.

use super::expressions::selectors;
use super::files::{directory, panels, rules};
use dateline_tests::{Launch, wait_for};
use std::collections::BTreeSet;
use std::time::Duration;

const SOON: Duration = Duration::from_secs(60);

#[test]
fn a_pipeline_has_every_series_that_rules_and_dashboards_look_at_before_anything_happened() {
    let home = dateline_tests::scratch_dir("series").unwrap();
    let config = "bus = \"embedded:log.db\"\n\
         [[source]]\nname = \"wire\"\nkind = \"folder\"\npath = \"wire\"\n\
         [[store]]\nname = \"local\"\nkind = \"sqlite\"\npath = \"articles.db\"\n";
    std::fs::create_dir(home.path().join("wire")).unwrap();
    let mut dateline = Launch::new(["run"]).config(config).directory(home.path()).start().unwrap();
    dateline.wait_ready(SOON).unwrap();
    // The lag is measured every two seconds.
    let measured = || match dateline.metric("dateline_lag_seconds", &[]).unwrap() {
        Some(_) => Ok(()),
        None => Err("no lag yet".to_owned()),
    };
    wait_for("the lag", SOON, measured).unwrap();
    let exported = dateline.get("/metrics").unwrap().body;
    let docs = std::fs::read_to_string(directory().join("../../docs/metrics.md")).unwrap();
    let of_rules = ["recording.yml", "alerts.yml"].into_iter().flat_map(rules).map(|rule| (rule.name, rule.expression));
    let of_panels = panels().into_iter().flat_map(|panel| {
        let expressions = panel.expressions();
        expressions.into_iter().map(move |expression| (panel.name.clone(), expression))
    });
    let mut metrics = BTreeSet::new();
    for (asker, expression) in of_rules.chain(of_panels) {
        for selector in selectors(&expression) {
            let found = selector.found_in(&exported);
            assert!(found.is_some(), "{asker} looks at {selector:?}, which is not in:\n{exported}");
            let metric = selector.metric();
            assert!(docs.contains(&format!("| `{metric}` |")), "{asker}: {metric} is not in docs/metrics.md");
            metrics.insert(metric.to_owned());
        }
    }
    // The other way round: what a service tells is of use to somebody.
    let told = exported.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split_once(' '));
    let told = told.map(|(name, kind)| if kind == "counter" { format!("{name}_total") } else { name.to_owned() });
    let unused: Vec<String> = told.filter(|name| !metrics.contains(name) && name != "dateline_build").collect();
    assert!(unused.is_empty(), "no rule and no panel looks at {unused:?}");
    dateline.terminate().unwrap();
    assert_eq!(dateline.wait_exit(SOON).unwrap().code(), Some(0));
}
