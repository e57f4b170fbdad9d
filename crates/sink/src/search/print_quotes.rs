//! Showing quotes: to a person, or to another program. Returns text; whoever owns the terminal prints it.

use super::lines::{INDENT, line, wrapped};
use super::quote_hit::QuoteHit;
use article::QuoteKind;

/// One quote a line, with the article that reports it.
pub fn ndjson(quotes: &[QuoteHit]) -> Result<String, serde_json::Error> {
    let mut text = String::new();
    for quote in quotes {
        text.push_str(&quote.line()?);
        text.push('\n');
    }
    Ok(text)
}

/// A few lines a quote, no wider than `width` characters where words allow; `colour`: with ANSI emphasis. Control characters
/// are left out, as in articles.
pub fn readable(quotes: &[QuoteHit], width: usize, colour: bool) -> String {
    let (bold, dim, plain) = if colour { ("\x1b[1m", "\x1b[2m", "\x1b[0m") } else { ("", "", "") };
    let mut text = String::new();
    let within = width.saturating_sub(INDENT.len());
    for QuoteHit { quote, article, .. } in quotes {
        let undated = || format!("no date stated, seen {}", article.first_seen);
        let published = line(&article.published.clone().unwrap_or_else(undated));
        let speaker = quote.speaker.as_ref().map_or_else(|| "(nobody named)".to_owned(), |speaker| line(&speaker.name));
        let beside = published.chars().count() + 2;
        let mut lines = wrapped(&speaker, width.saturating_sub(beside)).into_iter();
        text.push_str(&format!("{dim}{published}{plain}  {bold}{}{plain}\n", lines.next().unwrap_or_default()));
        for line in lines {
            text.push_str(&format!("{:beside$}{bold}{line}{plain}\n", ""));
        }
        let said = match quote.kind {
            QuoteKind::Direct => format!("“{}”", line(&quote.text)),
            QuoteKind::Indirect => line(&quote.text),
        };
        for line in wrapped(&said, within) {
            text.push_str(&format!("{INDENT}{line}\n"));
        }
        let reported = [article.headline.as_deref(), article.place.as_deref(), article.source.as_deref()];
        let reported: Vec<String> = reported.into_iter().flatten().map(line).filter(|part| !part.is_empty()).collect();
        for line in wrapped(&reported.join(" · "), within) {
            text.push_str(&format!("{INDENT}{dim}{line}{plain}\n"));
        }
        let address = article.url.as_deref().unwrap_or(&article.uri);
        text.push_str(&format!("{INDENT}{dim}{}{plain}\n\n", line(address)));
    }
    let count = match quotes.len() {
        0 => "no quote matches".to_owned(),
        1 => "1 quote".to_owned(),
        several => format!("{several} quotes"),
    };
    text.push_str(&count);
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use article::{Article, ArticleId, Extra, Quote, Span, Speaker, Timestamp, Version};

    fn hits() -> Vec<QuoteHit> {
        let at = Timestamp::from_millis(1_729_778_531_000);
        let mut article = Article::new(ArticleId::of_source("desk", "quotes"), Version::fetched_at(at.millis()), at);
        article.set_headline("Ferry\u{1b}[2J runs again");
        article.set_body("“The ferry runs again from tomorrow morning,” the harbour master said.".to_owned());
        let quote = |kind, text: &str, speaker: Option<&str>| Quote {
            kind,
            text: text.to_owned(),
            speaker: speaker.map(|name| Speaker { name: name.to_owned(), reference: None }),
            mention: None,
            cue: Some("said".to_owned()),
            span: Span { start: 1, end: 44 },
            extra: Extra::new(),
        };
        article.enrichment.quotes = vec![
            quote(QuoteKind::Direct, "The ferry runs again\nfrom tomorrow morning,", Some("Mira Quay")),
            quote(QuoteKind::Indirect, "nobody was hurt", None),
        ];
        let item = serde_json::to_value(&article).unwrap();
        (0..3).filter_map(|position| QuoteHit::of(item.clone(), position).unwrap()).collect()
    }

    #[test]
    fn quotes_are_readable_in_narrow_lines_and_cannot_steer_the_terminal() {
        let expected = "no date stated, seen 2024-10-24T14:02Z  Mira
                                        Quay
    “The ferry runs again from tomorrow
    morning,”
    Ferry[2J runs again
    urn:uuid:ID

no date stated, seen 2024-10-24T14:02Z  (nobody
                                        named)
    nobody was hurt
    Ferry[2J runs again
    urn:uuid:ID

2 quotes
";
        let id = ArticleId::of_source("desk", "quotes").to_string();
        assert_eq!(readable(&hits(), 44, false).replace(&id, "urn:uuid:ID"), expected);
        assert!(readable(&hits(), 80, true).contains("\x1b[1mMira Quay\x1b[0m"));
        assert_eq!(readable(&[], 80, false), "no quote matches\n");
    }

    #[test]
    fn piped_quotes_are_flat_lines() {
        let text = ndjson(&hits()).unwrap();
        let lines: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let [first, second] = lines.as_slice() else { panic!("{text}") };
        assert_eq!((first["speaker"].as_str(), first["end"].as_u64()), (Some("Mira Quay"), Some(44)));
        assert_eq!(first["firstCreated"], "2024-10-24T14:02:11.000Z");
        assert!(second.get("speaker").is_none() && second.get("published").is_none());
    }
}
