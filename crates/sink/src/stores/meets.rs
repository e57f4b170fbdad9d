//! Whether an article that is at hand is what a query asks for, without a store: the rule of searching, but that words
//! are compared whole, where stores compare their stems.

use super::filters::filters;
use super::found::Found;
use crate::search::{Query, Term, folded_text};
use article::Article;
use std::collections::BTreeSet;

/// Whether it has all labels and words that are asked for. Times and the limit of the query are left out.
pub fn meets(article: &Article, query: &Query) -> bool {
    let filters = filters(query);
    let labels = if filters.is_empty() { Vec::new() } else { Found::of(article).labels };
    let labels: BTreeSet<String> = labels.into_iter().collect();
    if !filters.iter().all(|any| any.iter().any(|label| labels.contains(label))) {
        return false;
    }
    let Some(words) = query.words() else { return true };
    let parts = [article.headline(), article.summary(), Some(article.body())];
    let texts: Vec<String> = parts.into_iter().flatten().map(|text| format!(" {}", folded_text(text))).collect();
    let has = |term: &Term| {
        let words: Vec<&str> = term.words.iter().map(|word| word.folded.as_str()).collect();
        let end = if term.open { "" } else { " " };
        let phrase = format!(" {}{end}", words.join(" "));
        texts.iter().any(|text| text.contains(&phrase))
    };
    let wanted = words.alternatives.is_empty() || words.alternatives.iter().any(|all| all.iter().all(has));
    wanted && !words.excluded.iter().any(has)
}

#[cfg(test)]
mod tests {
    use super::*;
    use article::{ArticleId, Entity, Timestamp, Version};

    fn ferry() -> Article {
        let mut article = Article::new(ArticleId::of_content("a"), Version::fetched_at(0), Timestamp::from_millis(0));
        article.set_headline("Zoë’s ferry late again");
        article.set_body("The harbour was closed, said Mira Quay.".to_owned());
        article.language = Some("en-GB".to_owned());
        article.people.push(Entity { name: Some("Mira Quay".to_owned()), ..Entity::default() });
        article
    }

    #[test]
    fn an_article_meets_a_query_as_it_would_be_found_by_it() {
        let article = ferry();
        let text = |text: &str| Query::of_text(text);
        let own = |name: &str| vec![name.to_owned()];
        for (query, expected) in [
            (Query::default(), true),
            (text("FERRY harbour"), true),
            (text("zoe"), true),
            (text("\"late again\""), true),
            (text("\"again late\""), false),
            (text("tunnel or ferry"), true),
            (text("ferry -harbour"), false),
            (text("ferr"), false),
            (Query { people: own("quay"), ..Query::default() }, true),
            (Query { people: own("Quill"), ..Query::default() }, false),
            (Query { language: Some("en".to_owned()), ..text("ferry") }, true),
            (Query { language: Some("de".to_owned()), ..text("ferry") }, false),
        ] {
            assert_eq!(meets(&article, &query), expected, "{query:?}");
        }
    }
}
