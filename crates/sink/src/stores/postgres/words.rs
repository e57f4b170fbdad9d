//! What is looked for, as a `tsquery`.

use super::sql::Sql;
use super::text_search::config_of;
use super::tsvector::TsVector;
use super::vocabulary::ASK;
use crate::search::{Query, Term, TermWord, Words};
use std::collections::HashMap;
use tokio_postgres::{Client, Error};

/// Lexemes of words as typed.
pub(super) type Stems = HashMap<String, Vec<Box<str>>>;

/// What the server makes of all words in the language of the query.
pub(super) async fn stems(client: &Client, query: &Query, words: &Words) -> Result<Stems, Error> {
    let config = query.language.as_deref().map_or("english", |language| config_of(Some(language)));
    let typed = words.wanted().chain(&words.excluded).flat_map(|term| &term.words);
    let typed: Vec<String> = typed.filter_map(|word| word.whole.clone()).collect();
    let mut ask = Sql::new(ASK);
    ask.bind(config.to_owned());
    ask.bind(typed.clone());
    let mut stems = Stems::new();
    for (word, answer) in typed.into_iter().zip(ask.rows(client).await?) {
        let vector: TsVector = answer.try_get(1)?;
        stems.insert(word, vector.lexemes.into_iter().map(|(text, _)| text).collect());
    }
    Ok(stems)
}

/// The words as a `tsquery`.
pub(super) fn tsquery(words: &Words, stems: &Stems) -> String {
    let one = |term: &Term| {
        let word = |(number, word): (usize, &TermWord)| {
            let stems = word.whole.as_ref().and_then(|whole| stems.get(whole)).into_iter().flatten();
            let looked_up = std::iter::once(&*word.folded).chain(stems.map(|stem| &**stem));
            let open = if term.open && number + 1 == term.words.len() { ":*" } else { "" };
            let lexemes: Vec<String> = looked_up.map(|lexeme| format!("{}{open}", quoted(lexeme))).collect();
            format!("({})", lexemes.join(" | "))
        };
        format!("({})", term.words.iter().enumerate().map(word).collect::<Vec<_>>().join(" <-> "))
    };
    let all = |terms: &Vec<Term>| format!("({})", terms.iter().map(one).collect::<Vec<_>>().join(" & "));
    let any: Vec<String> = words.alternatives.iter().map(all).collect();
    let none = words.excluded.iter().map(|term| format!("!{}", one(term)));
    let wanted = (!any.is_empty()).then(|| format!("({})", any.join(" | ")));
    wanted.into_iter().chain(none).collect::<Vec<_>>().join(" & ")
}

/// A lexeme of a `tsquery`.
fn quoted(lexeme: &str) -> String {
    format!("'{}'", lexeme.replace('\\', "\\\\").replace('\'', "''"))
}

/// The same of articles in which such words may stand: all that are wanted, wherever they stand. `None`: any may.
pub(super) fn prefilter(words: &Words, stems: &Stems) -> Option<String> {
    let wanted = words.scattered();
    (!wanted.is_empty()).then(|| tsquery(&wanted, stems))
}
