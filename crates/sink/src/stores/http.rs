//! The store `http`: articles POSTed to a receiver as Standard Webhooks. At least once: what a killed process had not
//! committed is sent again, under the same id.

mod answers;
mod kind;
mod memory;
mod message;
mod pause;
mod request;
mod settings;
mod signature;
mod store;

pub(crate) use kind::read;
pub use settings::HttpSettings;
pub use signature::{SecretError, Signer};
pub use store::HttpStore;
