//! The store that a command looks into, and what every such command can narrow down by.

use super::configuration::ConfigArgs;
use super::point_in_time::point_in_time;
use anyhow::Context;
use article::Timestamp;
use sink::SEARCHABLE_KINDS;
use sink::StoreSettings;
use sink::search::{Query, Searchable};
use std::process::ExitCode;

/// Which store is looked into.
#[derive(clap::Args)]
pub(crate) struct StoreArgs {
    /// Which store, when there are several [default: the first that can be searched]
    #[arg(long, value_name = "NAME")]
    store: Option<String>,
    #[command(flatten)]
    config: ConfigArgs,
}

/// What must hold of an article besides its words.
#[derive(clap::Args)]
pub(crate) struct FilterArgs {
    #[command(flatten)]
    about: AboutArgs,
    /// Published on this day (YYYY-MM-DD), at this time (RFC 3339), so long ago (2h, 7d), or later
    #[arg(long, value_parser = point_in_time)]
    since: Option<Timestamp>,
    /// Published before this day or time
    #[arg(long, value_parser = point_in_time)]
    until: Option<Timestamp>,
}

/// What an article must be about, and where from. Filters that are given several times must all hold.
#[derive(clap::Args)]
pub(crate) struct AboutArgs {
    /// Filed from this place or naming it; a name or an ISO 3166 code
    #[arg(long, value_parser = a_name)]
    place: Option<String>,
    /// By this agency
    #[arg(long, value_parser = a_name)]
    agency: Option<String>,
    /// Naming this person: the name, the last name, or as an article has it; may be given again, for both
    #[arg(long, value_name = "NAME", value_parser = a_name)]
    person: Vec<String>,
    /// Naming this organisation, or its short form where the article has both
    #[arg(long, value_name = "NAME", value_parser = a_name)]
    organisation: Vec<String>,
    /// About this topic; a name or a code, such as medtop:20000337
    #[arg(long, value_name = "TOPIC", value_parser = a_name)]
    topic: Vec<String>,
    /// From this source of the configuration, or this outlet as the article names it
    #[arg(long, value_name = "NAME", value_parser = a_name)]
    source: Vec<String>,
    /// In this language, such as `en`
    #[arg(long)]
    language: Option<String>,
}

/// A store that can be searched.
pub(crate) struct SearchedStore(Box<dyn StoreSettings>);

impl StoreArgs {
    /// The store that is named, else the first that can be searched. On problems of the configuration: its exit code.
    pub(crate) fn open(&self) -> anyhow::Result<Result<SearchedStore, ExitCode>> {
        let configuration = match self.config.load() {
            Ok(configuration) => configuration,
            Err(code) => return Ok(Err(code)),
        };
        let kinds = SEARCHABLE_KINDS.join(" or ");
        let known: Vec<String> = configuration.stores.iter().map(|store| store.name().to_owned()).collect();
        let mut stores = configuration.stores.into_iter();
        let store = match &self.store {
            Some(name) => {
                let nobody = || format!("no store is named `{name}`; there are: {}", known.join(", "));
                let store = stores.find(|store| store.name() == name).with_context(nobody)?;
                let nothing = || format!("store `{name}` keeps nothing to search in; name one of kind {kinds}");
                store.searchable().with_context(nothing)?;
                store
            }
            None => stores
                .find(|store| store.searchable().is_some())
                .with_context(|| format!("no store of the configuration can be searched; add one of kind {kinds}"))?,
        };
        Ok(Ok(SearchedStore(store)))
    }
}

impl SearchedStore {
    /// Asks it and waits for the answer.
    pub(crate) fn ask<'a, T, F>(&'a self, ask: impl FnOnce(&'a dyn Searchable) -> F) -> anyhow::Result<T>
    where
        F: Future<Output = Result<T, sink::search::SearchError>>,
    {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let searchable = self.0.searchable().context("the store cannot be searched")?;
        Ok(runtime.block_on(ask(searchable))?)
    }

    /// Whether it has an article like this.
    pub(crate) fn has(&self, query: Query) -> anyhow::Result<bool> {
        let query = Query { limit: 1, ..query };
        Ok(!self.ask(|searchable| searchable.search(&query))?.hits.is_empty())
    }

    /// Its name in the configuration.
    pub(crate) fn name(&self) -> &str {
        self.0.name()
    }
}

impl FilterArgs {
    /// With these words, quoting these people.
    pub(crate) fn query(self, words: &[String], speakers: Vec<String>, limit: u32) -> Query {
        let Self { about, since, until } = self;
        Query { speakers, since, until, limit, ..about.query(&words.join(" ")) }
    }
}

impl AboutArgs {
    /// With these words.
    pub(crate) fn query(self, text: &str) -> Query {
        Query {
            text: (!text.trim().is_empty()).then(|| text.to_owned()),
            place: self.place,
            agency: self.agency,
            people: self.person,
            organisations: self.organisation,
            topics: self.topic,
            sources: self.source,
            language: self.language,
            ..Query::default()
        }
    }
}

/// A name to look for: something must be there to compare.
pub(crate) fn a_name(text: &str) -> Result<String, &'static str> {
    if text.chars().any(char::is_alphanumeric) { Ok(text.to_owned()) } else { Err("a name needs a letter or a digit") }
}
