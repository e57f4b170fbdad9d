//! Amounts in the text: a currency before or behind a number, or a unit behind it.
//!
//! One pass over the tokens with a bounded look ahead, so the time is linear. Plain counts, years and durations have
//! no unit here and are left alone.

use super::currencies::{self, Money};
use super::number::{self, Decimal};
use super::tokens::{Token, TokenKind};
use super::units;
use crate::words::{Kind, Words};
use article::QuantityKind;
use std::ops::Range;

/// What an amount is counted in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Measure {
    Money(Money),
    /// `pounds`, which are money here and mass there: money if the flag says so, or else the country.
    Pounds {
        money: Money,
        surely_money: bool,
    },
    Unit(QuantityKind, &'static str),
    /// `C` or `F` right behind the digits, with its unit; as bare degrees.
    Letter(&'static str),
    /// Bare degrees, which are a temperature only in a text about temperatures.
    Degrees,
}

/// An amount as found.
#[derive(Debug, Clone)]
pub(super) struct Amount {
    pub(super) value: Decimal,
    pub(super) measure: Measure,
    /// Index of its first token.
    pub(super) first: usize,
    pub(super) bytes: Range<usize>,
    /// Whether it cannot be told from something else unless the country prints its money so.
    pub(super) needs_country: bool,
}

/// Tokens of the longest sign of a currency (`U.S.$`).
const MAX_SIGN: usize = 5;

/// Groups of three digits that may follow with spaces between.
const MAX_GROUPS: usize = 4;

/// The number words and scales read in a text.
#[derive(Clone, Copy)]
pub(super) struct Scanner<'a> {
    pub(super) tokens: &'a [Token<'a>],
    /// The words of the language of the text, or those of English where that is not read.
    pub(super) words: &'static Words,
    /// Whether it is read.
    pub(super) is_read: bool,
}

/// A number as read: its value, where it goes on, and whether a word multiplied it.
#[derive(Debug, Clone, Copy)]
pub(super) struct ScaledNumber {
    pub(super) value: Decimal,
    pub(super) next: usize,
    pub(super) scaled: bool,
}

impl<'a> Scanner<'a> {
    /// All amounts in order, each found when it is asked for.
    pub(super) fn scan(self) -> impl Iterator<Item = Amount> {
        let (mut at, mut digits) = (0, 0);
        let next = move || {
            while let Some(token) = self.get(at) {
                while digits <= at && digits < self.tokens.len()
                    || self.kind(digits).is_some_and(|kind| kind != TokenKind::Digits)
                {
                    digits += 1;
                }
                if !may_begin(token, digits - at) {
                    at += 1;
                    continue;
                }
                match self.money_before(at).or_else(|| self.number_first(at)) {
                    Some((amounts, next)) => {
                        at = next.max(at + 1);
                        return Some(amounts);
                    }
                    None => at += 1,
                }
            }
            None
        };
        std::iter::from_fn(next).flatten()
    }

    pub(super) fn get(self, at: usize) -> Option<&'a Token<'a>> {
        self.tokens.get(at)
    }

    pub(super) fn kind(self, at: usize) -> Option<TokenKind> {
        self.get(at).map(|token| token.kind)
    }

    pub(super) fn is(self, at: usize, text: &str) -> bool {
        self.get(at).is_some_and(|token| token.text == text)
    }

    /// Whether a word of this kind stands there.
    pub(super) fn is_kind(self, at: usize, kind: Kind) -> bool {
        self.get(at).is_some_and(|token| token.meaning.is(kind))
    }

    pub(super) fn joined(self, at: usize) -> bool {
        self.get(at).is_some_and(|token| !token.spaced)
    }

    pub(super) fn found(self, first: usize, next: usize, value: Decimal, measure: Measure) -> Option<Amount> {
        let bytes = self.get(first)?.start..self.get(next.checked_sub(1)?)?.end;
        Some(Amount { value, measure, first, bytes, needs_country: false })
    }

    /// Tokens from `at` as one form: a space where the text has white space. Ends at a line break.
    pub(super) fn forms(self, at: usize, most: usize) -> Vec<(String, usize)> {
        let mut forms: Vec<(String, usize)> = Vec::with_capacity(most);
        let mut form = String::new();
        for next in at..at + most {
            let Some(token) = self.get(next).filter(|token| token.kind != TokenKind::Break) else { break };
            if next > at && token.spaced {
                form.push(' ');
            }
            form.push_str(token.text);
            forms.push((form.clone(), next + 1));
        }
        forms
    }

    /// `US$ 5 million`, `Rs 2.5 crore`, `€1.2m`, and both ends of a range behind one sign.
    fn money_before(self, at: usize) -> Option<(Vec<Amount>, usize)> {
        let (money, number_at) = self.sign(at)?;
        let is_word = self.kind(at) == Some(TokenKind::Word);
        let letters = self.get(at)?.text.len();
        let needs_country = is_word && number_at == at + 1 && letters <= 2;
        let mut amount = self.money_amount(number_at)?;
        amount.value = self.in_whole(number_at, amount, money);
        if needs_country && letters == 1 && (!self.joined(number_at) || self.is_label(number_at, amount)) {
            return None;
        }
        if !self.is_read && self.kind(amount.next) == Some(TokenKind::Word) {
            return None;
        }
        let next = self.past_repeated_currency(amount.next);
        // `$300 pesos`: the sign is that of pesos too.
        let pesos = next > amount.next && self.is(amount.next, "pesos") && money.is_one_of("dollar");
        let money = currencies::behind("pesos").filter(|_| pesos).map_or(money, |(money, _)| money);
        let mut first = self.found(at, next, amount.value, Measure::Money(money))?;
        first.needs_country = needs_country;
        if amount.scaled || !self.is_read {
            return Some((vec![first], next));
        }
        // `$5-10 million`, `$5 to $10 million`: the scale is said once.
        let between = at.checked_sub(1).is_some_and(|before| self.is_kind(before, Kind::Between));
        if let Some((second_at, number_at)) = self.range_end(next, money, between)
            && let Some(second) = self.money_amount(number_at)
            && second.scaled
            && let Some(value) = self.scaled_alike(number_at, amount.value)
        {
            first.value = value;
            let end = self.past_repeated_currency(second.next);
            let mut last = self.found(second_at, end, second.value, Measure::Money(money))?;
            last.needs_country = needs_country;
            return Some((vec![first, last], end));
        }
        Some((vec![first], next))
    }

    /// Whether a letter with this number is the name of a road, a grade or a quarter rather than a sum: `R21`, `K9`.
    fn is_label(self, number_at: usize, amount: ScaledNumber) -> bool {
        let plain = !amount.scaled && self.get(number_at).is_some_and(|digits| !digits.text.contains([',', '.']));
        let named = self.is_kind(amount.next, Kind::RoadOrGrade);
        plain && (named || amount.value.is_less_than(Decimal::new(10, 0)))
    }

    /// The currency whose sign begins here, and where its number stands.
    pub(super) fn sign(self, at: usize) -> Option<(Money, usize)> {
        let token = self.get(at)?;
        let is_word = token.kind == TokenKind::Word;
        if !(is_word || token.kind == TokenKind::Sign && !token.text.is_ascii() || token.text == "$") {
            return None;
        }
        let glued = !token.spaced && at.checked_sub(1).and_then(|before| self.kind(before)) == Some(TokenKind::Word);
        if glued {
            return None;
        }
        let first_digits = (at + 1..=at + MAX_SIGN).find(|next| self.kind(*next) == Some(TokenKind::Digits))?;
        if is_word && !currencies::begins_before(token.text) {
            return None;
        }
        let forms = self.forms(at, first_digits - at);
        let (form, next) = forms.last()?;
        (*next == first_digits).then_some(())?;
        currencies::before(form).map(|money| (money, first_digits))
    }

    /// The digits of a sum of money with their scale.
    pub(super) fn money_amount(self, at: usize) -> Option<ScaledNumber> {
        let (value, next) = self.digits(at, true)?;
        let amount = self.scaled(ScaledNumber { value, next, scaled: false });
        if amount.scaled {
            return Some(amount);
        }
        let word = self.get(next).filter(|word| word.kind == TokenKind::Word);
        let lone = word.filter(|word| !word.spaced || word.text.len() > 1 || word.text == "m");
        if let Some(power) = lone.and_then(|word| number::short_magnitude(word.text)) {
            return Some(ScaledNumber { value: value.times_ten_to(power), next: next + 1, scaled: true });
        }
        // Letters that run on make it a name, such as `R2D`.
        word.is_none_or(|word| word.spaced).then_some(amount)
    }

    /// Digits, with groups behind spaces where `grouped`, and a fraction: `4 1/2`, `4½`, `4 and a half`, or one alone.
    pub(super) fn digits(self, at: usize, grouped: bool) -> Option<(Decimal, usize)> {
        let token = self.get(at).filter(|token| token.kind == TokenKind::Digits)?;
        let mut digits = token.text.to_owned();
        let mut next = at + 1;
        if grouped && digits.len() <= 3 && !digits.contains(['.', ',']) {
            let is_group = |token: &&Token<'_>| {
                let (whole, behind) = token.text.split_once(['.', ',']).unwrap_or((token.text, ""));
                let decimals = !token.text.contains(',') || (1..=2).contains(&behind.len());
                token.kind == TokenKind::Digits && token.spaced && whole.len() == 3 && decimals
            };
            while next <= at + MAX_GROUPS
                && !digits.contains(['.', ','])
                && let Some(group) = self.get(next).filter(is_group)
            {
                digits.push_str(group.text);
                next += 1;
            }
        }
        if !self.is_read && next == at + 1 && !plain_everywhere(&digits) {
            return None;
        }
        if let Some(fraction) = self.fraction(at) {
            return Some(fraction);
        }
        let value = Decimal::parse(&digits)?;
        let with_fraction = self.fraction_behind(&digits, next).or_else(|| self.spelled_behind(next));
        let whole = Some((value, next));
        with_fraction.map_or(whole, |(fraction, next)| Some((value.plus(fraction)?, next)))
    }

    /// With the words that multiply it: `million`, `lakh crore`, `-million`.
    fn scaled(self, mut amount: ScaledNumber) -> ScaledNumber {
        const MOST: usize = 2;
        let mut powers = 0;
        for _ in 0..MOST {
            let hyphen = self.is(amount.next, "-") && self.joined(amount.next);
            // A stop between number and scale is a slip of the pen.
            let slip = self.is(amount.next, ".") && self.joined(amount.next);
            let at = amount.next + usize::from(hyphen || slip);
            let word = self.get(at).filter(|word| self.is_read && word.kind == TokenKind::Word);
            match word.and_then(|word| self.words.value(word, Kind::Magnitude)) {
                Some(power) => {
                    powers += power;
                    amount = ScaledNumber { value: amount.value.times_ten_to(power), next: at + 1, scaled: true };
                    amount = self.with_rest(amount).filter(|_| power == 2).unwrap_or(amount);
                }
                None => break,
            }
        }
        // `a million and a half`
        let half =
            self.spelled_behind(amount.next).filter(|(part, _)| amount.scaled && Some(*part) == Decimal::part(1, 2));
        let with_half = half.and_then(|(part, next)| Some((amount.value.plus(part.times_ten_to(powers))?, next)));
        with_half.map_or(amount, |(value, next)| ScaledNumber { value, next, ..amount })
    }

    /// The value of digits in a currency without small coins, where a stop before three digits groups: `Rp 15.000`.
    fn in_whole(self, at: usize, amount: ScaledNumber, money: Money) -> Decimal {
        let grouped = |digits: &Token<'_>| digits.text.split_once('.').is_some_and(|(_, rest)| rest.len() == 3);
        let is_grouped = !amount.scaled && currencies::is_whole(money) && self.get(at).is_some_and(grouped);
        if is_grouped { amount.value.times_ten_to(3) } else { amount.value }
    }

    /// Past `dollars` in `US$ 5 million dollars`.
    fn past_repeated_currency(self, at: usize) -> usize {
        let word = self.get(at).filter(|word| self.is_read && word.spaced && word.meaning.is(Kind::RepeatedCurrency));
        at + usize::from(word.is_some())
    }

    /// A number with its currency or unit behind it; of a range both ends if both are printed with one unit.
    fn number_first(self, at: usize) -> Option<(Vec<Amount>, usize)> {
        if self.begins_inside_a_name(at) || self.is_code(at) {
            return None;
        }
        let amount = self.number(at)?;
        let (value, first) = self.with_sign(at, amount.value);
        if let Some((measure, power, next)) = self.measure(amount, at) {
            let value = match measure {
                Measure::Money(money) => self.in_whole(at, ScaledNumber { value, ..amount }, money),
                _ => value,
            };
            return Some((vec![self.found(first, next, value.times_ten_to(power), measure)?], next));
        }
        if let Some(range) = self.range(at, amount) {
            return Some(range);
        }
        // A spaced group may belong to the number only beside a unit: `24 000 km`, not `2 500 g` after `item`.
        let (grouped, next) = self.digits(at, true).filter(|(_, next)| *next > at + 1)?;
        let grouped = self.scaled(ScaledNumber { value: grouped, next, scaled: false });
        let (measure, power, next) = self.measure(grouped, at)?;
        Some((vec![self.found(at, next, grouped.value.times_ten_to(power), measure)?], next))
    }

    /// `09L`, `007`: no amount is written with a nought before it, unless it has a fraction.
    fn is_code(self, at: usize) -> bool {
        self.get(at).is_some_and(|digits| {
            digits.text.len() > 1 && digits.text.starts_with('0') && number::is_plain(digits.text)
        })
    }

    /// Whether the number is part of a word such as `F-16` or `Covid19`.
    fn begins_inside_a_name(self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        let letters = |at| matches!(self.kind(at), Some(TokenKind::Word));
        if !self.joined(at) {
            return false;
        }
        let hyphenated = self.is(before, "-") && self.joined(before) && before.checked_sub(1).is_some_and(letters);
        // A spelled number may stand behind a hyphen (`mid-twenties` has no unit anyway).
        letters(before) || hyphenated && self.kind(at) == Some(TokenKind::Digits)
    }

    /// With a minus before it that is no hyphen or dash between words.
    fn with_sign(self, at: usize, value: Decimal) -> (Decimal, usize) {
        let Some(before) = at.checked_sub(1) else { return (value, at) };
        // One that begins a line is the dash of a list.
        let listed = |sign: &Token<'_>| {
            let last = before.checked_sub(1).and_then(|last| self.get(last));
            last.is_some_and(|last| last.kind == TokenKind::Break && last.end == sign.start)
        };
        let is_sign = |sign: &Token<'_>| matches!(sign.text, "-" | "−" | "–") && sign.spaced && !listed(sign);
        let printed = |sign: &Token<'_>| is_sign(sign) && self.joined(at);
        let minus = self.get(before).is_some_and(|sign| printed(sign) || self.is_read && sign.meaning.is(Kind::Minus));
        if minus { (value.negative(), before) } else { (value, at) }
    }

    /// A number in digits or English words with its scale.
    pub(super) fn number(self, at: usize) -> Option<ScaledNumber> {
        let token = self.get(at)?;
        let (value, next) = match token.kind {
            TokenKind::Digits => self.digits(at, false)?,
            TokenKind::Word if self.is_read => self.spelled(at)?,
            TokenKind::Sign => self.fraction(at)?,
            TokenKind::Word | TokenKind::Break => return None,
        };
        let amount = ScaledNumber { value, next, scaled: false };
        let scaled = self.scaled(amount);
        if scaled.scaled || token.kind != TokenKind::Digits {
            return Some(scaled);
        }
        // `5m tonnes`: a short scale is understood before a unit that is a word.
        let short = self.get(next).filter(|word| self.is_read && !word.spaced && word.kind == TokenKind::Word);
        if let Some(power) = short.and_then(|word| number::short_magnitude(word.text)) {
            let scaled = ScaledNumber { value: value.times_ten_to(power), next: next + 1, scaled: true };
            let unit = self.get(next + 1).filter(|word| word.spaced && word.text.len() > 2);
            let named = |word: &Token<'_>| units::of(word.text).is_some() || currencies::behind(word.text).is_some();
            if unit.is_some_and(named) {
                return Some(scaled);
            }
        }
        Some(scaled)
    }
}

/// A quick no for most tokens: no amount begins with them. The next digits are so many tokens away.
fn may_begin(token: &Token<'_>, digits: usize) -> bool {
    match token.kind {
        TokenKind::Digits => true,
        TokenKind::Word => {
            digits <= MAX_SIGN || token.meaning.is_any(&[Kind::Spelled, Kind::AnyArticle, Kind::Half, Kind::PartOfOne])
        }
        TokenKind::Sign => token.text == "$" || !token.text.is_ascii(),
        TokenKind::Break => false,
    }
}

/// Whether digits mean the same in every language: no separator, one comma or stop that cannot group, or both.
fn plain_everywhere(digits: &str) -> bool {
    let mut parts = digits.split(['.', ',']);
    let (_, fraction, more) = (parts.next(), parts.next(), parts.next());
    let both = digits.contains('.') && digits.contains(',');
    both || more.is_none() && fraction.is_none_or(|fraction| fraction.len() != 3)
}
