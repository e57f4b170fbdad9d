//! Random numbers that are the same everywhere (SplitMix64): the same data gives the same model.

/// A small generator.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// With a fixed beginning.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below this one; 0 when it is 0.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end.max(1) as u64) as usize
    }

    /// Puts them into any order.
    pub fn shuffle(&mut self, list: &mut [usize]) {
        for end in (1..list.len()).rev() {
            let other = self.below(end + 1);
            list.swap(end, other);
        }
    }
}
