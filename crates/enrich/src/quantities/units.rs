//! Units as printed, with their kind and UCUM code.

use article::QuantityKind::{self, Area, Energy, Length, Mass, Other, Percent, Speed, Temperature, Volume};
use foldhash::{HashMap, HashSet};
use std::sync::LazyLock;

/// A unit that a printed form stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) kind: QuantityKind,
    pub(super) ucum: &'static str,
    /// Whether the printed form is English; the others are read in any language.
    pub(super) english: bool,
    /// The power of ten that the form itself brings: nine for `bcm`.
    pub(super) power: i32,
}

/// Words of the longest printed form.
pub(super) const MAX_WORDS: usize = 6;

/// Symbols: the same in every language, and capitals tell them apart.
const SYMBOLS: &[(&str, QuantityKind, &str)] = &[
    ("%|٪|％", Percent, "%"),
    ("kg|Kg|KG|kgs|Kgs|kgs.", Mass, "kg"),
    ("g|gm|gms|gr", Mass, "g"),
    ("mg", Mass, "mg"),
    ("µg|mcg", Mass, "ug"),
    ("t|MT|mt", Mass, "t"),
    ("Mt", Mass, "Mt"),
    ("Gt", Mass, "Gt"),
    ("lb|lbs|lbs.", Mass, "[lb_av]"),
    ("oz", Mass, "[oz_av]"),
    ("km|Km|KM|kms|Kms|kms.", Length, "km"),
    ("m|mtr|mtrs|mts", Length, "m"),
    ("cm|cms", Length, "cm"),
    ("mm|MM", Length, "mm"),
    ("nm", Length, "nm"),
    ("ft|ft.", Length, "[ft_i]"),
    ("yd|yds", Length, "[yd_i]"),
    ("mi", Length, "[mi_i]"),
    ("km²|km2|sq km|sq. km|sq kms|sq.km|sqkm|sq. kms", Area, "km2"),
    ("m²|m2|sq m|sq. m|sq.m|sqm|sq mtrs|sq. mtr|sq metres", Area, "m2"),
    ("ha|Ha", Area, "har"),
    ("sq ft|sq. ft|sq.ft|sqft|sq feet|sq. ft.|sq. feet", Area, "[sft_i]"),
    ("sq mi|sq. mi|sq miles|sq. miles", Area, "[smi_us]"),
    ("m³|m3|cu m|cum", Volume, "m3"),
    ("l|L|ltr|ltrs|lt", Volume, "l"),
    ("ml|mL", Volume, "ml"),
    ("hl", Volume, "hl"),
    ("cc", Volume, "ml"),
    ("bbl|bbls", Volume, "[bbl_us]"),
    ("bpd|b/d", Volume, "[bbl_us]/d"),
    ("W", Energy, "W"),
    ("kW|KW|kw", Energy, "kW"),
    ("MW|mw|Mw", Energy, "MW"),
    ("GW|gw", Energy, "GW"),
    ("TW", Energy, "TW"),
    ("MWp", Energy, "MW"),
    ("kWh|KWh|kwh|KWH|kW/h", Energy, "kWh"),
    ("MWh|MWH|MW/h", Energy, "MWh"),
    ("GWh|GWH", Energy, "GWh"),
    ("TWh", Energy, "TWh"),
    ("kcal", Energy, "kcal"),
    ("kJ", Energy, "kJ"),
    ("hp|bhp|HP", Energy, "[HP]"),
    ("km/h|kmh|km/hr|kmph|kph|Kmph|KMPH|km/hour|km per hour", Speed, "km/h"),
    ("mph|MPH", Speed, "[mi_i]/h"),
    ("m/s", Speed, "m/s"),
    ("km/s", Speed, "km/s"),
    ("kHz", Other, "kHz"),
    ("MHz", Other, "MHz"),
    ("GHz", Other, "GHz"),
    ("dB", Other, "dB"),
    ("ppm", Other, "[ppm]"),
    ("hPa", Other, "hPa"),
    ("kPa", Other, "kPa"),
    ("MPa", Other, "MPa"),
    ("Nm", Other, "N.m"),
    ("kV", Other, "kV"),
    ("MVA", Energy, "MV.A"),
    ("kVA|KVA", Energy, "kV.A"),
    ("BTU|Btu", Energy, "[Btu]"),
    ("kts|kt", Speed, "[kn_i]"),
];

/// English words; compared in lower case, with `-` as a space.
const WORDS: &[(&str, QuantityKind, &str)] = &[
    ("per cent|percent|pct|pc|percentage point|percentage points|per cent point|per cent points", Percent, "%"),
    ("percent points|percentages", Percent, "%"),
    ("kilogram|kilograms|kilogramme|kilogrammes|kilo|kilos", Mass, "kg"),
    ("gram|grams|gramme|grammes", Mass, "g"),
    ("milligram|milligrams", Mass, "mg"),
    ("microgram|micrograms", Mass, "ug"),
    ("tonne|tonnes|metric ton|metric tons|metric tonne|metric tonnes|ton|tons", Mass, "t"),
    ("megatonne|megatonnes|megaton|megatons", Mass, "Mt"),
    ("gigatonne|gigatonnes|gigaton|gigatons", Mass, "Gt"),
    ("quintal|quintals", Mass, "100.kg"),
    ("ounce|ounces|troy ounce|troy ounces", Mass, "[oz_av]"),
    ("carat|carats", Mass, "[car_m]"),
    ("kilometre|kilometres|kilometer|kilometers", Length, "km"),
    ("metre|metres|meter|meters", Length, "m"),
    ("centimetre|centimetres|centimeter|centimeters", Length, "cm"),
    ("millimetre|millimetres|millimeter|millimeters", Length, "mm"),
    ("nanometre|nanometres|nanometer|nanometers", Length, "nm"),
    ("micron|microns|micrometre|micrometres|micrometer|micrometers", Length, "um"),
    ("mile|miles", Length, "[mi_i]"),
    ("nautical mile|nautical miles", Length, "[nmi_i]"),
    ("foot|feet", Length, "[ft_i]"),
    ("inch|inches", Length, "[in_i]"),
    ("yard|yards", Length, "[yd_i]"),
    ("light year|light years", Length, "[ly]"),
    ("square kilometre|square kilometres|square kilometer|square kilometers|square km|square kms", Area, "km2"),
    ("square metre|square metres|square meter|square meters|square m", Area, "m2"),
    ("square foot|square feet|square ft", Area, "[sft_i]"),
    ("square mile|square miles", Area, "[smi_us]"),
    ("square yard|square yards", Area, "[syd_i]"),
    ("square centimetre|square centimetres|square centimeter|square centimeters", Area, "cm2"),
    ("hectare|hectares", Area, "har"),
    ("acre|acres", Area, "[acr_us]"),
    ("cubic metre|cubic metres|cubic meter|cubic meters|cubic m", Volume, "m3"),
    ("cubic kilometre|cubic kilometres|cubic kilometer|cubic kilometers|cubic km", Volume, "km3"),
    ("cubic foot|cubic feet", Volume, "[cft_i]"),
    ("cubic yard|cubic yards", Volume, "[cyd_i]"),
    ("cubic centimetre|cubic centimetres|cubic centimeter|cubic centimeters", Volume, "cm3"),
    ("litre|litres|liter|liters", Volume, "l"),
    ("millilitre|millilitres|milliliter|milliliters", Volume, "ml"),
    ("gallon|gallons", Volume, "[gal_us]"),
    ("barrel|barrels", Volume, "[bbl_us]"),
    ("barrels per day|barrels a day|barrels of oil per day", Volume, "[bbl_us]/d"),
    ("bushel|bushels", Volume, "[bu_us]"),
    ("pint|pints", Volume, "[pt_us]"),
    ("acre feet|acre foot", Volume, "[acr_us].[ft_us]"),
    ("watt|watts", Energy, "W"),
    ("kilowatt|kilowatts", Energy, "kW"),
    ("megawatt|megawatts", Energy, "MW"),
    ("gigawatt|gigawatts", Energy, "GW"),
    ("terawatt|terawatts", Energy, "TW"),
    ("kilowatt hour|kilowatt hours", Energy, "kWh"),
    ("megawatt hour|megawatt hours", Energy, "MWh"),
    ("gigawatt hour|gigawatt hours", Energy, "GWh"),
    ("terawatt hour|terawatt hours", Energy, "TWh"),
    ("joule|joules", Energy, "J"),
    ("calorie|calories", Energy, "kcal"),
    ("horsepower", Energy, "[HP]"),
    (
        "kilometres per hour|kilometers per hour|kilometres an hour|kilometers an hour|km an hour|kms per hour",
        Speed,
        "km/h",
    ),
    ("kilometre per hour|kilometer per hour|kilometre an hour|kilometer an hour", Speed, "km/h"),
    ("miles per hour|miles an hour|mile per hour|mile an hour", Speed, "[mi_i]/h"),
    ("metres per second|meters per second|metres a second|meters a second", Speed, "m/s"),
    ("kilometres per second|kilometers per second|km per second", Speed, "km/s"),
    ("knot|knots", Speed, "[kn_i]"),
    ("maund|maunds", Mass, "{maund}"),
    ("tola|tolas", Mass, "{tola}"),
    ("short ton|short tons", Mass, "[ston_av]"),
    ("long ton|long tons", Mass, "[lton_av]"),
    ("kanal|kanals", Area, "{kanal}"),
    ("marla|marlas", Area, "{marla}"),
    ("bigha|bighas", Area, "{bigha}"),
    ("katha|kathas", Area, "{katha}"),
    ("gunta|guntas", Area, "{gunta}"),
    ("dunam|dunams|dunum|dunums|donum|donums", Area, "{dunam}"),
    ("feddan|feddans", Area, "{feddan}"),
    ("rai", Area, "{rai}"),
    ("mu", Area, "{mu}"),
    ("cubic feet per day|cubic feet a day", Volume, "[cft_i]/d"),
    ("cubic metres per day|cubic meters per day|cubic metres a day|cubic meters a day", Volume, "m3/d"),
    ("litres per day|liters per day|litres a day|liters a day", Volume, "l/d"),
    ("kilolitre|kilolitres|kiloliter|kiloliters", Volume, "kl"),
    ("megalitre|megalitres|megaliter|megaliters", Volume, "Ml"),
    ("fahrenheit", Temperature, "[degF]"),
    ("celsius", Temperature, "Cel"),
    ("cusec|cusecs|cubic feet per second|cubic feet a second", Other, "[cft_i]/s"),
    ("cumecs|cubic metres per second|cubic meters per second", Other, "m3/s"),
    ("decibel|decibels", Other, "dB"),
    ("parts per million", Other, "[ppm]"),
    ("hertz", Other, "Hz"),
    ("gigahertz", Other, "GHz"),
    ("megahertz", Other, "MHz"),
    ("volt|volts", Other, "V"),
    ("kilovolt|kilovolts", Other, "kV"),
];

/// Short forms in which a scale is part of the unit; compared as symbols are.
const SCALED: &[(&str, QuantityKind, &str, i32)] = &[
    ("mcm|MCM", Volume, "m3", 6),
    ("bcm|BCM", Volume, "m3", 9),
    ("tcm|TCM", Volume, "m3", 12),
    ("bcf|Bcf|BCF", Volume, "[cft_i]", 9),
    ("tcf|Tcf|TCF", Volume, "[cft_i]", 12),
    ("mmcfd|MMCFD|MMcfd|mmscfd|MMSCFD|MMscfd", Volume, "[cft_i]/d", 6),
    ("MAF|maf", Volume, "[acr_us].[ft_us]", 6),
    ("mmt|MMT", Mass, "t", 6),
    ("mmbtu|MMBTU|MMBtu", Energy, "[Btu]", 6),
];

static FORMS: LazyLock<HashMap<&'static str, Unit>> = LazyLock::new(|| {
    let mut forms = HashMap::default();
    for (list, english) in [(WORDS, true), (SYMBOLS, false)] {
        for (names, kind, ucum) in list {
            forms.extend(names.split('|').map(|name| (name, Unit { kind: *kind, ucum, english, power: 0 })));
        }
    }
    for (names, kind, ucum, power) in SCALED {
        let unit = Unit { kind: *kind, ucum, english: false, power: *power };
        forms.extend(names.split('|').map(|name| (name, unit)));
    }
    forms
});

/// Whether a printed form may begin with this token.
pub(super) fn begins(token: &str) -> bool {
    static FIRST: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
        // As the text is cut into tokens: letters, or one sign.
        let first = |form: &'static str| {
            let letters = form.find(|char: char| !char.is_alphabetic()).unwrap_or(form.len());
            let sign = form.chars().next().map_or(0, char::len_utf8);
            form.get(..if letters > 0 { letters } else { sign })
        };
        FORMS.keys().filter_map(|form| first(form)).collect()
    });
    let capital = token.starts_with(|first: char| first.is_ascii_uppercase());
    FIRST.contains(token) || capital && FIRST.contains(token.to_lowercase().as_str())
}

/// The unit of a printed form; `form` has single spaces.
pub(super) fn of(form: &str) -> Option<Unit> {
    let known = FORMS.get(form).copied();
    known.or_else(|| FORMS.get(form.to_lowercase().replace('-', " ").as_str()).copied().filter(|unit| unit.english))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_mind_their_capitals_and_words_do_not() {
        assert_eq!(of("Mt").map(|unit| unit.ucum), Some("Mt"));
        assert_eq!(of("MW").map(|unit| unit.ucum), Some("MW"));
        assert_eq!(of("Square-Feet").map(|unit| unit.ucum), Some("[sft_i]"));
        assert_eq!(of("G"), None);
        assert_eq!(of("people"), None);
    }
}
