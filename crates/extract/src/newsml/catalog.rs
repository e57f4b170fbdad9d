//! Which vocabulary the prefix of a code stands for.
//!
//! Catalogs are named by address and never fetched: that of IPTC is known here, those of agencies are not unless the item
//! carries them itself. A code of an unknown vocabulary stays what it is.

use crate::xml::element::Element;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The catalog of IPTC.
static SCHEMES: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    let lines = include_str!("schemes.tsv").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('\t')).collect()
});

/// Most vocabularies that an item declares; more are not looked at.
const MAX_DECLARED: usize = 1_000;

/// The vocabularies of an item, and what it asserts of their concepts.
pub(super) struct Catalog {
    declared: HashMap<String, String>,
    /// Names of concepts that the item describes apart from where it uses them.
    asserted: HashMap<String, String>,
}

impl Catalog {
    /// What an item brings along.
    pub(super) fn of(item: &Element<'_>) -> Self {
        let schemes = item.named("catalog").flat_map(|catalog| catalog.named("scheme")).take(MAX_DECLARED);
        let declared = schemes.filter_map(|scheme| Some((scheme.attribute("alias")?, scheme.attribute("uri")?)));
        let asserts = item.named("assert").take(MAX_DECLARED);
        let asserted = asserts.flat_map(|assert| {
            let name = assert.at(&["name"]).and_then(Element::line);
            let keys = ["qcode", "uri", "literal"].into_iter().filter_map(|key| assert.attribute(key));
            keys.zip(std::iter::repeat(name)).filter_map(|(key, name)| Some((key, name?)))
        });
        Self { declared: declared.collect(), asserted: asserted.collect() }
    }

    /// The address of the concept of a code.
    pub(super) fn uri_of(&self, code: &str) -> Option<String> {
        let (prefix, rest) = code.split_once(':')?;
        let known = || SCHEMES.iter().find(|(known, _)| *known == prefix).map(|(_, scheme)| *scheme);
        let scheme = self.declared.get(prefix).map(String::as_str).or_else(known)?;
        (!rest.is_empty() && scheme.contains("://")).then(|| format!("{scheme}{rest}"))
    }

    /// The code of a concept of IPTC by its address.
    pub(super) fn code_of(uri: &str) -> Option<String> {
        let is_code = |rest: &str| !rest.is_empty() && !rest.contains(['/', '?', '#']);
        SCHEMES.iter().find_map(|(prefix, scheme)| {
            let rest = uri.strip_prefix(scheme).filter(|rest| is_code(rest))?;
            Some(format!("{prefix}:{rest}"))
        })
    }

    /// What the item calls a concept that it describes elsewhere.
    pub(super) fn name_of(&self, key: &str) -> Option<&str> {
        self.asserted.get(key).map(String::as_str)
    }
}
