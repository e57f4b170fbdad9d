//! Currencies of several countries that share a name or a sign (ISO 4217 codes by ISO 3166-1 alpha-2 country).

/// Currencies with one name.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Family {
    /// The one that is meant when no country speaks for another.
    pub(super) usual: Option<&'static str>,
    /// Country (ISO 3166-1 alpha-2) and its currency.
    pub(super) members: &'static [(&'static str, &'static str)],
    /// Whether the name is another word as well, so that it is money only in an article about one of the countries.
    pub(super) doubtful: bool,
}

impl Family {
    /// The currency of a country that is in the family.
    pub(super) fn of(&self, country: &str) -> Option<&'static str> {
        self.members.iter().find(|(member, _)| *member == country).map(|(_, currency)| *currency)
    }
}

macro_rules! family {
    ($name:ident, doubtful, $members:expr) => {
        pub(super) static $name: Family = Family { usual: None, members: $members, doubtful: true };
    };
    ($name:ident, $usual:expr, $members:expr) => {
        pub(super) static $name: Family = Family { usual: $usual, members: $members, doubtful: false };
    };
}

family!(
    DOLLAR,
    Some("USD"),
    &[
        ("CA", "CAD"),
        ("AU", "AUD"),
        ("NZ", "NZD"),
        ("SG", "SGD"),
        ("HK", "HKD"),
        ("TW", "TWD"),
        ("NA", "NAD"),
        ("JM", "JMD"),
        ("TT", "TTD"),
        ("BB", "BBD"),
        ("BS", "BSD"),
        ("BZ", "BZD"),
        ("GY", "GYD"),
        ("FJ", "FJD"),
        ("SB", "SBD"),
        ("BN", "BND"),
        ("SR", "SRD"),
        ("KY", "KYD"),
        ("AG", "XCD"),
        ("DM", "XCD"),
        ("GD", "XCD"),
        ("KN", "XCD"),
        ("LC", "XCD"),
        ("VC", "XCD"),
        ("LR", "LRD"),
        ("ZW", "ZWL"),
    ]
);
family!(
    RUPEE,
    Some("INR"),
    &[("IN", "INR"), ("PK", "PKR"), ("LK", "LKR"), ("NP", "NPR"), ("MU", "MUR"), ("SC", "SCR")]
);
family!(
    POUND,
    Some("GBP"),
    &[("GB", "GBP"), ("EG", "EGP"), ("LB", "LBP"), ("SY", "SYP"), ("SD", "SDG"), ("SS", "SSP"), ("GI", "GIP")]
);
family!(
    PESO,
    None,
    &[
        ("MX", "MXN"),
        ("PH", "PHP"),
        ("AR", "ARS"),
        ("CL", "CLP"),
        ("CO", "COP"),
        ("CU", "CUP"),
        ("DO", "DOP"),
        ("UY", "UYU"),
    ]
);
family!(SHILLING, Some("KES"), &[("KE", "KES"), ("TZ", "TZS"), ("UG", "UGX"), ("SO", "SOS")]);
family!(
    FRANC,
    Some("CHF"),
    &[
        ("CH", "CHF"),
        ("SN", "XOF"),
        ("CI", "XOF"),
        ("ML", "XOF"),
        ("BF", "XOF"),
        ("BJ", "XOF"),
        ("TG", "XOF"),
        ("NE", "XOF"),
        ("CM", "XAF"),
        ("GA", "XAF"),
        ("TD", "XAF"),
        ("CG", "XAF"),
        ("CF", "XAF"),
        ("GQ", "XAF"),
        ("RW", "RWF"),
        ("BI", "BIF"),
        ("CD", "CDF"),
        ("DJ", "DJF"),
        ("GN", "GNF"),
        ("KM", "KMF"),
        ("NC", "XPF"),
        ("PF", "XPF"),
    ]
);
family!(CFA, Some("XOF"), &[("CM", "XAF"), ("GA", "XAF"), ("TD", "XAF"), ("CG", "XAF"), ("CF", "XAF"), ("GQ", "XAF")]);
family!(
    DINAR,
    None,
    &[
        ("KW", "KWD"),
        ("BH", "BHD"),
        ("JO", "JOD"),
        ("IQ", "IQD"),
        ("TN", "TND"),
        ("DZ", "DZD"),
        ("LY", "LYD"),
        ("RS", "RSD"),
    ]
);
family!(RIAL, None, &[("IR", "IRR"), ("OM", "OMR"), ("YE", "YER"), ("SA", "SAR"), ("QA", "QAR")]);
family!(DIRHAM, Some("AED"), &[("AE", "AED"), ("MA", "MAD")]);
family!(KRONE, None, &[("NO", "NOK"), ("DK", "DKK"), ("SE", "SEK"), ("IS", "ISK"), ("CZ", "CZK")]);
family!(YEN_OR_YUAN, Some("JPY"), &[("JP", "JPY"), ("CN", "CNY")]);
family!(WON, Some("KRW"), &[("KR", "KRW"), ("KP", "KPW")]);
family!(RUBLE, Some("RUB"), &[("RU", "RUB"), ("BY", "BYN")]);
family!(LEU, Some("RON"), &[("RO", "RON"), ("MD", "MDL")]);
family!(LIRA, Some("TRY"), &[("TR", "TRY"), ("LB", "LBP"), ("SY", "SYP")]);
family!(SOM, None, &[("KG", "KGS"), ("UZ", "UZS")]);
family!(SUM, doubtful, &[("UZ", "UZS")]);
family!(CROWN, doubtful, &[("CZ", "CZK"), ("NO", "NOK"), ("SE", "SEK"), ("DK", "DKK"), ("IS", "ISK")]);
family!(LEK, doubtful, &[("AL", "ALL")]);
family!(SEN, doubtful, &[("MY", "MYR"), ("ID", "IDR"), ("BN", "BND")]);
family!(ESCUDO, Some("CVE"), &[("CV", "CVE")]);
family!(LOTI, doubtful, &[("LS", "LSL")]);
family!(LILANGENI, doubtful, &[("SZ", "SZL")]);
family!(CEDI_OR_COLON, doubtful, &[("GH", "GHS"), ("CR", "CRC")]);
family!(ONLY_TURKEY, doubtful, &[("TR", "TRY")]);
family!(ONLY_LEBANON, doubtful, &[("LB", "LBP")]);
family!(ONLY_ALGERIA, doubtful, &[("DZ", "DZD")]);
family!(ONLY_BOSNIA, doubtful, &[("BA", "BAM")]);
family!(ONLY_HUNGARY, doubtful, &[("HU", "HUF")]);
family!(MANAT, Some("AZN"), &[("AZ", "AZN"), ("TM", "TMT")]);
family!(COLON, Some("CRC"), &[("CR", "CRC"), ("SV", "SVC")]);
family!(KWACHA, None, &[("ZM", "ZMW"), ("MW", "MWK")]);
family!(KINA_OR_KWACHA, None, &[("ZM", "ZMW"), ("MW", "MWK"), ("PG", "PGK"), ("MM", "MMK")]);
family!(PESO_OR_PULA, None, &[("PH", "PHP"), ("BW", "BWP")]);
family!(NAIRA, None, &[("NG", "NGN")]);
family!(CORDOBA, Some("CAD"), &[("CA", "CAD"), ("NI", "NIO")]);
family!(LEMPIRA, None, &[("HN", "HNL")]);
family!(QUETZAL, None, &[("GT", "GTQ")]);
family!(DALASI, None, &[("GM", "GMD")]);
family!(LEONE, None, &[("SL", "SLE")]);
family!(RAND, None, &[("ZA", "ZAR")]);
family!(ONLY_EGYPT, None, &[("EG", "EGP")]);
family!(BIRR_OR_RUBLE, None, &[("ET", "ETB"), ("BY", "BYN")]);
family!(GULF, None, &[("QA", "QAR"), ("BH", "BHD"), ("KW", "KWD"), ("OM", "OMR"), ("JO", "JOD")]);
family!(TALA, None, &[("WS", "WST"), ("TO", "TOP")]);
family!(SEYCHELLES_OR_SAUDI, Some("SAR"), &[("SC", "SCR"), ("SA", "SAR")]);
family!(UGANDA, Some("UGX"), &[("KE", "KES"), ("TZ", "TZS")]);
