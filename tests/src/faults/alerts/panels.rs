//! Whether the dashboards of `deploy/observability` show something, asked of the Prometheus that they would ask.

use crate::{Prometheus, quickened};
use anyhow::Context;
use serde_json::Value;
use std::path::Path;

/// Panels that show nothing of a pipeline at work. What ends in `> 0` shows only what there is.
pub(super) fn without_an_answer(prometheus: &Prometheus) -> anyhow::Result<Vec<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/observability/grafana/dashboards");
    let mut empty = Vec::new();
    for file in ["news.json", "processes.json"] {
        let text = std::fs::read_to_string(folder.join(file)).with_context(|| format!("read {file}"))?;
        let dashboard: Value = serde_json::from_str(&text).with_context(|| format!("read {file}"))?;
        for panel in dashboard.get("panels").and_then(Value::as_array).into_iter().flatten() {
            for target in panel.get("targets").and_then(Value::as_array).into_iter().flatten() {
                let asked = target.get("expr").and_then(Value::as_str).context("a target asks nothing")?;
                if !asked.ends_with("> 0") && prometheus.query(&quickened(asked))?.is_empty() {
                    let title = panel.get("title").and_then(Value::as_str).unwrap_or_default();
                    empty.push(format!("{file}: {title}: {asked}"));
                }
            }
        }
    }
    Ok(empty)
}
