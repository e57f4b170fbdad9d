//! Work that adds up many numbers side by side, compiled twice: for every processor of its kind, and for those with
//! instructions that take twice as many at once. Which of both runs is told when it does.

#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
use fearless_simd::{Level, Simd};

/// Does the work, the way that suits the processor best. What it calls must be inlined into it, or is compiled once.
#[inline(always)]
pub(crate) fn wide<R>(work: impl FnOnce() -> R) -> R {
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    if let Some(avx2) = Level::new().as_avx2() {
        return avx2.vectorize(work);
    }
    work()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_work_comes_to_the_same() {
        let numbers: Vec<i16> = (0..1_000).map(|number: i16| number.wrapping_mul(177)).collect();
        let sum = || numbers.iter().fold(0_i16, |sum, number| sum.wrapping_add(*number));
        assert_eq!(wide(sum), sum());
    }
}
