//! The loops on the embedded log.
#![cfg(test)]

mod conditions;
mod giving_way;
mod held;
mod ingest;
mod limits;
mod refusals;
mod reload;
mod retries;
mod scene;
mod stage;
mod store;
