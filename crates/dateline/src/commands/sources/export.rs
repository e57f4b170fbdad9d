//! `dateline sources export`: the configured feeds as OPML 2.0.

use crate::commands::configuration::ConfigArgs;
use crate::commands::stdout::{stdout, tell};
use article::shown_url;
use service::config::Section;
use std::io::{self, Write};
use std::process::ExitCode;

/// Print the configured feeds as OPML 2.0, which readers of feeds take.
///
/// What may be secret in an address is left out: logins and queries. Feeds whose address is not whole then, and sources of
/// other kinds, which OPML cannot say, are counted on stderr.
#[derive(clap::Args)]
#[command(after_help = NOTES)]
pub(super) struct Args {
    #[command(flatten)]
    config: ConfigArgs,
}

const NOTES: &str = "\
Exit codes: 0 printed; 2 usage; 78 configuration.

Examples:
  dateline sources export > feeds.opml";

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let settings = match args.config.load() {
        Ok(configuration) => configuration.settings,
        Err(code) => return Ok(code),
    };
    let (feeds, others): (Vec<&Section>, Vec<&Section>) =
        settings.sources.iter().partition(|source| source.kind() == "feed");
    let without_secrets = write(&mut stdout(), &feeds)?;
    if without_secrets > 0 {
        tell(&format!("{without_secrets} addresses had a login or a query, which may be secret and were left out"));
    }
    if !others.is_empty() {
        tell(&format!("{} sources are no feeds and were left out", others.len()));
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes the list; tells how many addresses are not whole in it.
fn write(out: &mut impl Write, feeds: &[&Section]) -> io::Result<usize> {
    let mut without_secrets = 0;
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">")?;
    writeln!(out, "  <head>\n    <title>Sources of Dateline</title>\n  </head>\n  <body>")?;
    for feed in feeds {
        let Some(url) = feed.url() else { continue };
        let shown = shown_url(&url);
        without_secrets += usize::from(shown != url.as_str());
        let (name, address) = (attribute(feed.name()), attribute(&shown));
        writeln!(out, "    <outline type=\"rss\" text=\"{name}\" title=\"{name}\" xmlUrl=\"{address}\"/>")?;
    }
    writeln!(out, "  </body>\n</opml>")?;
    Ok(without_secrets)
}

/// As it stands in an attribute. Names and addresses have no signs that XML cannot have.
fn attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
