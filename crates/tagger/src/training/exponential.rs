//! The exponential function, the same to the last bit on every machine, so that a training can be repeated anywhere.

/// eˣ to about 1e-6 of its value.
pub(super) fn exp(x: f32) -> f32 {
    let x = x.clamp(-80.0, 80.0);
    let whole = (x * std::f32::consts::LOG2_E).round();
    let rest = x - whole * std::f32::consts::LN_2;
    let series = 1.0 + rest * (1.0 + rest * (0.5 + rest * (1.0 / 6.0 + rest * (1.0 / 24.0 + rest / 120.0))));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number from 11 to 243")]
    let power = f32::from_bits(((whole + 127.0) as u32) << 23);
    series * power
}
