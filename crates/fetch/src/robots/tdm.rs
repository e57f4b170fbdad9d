//! `/.well-known/tdmrep.json` of a host: of which of its addresses text and data mining is reserved (TDMRep).

use super::pattern::{Pattern, address};
use serde_json::Value;
use url::Url;

/// Rules of a file that are kept.
const MOST_RULES: usize = 1_000;

/// Longest address of a policy, in bytes.
const LONGEST_POLICY: usize = 1_000;

/// What a host reserves.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct TdmRules(Vec<Rule>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    location: Pattern,
    is_reserved: bool,
    policy: Option<String>,
}

impl TdmRules {
    /// Of a file; anything else in its place says nothing.
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        let rules: Vec<Value> = serde_json::from_slice(bytes).unwrap_or_default();
        Self(rules.iter().take(MOST_RULES).filter_map(rule).collect())
    }

    /// What is said of an address, by the first rule that holds, as headers would say it.
    pub(crate) fn of(&self, url: &Url) -> Vec<String> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let path = address(url.path(), url.query());
        let Some(rule) = self.0.iter().find(|rule| rule.location.holds(&path)) else { return Vec::new() };
        let reservation = format!("tdmrep.json/tdm-reservation: {}", u8::from(rule.is_reserved));
        let policy = rule.policy.iter().map(|policy| format!("tdmrep.json/tdm-policy: {policy}"));
        std::iter::once(reservation).chain(policy).collect()
    }

    /// What it takes in memory, in bytes, roughly.
    pub(super) fn size(&self) -> usize {
        let policy = |rule: &Rule| rule.policy.as_ref().map_or(0, String::len);
        self.0.iter().map(|rule| 100 + rule.location.length() + policy(rule)).sum()
    }
}

/// A rule; `None`: it says nothing of what is reserved where.
fn rule(stated: &Value) -> Option<Rule> {
    let text = |name| stated.get(name).and_then(Value::as_str);
    let is_reserved = match stated.get("tdm-reservation")? {
        Value::Number(number) => number.as_u64(),
        Value::String(number) => number.trim().parse().ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    let is_reserved = is_reserved.filter(|number| *number <= 1)? == 1;
    let policy =
        text("tdm-policy").filter(|policy| policy.len() <= LONGEST_POLICY && !policy.contains(char::is_control));
    Some(Rule { location: Pattern::parse(text("location")?)?, is_reserved, policy: policy.map(str::to_owned) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(file: &str, path: &str) -> Vec<String> {
        TdmRules::parse(file.as_bytes()).of(&Url::parse("https://example.org").unwrap().join(path).unwrap())
    }

    #[test]
    fn the_first_rule_that_holds_says_what_is_reserved() {
        let file = r#"[{"location": "/images/*.jpg$", "tdm-reservation": 0},
                       {"location": "/news/", "tdm-reservation": "1", "tdm-policy": "https://example.org/terms"},
                       {"location": "/", "tdm-reservation": 1}]"#;
        let policy = "tdmrep.json/tdm-policy: https://example.org/terms";
        for (path, expected) in [
            ("/images/a.jpg", &["tdmrep.json/tdm-reservation: 0"][..]),
            ("/news/1", &["tdmrep.json/tdm-reservation: 1", policy]),
            ("/about", &["tdmrep.json/tdm-reservation: 1"]),
        ] {
            assert_eq!(said(file, path), expected, "{path}");
        }
    }

    #[test]
    fn what_is_no_such_file_says_nothing() {
        for file in [
            "",
            "<html>",
            "{}",
            "[1, null, {}, [[]]]",
            r#"[{"location": "/", "tdm-reservation": 2}, {"location": "/"}, {"tdm-reservation": 1}]"#,
            r#"[{"location": "/", "tdm-reservation": true}, {"location": 1, "tdm-reservation": 1}]"#,
        ] {
            assert_eq!(said(file, "/"), [""; 0], "{file}");
        }
        let long = format!(r#"[{{"location": "/", "tdm-reservation": 1, "tdm-policy": "{}"}}]"#, "a".repeat(2_000));
        assert_eq!(said(&long, "/"), ["tdmrep.json/tdm-reservation: 1"]);
        assert_eq!(said(&"[".repeat(100_000), "/"), [""; 0]);
    }
}
