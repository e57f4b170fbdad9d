//! Where a record stands in the one records table: its partition's row id and its offset in one integer.
//!
//! Records of a partition lie side by side in offset order, so that reading on is one walk along the b-tree.

/// Bits of the integer that hold the offset: 10¹² records a partition, and four million partitions.
const OFFSET_BITS: u32 = 40;

/// The largest offset.
pub(super) const LAST_OFFSET: i64 = (1 << OFFSET_BITS) - 1;

/// The largest partition row id.
pub(super) const LAST_ROW: i64 = (1 << (62 - OFFSET_BITS)) - 1;

/// The table key of a record. Offsets from outside are brought into the partition's range, so that no offset can
/// reach into another partition.
pub(super) fn position(row: i64, offset: i64) -> i64 {
    (row << OFFSET_BITS) | offset.clamp(0, LAST_OFFSET)
}

/// The offset in a table key.
pub(super) fn offset(position: i64) -> i64 {
    position & LAST_OFFSET
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_never_reaches_into_another_partition() {
        for asked in [i64::MIN, -1, 0, 1, LAST_OFFSET, i64::MAX] {
            let found = position(7, asked);
            assert!(position(7, 0) <= found && found < position(8, 0), "{asked}");
            assert_eq!(offset(found), asked.clamp(0, LAST_OFFSET));
        }
        assert!(position(LAST_ROW, LAST_OFFSET) > 0);
    }
}
