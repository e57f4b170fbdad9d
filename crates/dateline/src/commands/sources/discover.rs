//! `dateline sources discover`: the feeds and news sitemaps of sites.

mod sites;
mod told;

use super::names::Names;
use super::table::SourceTable;
use crate::commands::configuration::ConfigArgs;
use crate::commands::stdout::{stdout, tell};
use consumer::{Discovery, FoundKind, discover, polite_fetch};
use fetch::Fetch;
use sites::sites_of;
use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;
use url::Url;

/// Sites that are looked at side by side.
const AT_A_TIME: usize = 16;

/// Find the feeds and news sitemaps of a site, and read each to be sure.
///
/// Asked are the page, robots.txt and the sitemaps it names, feeds that pages declare or link to, and the places where many
/// sites have one: at most 40 requests and five minutes a site. robots.txt is obeyed, a host is asked one thing at a time
/// with a pause of a second between, and nothing inside our own network is asked unless fetch.allow of the configuration
/// names it.
#[derive(clap::Args)]
#[command(after_help = NOTES)]
pub(super) struct Args {
    /// A page of the site, or a file with an address on each line; `-` is stdin
    #[arg(value_name = "URL|FILE")]
    sites: String,
    /// One JSON object a line: each site
    #[arg(long, conflicts_with = "toml")]
    json: bool,
    /// `[[source]]` tables, ready to be put into a configuration
    #[arg(long)]
    toml: bool,
    #[command(flatten)]
    config: ConfigArgs,
}

const NOTES: &str = "\
Exit codes: 0 something was found at each site; 1 nothing was found at one of them, or the file cannot be read; 2 usage;
78 configuration.

Examples:
  dateline sources discover https://example.org
  dateline sources discover --toml https://example.org >> dateline.toml
  dateline sources discover --json sites.txt | jq -r '.found[].address'";

pub(super) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let settings = match args.config.load() {
        Ok(configuration) => configuration.settings,
        Err(code) => return Ok(code),
    };
    let sites = sites_of(&args.sites)?;
    let mut names = Names::taken(settings.sources.iter().map(|source| source.name().to_owned()));
    let fetch: Arc<dyn Fetch> = Arc::new(polite_fetch(&settings));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut nothing = 0;
    for some in sites.chunks(AT_A_TIME) {
        // Each on its own; they are told in the order of the list.
        let looking: Vec<_> =
            some.iter().map(|site| runtime.spawn(look(Arc::clone(&fetch), site.url.clone()))).collect();
        for (site, looking) in some.iter().zip(looking) {
            let discovery = runtime.block_on(looking)?;
            let mut out = stdout();
            if args.json {
                writeln!(out, "{}", told::in_json(site, &discovery))?;
            } else if args.toml {
                tables(&discovery, &mut names).iter().try_for_each(|table| table.write(&mut out))?;
            } else {
                told::for_people(&mut out, site, &discovery)?;
            }
            out.flush()?;
            if discovery.found.is_empty() {
                nothing += 1;
                tell(&told::why_nothing(site, &discovery));
            }
        }
    }
    Ok(if nothing == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A site that could not be written as an address has nothing.
async fn look(fetch: Arc<dyn Fetch>, url: Option<Url>) -> Discovery {
    match url {
        Some(url) => discover(&fetch, url).await,
        None => Discovery::default(),
    }
}

fn tables(discovery: &Discovery, names: &mut Names) -> Vec<SourceTable> {
    let table = |found: &consumer::Found| {
        let host = Url::parse(&found.address).ok().and_then(|url| url.host_str().map(str::to_owned));
        let host = host.unwrap_or_default();
        // A sitemap has no title, and the name of its site alone would be that of a feed.
        let of_map = (found.kind == FoundKind::NewsSitemap).then(|| format!("{host} sitemap"));
        SourceTable {
            comment: Some(told::facts(found)),
            name: names.give(of_map.as_deref().or(found.title.as_deref()), &host),
            kind: found.kind.source_kind(),
            url: found.address.clone(),
        }
    };
    discovery.found.iter().map(table).collect()
}
