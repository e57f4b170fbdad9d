//! Every message that leaves extraction and enrichment is a stock ninjs 3.0 item once `enrichment` is taken off, and
//! holds to our own schema.

use article::article_schema;
use dateline_tests::{Launch, scratch_dir, wire_articles};
use jsonschema::Validator;
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

const WIRE: usize = 150;
const ENTRIES: usize = 40;

/// Schemas and messages are beside the message types that are to hold to them.
fn of_article(file: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/article/tests").join(file);
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// Stock ninjs 3.0 with format assertions; nothing is fetched.
fn ninjs() -> Validator {
    let geojson = of_article("fixtures/geojson.trimmed.json");
    let registry = jsonschema::Registry::new().add("https://geojson.org/schema/GeoJSON.json", geojson).unwrap();
    let registry = registry.prepare().unwrap();
    let options = jsonschema::options().with_registry(&registry).should_validate_formats(true);
    options.build(&of_article("fixtures/ninjs-3.0.trimmed.json")).unwrap()
}

/// The messages that every later version must read.
fn golden() -> [(&'static str, Value); 2] {
    ["full", "least"].map(|name| (name, of_article(&format!("golden/{name}.json"))))
}

#[test]
fn golden_messages_hold_to_our_own_schema() {
    let validator = jsonschema::options().should_validate_formats(true).build(&article_schema()).unwrap();
    for (name, message) in golden() {
        let errors: Vec<String> = validator.iter_errors(&message).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
    }
}

#[test]
fn a_message_without_enrichment_is_stock_ninjs() {
    let validator = ninjs();
    for (name, mut message) in golden() {
        let root = message.as_object_mut().unwrap();
        root.remove("enrichment");
        root.remove("futureProperty");
        let errors: Vec<String> = validator.iter_errors(&message).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
    }
    assert!(
        !validator.is_valid(&json!({"uri": "urn:uuid:x", "enrichment": {}})),
        "the schema refuses what is not ninjs"
    );
}

/// Documents of every format, in a folder: the fixtures of extraction and generated ones. With how many articles they
/// hold.
fn documents(folder: &Path) -> (Vec<PathBuf>, usize) {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/extract/tests/fixtures");
    let mut files: Vec<PathBuf> = std::fs::read_dir(fixtures)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_none_or(|extension| extension != "md"))
        .collect();
    assert!(files.len() >= 6, "{files:?}");
    files.sort();
    let least = files.len();
    let mut put = |name: String, text: String| {
        let path = folder.join(name);
        std::fs::write(&path, text).unwrap();
        files.push(path);
    };
    for article in wire_articles(WIRE, 41) {
        put(article.file_name(), article.text());
    }
    for (number, article) in wire_articles(20, 42).enumerate() {
        put(format!("page-{number}.html"), page(&article.headline, &article.body, number));
        put(format!("item-{number}.json"), item(&article.headline, &article.body, number));
    }
    put("feed.rss".to_owned(), rss());
    put("feed.json".to_owned(), json_feed());
    (files, least + WIRE + 40 + 2 * ENTRIES)
}

/// What a page declares in as many forms as pages do, not all of it fit for a message.
fn page(headline: &str, body: &str, number: usize) -> String {
    let paragraphs: String = body.split("\n\n").fold(String::new(), |mut text, paragraph| {
        write!(text, "<p>{paragraph}</p>").unwrap();
        text
    });
    let (date, language, url) = match number % 4 {
        0 => ("2024-10-24T12:30:00+05:00", "en-GB", format!("https://www.example.org/news/{number}?utm_source=x")),
        1 => ("24 October 2024", "english", format!("/news/{number}")),
        2 => ("not a date", "x", "https://exa mple.org/%zz".to_owned()),
        _ => ("2024-10", "", String::new()),
    };
    format!(
        "<!doctype html><html lang=\"{language}\"><head><title>{headline} | Example</title>\
         <link rel=\"canonical\" href=\"{url}\"><meta property=\"article:published_time\" content=\"{date}\">\
         <meta name=\"author\" content=\"Ann Example\"><meta name=\"keywords\" content=\"a, b,, a\">\
         <script type=\"application/ld+json\">{{\"@type\":\"NewsArticle\",\"headline\":\"{headline}\",\
         \"dateModified\":\"{date}\",\"author\":[{{\"name\":\"Ann\"}},null]}}</script></head>\
         <body><nav>Home</nav><article><h1>{headline}</h1>{paragraphs}</article></body></html>"
    )
}

/// ninjs items as agencies write them: other versions, properties that are not modelled, values that are not in form.
fn item(headline: &str, body: &str, number: usize) -> String {
    let mut item = json!({
        "uri": format!("urn:newsml:example.org:{number}"),
        "type": "text",
        "version": if number.is_multiple_of(2) { json!("3") } else { json!(3) },
        "language": "en",
        "headlines": [{"role": "main", "value": headline}],
        "bodies": [{"role": "main", "contentType": "text/plain", "value": body, "wordCount": 12}],
        "people": [{"name": "Ann Example", "rel": "about"}],
        "places": [{"name": "Cairo"}],
        "urgency": 4,
        "pubStatus": "usable",
        "usageTerms": "Free.",
        "copyrightHolder": "Example",
    });
    if number % 3 == 1 {
        item["standard"] = json!({"name": "ninjs", "version": "3.0", "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json"});
        item["renditions"] = json!([{"name": "web", "href": format!("https://example.org/{number}")}]);
        item["versionCreated"] = json!("2024-10-24T12:30:00+05:00");
        item["slugline"] = Value::Null;
    }
    item.to_string()
}

fn rss() -> String {
    let items = wire_articles(ENTRIES, 43).enumerate().fold(String::new(), |mut items, (number, article)| {
        let date = ["Thu, 24 Oct 2024 12:30:00 GMT", "2024-10-24", "yesterday", ""][number % 4];
        let link = ["https://example.org/a/", "not a url ", "/relative/", ""][number % 4];
        write!(
            items,
            "<item><title>{}</title><guid>{}</guid><link>{link}{number}</link><pubDate>{date}</pubDate>\
             <category>a</category><category></category><description>{}</description></item>",
            article.headline,
            article.id,
            article.body.chars().take(2_000).collect::<String>()
        )
        .unwrap();
        items
    });
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>News</title><link>https://example.org/</link>\
         <language>en-us</language><description>-</description>{items}</channel></rss>"
    )
}

fn json_feed() -> String {
    let items: Vec<Value> = wire_articles(ENTRIES, 44)
        .enumerate()
        .map(|(number, article)| {
            let date = ["2024-10-24T12:30:00Z", "2024-10-24T12:30:00-07:00", "soon"][number % 3];
            json!({
                "id": article.id,
                "url": if number % 2 == 0 { format!("https://example.org/j/{number}") } else { String::new() },
                "title": article.headline,
                "content_html": format!("<p>{}</p>", article.body.chars().take(2_000).collect::<String>()),
                "date_published": date,
                "tags": ["a", ""],
                "authors": [{"name": "Ann Example"}],
            })
        })
        .collect();
    json!({"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": items}).to_string()
}

fn errors_of(validator: &Validator, message: &Value) -> Vec<String> {
    validator.iter_errors(message).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn what_extract_and_enrich_emit_is_ninjs_and_holds_to_our_schema() {
    let folder = scratch_dir("documents").unwrap();
    let (files, expected) = documents(folder.path());
    let (ninjs, ours) =
        (ninjs(), jsonschema::options().should_validate_formats(true).build(&article_schema()).unwrap());
    for command in ["extract", "enrich"] {
        let arguments = std::iter::once(command.to_owned()).chain(files.iter().map(|file| file.display().to_string()));
        let mut process = Launch::new(arguments).start().unwrap();
        let status = process.wait_exit(Duration::from_secs(120)).unwrap();
        assert!(status.success(), "{command}: {}", process.stderr());
        let lines = process.stdout();
        let messages: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert!(messages.len() >= expected, "{command}: {} of at least {expected}", messages.len());
        let mut wrong = Vec::new();
        for mut message in messages {
            let mut errors = errors_of(&ours, &message);
            assert!(message.as_object_mut().unwrap().remove("enrichment").is_some(), "{message}");
            errors.extend(errors_of(&ninjs, &message));
            wrong.extend(errors.into_iter().map(|error| format!("{command} {}: {error}", message["altIds"])));
        }
        assert!(wrong.is_empty(), "{} errors:\n{}", wrong.len(), wrong.join("\n"));
    }
}
