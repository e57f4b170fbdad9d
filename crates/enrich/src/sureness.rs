//! How sure a reader is told that something is, of a hundred: as many as are right where so much is stated.

/// Nothing read off a text is certain.
pub(crate) const MOST: u8 = 99;

/// Of a share of one.
pub(crate) fn percent(share: f32) -> u8 {
    // In range by the clamp; what is no number is 0.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 99")]
    let whole = (share * 100.0).round().clamp(0.0, f32::from(MOST)) as u8;
    whole
}

/// Of a score for and against: the logarithm of how many are right for one that is wrong.
pub(crate) fn of_odds(score: f32) -> u8 {
    percent(1.0 / (1.0 + (-score).exp()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odds_are_shares_and_nothing_is_certain() {
        assert_eq!([of_odds(f32::NEG_INFINITY), of_odds(0.0), of_odds(1.1), of_odds(40.0)], [0, 50, 75, 99]);
        assert_eq!([percent(f32::NAN), percent(-1.0), percent(0.974), percent(2.0)], [0, 0, 97, 99]);
    }
}
