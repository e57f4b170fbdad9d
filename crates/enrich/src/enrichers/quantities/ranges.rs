//! Ranges whose unit is said once: `5-10 per cent`, `20 to 25km`, `2 to 3 million dollars`.

use super::currencies::Money;
use super::number::Decimal;
use super::scan::{Amount, ScaledNumber, Scanner};
use super::tokens::TokenKind;
use crate::words::Kind;

/// Years stand before `to` and an amount too: `from 2014 to 2,500 tonnes`.
const FIRST_YEAR: i64 = 1_800;
const LAST_YEAR: i64 = 2_100;

impl Scanner<'_> {
    /// Both ends of a range that begins with this number, the second of which has the unit, and where it ends.
    pub(super) fn range(self, at: usize, first: ScaledNumber) -> Option<(Vec<Amount>, usize)> {
        let dash = self.joined(first.next) && self.get(first.next).is_some_and(|sign| matches!(sign.text, "-" | "–"));
        let tight = dash && self.joined(first.next + 1);
        let between = at.checked_sub(1).is_some_and(|before| self.is_kind(before, Kind::Between));
        let joined = self.is_kind(first.next, Kind::ToOrOr) || (between && self.is_kind(first.next, Kind::And));
        let spoken = self.is_read && joined;
        if !(tight || spoken) || self.kind(first.next + 1) != Some(TokenKind::Digits) {
            return None;
        }
        let from = at.checked_sub(1).is_some_and(|before| self.is_kind(before, Kind::From));
        let second_at = first.next + 1;
        let second = self.number(second_at)?;
        let (measure, power, next) = self.measure(second, second_at)?;
        let bare = self.get(at).is_some_and(|digits| digits.text.len() == 4 && !digits.text.contains([',', '.']));
        let is_year = bare
            && Decimal::new(FIRST_YEAR, 0).is_less_than(first.value)
            && first.value.is_less_than(Decimal::new(LAST_YEAR, 0));
        let rising = first.value.is_less_than(second.value);
        let a_range = rising || from && !first.scaled && !second.scaled;
        if is_year || !a_range {
            return None;
        }
        let low = if second.scaled && !first.scaled { self.scaled_alike(second_at, first.value)? } else { first.value };
        let low = self.found(at, first.next, low.times_ten_to(power), measure)?;
        let high = self.found(second_at, next, second.value.times_ten_to(power), measure)?;
        Some((vec![low, high], next))
    }

    /// `value` in the scale of the number at `at`, if that number is greater.
    pub(super) fn scaled_alike(self, at: usize, value: Decimal) -> Option<Decimal> {
        let (bare, _) = self.digits(at, true)?;
        let scaled = self.money_amount(at)?.value;
        let power = scaled.power_over(bare)?;
        value.is_less_than(bare).then(|| value.times_ten_to(power))
    }

    /// The second end of a range of money: where it begins, and its number.
    pub(super) fn range_end(self, at: usize, money: Money, between: bool) -> Option<(usize, usize)> {
        let dash = self.joined(at) && self.get(at).is_some_and(|sign| matches!(sign.text, "-" | "–" | "—"));
        if !(dash || self.is_kind(at, Kind::To) || between && self.is_kind(at, Kind::And)) {
            return None;
        }
        match self.sign(at + 1) {
            Some((other, number_at)) => (other == money).then_some((at + 1, number_at)),
            None => (self.kind(at + 1) == Some(TokenKind::Digits)).then_some((at + 1, at + 1)),
        }
    }
}
