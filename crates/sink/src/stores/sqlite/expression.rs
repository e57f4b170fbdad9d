//! What is looked for, as expressions of FTS5. No word of a text has the form of a label, so words are looked for in all
//! columns, which takes less work than to look for them in some.

use super::text::{EVERY, label_word};
use crate::search::{Term, Words};
use crate::stores::filters::Filter;

/// Articles that have these labels and words and not others.
pub(super) fn articles(filters: &[Filter], wanted: Option<String>, unwanted: Option<String>) -> String {
    let mut expression = labels(filters);
    if let Some(wanted) = wanted {
        expression = format!("({expression}) AND ({wanted})");
    }
    if let Some(unwanted) = unwanted {
        expression = format!("({expression}) NOT ({unwanted})");
    }
    expression
}

/// The terms that must occur; `None`: only exclusions.
pub(super) fn wanted(words: &Words) -> Option<String> {
    let all = |terms: &Vec<Term>| terms.iter().map(term).collect::<Vec<_>>().join(" ");
    let any: Vec<String> = words.alternatives.iter().map(all).collect();
    (!any.is_empty()).then(|| any.join(" OR "))
}

/// The excluded terms.
pub(super) fn unwanted(words: &Words) -> Option<String> {
    any(&words.excluded)
}

/// Any of these terms; `None`: there are none.
pub(super) fn any<'a>(terms: impl IntoIterator<Item = &'a Term>) -> Option<String> {
    let any: Vec<String> = terms.into_iter().map(term).collect();
    (!any.is_empty()).then(|| any.join(" OR "))
}

/// The same in headlines.
pub(super) fn in_headlines(expression: &str) -> String {
    format!("headline : ({expression})")
}

fn labels(filters: &[Filter]) -> String {
    let one = |filter: &Filter| {
        let any: Vec<String> = filter.iter().map(|label| quoted(&label_word(label))).collect();
        format!("({})", any.join(" OR "))
    };
    let all: Vec<String> = filters.iter().map(one).collect();
    let all = if all.is_empty() { EVERY.to_owned() } else { all.join(" AND ") };
    format!("labels : ({all})")
}

/// A term as a string of FTS5.
fn term(term: &Term) -> String {
    let words: Vec<&str> = term.words.iter().map(|word| &*word.folded).collect();
    format!("{}{}", quoted(&words.join(" ")), if term.open { " *" } else { "" })
}

/// A string of FTS5, in which nothing is syntax.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::{unwanted as unwanted_of, wanted as wanted_of, *};

    #[test]
    fn typed_text_becomes_an_expression_without_syntax() {
        for (text, wanted, unwanted) in [
            ("polio vaccine", Some(r#""polio" "vaccine""#), None),
            (r#""prime minister" -sharif"#, Some(r#""prime minister""#), Some(r#""sharif""#)),
            ("flood or quake OR", Some(r#""flood" OR "quake""#), None),
            ("or or", None, None),
            ("-a", None, Some(r#""a""#)),
            (r#"NEAR(a b) AND body:x* ^"#, Some(r#""near a" "b" "and" "body x""#), None),
            (r#"say "unclosed phrase"#, Some(r#""say" "unclosed phrase""#), None),
            (r#"a"b"c"#, Some(r#""a" "b" "c""#), None),
            ("!!! --- ''", None, None),
            ("港 港口 Ärzte/Pfleger", Some(r#""港" * "港口" "arzte pfleger""#), None),
            ("a\0b", Some(r#""a" "b""#), None),
        ] {
            let words = Words::parse(text);
            assert_eq!(wanted_of(&words).as_deref(), wanted, "{text}");
            assert_eq!(unwanted_of(&words).as_deref(), unwanted, "{text}");
        }
    }

    #[test]
    fn labels_are_looked_for_beside_words() {
        let filter = |labels: &[&str]| labels.iter().map(|label| (*label).to_owned()).collect::<Filter>();
        let filters = [filter(&["person:mira quay"]), filter(&["place:al bab", "place:al-\"bab"])];
        assert_eq!(
            articles(&filters, Some("\"a\"".to_owned()), Some("\"b\"".to_owned())),
            r#"((labels : (("person:mira_quay_") AND ("place:al_bab_" OR "place:al-""bab_"))) AND ("a")) NOT ("b")"#
        );
        assert_eq!(articles(&[], None, None), "labels : (article_)");
    }
}
