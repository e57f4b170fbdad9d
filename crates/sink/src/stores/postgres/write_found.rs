//! Names and quotes of articles, put in the place of those that are there.

use super::columns::execute;
use super::found::{name_columns, quote_columns};
use super::statements::Statements;
use super::text_search::Indexed;
use super::tsvector::EncodedTsVector;
use super::vocabulary::Vocabulary;
use crate::stores::found::Found;
use std::collections::HashSet;
use tokio_postgres::{Error, Transaction};
use uuid::Uuid;

/// An article by its id, its language and what it is found by.
pub(super) type OfArticle<'a> = (Uuid, Option<&'a str>, &'a Found);

/// Writes those of several articles; of the ids in `known` there may be older ones.
pub(super) async fn write_found(
    transaction: &Transaction<'_>,
    statements: &Statements,
    vocabulary: &mut Vocabulary,
    articles: &[OfArticle<'_>],
    known: &[Uuid],
) -> Result<(), Error> {
    let known: HashSet<&Uuid> = known.iter().collect();
    let replaced: Vec<Uuid> = articles.iter().map(|(uri, ..)| *uri).filter(|uri| known.contains(uri)).collect();
    if !replaced.is_empty() {
        transaction.execute(&statements.clear_names, &[&replaced]).await?;
        transaction.execute(&statements.clear_quotes, &[&replaced]).await?;
    }
    let rows: Vec<(Uuid, &Found)> = articles.iter().map(|(uri, _, found)| (*uri, *found)).collect();
    if rows.iter().any(|(_, found)| !found.names.is_empty()) {
        execute(transaction, &statements.write_names, &name_columns(&rows)).await?;
    }
    if rows.iter().any(|(_, found)| !found.said.is_empty()) {
        let vectors = vectors(transaction, statements, vocabulary, articles).await?;
        execute(transaction, &statements.write_quotes, &quote_columns(&rows, vectors)).await?;
    }
    Ok(())
}

/// The text-search vectors of all quotes. Their words are those of the bodies, which are known by now.
async fn vectors(
    transaction: &Transaction<'_>,
    statements: &Statements,
    vocabulary: &mut Vocabulary,
    articles: &[OfArticle<'_>],
) -> Result<Vec<EncodedTsVector>, Error> {
    let quotes = articles
        .iter()
        .flat_map(|(_, language, found)| found.said.iter().map(|said| Indexed::of(*language, None, None, &said.words)));
    let quotes: Vec<Indexed<'_>> = quotes.collect();
    vocabulary.learn(transaction, &statements.ask, &quotes).await?;
    Ok(quotes.iter().map(|quote| vocabulary.vector(quote)).collect())
}
