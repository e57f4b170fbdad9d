//! What a number is counted in: the currency, unit or degree that stands behind it.

use super::country;
use super::currencies::{self, Money};
use super::number::Decimal;
use super::scan::{Measure, ScaledNumber, Scanner};
use super::tokens::TokenKind;
use super::units;
use crate::words::Kind;
use article::QuantityKind;

/// Words of the longest currency behind a number.
const MAX_CURRENCY_WORDS: usize = 2;

impl Scanner<'_> {
    /// What the number is counted in, a power of ten that the unit brings, and where it ends.
    pub(super) fn measure(self, amount: ScaledNumber, first: usize) -> Option<(Measure, i32, usize)> {
        let hyphen = self.is(amount.next, "-") && self.joined(amount.next);
        let at = amount.next + usize::from(hyphen);
        if let Some((measure, next)) = self.temperature(at) {
            return Some((measure, 0, next));
        }
        if self.kind(at) == Some(TokenKind::Break) || self.kind(at) == Some(TokenKind::Digits) {
            return None;
        }
        self.currency_behind(amount, at).or_else(|| {
            let (unit, next) = self.unit(at)?;
            let counted = self.is_kind(next, Kind::CountedInMillions);
            if unit.ucum == "m" && self.joined(at) && (counted || self.is_behind_hours(first)) {
                return None;
            }
            // `one foot in the door`
            let figure = self.is_kind(first, Kind::One) && self.is_kind(at, Kind::Foot);
            (!figure).then_some((Measure::Unit(unit.kind, unit.ucum), unit.power, next))
        })
    }

    fn currency_behind(self, amount: ScaledNumber, at: usize) -> Option<(Measure, i32, usize)> {
        let token = self.get(at)?;
        if token.kind == TokenKind::Sign {
            let money = currencies::before(token.text).filter(|_| !token.spaced || token.text != "$")?;
            // In `5 $10` the sign is the next number's.
            let taken = self.kind(at + 1) == Some(TokenKind::Digits);
            return (!taken).then_some((Measure::Money(money), 0, at + 1));
        }
        for (form, next) in self.forms(at, MAX_CURRENCY_WORDS).into_iter().rev() {
            if self.runs_on(next) || (!self.is_read && !form.bytes().all(|byte| byte.is_ascii_uppercase())) {
                continue;
            }
            let Some((money, power)) = currencies::behind(&form) else { continue };
            if form.eq_ignore_ascii_case("p") && !self.is_penny(at) {
                return None;
            }
            // A verb more often than a currency, unless the sum is large.
            if form == "won" && !amount.scaled && amount.value.is_less_than(Decimal::new(3_000, 0)) {
                return None;
            }
            let is_pounds = money.is_one_of("pound") && form.to_lowercase().starts_with("pound");
            let measure = if is_pounds {
                Measure::Pounds { money, surely_money: amount.scaled && !self.is_kind(next, Kind::Of) }
            } else {
                Measure::Money(money)
            };
            return Some((measure, power, next));
        }
        self.of_country(at).or_else(|| self.country_dollars(at))
    }

    /// `Sudanese pounds`, `Sri Lankan rupees`, `U.S. dollars`: the country says which.
    fn of_country(self, at: usize) -> Option<(Measure, i32, usize)> {
        if self.is(at, "U")
            && self.is(at + 2, "S")
            && self.get(at + 4).is_some_and(|word| word.text.starts_with("dollar"))
        {
            return Some((Measure::Money(Money::Code("USD")), 0, at + 5));
        }
        self.get(at).filter(|word| self.is_read && word.text.starts_with(char::is_uppercase))?;
        for (name, next) in self.forms(at, MAX_CURRENCY_WORDS).into_iter().rev() {
            let Some((country, word)) = country::of_name(&name).zip(self.get(next)) else { continue };
            let Some((money, power)) = currencies::behind(word.text) else { continue };
            let code = match money {
                Money::Family(family) => family.of(country)?,
                Money::Code(code) => code,
            };
            return Some((Measure::Money(Money::Code(code)), power, next + 1));
        }
        None
    }

    /// `New Zealand dollars`: the words before `dollars` are no part of the table.
    fn country_dollars(self, at: usize) -> Option<(Measure, i32, usize)> {
        let dollars = (at + 1..at + 3).find(|next| self.is(*next, "dollars"))?;
        let (form, _) = self.forms(dollars - 1, 2).pop()?;
        let named = (at..dollars).all(|at| self.get(at).is_some_and(|word| word.text.starts_with(char::is_uppercase)));
        let (money, _) = currencies::behind(&form).or_else(|| currencies::behind("dollars"))?;
        named.then_some((Measure::Money(money), 0, dollars + 1))
    }

    pub(super) fn unit(self, at: usize) -> Option<(units::Unit, usize)> {
        if !units::begins(self.get(at)?.text) {
            return None;
        }
        let found = self.forms(at, units::MAX_WORDS).into_iter().rev().find_map(|(form, next)| {
            let unit = units::of(&form)?;
            (!self.runs_on(next) || form == "%").then_some((unit, next))
        });
        found.filter(|(unit, _)| self.is_read || !unit.english)
    }

    /// `3h 20m` is a duration.
    fn is_behind_hours(self, first: usize) -> bool {
        first.checked_sub(1).is_some_and(|before| self.is(before, "h") && self.joined(before))
    }

    /// Whether a letter stands right behind digits, and nothing right behind it.
    fn is_figure(self, at: usize) -> bool {
        let digits = at.checked_sub(1).is_some_and(|before| self.kind(before) == Some(TokenKind::Digits));
        let open = self.is(at + 1, "-") || matches!(self.kind(at + 1), Some(TokenKind::Word | TokenKind::Digits));
        digits && self.joined(at) && !(open && self.joined(at + 1))
    }

    /// Whether `p` at `at` stands right behind digits as pence do: not `1080p`, nor `5p.m.`
    fn is_penny(self, at: usize) -> bool {
        let lines = ["144", "240", "360", "480", "576", "720", "1080", "1440", "2160", "4320"];
        let screen =
            at.checked_sub(1).and_then(|before| self.get(before)).is_some_and(|digits| lines.contains(&digits.text));
        let hour = self.is(at + 1, ".") && self.joined(at + 1) && self.joined(at + 2);
        self.is(at, "p") && self.is_figure(at) && !screen && !hour
    }

    /// Whether letters or digits go on without a space.
    fn runs_on(self, at: usize) -> bool {
        self.joined(at) && matches!(self.kind(at), Some(TokenKind::Word | TokenKind::Digits))
    }

    /// `°C`, `degrees Celsius`, `(degrees Celsius)`, bare `degrees`.
    fn temperature(self, at: usize) -> Option<(Measure, usize)> {
        let token = self.get(at)?;
        let one = |ucum| Some((Measure::Unit(QuantityKind::Temperature, ucum), at + 1));
        match token.text {
            "℃" => return one("Cel"),
            "℉" => return one("[degF]"),
            // `35C`: only in a text about temperatures.
            "C" if self.is_figure(at) => return Some((Measure::Letter("Cel"), at + 1)),
            "F" if self.is_figure(at) => return Some((Measure::Letter("[degF]"), at + 1)),
            _ => {}
        }
        let open = usize::from(token.text == "(");
        let degree = self.get(at + open)?.text.to_lowercase();
        let is_sign = matches!(degree.as_str(), "°" | "º" | "˚");
        let is_word = self.words.is(&degree, Kind::Degrees);
        if !(is_sign || is_word && self.is_read) {
            return None;
        }
        let scale = self.get(at + open + 1).map_or("", |scale| scale.text);
        let ucum = match scale {
            "C" | "Celsius" | "celsius" | "Celcius" | "celcius" | "centigrade" | "Centigrade" => "Cel",
            "F" | "Fahrenheit" | "fahrenheit" => "[degF]",
            _ if open == 1 => return None,
            _ => return Some((Measure::Degrees, at + 1)),
        };
        let next = at + open + 2;
        let closed = open == 0 || self.is(next, ")");
        closed.then_some((Measure::Unit(QuantityKind::Temperature, ucum), next + open))
    }
}
