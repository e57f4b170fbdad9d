//! The store that prints.

use article::{Article, ArticleId, EnrichedArticle, Record, Timestamp, TopicName, Version};
use bus::Received;
use dateline_sink::{StdoutSettings, StdoutStore};
use pipeline::{Delivery, Store, StoreError, Written};
use std::io::{self, PipeReader, Read, Write};
use std::sync::Arc;

fn delivery(headline: &str) -> Delivery {
    let seen_at = Timestamp::from_millis(1_700_000_000_000);
    let mut article =
        Article::new(ArticleId::of_source("wire", headline), Version::fetched_at(seen_at.millis()), seen_at);
    article.set_headline(headline);
    let received =
        Received { topic: TopicName::new("news.enriched.v1"), partition: 0, offset: 0, record: Record::default() };
    Delivery { article: EnrichedArticle(article), replay: 0, received: Arc::new(received) }
}

fn store() -> io::Result<(StdoutStore<impl Write + Send + 'static>, PipeReader)> {
    let (reader, writer) = io::pipe()?;
    // Buffered: only a flush brings lines out.
    let writer = io::BufWriter::with_capacity(1 << 20, writer);
    Ok((
        StdoutStore::into_writer(StdoutSettings { name: "print".to_owned(), replays: false, embargoed: false }, writer),
        reader,
    ))
}

#[tokio::test]
async fn each_article_is_one_line_and_a_batch_is_flushed() {
    let (mut store, mut reader) = store().unwrap();
    store.open().await.unwrap();
    let batch = [delivery("one\nline"), delivery("two")];
    assert_eq!(store.write(&batch).await.unwrap(), [Written::Stored, Written::Stored]);
    let mut printed = vec![0; 64 * 1024];
    let length = reader.read(&mut printed).unwrap();
    let lines: Vec<Article> = printed[..length]
        .split_inclusive(|byte| *byte == b'\n')
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect();
    assert_eq!(lines, batch.map(|delivery| delivery.article.0));
}

#[tokio::test]
async fn a_reader_that_has_gone_ends_it() {
    let (mut store, reader) = store().unwrap();
    drop(reader);
    match store.write(&[delivery("one")]).await {
        Err(StoreError::Gone(text)) => assert!(text.contains("nobody reads stdout"), "{text}"),
        other => panic!("{other:?}"),
    }
}
