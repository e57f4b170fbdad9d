//! Currencies as printed: signs, abbreviations, words and codes (ISO 4217).
//!
//! What several countries print alike (`$`, `Rs`, `pesos`) is a family; the country that the article is about decides.

use super::families::{
    self, BIRR_OR_RUBLE, CEDI_OR_COLON, CFA, COLON, CORDOBA, CROWN, DALASI, DINAR, DIRHAM, DOLLAR, ESCUDO, FRANC, GULF,
    KINA_OR_KWACHA, KRONE, KWACHA, LEK, LEMPIRA, LEONE, LEU, LILANGENI, LIRA, LOTI, MANAT, NAIRA, ONLY_ALGERIA,
    ONLY_BOSNIA, ONLY_EGYPT, ONLY_HUNGARY, ONLY_LEBANON, ONLY_TURKEY, PESO, PESO_OR_PULA, POUND, QUETZAL, RAND, RIAL,
    RUBLE, RUPEE, SEN, SEYCHELLES_OR_SAUDI, SHILLING, SOM, SUM, TALA, UGANDA, WON, YEN_OR_YUAN,
};
use foldhash::{HashMap, HashSet};
use std::sync::LazyLock;

/// What a printed form says of the currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Money {
    /// This one, whatever the country.
    Code(&'static str),
    /// One of these.
    Family(&'static families::Family),
}

/// Forms that stand before the number. Those of letters stand alone, not at the end of a longer word.
static BEFORE: LazyLock<HashMap<&'static str, Money>> = LazyLock::new(|| {
    use Money::{Code, Family};
    let rows: &[(&str, Money)] = &[
        ("$", Family(&DOLLAR)),
        ("US$|US $|U.S.$|USD$|U$S|U$|$US|USD", Code("USD")),
        ("A$|AU$|AUD$|$A|AUD", Code("AUD")),
        ("CA$|CAD$|CAN$|CDN$|$CAN|CAD", Code("CAD")),
        ("C$", Family(&CORDOBA)),
        ("NZ$|$NZ|NZD", Code("NZD")),
        ("S$|SG$|SGD", Code("SGD")),
        ("HK$|HKD", Code("HKD")),
        ("NT$|NTD|TWD", Code("TWD")),
        ("N$|NAD", Code("NAD")),
        ("J$|JA$|JMD", Code("JMD")),
        ("TT$|TTD", Code("TTD")),
        ("BDS$|Bds$|BBD", Code("BBD")),
        ("B$", Code("BND")),
        ("BZ$|BZD", Code("BZD")),
        ("EC$|XCD", Code("XCD")),
        ("FJ$|F$|FJD", Code("FJD")),
        ("G$|GY$|GYD", Code("GYD")),
        ("Z$|ZW$|ZWL|ZWL$", Code("ZWL")),
        ("ZiG|ZIG|ZWG", Code("ZWG")),
        ("L$|LD$|LRD", Code("LRD")),
        ("SI$|SBD|SBD$", Code("SBD")),
        ("SRD", Code("SRD")),
        ("R$|BRL", Code("BRL")),
        ("MX$|MXN|Mex$|MXN$", Code("MXN")),
        ("RD$|DOP", Code("DOP")),
        ("COL$|COP", Code("COP")),
        ("AR$|ARS", Code("ARS")),
        ("CLP", Code("CLP")),
        ("UYU", Code("UYU")),
        ("£", Family(&POUND)),
        ("GBP|GB£", Code("GBP")),
        ("E£|EGP|EGP£", Code("EGP")),
        ("LE", Family(&ONLY_EGYPT)),
        ("LBP", Code("LBP")),
        ("€|EUR", Code("EUR")),
        ("¥|￥", Family(&YEN_OR_YUAN)),
        ("JP¥|JPY", Code("JPY")),
        ("CN¥|RMB|CNY|Rmb", Code("CNY")),
        ("₹|INR", Code("INR")),
        ("Rs|Rs.|RS|RS.|₨", Family(&RUPEE)),
        ("PKR", Code("PKR")),
        ("LKR|SLR", Code("LKR")),
        ("NPR|NRs|NRs.", Code("NPR")),
        ("MUR", Code("MUR")),
        ("SCR|SR", Family(&SEYCHELLES_OR_SAUDI)),
        ("Tk|Tk.|TK|BDT|৳", Code("BDT")),
        ("₦|NGN", Code("NGN")),
        ("N", Family(&NAIRA)),
        ("₱|Php|PHP|PhP", Code("PHP")),
        ("P", Family(&PESO_OR_PULA)),
        ("BWP", Code("BWP")),
        ("₩|KRW", Code("KRW")),
        ("₽|RUB", Code("RUB")),
        ("₺|TRY", Code("TRY")),
        ("₪|NIS|ILS", Code("ILS")),
        ("฿|THB|Bt", Code("THB")),
        ("₫|VND|VNĐ", Code("VND")),
        ("₴|UAH", Code("UAH")),
        ("₡", Family(&COLON)),
        ("CRC", Code("CRC")),
        ("₲|Gs|PYG", Code("PYG")),
        ("₵|GH₵|GH¢|GHS|GHC|GH|GHs|Ghc|GHȻ|GHȼ", Code("GHS")),
        ("₸|KZT", Code("KZT")),
        ("₾|GEL", Code("GEL")),
        ("₮|MNT", Code("MNT")),
        ("֏|AMD", Code("AMD")),
        ("₼|AZN", Code("AZN")),
        ("៛|KHR", Code("KHR")),
        ("₭|LAK", Code("LAK")),
        ("Ksh|KSh|KSH|Ksh.|Kshs|Kshs.|KShs|KES|Ksh,", Code("KES")),
        ("Tsh|TSh|TSH|Tshs|Tsh.|TZS", Code("TZS")),
        ("Ush|USh|USH|Ushs|UShs|Shs|UGX", Family(&UGANDA)),
        ("Sh|Sh.|sh|shs|Shs.", Family(&SHILLING)),
        ("R", Family(&RAND)),
        ("ZAR", Code("ZAR")),
        ("RM|MYR", Code("MYR")),
        ("Rp|Rp.|IDR", Code("IDR")),
        ("K", Family(&KINA_OR_KWACHA)),
        ("ZMW|ZMK", Code("ZMW")),
        ("MWK", Code("MWK")),
        ("MK", Family(&KWACHA)),
        ("PGK", Code("PGK")),
        ("ETB|Birr", Code("ETB")),
        ("Br", Family(&BIRR_OR_RUBLE)),
        ("M", Family(&LOTI)),
        ("E", Family(&LILANGENI)),
        ("¢", Family(&CEDI_OR_COLON)),
        ("TL", Family(&ONLY_TURKEY)),
        ("LL", Family(&ONLY_LEBANON)),
        ("DA", Family(&ONLY_ALGERIA)),
        ("KM", Family(&ONLY_BOSNIA)),
        ("Ft", Family(&ONLY_HUNGARY)),
        ("Dh|Dhs|Dh.|Dhs.|Dirham|Dirhams", Family(&DIRHAM)),
        ("AED", Code("AED")),
        ("MAD", Code("MAD")),
        ("SAR", Code("SAR")),
        ("QAR", Code("QAR")),
        ("BHD", Code("BHD")),
        ("KWD", Code("KWD")),
        ("OMR", Code("OMR")),
        ("JOD", Code("JOD")),
        ("QR|BD|KD|RO|JD", Family(&GULF)),
        ("IQD", Code("IQD")),
        ("DZD", Code("DZD")),
        ("TND", Code("TND")),
        ("CHF|SFr|Sfr", Code("CHF")),
        ("CFA|FCFA|CFAF|F CFA", Family(&CFA)),
        ("XOF", Code("XOF")),
        ("XAF", Code("XAF")),
        ("FRW|Rwf|RWF|Frw", Code("RWF")),
        ("CDF", Code("CDF")),
        ("FBU|Fbu|BIF", Code("BIF")),
        ("kr", Family(&KRONE)),
        ("NOK", Code("NOK")),
        ("SEK", Code("SEK")),
        ("DKK", Code("DKK")),
        ("ISK", Code("ISK")),
        ("CZK", Code("CZK")),
        ("PLN", Code("PLN")),
        ("HUF", Code("HUF")),
        ("RON", Code("RON")),
        ("BGN", Code("BGN")),
        ("S/|S/.|PEN", Code("PEN")),
        ("B/.|B/|PAB", Code("PAB")),
        ("Bs|Bs.|BOB", Code("BOB")),
        ("L", Family(&LEMPIRA)),
        ("Q", Family(&QUETZAL)),
        ("D", Family(&DALASI)),
        ("Le", Family(&LEONE)),
        ("MVR|Rf|MRf", Code("MVR")),
        ("Nu|Nu.|BTN", Code("BTN")),
        ("Afs|AFN", Code("AFN")),
        ("MOP|MOP$", Code("MOP")),
        ("MZN", Code("MZN")),
        ("T$|WST$|ST$", Family(&TALA)),
        ("VT|Vt|VUV", Code("VUV")),
        ("SAT$|WS$|WST", Code("WST")),
        ("AOA|Kz", Code("AOA")),
        ("SLE|NLe", Code("SLE")),
        ("SLL", Code("SLL")),
        ("SDG", Code("SDG")),
        ("SSP", Code("SSP")),
        ("LYD", Code("LYD")),
        ("CVE", Code("CVE")),
        ("LSL", Code("LSL")),
        ("SZL", Code("SZL")),
        ("SOS", Code("SOS")),
        ("HTG", Code("HTG")),
        ("NIO", Code("NIO")),
        ("GTQ", Code("GTQ")),
        ("HNL", Code("HNL")),
        ("VES", Code("VES")),
        ("XPF", Code("XPF")),
        ("RSD", Code("RSD")),
        ("MKD", Code("MKD")),
        ("BAM", Code("BAM")),
        ("HRK", Code("HRK")),
        ("MDL", Code("MDL")),
        ("BYN", Code("BYN")),
        ("Kč|Kc", Code("CZK")),
        ("UZS", Code("UZS")),
        ("KGS", Code("KGS")),
        ("TJS", Code("TJS")),
        ("TMT", Code("TMT")),
        ("IRR", Code("IRR")),
        ("SYP", Code("SYP")),
        ("YER", Code("YER")),
        ("MMK", Code("MMK")),
    ];
    rows.iter().flat_map(|(names, money)| names.split('|').map(|name| (name, *money))).collect()
});

/// Words that stand behind the number, in lower case; a hundredth of a currency has an exponent of -2.
static BEHIND: LazyLock<HashMap<&'static str, (Money, i32)>> = LazyLock::new(|| {
    use Money::{Code, Family};
    let rows: &[(&str, Money)] = &[
        ("dollar|dollars", Family(&DOLLAR)),
        ("us dollar|us dollars|american dollars|greenbacks", Code("USD")),
        ("canadian dollar|canadian dollars", Code("CAD")),
        ("australian dollar|australian dollars", Code("AUD")),
        ("hong kong dollars", Code("HKD")),
        ("namibian dollars|namibia dollars", Code("NAD")),
        ("singapore dollars", Code("SGD")),
        ("taiwan dollars|taiwanese dollars", Code("TWD")),
        ("zealand dollars", Code("NZD")),
        ("rupee|rupees", Family(&RUPEE)),
        ("pound|pounds", Family(&POUND)),
        ("pound sterling|pounds sterling|british pounds", Code("GBP")),
        ("egyptian pounds|egyptian pound", Code("EGP")),
        ("peso|pesos", Family(&PESO)),
        ("shilling|shillings", Family(&SHILLING)),
        ("kenyan shillings|kenya shillings", Code("KES")),
        ("ugandan shillings|uganda shillings", Code("UGX")),
        ("franc|francs", Family(&FRANC)),
        ("swiss francs", Code("CHF")),
        ("cfa|fcfa|cfa francs|francs cfa", Family(&CFA)),
        ("dinar|dinars", Family(&DINAR)),
        ("rial|rials|riyal|riyals", Family(&RIAL)),
        ("dirham|dirhams|dhs", Family(&DIRHAM)),
        ("krone|kroner|krona|kronor|krónur|koruna|korunas", Family(&KRONE)),
        ("euro|euros|€", Code("EUR")),
        ("yen", Code("JPY")),
        ("yuan|renminbi|rmb", Code("CNY")),
        ("won", Family(&WON)),
        ("taka|takas|tk", Code("BDT")),
        ("ringgit|ringgits", Code("MYR")),
        ("rupiah", Code("IDR")),
        ("baht", Code("THB")),
        ("dong|đồng", Code("VND")),
        ("kip", Code("LAK")),
        ("riel|riels", Code("KHR")),
        ("kyat|kyats", Code("MMK")),
        ("ruble|rubles|rouble|roubles", Family(&RUBLE)),
        ("hryvnia|hryvnias|hryvnya", Code("UAH")),
        ("zloty|zlotys|zloties|zł", Code("PLN")),
        ("forint|forints", Code("HUF")),
        ("leu|lei", Family(&LEU)),
        ("leva|levs", Code("BGN")),
        ("lira|liras", Family(&LIRA)),
        ("shekel|shekels", Code("ILS")),
        ("tugrik|tugriks|tugrug|tugrugs|togrog|togrogs", Code("MNT")),
        ("tenge", Code("KZT")),
        ("som|soms|soum|soums", Family(&SOM)),
        ("manat|manats", Family(&MANAT)),
        ("lari", Code("GEL")),
        ("dram|drams", Code("AMD")),
        ("somoni", Code("TJS")),
        ("afghani|afghanis", Code("AFN")),
        ("rand|rands", Code("ZAR")),
        ("naira", Code("NGN")),
        ("cedi|cedis", Code("GHS")),
        ("birr", Code("ETB")),
        ("kwacha", Family(&KWACHA)),
        ("kina", Code("PGK")),
        ("pula", Code("BWP")),
        ("metical|meticais", Code("MZN")),
        ("leones", Family(&LEONE)),
        ("dalasi|dalasis", Code("GMD")),
        ("nakfa", Code("ERN")),
        ("ariary", Code("MGA")),
        ("kwanza|kwanzas", Code("AOA")),
        ("ouguiya", Code("MRU")),
        ("reais", Code("BRL")),
        ("soles|nuevos soles", Code("PEN")),
        ("bolivar|bolivars|bolivares|bolívares", Code("VES")),
        ("boliviano|bolivianos", Code("BOB")),
        ("guarani|guaranies|guaraníes|guaranis", Code("PYG")),
        ("quetzal|quetzals|quetzales", Code("GTQ")),
        ("lempira|lempiras", Code("HNL")),
        ("córdoba|córdobas|cordoba|cordobas", Code("NIO")),
        ("colón|colones", Family(&COLON)),
        ("balboa|balboas", Code("PAB")),
        ("gourde|gourdes", Code("HTG")),
        ("rufiyaa|rufiyah", Code("MVR")),
        ("ngultrum", Code("BTN")),
        ("tala", Code("WST")),
        ("vatu", Code("VUV")),
        ("pa'anga", Code("TOP")),
        ("pataca|patacas", Code("MOP")),
        ("denar|denars", Code("MKD")),
        ("kuna|kunas", Code("HRK")),
        ("maloti", Code("LSL")),
        ("emalangeni", Code("SZL")),
        ("lek|leks", Family(&LEK)),
        ("sums", Family(&SUM)),
        ("crown|crowns", Family(&CROWN)),
        ("escudo|escudos", Family(&ESCUDO)),
        ("bitcoin|bitcoins|btc", Code("XBT")),
    ];
    let hundredths: &[(&str, Money)] = &[
        ("cent|cents", Family(&DOLLAR)),
        ("us cent|us cents", Code("USD")),
        ("pence", Family(&POUND)),
        ("paise|paisa", Family(&RUPEE)),
        ("sen", Family(&SEN)),
        ("fils", Family(&GULF)),
        ("kobo", Code("NGN")),
        ("pesewas", Code("GHS")),
        ("ngwee", Code("ZMW")),
        ("thebe", Code("BWP")),
    ];
    // Ten rials.
    let tens: &[(&str, Money)] = &[("toman|tomans", Code("IRR"))];
    let row = |exponent: i32| {
        move |(names, money): &(&'static str, Money)| {
            let money = *money;
            names.split('|').map(move |name| (name, (money, exponent)))
        }
    };
    let hundredths = hundredths.iter().flat_map(row(-2));
    rows.iter().flat_map(row(0)).chain(hundredths).chain(tens.iter().flat_map(row(1))).collect()
});

/// What a form before a number says.
pub(super) fn before(form: &str) -> Option<Money> {
    BEFORE.get(form).copied()
}

/// Whether a form before a number begins with this word.
pub(super) fn begins_before(word: &str) -> bool {
    static FIRST: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
        let first = |form: &&'static str| form.split(|char: char| !char.is_alphabetic()).next().unwrap_or_default();
        BEFORE.keys().map(first).filter(|first| !first.is_empty()).collect()
    });
    // Longer words are none.
    const LONGEST: usize = 12;
    word.len() <= LONGEST && FIRST.contains(word)
}

/// What a form behind a number says, and its power of ten. Three capitals are a code.
pub(super) fn behind(form: &str) -> Option<(Money, i32)> {
    let is_code = form.len() == 3 && form.bytes().all(|byte| byte.is_ascii_uppercase());
    if is_code && let Some(money) = before(form) {
        return Some((money, 0));
    }
    BEHIND.get(form.to_lowercase().as_str()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told_apart_by_where_they_stand() {
        assert_eq!(before("A$"), Some(Money::Code("AUD")));
        assert_eq!(before("$"), Some(Money::Family(&DOLLAR)));
        assert_eq!(before("dollars"), None);
        assert_eq!(behind("Rupees"), Some((Money::Family(&RUPEE), 0)));
        assert_eq!(behind("cents"), Some((Money::Family(&DOLLAR), -2)));
        assert_eq!(behind("GHS"), Some((Money::Code("GHS"), 0)));
        assert_eq!(behind("ghs"), None);
    }
}
