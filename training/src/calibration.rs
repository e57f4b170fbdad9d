//! Whether what is stated to be so sure is right as often.
//!
//! In: for each answer of a model, of a hundred, how sure it was stated to be, and whether it was right. Out: a line for each
//! range of what was stated.

use std::io::{self, Write};

/// The ranges: the first of each, and the one behind it.
const RANGES: [(u8, u8); 8] = [(0, 30), (30, 50), (50, 60), (60, 70), (70, 80), (80, 90), (90, 95), (95, 101)];

/// Answers of one kind.
#[derive(Debug, Clone, Default)]
pub struct Calibration {
    answers: Vec<(u8, bool)>,
}

impl Calibration {
    /// One more answer: how sure it was stated to be, of a hundred, and whether it is right.
    pub fn add(&mut self, stated: u8, right: bool) {
        self.answers.push((stated, right));
    }

    /// For each range, and for all: how many are right, of how many, and what is stated in the mean; then how far the two are
    /// apart in the mean over the answers.
    ///
    /// # Errors
    /// If `out` takes no more.
    pub fn write(&self, out: &mut impl Write, name: &str) -> io::Result<()> {
        let mut apart = 0.0;
        for (from, to) in RANGES {
            if let Some(range) = Range::of(self.answers.iter().filter(|(stated, _)| (from..to).contains(stated))) {
                range.write(out, name)?;
                apart += (range.stated / 100.0 - range.share()).abs() * range.all;
            }
        }
        if let Some(all) = Range::of(self.answers.iter()) {
            all.write(out, &format!("{name}, all"))?;
            writeln!(out, "{name}: stated and right are {:.3} apart", apart / all.all)?;
        }
        Ok(())
    }
}

/// What came of the answers of a range.
struct Range {
    right: f64,
    all: f64,
    /// In the mean, of a hundred.
    stated: f64,
}

impl Range {
    /// `None`: there are no answers.
    fn of<'a>(answers: impl Iterator<Item = &'a (u8, bool)>) -> Option<Self> {
        let mut sums = Self { right: 0.0, all: 0.0, stated: 0.0 };
        for (stated, right) in answers {
            sums.right += f64::from(u8::from(*right));
            sums.all += 1.0;
            sums.stated += f64::from(*stated);
        }
        (sums.all > 0.0).then(|| Self { stated: sums.stated / sums.all, ..sums })
    }

    fn share(&self) -> f64 {
        self.right / self.all
    }

    fn write(&self, out: &mut impl Write, name: &str) -> io::Result<()> {
        let Self { right, all, stated } = self;
        writeln!(out, "{name}: {right:4} of {all:4} right ({:.3}) where {stated:.1} is stated", self.share())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_range_says_how_many_are_right_and_what_was_stated() {
        let mut calibration = Calibration::default();
        for (stated, right) in [(96, true), (98, true), (97, false), (55, false), (51, true)] {
            calibration.add(stated, right);
        }
        let mut out = Vec::new();
        calibration.write(&mut out, "people").unwrap();
        let expected = "people:    1 of    2 right (0.500) where 53.0 is stated\n\
                        people:    2 of    3 right (0.667) where 97.0 is stated\n\
                        people, all:    3 of    5 right (0.600) where 79.4 is stated\n\
                        people: stated and right are 0.194 apart\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
