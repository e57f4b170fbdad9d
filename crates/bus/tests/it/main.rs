//! The tests of the buses, the embedded log and Kafka, from outside.
#![cfg(test)]

mod embedded_contract;
mod embedded_file;
mod embedded_housekeeping;
mod kafka_errors;
mod kafka_reading;
