//! Keys of former versions: refused with the name they have now.

use super::document::{Document, Value};
use super::problem::{Origin, Problems};
use std::sync::Arc;

/// By table and key, the key at the top of the file that took its place.
const MOVED: &[(&str, &str, &str)] = &[("enricher", "threads", "threads")];

/// Takes them out of a file, each as a problem.
pub(super) fn refuse_moved(document: &mut Document, problems: &mut Problems) {
    for (table, key, now) in MOVED {
        let Some(node) = document.root.get_mut(*table) else { continue };
        let Value::Table(keys) = &mut node.value else { continue };
        let Some(old) = keys.remove(*key) else { continue };
        let origin = Origin::Line(Arc::clone(&document.file), old.line);
        let text = format!("is called `{now}` now; write `{now} = …` before the first table");
        problems.add(origin, format!("{table}.{key}"), text);
        if keys.is_empty() {
            document.root.remove(*table);
        }
    }
}

/// The key that a variable of a former version would override, if it is one: `ENRICHER__THREADS`, without the prefix.
pub(super) fn moved_variable(name: &str) -> Option<&'static str> {
    let is_it = |table: &str, key: &str| name == format!("{table}__{key}").to_uppercase();
    MOVED.iter().find(|(table, key, _)| is_it(table, key)).map(|(_, _, now)| *now)
}
