//! What is found.

use super::cases::{open, write};
use super::samples::{FETCH, complete, delivery, fetched, id, revision};
use super::target::Target;
use crate::search::Query;
use anyhow::{Result, ensure};
use article::{Article, Place, Timestamp};
use pipeline::Written;

pub(super) async fn store_all(target: &dyn Target, articles: Vec<Article>) -> Result<()> {
    let answers = vec![Written::Stored; articles.len()];
    let batch: Vec<_> = articles.into_iter().map(delivery).collect();
    write(&mut *open(target).await?, &batch, &answers).await
}

pub(super) async fn check(target: &dyn Target, query: &Query, expected: &[&str]) -> Result<()> {
    let found: Vec<String> = target.search(query).await?.into_iter().map(|hit| hit.uri).collect();
    let expected: Vec<String> = expected.iter().map(|case| id(case).to_string()).collect();
    ensure!(found == expected, "{query:?} found {found:?}, expected {expected:?}");
    Ok(())
}

pub(super) async fn words(target: &dyn Target) -> Result<()> {
    let mut headline = fetched("words 1", FETCH, "The quagga census ended; foals were counted.");
    headline.set_headline("Zorilla sightings rise");
    headline.language = Some("en".to_owned());
    let mut body = fetched("words 2", FETCH + 1, "A zorilla was seen near the quagga census. Čeština too.");
    body.set_headline("Wildlife");
    let mut german = fetched("words 3", FETCH + 2, "Die Quaggaherden wanderten.");
    german.language = Some("de".to_owned());
    store_all(target, vec![headline, body, german]).await?;
    let both: &[&str] = &["words 1", "words 2"];
    check(target, &Query::of_text("zorilla"), both).await?;
    check(target, &Query::of_text("ZORILLA quagga"), both).await?;
    check(target, &Query::of_text("zorilla foal"), &["words 1"]).await?;
    check(target, &Query::of_text("\"zorilla was seen\""), &["words 2"]).await?;
    check(target, &Query::of_text("zorilla -sightings"), &["words 2"]).await?;
    check(target, &Query::of_text("čeština zorilla"), &["words 2"]).await?;
    check(target, &Query::of_text("quaggaherden"), &["words 3"]).await?;
    check(target, &Query { limit: 1, ..Query::of_text("zorilla") }, &["words 1"]).await?;
    let hits = target.search(&Query::of_text("quaggaherden")).await?;
    ensure!(hits.iter().all(|hit| hit.snippet.contains("Quaggaherden")), "the snippets are {hits:?}");
    Ok(())
}

/// Texts, words each is found by, and words that it is not found by.
const SCRIPTS: &[(&str, &[&str], &[&str])] = &[
    (
        "渡船公司宣佈，「月光號」將於2031年停航。",
        &["渡船", "月光號", "停航", "船公司", "航", "號", "2031年", "\"2031年停航\"", "月光號 -潛艇", "潛艇 or 渡船"],
        &["船渡", "渡船公園", "潛艇", "停航年", "月光號 -渡船"],
    ),
    (
        "フェリー会社は、ガス船の運航を来月やめる。",
        &["フェリー", "運航", "会社", "ｶﾞｽ", "やめる", "来月"],
        &["フェスト", "運河", "航運"],
    ),
    ("여객선이 항구에서 멈췄다", &["여객선", "항구", "\"여객선이 항구에서\"", "항"], &["여객기", "구항"]),
    ("เรือข้ามฟากหยุดวิ่งเพราะน้ำท่วม", &["เรือ", "ข้ามฟาก", "น้ำท่วม", "หยุด"], &["รถไฟ", "น้ำแข็ง"]),
    ("ເຮືອຂ້າມຟາກຢຸດແລ່ນ", &["ເຮືອ", "ຂ້າມຟາກ"], &["ລົດໄຟ"]),
    ("សាឡាងឈប់ដំណើរការ", &["សាឡាង", "ឈប់"], &["រថភ្លើង"]),
    ("ကူးတို့သင်္ဘောရပ်နားသည်", &["သင်္ဘော", "ရပ်နား"], &["ရထား"]),
    ("नौका सेवा किनारे तक रुकी", &["नौका", "किनारे", "\"नौका सेवा\""], &["नौकी", "नक", "किनारा"]),
    ("ফেরি চলাচল বন্ধ", &["ফেরি", "চলাচল"], &["ফরা"]),
    ("توقفت العَبَّارة في المينـــاء", &["العبارة", "الميناء", "العَبَّارة"], &["العبور"]),
    ("Паром «Ёлка» стоит", &["елка", "ёлка", "ПАРОМ"], &["паромы"]),
    ("Fähre nach Łódź\u{ad}hafen, Kraków", &["fahre", "FÄHRE", "lodzhafen", "krakow"], &["fahr\u{fc}"]),
    (
        "Nordpress/KLM report early.Next day of 2031/32: a 3.5m deficit, mail desk@quay.example or see www.quay.example/a",
        &[
            "KLM",
            "nordpress",
            "Nordpress/KLM",
            "next",
            "early",
            "32",
            "2031/32",
            "3.5m",
            "desk",
            "quay",
            "desk@quay.example",
        ],
        &["KLM/Nordpress", "3.5", "nordpres/klm"],
    ),
    (
        "The U.S. state-of-the-art ferry didn't run",
        &["U.S.", "art", "state-of-the-art", "didn't", "\"art ferry\""],
        &["U.K."],
    ),
];

pub(super) async fn scripts(target: &dyn Target) -> Result<()> {
    const MARK: &str = "gharial";
    let case = |number: usize| format!("scripts {number}");
    let article = |(number, (text, _, _)): (usize, &(&str, _, _))| {
        let mut article = fetched(&case(number), FETCH, &format!("{text}\n{MARK}"));
        article.set_headline("Ferries");
        article
    };
    store_all(target, SCRIPTS.iter().enumerate().map(article).collect()).await?;
    for (number, (text, found, not_found)) in SCRIPTS.iter().enumerate() {
        for words in *found {
            let hits = target.search(&Query::of_text(&format!("{words} {MARK}"))).await?;
            let here = hits.iter().any(|hit| hit.uri == id(&case(number)).to_string());
            ensure!(here, "{words} does not find {text}");
        }
        for words in *not_found {
            let hits = target.search(&Query::of_text(&format!("{words} {MARK}"))).await?;
            ensure!(hits.is_empty(), "{words} finds {hits:?}");
        }
    }
    let hits = target.search(&Query::of_text("停航")).await?;
    ensure!(hits.iter().all(|hit| hit.snippet.contains("停航")) && hits.len() == 1, "the snippets are {hits:?}");
    Ok(())
}

pub(super) async fn filters(target: &dyn Target) -> Result<()> {
    let mut other = complete("filters 2");
    other.version = article::Version::fetched_at(FETCH + 1);
    other.language = Some("de".to_owned());
    other.places.clear();
    other.located = Some("Pripyat-Testowo".to_owned());
    other.enrichment.dateline = None;
    for date in &mut other.enrichment.dates {
        date.value = "2024-11-02".to_owned();
    }
    let mut first = complete("filters 1");
    first.located = Some("Testville".to_owned());
    first.places.push(Place { name: Some("Aķ-Tau".to_owned()), ..Place::default() });
    let mark = |article: &mut Article| article.set_body("the okapifilter word".to_owned());
    mark(&mut first);
    mark(&mut other);
    store_all(target, vec![first, other]).await?;
    let base = || Query::of_text("okapifilter");
    let time = |text: &str| Timestamp::parse(text);
    let place = |place: &str| Query { place: Some(place.to_owned()), ..base() };
    let agency = |agency: &str| Query { agency: Some(agency.to_owned()), ..base() };
    let language = |language: &str| Query { language: Some(language.to_owned()), ..base() };
    check(target, &place("TESTVILLE"), &["filters 1"]).await?;
    check(target, &place("pk"), &["filters 1"]).await?;
    check(target, &place("pripyat-testowo"), &["filters 2"]).await?;
    // Of the form of a code, and none.
    for town in ["ak-Tau", "AK TAU", "Ak-Tāu", "ak tau"] {
        check(target, &place(town), &["filters 1"]).await?;
    }
    check(target, &place("PK-JK"), &["filters 1"]).await?;
    check(target, &place("ak-Ta"), &[]).await?;
    check(target, &place("nowhere"), &[]).await?;
    check(target, &agency("valley press  wire"), &["filters 1"]).await?;
    check(target, &language("en"), &["filters 1"]).await?;
    check(target, &language("en-gb"), &["filters 1"]).await?;
    check(target, &language("de"), &["filters 2"]).await?;
    check(target, &Query { since: time("2024-11-02T00:00:00Z"), ..base() }, &["filters 2"]).await?;
    check(target, &Query { until: time("2024-11-02T00:00:00Z"), ..base() }, &["filters 1"]).await?;
    let newest_first =
        Query { agency: Some("Nordic Wire".to_owned()), since: time("2024-10-24T00:00:01Z"), ..Query::default() };
    check(target, &newest_first, &["filters 2"]).await?;
    let no_text = Query { place: Some("testville".to_owned()), text: Some("  ".to_owned()), ..Query::default() };
    check(target, &no_text, &["filters 1"]).await
}

pub(super) async fn typed_text(target: &dyn Target) -> Result<()> {
    open(target).await?;
    for text in [
        "\"",
        "'",
        "a\"",
        "(",
        "NEAR(",
        "a AND",
        "OR",
        "NOT x",
        "-",
        "--a",
        "*",
        "a*",
        "body:x",
        "^a",
        "\\",
        "a\0b",
        "%",
        "&|!:*",
        "<->",
        "a:b:c",
        "-a",
        "or or or",
        "\"\" \"\"",
        "{a b}",
        "+",
        "\u{0301}",
        "٣",
        "🌊",
    ] {
        target.search(&Query::of_text(text)).await.map_err(|error| error.context(format!("text {text:?}")))?;
    }
    let pasted = "word \"phrase here\" -no ".repeat(5_000);
    target.search(&Query::of_text(&pasted)).await?;
    Ok(())
}

pub(super) async fn overwritten(target: &dyn Target) -> Result<()> {
    let case = "overwritten";
    store_all(target, vec![revision(case, 1, "the wombatone text")]).await?;
    check(target, &Query::of_text("wombatone"), &[case]).await?;
    store_all(target, vec![revision(case, 2, "the wombattwo text")]).await?;
    check(target, &Query::of_text("wombattwo"), &[case]).await?;
    check(target, &Query::of_text("wombatone"), &[]).await
}
