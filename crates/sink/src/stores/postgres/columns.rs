//! Rows as arrays, one a column: the parameters of a statement that writes many at once.

use tokio_postgres::types::ToSql;
use tokio_postgres::{Error, Statement, Transaction};

/// The arrays of a statement, in the order of its parameters.
pub(super) type Columns<'a> = Vec<Box<dyn ToSql + Sync + Send + 'a>>;

/// One column of rows.
pub(super) fn column<'a, R: Copy, T: ToSql + Sync + Send + 'a>(
    rows: &[R],
    value: impl Fn(R) -> T,
) -> Box<dyn ToSql + Sync + Send + 'a> {
    Box::new(rows.iter().map(|row| value(*row)).collect::<Vec<T>>())
}

/// A list as PostgreSQL writes an array in text: `unnest` would flatten an array of arrays.
pub(super) fn array(values: &[String]) -> String {
    let mut text = String::from("{");
    for (number, value) in values.iter().enumerate() {
        text.push_str(if number > 0 { ",\"" } else { "\"" });
        for char in value.chars() {
            if matches!(char, '"' | '\\') {
                text.push('\\');
            }
            text.push(char);
        }
        text.push('"');
    }
    text.push('}');
    text
}

/// Runs a statement on arrays.
pub(super) async fn execute(
    transaction: &Transaction<'_>,
    statement: &Statement,
    columns: &Columns<'_>,
) -> Result<u64, Error> {
    let parameters: Vec<&(dyn ToSql + Sync)> = columns.iter().map(|column| &**column as &(dyn ToSql + Sync)).collect();
    transaction.execute(statement, &parameters).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_list_is_syntax() {
        let own = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>();
        assert_eq!(array(&[]), "{}");
        assert_eq!(array(&own(&["", "NULL", "a,b"])), r#"{"","NULL","a,b"}"#);
        assert_eq!(array(&own(&[r#"say "{x}" \ y"#])), r#"{"say \"{x}\" \\ y"}"#);
    }
}
