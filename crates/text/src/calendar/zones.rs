//! Time zones as dates name them.
//!
//! In: a name, or an offset in figures. Out: minutes east of Greenwich. Names that mean different offsets in different
//! places give none, unless the date is written as a standard has it that says which is meant.

/// Names that are used in one part of the world only.
const ZONES: &[(&str, i32)] = &[
    ("ACDT", 630),
    ("ACST", 570),
    ("AEDT", 660),
    ("AEST", 600),
    ("AKDT", -480),
    ("AKST", -540),
    ("AWST", 480),
    ("BRT", -180),
    ("CAT", 120),
    ("CEST", 120),
    ("CET", 60),
    ("CLT", -240),
    ("COT", -300),
    ("EAT", 180),
    ("EDT", -240),
    ("EEST", 180),
    ("EET", 120),
    ("EST", -300),
    ("GMT", 0),
    ("HKT", 480),
    ("HST", -600),
    ("ICT", 420),
    ("JST", 540),
    ("KST", 540),
    ("MDT", -360),
    ("MESZ", 120),
    ("MEZ", 60),
    ("MSK", 180),
    ("NPT", 345),
    ("NZDT", 780),
    ("NZST", 720),
    ("PDT", -420),
    ("PHT", 480),
    ("PKT", 300),
    ("PST", -480),
    ("SAST", 120),
    ("SGT", 480),
    ("TRT", 180),
    ("UT", 0),
    ("UTC", 0),
    ("WAT", 60),
    ("WEST", 60),
    ("WET", 0),
    ("WIB", 420),
    ("WITA", 480),
    ("Z", 0),
];

/// Names that RFC 2822 gives to zones of North America and others to zones of their own.
const OF_STANDARD: &[(&str, i32)] = &[("CDT", -300), ("CST", -360), ("MST", -420)];

/// Most hours that a zone is away from Greenwich.
const FARTHEST: i32 = 14;

/// The offset of a zone by its name.
pub fn named(name: &str) -> Option<i32> {
    in_list(ZONES, name)
}

/// The offset of a zone by its name in a date that is written as a standard has it.
pub fn named_in_standard(name: &str) -> Option<i32> {
    in_list(OF_STANDARD, name).or_else(|| named(name))
}

/// The offset in `+0200`, `-03:30`, `+2`.
pub fn numeric(text: &str) -> Option<i32> {
    let (sign, digits) = match (text.strip_prefix('+'), text.strip_prefix('-')) {
        (Some(digits), _) => (1, digits),
        (_, Some(digits)) => (-1, digits),
        (None, None) => return None,
    };
    let (hours, minutes) = match (digits.split_once(':'), digits.len()) {
        (Some(parts), _) => parts,
        (None, 1 | 2) => (digits, "0"),
        (None, length @ (3 | 4)) => digits.split_at_checked(length - 2)?,
        (None, _) => return None,
    };
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    ((0..=FARTHEST).contains(&hours) && (0..60).contains(&minutes)).then_some(sign * (hours * 60 + minutes))
}

fn in_list(list: &[(&str, i32)], name: &str) -> Option<i32> {
    list.iter().find(|(known, _)| name.eq_ignore_ascii_case(known)).map(|(_, minutes)| *minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_read_in_figures() {
        for (text, expected) in [
            ("+0200", Some(120)),
            ("-03:30", Some(-210)),
            ("+2", Some(120)),
            ("+530", Some(330)),
            ("-11", Some(-660)),
            ("0200", None),
            ("+1500", None),
            ("+02:60", None),
            ("+é1", None),
            ("", None),
        ] {
            assert_eq!(numeric(text), expected, "{text}");
        }
    }

    #[test]
    fn a_name_of_many_zones_is_one_in_a_standard_only() {
        assert_eq!((named("cest"), named_in_standard("CEST")), (Some(120), Some(120)));
        assert_eq!((named("CST"), named_in_standard("CST")), (None, Some(-360)));
    }
}
