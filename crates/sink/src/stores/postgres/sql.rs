//! A statement in the making. The types of its parameters go along with them, so that the server is asked once and not
//! twice.

use chrono::{DateTime, Utc};
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, Error, Row};
use uuid::Uuid;

/// A statement and its parameters.
#[derive(Default)]
pub(super) struct Sql {
    pub(super) text: String,
    parameters: Vec<(Box<dyn ToSql + Sync + Send>, Type)>,
}

/// A value with the type it has on the server.
pub(super) trait Typed: ToSql + Sync + Send + 'static {
    /// That type.
    const TYPE: Type;
}

impl Typed for i64 {
    const TYPE: Type = Type::INT8;
}
impl Typed for String {
    const TYPE: Type = Type::TEXT;
}
impl Typed for DateTime<Utc> {
    const TYPE: Type = Type::TIMESTAMPTZ;
}
impl Typed for Vec<i32> {
    const TYPE: Type = Type::INT4_ARRAY;
}
impl Typed for Vec<String> {
    const TYPE: Type = Type::TEXT_ARRAY;
}
impl Typed for Vec<Uuid> {
    const TYPE: Type = Type::UUID_ARRAY;
}

impl Sql {
    /// A statement without parameters so far.
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), parameters: Vec::new() }
    }

    /// Takes a value and gives the name it has in the statement.
    pub(super) fn bind<T: Typed>(&mut self, value: T) -> String {
        self.parameters.push((Box::new(value), T::TYPE));
        format!("${}", self.parameters.len())
    }

    /// The rows it gives.
    pub(super) async fn rows(&self, client: &Client) -> Result<Vec<Row>, Error> {
        let parameters: Vec<(&(dyn ToSql + Sync), Type)> =
            self.parameters.iter().map(|(value, kind)| (&**value as &(dyn ToSql + Sync), kind.clone())).collect();
        client.query_typed(&self.text, &parameters).await
    }
}
