//! Headers of an answer that say how its document may be used.

/// The headers, most of them that are kept, and the longest value in bytes.
const HEADERS: [&str; 3] = ["tdm-reservation", "tdm-policy", "x-robots-tag"];
const MOST: usize = 20;
const LONGEST: usize = 1_000;

/// What an answer says, as lines `NAME: VALUE` for [`crate::Hints`]. `values` gives those of a header, in their order.
pub fn usage_lines<'a, Values: Iterator<Item = &'a str>>(values: impl Fn(&'static str) -> Values) -> Vec<String> {
    let named = HEADERS.into_iter().flat_map(|name| values(name).map(move |value| (name, value)));
    let short = named.filter(|(_, value)| value.len() <= LONGEST);
    short.take(MOST).map(|(name, value)| format!("{name}: {value}")).collect()
}
