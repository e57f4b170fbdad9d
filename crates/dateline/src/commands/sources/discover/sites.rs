//! The sites that a command line names: one, or those of a file.

use crate::commands::bounded_line::MAX_INPUT_BYTES;
use anyhow::{Context, bail, ensure};
use article::strip_login;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use url::Url;

/// Most sites of a file.
const MOST: usize = 10_000;

/// A site to look at.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Site {
    /// As it was written, without a login.
    pub(super) written: String,
    /// `None`: it is no address.
    pub(super) url: Option<Url>,
}

/// What an argument names: an address, else a file of them.
pub(super) fn sites_of(argument: &str) -> anyhow::Result<Vec<Site>> {
    if argument.contains("://") {
        return Ok(vec![site_of(argument)]);
    }
    let is_file = argument == "-" || Path::new(argument).exists();
    match site_of(argument) {
        site @ Site { url: Some(_), .. } if !is_file => Ok(vec![site]),
        _ if !is_file => bail!("{argument}: no such file, and no address; write https://HOST or the name of a file"),
        _ => of_lines(&read(argument).with_context(|| argument.to_owned())?),
    }
}

/// Empty lines and those that begin with `#` are passed over.
fn of_lines(text: &str) -> anyhow::Result<Vec<Site>> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let sites: Vec<Site> = lines.take(MOST + 1).map(site_of).collect();
    ensure!(sites.len() <= MOST, "the file has more than {MOST} addresses; take it apart");
    Ok(sites)
}

/// An address without a scheme is one of https, if it looks like a host.
fn site_of(written: &str) -> Site {
    let with_scheme = if written.contains("://") { written.to_owned() } else { format!("https://{written}") };
    let url = Url::parse(&with_scheme).ok();
    let url = url.filter(|url| matches!(url.scheme(), "http" | "https"));
    let url = url.filter(|url| written.contains("://") || url.host_str().is_some_and(|host| host.contains('.')));
    let Some(mut url) = url else { return Site { written: written.chars().take(200).collect(), url: None } };
    strip_login(&mut url);
    Site { written: url.to_string(), url: Some(url) }
}

fn read(name: &str) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    let source: &mut dyn Read = if name == "-" { &mut io::stdin().lock() } else { &mut File::open(name)? };
    source.take(MAX_INPUT_BYTES + 1).read_to_end(&mut bytes)?;
    ensure!(bytes.len() as u64 <= MAX_INPUT_BYTES, "is longer than {MAX_INPUT_BYTES} bytes; take it apart");
    String::from_utf8(bytes).context("is no text in UTF-8; write an address on each line")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_argument_is_an_address_or_a_file_of_them() {
        let written = |argument: &str| -> Vec<String> {
            sites_of(argument)
                .unwrap()
                .into_iter()
                .map(|site| site.url.map_or("none".to_owned(), String::from))
                .collect()
        };
        assert_eq!(written("https://ann:secret@a.example/news?x=1"), ["https://a.example/news?x=1"]);
        assert_eq!(written("a.example"), ["https://a.example/"]);
        assert_eq!(written("ftp://a.example"), ["none"]);
        assert!(sites_of("nothing").unwrap_err().to_string().contains("write https://HOST"));
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "# ours\n\n a.example/desk \r\nhttp://b.example\nword\n").unwrap();
        let expected = ["https://a.example/desk", "http://b.example/", "none"];
        assert_eq!(written(file.path().to_str().unwrap()), expected);
        assert!(of_lines(&"a.example\n".repeat(MOST + 1)).unwrap_err().to_string().contains("take it apart"));
    }
}
