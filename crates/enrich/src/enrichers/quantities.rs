//! How much: money, percentages and measures as printed, with their value in one unit.
//!
//! In: the text, and what the article tells of its country. Out: `enrichment.quantities`, in the order of the text.
//! Plain counts, dates and durations are no quantities. English words are read in English articles only; signs and
//! symbols of units in all, where the number cannot be misread.

mod country;
mod currencies;
mod families;
mod fractions;
mod measure;
mod modifiers;
mod number;
mod ranges;
mod scan;
mod spelled;
mod tokens;
mod units;

use crate::words::{self, Kind, Words};
use crate::{Enricher, Reading};
use article::{Article, Extra, List, Quantity, QuantityKind};
use country::HomeCountry;
use currencies::Money;
use scan::{Amount, Measure, Scanner};
use std::cell::OnceCell;
use tokens::Token;

pub(crate) struct QuantitiesEnricher;

impl Enricher for QuantitiesEnricher {
    fn name(&self) -> &'static str {
        "quantities"
    }

    fn enrich(&self, reading: &Reading<'_>, article: &mut Article) {
        let atoms = reading.words(article);
        let (words, is_read) = (atoms.words(), words::of(article).is_some());
        let tokens = tokens::join(atoms);
        let found = Scanner { tokens: &tokens, words, is_read }.scan();
        let surroundings = Surroundings::of(words, article, &tokens);
        let quantities = found.filter_map(|found| quantity(reading, &surroundings, found));
        let quantities = reading.take(List::Quantities, quantities);
        article.enrichment.quantities = quantities;
    }
}

/// What decides between readings of the same print; worked out when first asked for.
struct Surroundings<'a> {
    words: &'static Words,
    article: &'a Article,
    tokens: &'a [Token<'a>],
    home_country: OnceCell<HomeCountry>,
    about_temperature: OnceCell<bool>,
}

impl<'a> Surroundings<'a> {
    fn of(words: &'static Words, article: &'a Article, tokens: &'a [Token<'a>]) -> Self {
        Self { words, article, tokens, home_country: OnceCell::new(), about_temperature: OnceCell::new() }
    }

    fn currency(&self, money: Money) -> Option<&'static str> {
        match money {
            Money::Code(code) => Some(code),
            Money::Family(_) => self.home_country().currency(money),
        }
    }

    fn home_country(&self) -> &HomeCountry {
        self.home_country.get_or_init(|| HomeCountry::of(self.article, self.tokens))
    }

    fn is_about_temperature(&self) -> bool {
        let about = || self.tokens.iter().any(|token| token.meaning.is(Kind::AboutTemperature));
        *self.about_temperature.get_or_init(about)
    }
}

fn quantity(reading: &Reading<'_>, surroundings: &Surroundings<'_>, found: Amount) -> Option<Quantity> {
    let (kind, currency, unit) = match found.measure {
        Measure::Unit(kind, unit) => (kind, None, Some(unit)),
        Measure::Money(money) => {
            let currency = surroundings.currency(money);
            let doubtful = matches!(money, Money::Family(family) if family.doubtful);
            if (found.needs_country || doubtful) && currency.is_none() {
                return None;
            }
            (QuantityKind::Money, currency, None)
        }
        Measure::Pounds { money, surely_money } => {
            if surely_money || surroundings.home_country().speaks_for(money) {
                (QuantityKind::Money, surroundings.currency(money), None)
            } else {
                (QuantityKind::Mass, None, Some("[lb_av]"))
            }
        }
        Measure::Degrees if surroundings.is_about_temperature() => (QuantityKind::Temperature, None, Some("Cel")),
        Measure::Letter(unit) if surroundings.is_about_temperature() => (QuantityKind::Temperature, None, Some(unit)),
        Measure::Degrees | Measure::Letter(_) => return None,
    };
    Some(Quantity {
        kind,
        text: reading.text(found.bytes.clone()).to_owned(),
        value: found.value.to_json()?,
        currency: currency.map(str::to_owned),
        unit: unit.map(str::to_owned),
        modifier: modifiers::before(surroundings.words, reading.body(), surroundings.tokens, found.first),
        span: reading.span(found.bytes),
        extra: Extra::new(),
    })
}
