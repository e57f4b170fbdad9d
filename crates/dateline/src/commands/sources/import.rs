//! `dateline sources import`: a list of feeds as OPML becomes tables of the configuration.

use super::names::Names;
use super::table::SourceTable;
use crate::commands::bounded_line::MAX_INPUT_BYTES;
use crate::commands::configuration::ConfigArgs;
use crate::commands::stdout::{stdout, tell};
use anyhow::{Context, ensure};
use article::shown_url;
use extract::{OpmlFeed, read_opml};
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use url::Url;

/// Turn a list of feeds, OPML as readers of feeds export it, into `[[source]]` tables, and print them.
///
/// Names are made of titles, so that none is that of a source which is configured already; folders become a comment above
/// each table. A feed that is in the list or the configuration already, and one whose address is none of http or https, is
/// left out and named on stderr.
#[derive(clap::Args)]
#[command(after_help = NOTES)]
pub(super) struct Args {
    /// The list; `-` is stdin
    #[arg(value_name = "FILE.opml")]
    file: PathBuf,
    #[command(flatten)]
    config: ConfigArgs,
}

const NOTES: &str = "\
Exit codes: 0 printed, also where some were left out; 1 the file cannot be read or is no OPML; 2 usage; 78 configuration.

Examples:
  dateline sources import feeds.opml >> dateline.toml
  dateline sources import feeds.opml > imported.toml && mv imported.toml sources.d/     # with sources_from = \"sources.d\"";

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let settings = match args.config.load() {
        Ok(configuration) => configuration.settings,
        Err(code) => return Ok(code),
    };
    let file = args.file.display().to_string();
    let bytes = read(&args.file).with_context(|| file.clone())?;
    let feeds = read_opml(&bytes).map_err(|no_opml| anyhow::anyhow!("{file} {no_opml}"))?;
    let mut names = Names::taken(settings.sources.iter().map(|source| source.name().to_owned()));
    let configured = settings.sources.iter().filter_map(|source| Some((source.url()?, source.name().to_owned())));
    let (tables, left_out) = tables(feeds, &mut names, configured.collect());
    let mut out = stdout();
    tables.iter().try_for_each(|table| table.write(&mut out))?;
    for line in &left_out {
        tell(&format!("{file}: left out: {line}"));
    }
    tell(&format!("{} sources; left out: {}", tables.len(), left_out.len()));
    Ok(ExitCode::SUCCESS)
}

fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let source: &mut dyn Read = if file == Path::new("-") { &mut io::stdin().lock() } else { &mut File::open(file)? };
    source.take(MAX_INPUT_BYTES + 1).read_to_end(&mut bytes)?;
    ensure!(bytes.len() as u64 <= MAX_INPUT_BYTES, "is longer than {MAX_INPUT_BYTES} bytes; take it apart");
    Ok(bytes)
}

/// The tables of a list, and what was left out of it and why, in the order of the list.
fn tables(
    feeds: Vec<OpmlFeed>,
    names: &mut Names,
    configured: HashMap<Url, String>,
) -> (Vec<SourceTable>, Vec<String>) {
    let (mut known, mut tables, mut left_out) = (configured, Vec::new(), Vec::new());
    for OpmlFeed { address, title, folders } in feeds {
        let called = title.as_deref().unwrap_or("an outline without a title");
        let url = match Url::parse(&address) {
            _ if address.is_empty() => Err("has no address (xmlUrl)".to_owned()),
            Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(url),
            Ok(url) => Err(format!("its address is a `{}` URL; Dateline asks http and https", url.scheme())),
            Err(error) => Err(format!("its address is not an absolute URL: {error}")),
        };
        let url = match url {
            Ok(url) => url,
            Err(why) => {
                left_out.push(format!("{called}: {why}"));
                continue;
            }
        };
        if let Some(first) = known.get(&url) {
            left_out.push(format!("{called}: {} is the address of `{first}` already", shown_url(&url)));
            continue;
        }
        let name = names.give(title.as_deref(), url.host_str().unwrap_or_default());
        known.insert(url.clone(), name.clone());
        let comment = (!folders.is_empty()).then(|| folders.join(" / "));
        tables.push(SourceTable { comment, name, kind: "feed", url: url.into() });
    }
    (tables, left_out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed(address: &str, title: &str, folders: &[&str]) -> OpmlFeed {
        let folders = folders.iter().map(|folder| (*folder).to_owned()).collect();
        OpmlFeed { address: address.to_owned(), title: Some(title.to_owned()), folders }
    }

    #[test]
    fn feeds_become_tables_and_what_is_left_out_is_named_without_secrets() {
        let feeds = vec![
            feed("https://a.example/rss?x=1", "Harbour", &["Regional", "North"]),
            feed("https://b.example/rss", "Harbour", &[]),
            feed("https://u:secret@a.example/rss?x=1", "Desk", &[]),
            feed("https://u:secret@a.example/rss?x=1", "Desk again", &[]),
            feed("https://c.example/rss", "Known", &[]),
            feed("feed://d.example/rss", "Old", &[]),
            feed("rss.xml?token=secret", "Relative", &[]),
            feed("", "Empty", &[]),
        ];
        let configured = HashMap::from([(Url::parse("https://c.example/rss").unwrap(), "wire".to_owned())]);
        let (tables, left_out) = tables(feeds, &mut Names::taken(["wire".to_owned()]), configured);
        let mut written = Vec::new();
        tables.iter().for_each(|table| table.write(&mut written).unwrap());
        let table =
            |name: &str, url: &str| format!("[[source]]\nname = \"{name}\"\nkind = \"feed\"\nurl = \"{url}\"\n\n");
        let expected = [
            "# Regional / North\n".to_owned(),
            table("harbour", "https://a.example/rss?x=1"),
            table("harbour-2", "https://b.example/rss"),
            table("desk", "https://u:secret@a.example/rss?x=1"),
        ];
        let expected = expected.concat();
        assert_eq!(String::from_utf8(written).unwrap(), expected);
        let expected = [
            "Desk again: https://a.example/rss is the address of `desk` already",
            "Known: https://c.example/rss is the address of `wire` already",
            "Old: its address is a `feed` URL; Dateline asks http and https",
            "Relative: its address is not an absolute URL: relative URL without a base",
            "Empty: has no address (xmlUrl)",
        ];
        assert_eq!(left_out, expected);
    }
}
