//! The configuration: one TOML file for all services, read into types that cannot be wrong.
//!
//! In: `dateline.toml`, the process environment. Out: [`Settings`], or every [`Problem`] at once, each with its file
//! and line. The tables of sources and stores are left as [`Section`]s: the crates that know the kinds read them with
//! the same [`Keys`], so that their problems are reported together with all others:
//!
//! ```
//! # use dateline_service as service;
//! use service::config::{Environment, Keys, Kinds, Problems, Settings};
//! use std::{path::PathBuf, time::Duration};
//!
//! struct FolderSettings {
//!     path: PathBuf,
//!     interval: Duration,
//! }
//!
//! impl FolderSettings {
//!     fn read(mut keys: Keys<'_>) -> Option<Self> {
//!         let path = keys.required_path("path");
//!         let interval = keys.duration("interval", Duration::from_millis(100)..=Duration::from_secs(86_400));
//!         let interval = interval.or(Duration::from_secs(2));
//!         keys.finish(); // reports the keys nobody asked for
//!         Some(Self { path: path?, interval })
//!     }
//! }
//!
//! const KINDS: Kinds<FolderSettings> = Kinds(&[("folder", FolderSettings::read)]);
//!
//! # let directory = std::env::temp_dir().join(format!("dateline-doc-{}", std::process::id()));
//! # std::fs::create_dir_all(&directory)?;
//! # let file = directory.join("dateline.toml");
//! # std::fs::write(&file, "[[source]]\nname = 'wire'\nkind = 'folder'\npth = '/var/news'\n")?;
//! let mut problems = Problems::default();
//! let settings = Settings::load(Some(&file), &Environment::default(), &mut problems);
//! let folders: Vec<FolderSettings> =
//!     settings.sources.iter().filter_map(|section| KINDS.read(section, &mut problems)).collect();
//! // Before anything is started:
//! let refused = problems.check().unwrap_err();
//! assert!(refused.to_string().contains("dateline.toml:4: source.wire.pth: unknown key; did you mean `path`?"));
//! assert!(folders.is_empty());
//! # std::fs::remove_dir_all(&directory)?;
//! # Ok::<(), std::io::Error>(())
//! ```

mod allowed_place;
mod beside;
mod bus_address;
mod document;
mod environment;
mod host_name;
mod kafka;
mod keys;
mod kinds;
mod limits;
mod list;
mod listen;
mod moved;
mod named_tables;
mod problem;
mod push;
mod register;
mod secret;
mod secret_keys;
mod section;
mod setting;
mod settings;
mod source_files;
mod substitution;
mod suggestion;
mod tables;
mod this_machine;
mod traces;
mod units;

pub use allowed_place::{AllowedHosts, AllowedPlace};
pub use bus_address::BusAddress;
pub use document::CONFIG_VARIABLE;
pub use environment::Environment;
pub use kafka::{KafkaSecurity, Sasl, SaslMechanism, SecurityProtocol};
pub use keys::Keys;
pub use kinds::{AskedKinds, Kinds, ReadKind};
pub use limits::Limits;
pub use problem::{Origin, Problem, Problems};
pub use push::{PushSettings, PushToken, TokenHash};
pub use register::{AskedKey, Form, Register, Written};
pub use secret::Secret;
pub use section::Section;
pub use setting::{AsWritten, Setting};
pub use settings::{
    BreakerSettings, ConsumerSettings, LogFormat, LogSettings, Settings, TopicSettings, known_keys, known_overrides,
};
pub use substitution::variables_in;
pub use this_machine::is_this_machine;
pub use traces::TraceSettings;
pub use units::parse_duration;
