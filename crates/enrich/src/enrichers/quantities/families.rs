//! Currencies of several countries that share a name or a sign (ISO 4217 codes by ISO 3166-1 alpha-2 country).

/// Currencies with one name.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Family {
    pub(super) name: &'static str,
    /// The one that is meant when no country speaks for another.
    pub(super) usual: Option<&'static str>,
    /// Country (ISO 3166-1 alpha-2) and its currency.
    pub(super) members: Vec<(&'static str, &'static str)>,
    /// Whether the name is another word as well, so that it is money only in an article about one of the countries.
    pub(super) doubtful: bool,
}

impl Family {
    /// From the fields of a row of the table.
    pub(super) fn of_row(mut fields: impl Iterator<Item = &'static str>) -> Option<Self> {
        let (name, usual, doubtful, members) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        let members = members.split(' ').map(|member| member.split_once('=')).collect::<Option<_>>()?;
        Some(Self {
            name,
            usual: Some(usual).filter(|usual| !usual.is_empty()),
            members,
            doubtful: !doubtful.is_empty(),
        })
    }

    /// The currency of a country that is in the family.
    pub(super) fn of(&self, country: &str) -> Option<&'static str> {
        self.members.iter().find(|(member, _)| *member == country).map(|(_, currency)| *currency)
    }
}
