//! Texts that databases stumble over.

use super::cases::{open, standing, write};
use super::samples::{FETCH, delivery, fetched, id, revision};
use super::target::Target;
use crate::search::Query;
use anyhow::{Result, ensure};
use article::Place;
use chrono::{DateTime, Utc};
use pipeline::{StoreError, Written};
use serde_json::json;

pub(super) async fn nul(target: &dyn Target) -> Result<()> {
    let case = "nul";
    let mut article = fetched(case, FETCH, "before\0after \\u0000 stays");
    article.by = Some("\0".to_owned());
    article.language = Some("e\0n".to_owned());
    article.places = vec![Place { name: Some("Is\0lamabad".to_owned()), ..Place::default() }];
    article.extra.insert("x\0y".to_owned(), json!({"deep": ["\0", "a\\\0b"]}));
    write(&mut *open(target).await?, &[delivery(article)], &[Written::Stored]).await?;
    let item = standing(target, id(case)).await?;
    ensure!(*item.at("/bodies/0/value") == "beforeafter \\u0000 stays", "body: {}", item.at("/bodies"));
    ensure!(*item.at("/xy") == json!({"deep": ["", "a\\b"]}), "extra: {}", item.at("/xy"));
    ensure!(*item.at("/places/0/name") == "Islamabad", "place: {}", item.at("/places"));
    Ok(())
}

pub(super) async fn large_body(target: &dyn Target) -> Result<()> {
    let case = "large body";
    let body = "Regen fällt weiter. ".repeat(150_000);
    ensure!(body.len() > 3_000_000, "the body is {} bytes", body.len());
    write(&mut *open(target).await?, &[delivery(fetched(case, FETCH, &body))], &[Written::Stored]).await?;
    let item = standing(target, id(case)).await?;
    ensure!(*item.at("/bodies/0/value") == body.as_str(), "the body changed");
    Ok(())
}

/// Distinct words fill a text-search vector most; those with hyphens and URLs are indexed whole and in parts.
pub(super) async fn distinct_words(target: &dyn Target) -> Result<()> {
    let words = |word: &dyn Fn(u32) -> String| {
        let mut body = "First words: xylograph. ".to_owned();
        for number in 0.. {
            body.push_str(&word(number));
            body.push(' ');
            if body.len() > 1_000_000 {
                break;
            }
        }
        body
    };
    let plain = words(&|number| format!("w{number:x}"));
    let hyphens = words(&|number| format!("kal{number:x}-mor{number:x}"));
    let addresses = words(&|number| format!("https://h{number:x}.example.org/p{number:x}/q.html"));
    let chinese = words(&|number| {
        char::from_u32(0x4e00 + number % 20_000).into_iter().chain(char::from_u32(0x4e00 + number / 20_000)).collect()
    });
    let long_word = format!("xylograph {}", "x".repeat(1_000_000));
    let bodies = [plain, hyphens, addresses, chinese, long_word];
    let mut batch = Vec::new();
    for (number, body) in bodies.iter().enumerate() {
        let mut article = fetched(&format!("distinct words {number}"), FETCH, body);
        article.set_headline("Distinct");
        article.language = Some("en".to_owned());
        batch.push(delivery(article));
    }
    write(&mut *open(target).await?, &batch, &[const { Written::Stored }; 5]).await?;
    for (number, body) in bodies.iter().enumerate() {
        let item = standing(target, id(&format!("distinct words {number}"))).await?;
        ensure!(*item.at("/bodies/0/value") == body.as_str(), "body {number} changed");
    }
    let found = target.search(&Query::of_text("xylograph distinct")).await?.len();
    ensure!(found == bodies.len(), "{found} of {} are found by their first words", bodies.len());
    Ok(())
}

pub(super) async fn refused_row(target: &dyn Target) -> Result<()> {
    let mut too_large = fetched("refused row 2", FETCH, "two");
    too_large.version = article::Version::fetched_at(i64::MAX);
    let mut too_early = fetched("refused row 3", FETCH, "three");
    too_early.first_created = DateTime::<Utc>::MIN_UTC.into();
    // SQLite keeps this time as text; PostgreSQL refuses the whole statement for it.
    let mut out_of_range = fetched("refused row 4", FETCH, "four");
    out_of_range.version_created = DateTime::<Utc>::MIN_UTC.into();
    let batch = [
        fetched("refused row 1", FETCH, "one"),
        too_large,
        too_early,
        out_of_range,
        revision("refused row 5", 1, "five"),
    ]
    .map(delivery);
    let mut store = open(target).await?;
    let together = store.write(&batch).await;
    let refused_together = matches!(together, Err(StoreError::Records(_)));
    let mut answers = Vec::new();
    if refused_together {
        for number in 1..=batch.len() {
            let stored = target.article(id(&format!("refused row {number}"))).await?;
            ensure!(stored.is_none(), "row {number} is stored with a batch that is refused");
        }
        for one in batch.chunks(1) {
            answers.push(store.write(one).await.map(|mut answer| answer.pop()));
        }
    } else {
        answers.extend(together?.into_iter().map(|answer| Ok(Some(answer))));
    }
    ensure!(answers.len() == 5, "{} answers", answers.len());
    for (number, answer) in (1..).zip(&answers) {
        let stored = target.article(id(&format!("refused row {number}"))).await?.is_some();
        match answer {
            Ok(Some(Written::Stored)) => ensure!(stored && !matches!(number, 2 | 3), "row {number} is not refused"),
            Ok(Some(Written::DeadLetter(reason))) => {
                ensure!(!stored && matches!(number, 2 | 3), "row {number} is refused: {reason:?}");
                ensure!(reason.class == "refused_by_store", "row {number}: {reason:?}");
            }
            Err(StoreError::Records(reason)) => {
                ensure!(!stored && number == 4 && refused_together, "row {number} is refused: {reason:?}");
                ensure!(reason.class == "refused_by_store", "row {number}: {reason:?}");
            }
            Ok(Some(Written::Unchanged(_) | Written::Retry(_)) | None) | Err(_) => {
                anyhow::bail!("row {number}: {answer:?}")
            }
        }
    }
    Ok(())
}

pub(super) async fn odd_values(target: &dyn Target) -> Result<()> {
    let case = "odd values";
    let mut article = fetched(case, FETCH, "'; DROP TABLE articles; -- \\ \u{1F30A} {} $1 :uri ?");
    article.set_headline(&"long headline ".repeat(20_000));
    article.located = Some("x".repeat(100_000));
    let names = ["{a,b}", "\"quoted\"", "NULL", "", "\u{202e}İstanbul"];
    let long = "y".repeat(100_000);
    article.places = names
        .into_iter()
        .chain([long.as_str()])
        .map(|name| Place { name: Some(name.to_owned()), ..Place::default() })
        .collect();
    article.extra.insert("numbers".to_owned(), json!([0.1, -0.0, 1e300, u64::MAX, i64::MIN]));
    let item = serde_json::to_value(&article)?;
    write(&mut *open(target).await?, &[delivery(article)], &[Written::Stored]).await?;
    let stored = standing(target, id(case)).await?;
    for part in ["/places", "/bodies", "/headlines", "/located"] {
        ensure!(Some(stored.at(part)) == item.pointer(part), "{part} of the item changed");
    }
    let columns = target.columns(id(case)).await?;
    let expected = [&"x".repeat(100_000), "{a,b}", "\"quoted\"", "NULL", "\u{202e}İstanbul", &long];
    ensure!(columns.pointer("/places") == Some(&json!(expected)), "the places changed");
    Ok(())
}
