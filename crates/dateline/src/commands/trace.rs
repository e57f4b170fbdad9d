//! `dateline trace`: one article's way through every stage.

use super::as_json::known;
use super::configuration::{ConfigArgs, Configuration};
use super::page::{paragraph, print, time};
use super::show::palette::{Look, Palette};
use super::stdout::{stdout, tell};
use article::{Article, ArticleId, RecordRef, Timestamp, Topics, Version};
use serde_json::{Value, json};
use sink::StoreSettings;
use state::trace::{Entry, Evidence, Names, Search, Step, Trail, search};
use std::io::Write;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Columns of the name of a stage, and of what comes before what it did.
const STAGE: usize = 18;

/// Show one article's way through every stage, with times, version by version.
///
/// NAME is an article's id (urn:uuid:…), its URL, or its id at a source, such as the path of a file in its folder. Stores that
/// can be searched are asked for its versions; the enriched topic is looked through backwards for as long as `--within` says.
#[derive(clap::Args)]
#[command(after_help = NOTES)]
pub(crate) struct Args {
    #[arg(value_name = "NAME")]
    name: String,
    /// How many seconds to look, at most; the topics of a large installation take longer to look through than to ask the
    /// stores
    #[arg(long, value_name = "SECONDS", default_value_t = 1.0)]
    within: f64,
    /// One JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    config: ConfigArgs,
}

const NOTES: &str = "\
Exit codes: 0 something is known of it; 1 nothing is, or the bus or a store cannot be used; 2 usage; 78 configuration.

Examples:
  dateline trace https://example.org/news/1
  dateline trace urn:uuid:9b22a03d-51f2-5c8b-83ee-99b2a7be848a --json | jq .state";

pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let Configuration { settings, stores, .. } = match args.config.load() {
        Ok(configuration) => configuration,
        Err(code) => return Ok(code),
    };
    let patience = Duration::try_from_secs_f64(args.within).unwrap_or(Duration::from_secs(60));
    let (bus, topics) = (service::open_as_guest(&settings)?, Topics::of(settings.lane.clone()));
    let pushed = settings.push.tokens.iter().map(|token| token.source.clone());
    let sources: Vec<String> = settings.sources.iter().map(|section| section.name().to_owned()).chain(pushed).collect();
    let names = Names::of(&args.name, &sources);
    let until = Instant::now() + patience;
    let looking = Search { bus: bus.as_ref(), topics: &topics, loops: service::reading_loops(&settings), until };
    let (stored, found) = std::thread::scope(|scope| {
        let stored = scope.spawn(|| ask_stores(&stores, &names.articles));
        let found = search(&looking, &names);
        (stored.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), found)
    });
    let found = found?;
    let (stored, unasked) = stored?;
    unasked.iter().for_each(|why| tell(why));
    let left_out = passed_over(&stores, &found);
    let held = held_back(&stores, &found);
    let evidence = Evidence { stored, left_out, held, ..found };
    let trail = Trail::of(&evidence);
    if args.json {
        writeln!(stdout(), "{}", in_json(&names, &trail, &evidence))?;
    } else if !evidence.is_empty() {
        print(&readable(&names, &trail, Palette::of_page()))?;
    }
    if evidence.is_empty() {
        tell(&nothing(&names, &evidence));
        return Ok(ExitCode::FAILURE);
    }
    if !evidence.is_whole {
        tell(&format!("there was no time to look at {}; --within 30 looks longer", unseen(&evidence)));
    }
    Ok(ExitCode::SUCCESS)
}

/// Which stores leave which versions out, and why.
fn passed_over(stores: &[Box<dyn StoreSettings>], found: &Evidence) -> Vec<(String, Version, &'static str)> {
    let of_store = |store: &dyn StoreSettings| {
        let left_out = found.enriched.iter().filter_map(|one| Some((one.what.version, store.passes_over(&one.what)?)));
        left_out.map(|(version, reason)| (store.name().to_owned(), version, reason)).collect::<Vec<_>>()
    };
    stores.iter().flat_map(|store| of_store(store.as_ref())).collect()
}

/// Which stores are not given which versions yet, and when they are, if no later version has taken their place.
fn held_back(stores: &[Box<dyn StoreSettings>], found: &Evidence) -> Vec<(String, Version, Option<Timestamp>)> {
    let now = service::clock::now();
    let newest = found.enriched.iter().map(|one| one.what.version).max();
    let embargoes = found.enriched.iter().filter_map(|one| {
        let version = one.what.version;
        let is_replaced = newest.is_some_and(|newest| newest > version);
        one.what.embargoed_until.filter(|_| is_replaced || one.what.embargo(now).is_some())?;
        Some((version, one.what.embargo(now).filter(|_| !is_replaced)))
    });
    let embargoes: Vec<_> = embargoes.collect();
    let keeping = stores.iter().filter(|store| !store.takes_embargoed());
    keeping
        .flat_map(|store| embargoes.iter().map(|(version, until)| (store.name().to_owned(), *version, *until)))
        .collect()
}

/// Versions that stores keep, by store; and of stores that cannot be asked, why.
type Stored = (Vec<(String, Vec<Article>)>, Vec<String>);

/// What each store that can be searched keeps of these articles. One that cannot be asked is left out.
fn ask_stores(stores: &[Box<dyn StoreSettings>], articles: &[ArticleId]) -> anyhow::Result<Stored> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (mut found, mut left_out) = (Vec::new(), Vec::new());
    for store in stores {
        let Some(searchable) = store.searchable() else { continue };
        match runtime.block_on(searchable.versions(articles)) {
            Ok(items) => {
                let versions = items.into_iter().map(serde_json::from_value).collect::<Result<_, _>>()?;
                found.push((store.name().to_owned(), versions));
            }
            Err(error) => left_out.push(format!("store `{}` is left out: {error}", store.name())),
        }
    }
    Ok((found, left_out))
}

fn nothing(names: &Names, evidence: &Evidence) -> String {
    let name = &names.text;
    if evidence.is_whole {
        return format!(
            "never seen: nothing is known of `{name}` in stores, topics and dead letters; check how it is written: an id, a \
             URL, or the id at a source of this configuration"
        );
    }
    format!("`{name}` was not found, and there was no time to look at {}; --within 30 looks longer", unseen(evidence))
}

/// What was not looked at.
fn unseen(evidence: &Evidence) -> String {
    let before = evidence.unseen_before.map(|before| format!("articles before {} UTC", time(before)));
    before.unwrap_or_else(|| "everything".to_owned())
}

fn readable(names: &Names, trail: &Trail, palette: Palette) -> Vec<String> {
    let mut lines = vec![palette.paint(Look::Strong, &palette.cut(trail.headline.as_deref().unwrap_or(&names.text)))];
    lines.extend(trail.article.iter().map(|id| palette.paint(Look::Quiet, id)));
    for entry in &trail.entries {
        let version = entry.version.map_or("record".to_owned(), |version| format!("version {version}"));
        let look = if entry.state.word() == "dead_lettered" { Look::Bad } else { Look::Stage };
        let head = format!("{version}: {} (times are UTC)", entry.state.word().replace('_', " "));
        lines.extend([String::new(), palette.paint(look, &head)]);
        for step in &entry.steps {
            let what = (!step.what.is_empty()).then(|| step.what.clone());
            let known = [step.at.map(time), step.place.as_ref().map(told), what];
            let known = known.into_iter().flatten().collect::<Vec<_>>().join(", ");
            lines.extend(paragraph(palette, &format!("  {}", step.stage), STAGE, &known));
        }
    }
    lines
}

fn told(place: &RecordRef) -> String {
    format!("{}[{}] offset {}", place.topic, place.partition, place.offset)
}

fn in_json(names: &Names, trail: &Trail, evidence: &Evidence) -> Value {
    let nothing = if evidence.is_whole { "never_seen" } else { "not_found" };
    let state = trail.state().map_or(nothing, |state| state.word());
    Value::from(known([
        ("name", Some(json!(names.text))),
        ("state", Some(json!(state))),
        ("article", trail.article.as_ref().map(|id| json!(id))),
        ("headline", trail.headline.as_ref().map(|headline| json!(headline))),
        ("entries", Some(Value::from(trail.entries.iter().map(entry).collect::<Vec<_>>()))),
        ("searchedAll", Some(json!(evidence.is_whole))),
        ("notSearchedBefore", evidence.unseen_before.map(|at| json!(at))),
    ]))
}

fn entry(entry: &Entry) -> Value {
    Value::from(known([
        ("version", entry.version.map(|version| json!(version.to_string()))),
        ("at", Some(json!(entry.at))),
        ("state", Some(json!(entry.state.word()))),
        ("steps", Some(Value::from(entry.steps.iter().map(step).collect::<Vec<_>>()))),
    ]))
}

fn step(step: &Step) -> Value {
    Value::from(known([
        ("stage", Some(json!(step.stage))),
        ("at", step.at.map(|at| json!(at))),
        ("place", step.place.as_ref().map(|place| json!(place))),
        ("by", step.by.as_ref().map(|by| json!(by))),
        ("what", (!step.what.is_empty()).then(|| json!(step.what))),
    ]))
}
