//! Numbers in words: `two`, `twenty-five`, `two-and-a-half`, `a hundred and twenty`.

use super::number::Decimal;
use super::scan::{ScaledNumber, Scanner};
use crate::words::Kind;

impl Scanner<'_> {
    /// `two`, `twenty-five`, `two-and-a-half`; `half a`, `a quarter of a` and `a` before a scale.
    pub(super) fn spelled(self, at: usize) -> Option<(Decimal, usize)> {
        let word = self.word(at)?;
        let is = |at: usize, kind: Kind| self.word(at).is_some_and(|word| word.meaning.is(kind));
        let spelled = |word| self.words.value(word, Kind::Spelled);
        if let Some((part, next)) = self.part(at)
            && let Some(next) = self.of_scale_or_unit(next)
        {
            return Some((part, next));
        }
        if is(at, Kind::AnyArticle) {
            return is(at + 1, Kind::Magnitude).then(|| (Decimal::new(1, 0), at + 1));
        }
        let mut value = spelled(word)?;
        let mut next = at + 1;
        let hyphen = usize::from(self.is(next, "-"));
        if value >= 20
            && let Some(ones) = self.word(next + hyphen).and_then(spelled).filter(|ones| *ones < 10)
        {
            (value, next) = (value + ones, next + hyphen + 1);
        }
        let value = Decimal::new(i64::from(value), 0);
        let whole = Some((value, next));
        self.spelled_behind(next).map_or(whole, |(part, next)| Some((value.plus(part)?, next)))
    }

    /// With what follows hundreds: `a hundred | and twenty`.
    pub(super) fn with_rest(self, hundreds: ScaledNumber) -> Option<ScaledNumber> {
        let at = hundreds.next + 1;
        let follows = self.is_kind(hundreds.next, Kind::AnyAnd) && self.is_kind(at, Kind::Spelled);
        let (rest, next) = self.spelled(at).filter(|_| follows)?;
        Some(ScaledNumber { value: hundreds.value.plus(rest)?, next, ..hundreds })
    }
}
