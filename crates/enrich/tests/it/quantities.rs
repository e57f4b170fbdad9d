//! How much: any printed form of a number gives its value back.

use crate::read::read;
use article::Quantity;
use proptest::prelude::*;

fn amounts(body: &str) -> Vec<(String, f64, String)> {
    let article = read(body).language("en").enriched();
    let amount = |quantity: &Quantity| {
        let unit = quantity.currency.clone().or_else(|| quantity.unit.clone()).unwrap_or_default();
        (quantity.text.clone(), quantity.value.as_f64().unwrap(), unit)
    };
    article.enrichment.quantities.iter().map(amount).collect()
}

/// With a separator before each group of digits: of three, or as India groups: of two before the last three.
fn grouped(value: u64, separator: &str, indian: bool) -> String {
    let digits = value.to_string();
    let mut printed = String::new();
    for (at, digit) in digits.chars().enumerate() {
        let left = digits.len() - at;
        let begins = if indian { left == 3 || left > 3 && left % 2 == 1 } else { left.is_multiple_of(3) };
        if at > 0 && begins {
            printed.push_str(separator);
        }
        printed.push(digit);
    }
    printed
}

fn close(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(1.0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_print_of_a_number_gives_its_value(
        value in 1_u64..1_000_000_000_000,
        print in 0_usize..4,
        fraction in proptest::option::of(0_u32..100),
        scale in prop_oneof![Just(("", 0)), Just((" lakh", 5)), Just((" crore", 7)), Just((" million", 6)), Just((" billion", 9))],
        unit in prop_oneof![Just((" tonnes", "t")), Just((" km", "km")), Just((" per cent", "%")), Just((" litres", "l"))],
    ) {
        let whole = match print {
            0 => value.to_string(),
            1 => grouped(value, ",", false),
            2 => grouped(value, ",", true),
            _ => grouped(value, " ", false),
        };
        // A number in spaced groups is read whole only without a fraction.
        let fraction = fraction.filter(|_| print < 3);
        let printed = fraction.map_or_else(|| whole.clone(), |fraction| format!("{whole}.{fraction:02}"));
        let expected = (value as f64 + f64::from(fraction.unwrap_or(0)) / 100.0) * 10_f64.powi(scale.1);
        let body = format!("The report gives {printed}{}{} of it.", scale.0, unit.0);
        let found = amounts(&body);
        prop_assert_eq!(found.len(), 1, "{}: {:?}", body, found);
        prop_assert!(close(found[0].1, expected), "{}: {:?}, not {}", body, found, expected);
        prop_assert_eq!(&found[0].2, unit.1);
        prop_assert_eq!(&found[0].0, &format!("{printed}{}{}", scale.0, unit.0));
    }

    #[test]
    fn a_range_has_both_its_ends(low in 1_u32..500, more in 1_u32..500, form in 0_usize..3) {
        let high = low + more;
        let between = ["-", "–", " to "][form];
        let body = format!("They took {low}{between}{high} per cent of it.");
        let found = amounts(&body);
        let values: Vec<f64> = found.iter().map(|amount| amount.1).collect();
        prop_assert_eq!(values, [f64::from(low), f64::from(high)], "{}: {:?}", body, found);
        prop_assert!(found.iter().all(|amount| amount.2 == "%"));
    }
}

#[test]
fn a_year_before_an_amount_is_no_end_of_a_range() {
    assert_eq!(amounts("It grew from 2014 to 2,500 tonnes."), [("2,500 tonnes".to_owned(), 2500.0, "t".to_owned())]);
    assert_eq!(amounts("They won 3-2 and it rained for 5 to 6 days."), []);
}

/// `forms/quantities.tsv`: an invented sentence, and with `;` between them value and currency (ISO 4217) or unit (UCUM) of
/// each amount; a sentence with nothing behind it has none.
#[test]
fn amounts_are_read_as_they_are_printed_around_the_world() {
    let mut wrong = Vec::new();
    for row in include_str!("../forms/quantities.tsv").lines().filter(|row| !row.starts_with('#') && !row.is_empty()) {
        let (sentence, expected) = row.split_once('\t').unwrap();
        let expected: Vec<(f64, &str)> = expected
            .split(';')
            .filter_map(|amount| amount.split_once(' '))
            .map(|(value, unit)| (value.parse().unwrap(), unit))
            .collect();
        let found = amounts(sentence);
        let same = found.len() == expected.len()
            && found.iter().zip(&expected).all(|(found, expected)| close(found.1, expected.0) && found.2 == expected.1);
        if !same {
            wrong.push(format!("{sentence}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
