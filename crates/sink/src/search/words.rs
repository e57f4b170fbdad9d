//! What a person typed, as words: the same little language that PostgreSQL's `websearch_to_tsquery` reads.

/// Most terms that are looked at; nobody types more, and a pasted article must not become a query.
const MAX_TERMS: usize = 64;

/// The words of a search.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// Alternatives; of one of them all terms must occur. A term is a word or a phrase.
    alternatives: Vec<Vec<String>>,
    /// Terms that must not occur.
    excluded: Vec<String>,
}

impl Words {
    /// Reads any text; there is no wrong one.
    pub(super) fn parse(text: &str) -> Self {
        let mut words = Self { alternatives: vec![Vec::new()], excluded: Vec::new() };
        for (term, quoted, negated) in terms(text).into_iter().take(MAX_TERMS) {
            if !quoted && !negated && term.eq_ignore_ascii_case("or") {
                words.alternatives.push(Vec::new());
            } else if !term.chars().any(char::is_alphanumeric) {
                // No tokenizer finds a word in it.
            } else if negated {
                words.excluded.push(term);
            } else if let Some(last) = words.alternatives.last_mut() {
                last.push(term);
            }
        }
        words.alternatives.retain(|terms| !terms.is_empty());
        words
    }

    /// Whether nothing is asked for and nothing excluded.
    pub(super) fn is_empty(&self) -> bool {
        self.alternatives.is_empty() && self.excluded.is_empty()
    }

    /// The wanted terms as an FTS5 expression; `None`: only exclusions.
    pub(super) fn wanted(&self) -> Option<String> {
        let all = |terms: &Vec<String>| terms.iter().map(|term| quoted(term)).collect::<Vec<_>>().join(" ");
        let any: Vec<String> = self.alternatives.iter().map(all).collect();
        (!any.is_empty()).then(|| any.join(" OR "))
    }

    /// The excluded terms as an FTS5 expression.
    pub(super) fn unwanted(&self) -> Option<String> {
        let any: Vec<String> = self.excluded.iter().map(|term| quoted(term)).collect();
        (!any.is_empty()).then(|| any.join(" OR "))
    }

    /// Every wanted term in lower case, to show where it occurs.
    pub(super) fn folded(&self) -> Vec<String> {
        self.alternatives.iter().flatten().map(|term| term.to_lowercase()).collect()
    }
}

/// A string of FTS5: nothing in it is syntax.
fn quoted(term: &str) -> String {
    format!("\"{}\"", term.replace('"', "\"\""))
}

/// Terms with whether they were quoted and whether they are excluded. An unclosed quotation mark reaches to the end.
fn terms(text: &str) -> Vec<(String, bool, bool)> {
    // A NUL would end the expression early.
    let text = text.replace('\0', " ");
    let mut terms = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (negated, term) = match rest.strip_prefix('-') {
            Some(term) => (true, term),
            None => (false, rest),
        };
        let after = if let Some(phrase) = term.strip_prefix('"') {
            let (phrase, after) = phrase.split_once('"').unwrap_or((phrase, ""));
            terms.push((phrase.to_owned(), true, negated));
            after
        } else {
            let end = term.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(term.len());
            let (word, after) = term.split_at_checked(end).unwrap_or((term, ""));
            terms.push((word.to_owned(), false, negated));
            after
        };
        rest = after.trim_start();
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_text_becomes_an_expression_without_syntax() {
        for (text, wanted, unwanted) in [
            ("polio vaccine", Some(r#""polio" "vaccine""#), None),
            (r#""prime minister" -sharif"#, Some(r#""prime minister""#), Some(r#""sharif""#)),
            ("flood or quake OR", Some(r#""flood" OR "quake""#), None),
            ("or or", None, None),
            ("-a", None, Some(r#""a""#)),
            (r#"NEAR(a b) AND body:x* ^"#, Some(r#""NEAR(a" "b)" "AND" "body:x*""#), None),
            (r#"say "unclosed phrase"#, Some(r#""say" "unclosed phrase""#), None),
            (r#"a"b"c"#, Some(r#""a" "b" "c""#), None),
            ("!!! --- ''", None, None),
            ("a\0b", Some(r#""a" "b""#), None),
        ] {
            let words = Words::parse(text);
            assert_eq!(words.wanted().as_deref(), wanted, "{text}");
            assert_eq!(words.unwanted().as_deref(), unwanted, "{text}");
        }
    }
}
