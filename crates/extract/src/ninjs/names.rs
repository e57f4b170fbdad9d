//! The names of ninjs 3 for those of ninjs 1 and 2, which are the same words in lower case.
//!
//! In: an item whose properties are written either way. Out: the item with the names of ninjs 3, at any depth, and with
//! its words for how whole an item is and whether it may be used.

use crate::item::words::settle_value;
use serde_json::{Map, Value};

/// Names of ninjs 3 that hold a capital.
const NAMES: &[&str] = &[
    "altIds",
    "aspectRatio",
    "charCount",
    "contactInfo",
    "contentCreated",
    "contentType",
    "copyrightHolder",
    "copyrightNotice",
    "digitalSourceType",
    "edNote",
    "embargoedUntil",
    "encodedRights",
    "eventDetails",
    "eventStatus",
    "exclAudience",
    "expectedDuration",
    "expectedEndDate",
    "expectedStartDate",
    "endDate",
    "firstCreated",
    "frameRate",
    "geoJSON",
    "infoSources",
    "itemCount",
    "langId",
    "linkedRights",
    "plannedCoverage",
    "plannedCoverageStatus",
    "postalCode",
    "pubStatus",
    "rangeFrom",
    "rangeTo",
    "recurrenceDates",
    "recurrenceRules",
    "representationType",
    "rightsInfo",
    "scanType",
    "sizeInBytes",
    "startDate",
    "symbolType",
    "transportProtocol",
    "trustIndicators",
    "usageTerms",
    "versionCreated",
    "videoCodec",
    "wordCount",
];

/// Names that ninjs 3 has another word for.
const RENAMED: &[(&str, &str)] = &[("embargoed", "embargoedUntil"), ("mimetype", "contentType"), ("ticker", "symbol")];

/// Gives an item, and all that stands in it, the names of ninjs 3. The parser's nesting limit bounds the recursion.
pub(super) fn with_names_of_3(item: &mut Map<String, Value>) {
    for (name, mut value) in std::mem::take(item) {
        let new = name_of_3(&name);
        // What a place's shape holds is GeoJSON and no ninjs.
        if new != "geoJSON" {
            name_inner(&mut value);
        }
        settle_value(new, &mut value);
        // Where both are stated the name of ninjs 3 is meant.
        if new == name || !item.contains_key(new) {
            item.insert(new.to_owned(), value);
        }
    }
}

fn name_inner(value: &mut Value) {
    match value {
        Value::Object(object) => with_names_of_3(object),
        Value::Array(values) => values.iter_mut().for_each(name_inner),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn name_of_3(name: &str) -> &str {
    let renamed = RENAMED.iter().find(|(old, _)| name.eq_ignore_ascii_case(old)).map(|(_, new)| *new);
    renamed.or_else(|| NAMES.iter().copied().find(|new| name.eq_ignore_ascii_case(new))).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_are_those_of_ninjs_3_at_any_depth() {
        let Value::Object(mut item) = json!({
            "pubstatus": "stat:Cancelled", "EdNote": "n", "ednote": "lost", "edNote": "kept", "other": {"charcount": 1},
            "places": [{"geojson": {"type": "Point", "mimetype": 1}}], "representationtype": "complete",
        }) else {
            panic!("an object")
        };
        with_names_of_3(&mut item);
        let expected = json!({
            "pubStatus": "canceled", "edNote": "kept", "other": {"charCount": 1},
            "places": [{"geoJSON": {"type": "Point", "mimetype": 1}}], "representationType": "full",
        });
        assert_eq!(Value::Object(item), expected);
    }
}
