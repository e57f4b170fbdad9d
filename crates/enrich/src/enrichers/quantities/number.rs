//! Numbers as printed, exact: a whole mantissa and a power of ten, so that `2.5 crore` is 25000000 and nothing else.

use serde_json::Number;

/// A decimal number: `mantissa × 10^exponent`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decimal {
    mantissa: i64,
    exponent: i32,
}

/// More digits than this are an identifier, not an amount.
const MAX_DIGITS: usize = 17;

impl Decimal {
    pub(super) fn new(mantissa: i64, exponent: i32) -> Self {
        Self { mantissa, exponent }
    }

    /// Reads digits with separators. Of stops and commas the last is the decimal mark (`1.250,75`) and the others group.
    /// Alone, a comma before three digits groups (`1,50,000` too), else it is a decimal comma; several stops group; one
    /// stop is a decimal point. Apostrophes group.
    pub(super) fn parse(digits: &str) -> Option<Self> {
        let (whole, fraction) = match decimal_mark(digits)?.and_then(|point| digits.rsplit_once(point)) {
            Some((whole, fraction)) => (whole, fraction),
            None => (digits, ""),
        };
        let plain: String = whole.chars().chain(fraction.chars()).filter(char::is_ascii_digit).collect();
        if plain.is_empty() || plain.len() > MAX_DIGITS {
            return None;
        }
        let exponent = i32::try_from(fraction.len()).ok()?;
        Some(Self { mantissa: plain.parse().ok()?, exponent: -exponent })
    }

    /// A proper fraction such as halves, quarters or sixteenths; what does not come out even is rounded.
    pub(super) fn part(count: i64, of: i64) -> Option<Self> {
        const DECIMALS: u32 = 12;
        let usual = (2..=6).contains(&of) || [8, 10, 16, 32, 64].contains(&of);
        (usual && (1..of).contains(&count)).then_some(())?;
        let power = 10_i64.pow(DECIMALS);
        let mut value = Self { mantissa: (count * power + of / 2) / of, exponent: -12 };
        while value.mantissa % 10 == 0 {
            value = Self { mantissa: value.mantissa / 10, exponent: value.exponent + 1 };
        }
        Some(value)
    }

    pub(super) fn times_ten_to(self, power: i32) -> Self {
        Self { exponent: self.exponent.saturating_add(power), ..self }
    }

    pub(super) fn negative(self) -> Self {
        Self { mantissa: -self.mantissa, ..self }
    }

    /// The sum; `None` if it needs more digits than there are.
    pub(super) fn plus(self, other: Self) -> Option<Self> {
        let exponent = self.exponent.min(other.exponent);
        let scaled = |one: Self| {
            let power = u32::try_from(one.exponent - exponent).ok()?;
            10_i64.checked_pow(power).and_then(|factor| one.mantissa.checked_mul(factor))
        };
        Some(Self { mantissa: scaled(self)?.checked_add(scaled(other)?)?, exponent })
    }

    /// Whether it is less than another; for numbers of ordinary size.
    pub(super) fn is_less_than(self, other: Self) -> bool {
        other.plus(self.negative()).is_some_and(|difference| difference.mantissa > 0)
    }

    /// The power of ten by which it exceeds a number with the same digits.
    pub(super) fn power_over(self, other: Self) -> Option<i32> {
        (self.mantissa == other.mantissa).then(|| self.exponent - other.exponent)
    }

    /// As JSON writes it: a whole number where it is one.
    pub(super) fn to_json(self) -> Option<Number> {
        let (mut mantissa, mut exponent) = (self.mantissa, self.exponent);
        while exponent < 0 && mantissa % 10 == 0 && mantissa != 0 {
            (mantissa, exponent) = (mantissa / 10, exponent + 1);
        }
        if mantissa == 0 {
            return Some(Number::from(0));
        }
        let factor = u32::try_from(exponent).ok().and_then(|power| 10_i64.checked_pow(power));
        if let Some(whole) = factor.and_then(|factor| mantissa.checked_mul(factor)) {
            return Some(Number::from(whole));
        }
        // Reading it from text gives the nearest float; multiplying floats would not.
        Number::from_f64(format!("{mantissa}e{exponent}").parse().ok()?)
    }
}

/// Separators that group thousands and do nothing else: an apostrophe, straight or curly, as in Switzerland.
pub(super) fn is_apostrophe(char: char) -> bool {
    matches!(char, '\'' | '’')
}

/// Which separator the decimals stand behind, if any; outside, `None`: these digits are no one number.
fn decimal_mark(digits: &str) -> Option<Option<char>> {
    let count = |mark| digits.matches(mark).count();
    let (stops, commas) = (count('.'), count(','));
    let last = digits.rfind(['.', ',']).and_then(|at| digits.get(at..)).unwrap_or_default();
    let mark = last.chars().next().filter(|_| {
        let once = stops + commas == 1;
        stops > 0 && commas > 0 || once && (stops == 1 || last.len() != ",000".len() || digits.contains(is_apostrophe))
    });
    // `1.5,2` is a list; before a decimal comma, stops stand as they group thousands.
    let grouped = |whole: &str| whole.split('.').skip(1).all(|group| group.len() == 3) && !whole.contains(',');
    let mixed = stops > 0 && commas > 0;
    let whole = digits.get(..digits.len() - last.len())?;
    let one_number = !mixed || if mark == Some(',') { grouped(whole) } else { stops == 1 };
    one_number.then_some(mark)
}

/// The power of ten of a short form that is only understood beside a currency.
pub(super) fn short_magnitude(word: &str) -> Option<i32> {
    Some(match word {
        "k" | "K" => 3,
        "m" | "M" | "mn" | "Mn" | "mil" | "MM" => 6,
        "cr" | "Cr" => 7,
        "b" | "B" | "bn" | "Bn" | "BN" | "bil" => 9,
        "t" | "T" | "tn" | "Tn" | "trn" | "tr" => 12,
        _ => return None,
    })
}

/// The decimal value of a vulgar fraction sign.
pub(super) fn fraction_sign(char: char) -> Option<Decimal> {
    Some(match char {
        '½' => Decimal::new(5, -1),
        '¼' => Decimal::new(25, -2),
        '¾' => Decimal::new(75, -2),
        '⅓' => Decimal::part(1, 3)?,
        '⅔' => Decimal::part(2, 3)?,
        '⅕' => Decimal::part(1, 5)?,
        '⅖' => Decimal::part(2, 5)?,
        '⅗' => Decimal::part(3, 5)?,
        '⅘' => Decimal::part(4, 5)?,
        '⅙' => Decimal::part(1, 6)?,
        '⅚' => Decimal::part(5, 6)?,
        '⅛' => Decimal::part(1, 8)?,
        '⅜' => Decimal::part(3, 8)?,
        '⅝' => Decimal::part(5, 8)?,
        '⅞' => Decimal::part(7, 8)?,
        _ => return None,
    })
}

/// Whether these are digits without separators.
pub(super) fn is_plain(digits: &str) -> bool {
    digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn json(digits: &str, power: i32) -> String {
        Decimal::parse(digits).unwrap().times_ten_to(power).to_json().unwrap().to_string()
    }

    #[test]
    fn printed_numbers_have_their_exact_value() {
        assert_eq!(json("3,000", 7), "30000000000");
        assert_eq!(json("2.5", 7), "25000000");
        assert_eq!(json("1,50,000", 0), "150000");
        assert_eq!(json("1.234.567", 0), "1234567");
        assert_eq!(json("99,5", 0), "99.5");
        assert_eq!(json("99.99", 0), "99.99");
        assert_eq!(json("21.0", 0), "21");
        assert_eq!(json("7.340,20", 0), "7340.2");
        assert_eq!(json("3.456.789,5", 0), "3456789.5");
        assert_eq!(json("3,456,789.5", 0), "3456789.5");
        assert_eq!(json("7'340.20", 0), "7340.2");
        assert_eq!(json("7’340’000", 0), "7340000");
        assert_eq!(Decimal::parse("1.5,2"), None);
        assert_eq!(Decimal::parse("1.5,2.5"), None);
        assert_eq!(json("0.1", 0), "0.1");
        assert_eq!(Decimal::parse("123456789012345678"), None);
    }

    proptest! {
        #[test]
        fn a_whole_number_reads_back_from_its_grouped_print(value in 0_i64..1_000_000_000_000) {
            let plain = value.to_string();
            let mut grouped = String::new();
            for (at, digit) in plain.chars().enumerate() {
                if at > 0 && (plain.len() - at) % 3 == 0 {
                    grouped.push(',');
                }
                grouped.push(digit);
            }
            prop_assert_eq!(json(&grouped, 0), plain);
        }

        #[test]
        fn a_decimal_number_reads_back(whole in 0_u32..1_000_000, fraction in 1_u32..100) {
            let printed = format!("{whole}.{fraction:02}");
            let value: f64 = json(&printed, 0).parse().unwrap();
            prop_assert_eq!(value, printed.parse::<f64>().unwrap());
        }

        #[test]
        fn any_digits_are_read_or_refused(digits in "[0-9][0-9.,]{0,40}", power in -20_i32..40) {
            if let Some(number) = Decimal::parse(&digits) {
                let _seen = number.negative().times_ten_to(power).to_json();
            }
        }
    }
}
