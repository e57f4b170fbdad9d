//! The trained judge of blocks: decision trees whose leaves add up.
//!
//! In: a row of numbers. Out: how likely the block belongs to the story, 0 to 1. The trees come from `train-story`; how
//! they were made and how well they judge stands beside the model's file.

use std::sync::LazyLock;

/// The numbers of one block.
pub(crate) type Row = Vec<f32>;

/// Trees that were trained together.
#[derive(Clone, Default, Debug, PartialEq)]
pub(crate) struct Trees {
    /// Branches and leaves of all trees.
    pub(super) nodes: Vec<TreeNode>,
    /// Where each tree begins in `nodes`.
    pub(super) roots: Vec<u32>,
}

/// A branch or a leaf.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct TreeNode {
    /// The number of the row that is looked at; `LEAF` when none is.
    pub(super) feature: u16,
    /// Rows up to this value go to the next node, others to `right`; the value of a leaf.
    pub(super) value: f32,
    /// The node to go to, counted from this one.
    pub(super) right: u16,
}

/// The feature of a leaf.
pub(super) const LEAF: u16 = u16::MAX;

/// Bytes of a node in a file.
const NODE_BYTES: usize = 8;

/// Rows that go through the trees together.
const TOGETHER: usize = 32;

/// Some of them, a bit each.
type RowSet = u32;

/// A number of each of them.
type Column = [f32; TOGETHER];

/// Missing numbers are zero.
const NONE: Column = [0.0; TOGETHER];

/// The numbers of so many rows, one column after the other.
fn columns(rows: &[Row]) -> Vec<Column> {
    let mut columns = vec![NONE; rows.iter().map(Vec::len).max().unwrap_or_default()];
    for (at, row) in rows.iter().enumerate() {
        for (column, value) in columns.iter_mut().zip(row) {
            column.get_mut(at).into_iter().for_each(|place| *place = *value);
        }
    }
    columns
}

/// Whether a set has at most four rows, which are sooner done one by one.
fn are_few(set: RowSet) -> bool {
    (0..4).fold(set, |set, _| without_first(set)) == 0
}

fn without_first(set: RowSet) -> RowSet {
    set & set.wrapping_sub(1)
}

/// The rows of a set, the first one first.
fn rows_of(set: RowSet) -> impl Iterator<Item = usize> {
    let rest = std::iter::successors(Some(set), |set| Some(without_first(*set)));
    rest.take_while(|set| *set != 0).map(|set| set.trailing_zeros() as usize)
}

/// The rows whose number is above this one.
fn above(column: &Column, most: f32) -> RowSet {
    column.iter().enumerate().fold(0, |above, (row, value)| above | RowSet::from(*value > most) << row)
}

/// The trees this program comes with.
static BUILT_IN: LazyLock<Trees> = LazyLock::new(|| {
    // The file is part of the program; a test reads it to its last byte.
    Trees::from_bytes(include_bytes!("../../../models/story.trees")).map(|(trees, _)| trees).unwrap_or_default()
});

impl Trees {
    /// The trees this program comes with.
    pub(super) fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// How likely each of these rows is one of the story.
    pub(super) fn judge(&self, rows: &[Row]) -> Vec<f32> {
        let mut chances = Vec::with_capacity(rows.len());
        for rows in rows.chunks(TOGETHER) {
            let sums = self.sums(rows);
            chances.extend(sums.iter().take(rows.len()).map(|sum: &f32| 1.0 / (1.0 + (-sum).exp())));
        }
        chances
    }

    /// The sums of the leaves that some rows fall to, at most `TOGETHER`. All go through a tree together: a branch is
    /// looked at once for all that come to it, until they are few.
    fn sums(&self, rows: &[Row]) -> Column {
        let columns = columns(rows);
        let mut sums = NONE;
        let mut open: Vec<(usize, RowSet)> = Vec::new();
        for root in &self.roots {
            open.push((*root as usize, RowSet::MAX >> (TOGETHER - rows.len())));
            // Every step goes forward, so it ends.
            while let Some((at, here)) = open.pop() {
                let Some(node) = self.nodes.get(at) else { continue };
                if node.feature == LEAF || are_few(here) {
                    for row in rows_of(here) {
                        if let (Some(row), Some(sum)) = (rows.get(row), sums.get_mut(row)) {
                            *sum += self.leaf(at, row);
                        }
                    }
                    continue;
                }
                let above = above(columns.get(usize::from(node.feature)).unwrap_or(&NONE), node.value);
                for (next, rows) in [(at + usize::from(node.right).max(1), here & above), (at + 1, here & !above)] {
                    if rows != 0 {
                        open.push((next, rows));
                    }
                }
            }
        }
        sums
    }

    /// The leaf that a row falls to from this node on.
    fn leaf(&self, from: usize, row: &Row) -> f32 {
        let mut at = from;
        while let Some(node) = self.nodes.get(at) {
            if node.feature == LEAF {
                return node.value;
            }
            let number = row.get(usize::from(node.feature)).copied().unwrap_or_default();
            at += if number > node.value { usize::from(node.right).max(1) } else { 1 };
        }
        0.0
    }

    /// Reads the trees that the bytes begin with; gives them and the bytes after them. As bytes they are: how many trees
    /// and nodes, where each tree begins, then the nodes; all little-endian.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let (roots, bytes) = u32_at(bytes)?;
        let (nodes, mut bytes) = u32_at(bytes)?;
        let mut trees = Self::default();
        for _ in 0..roots {
            let (root, rest) = u32_at(bytes)?;
            trees.roots.push(root);
            bytes = rest;
        }
        for _ in 0..nodes {
            let (node, rest) = bytes.split_first_chunk::<NODE_BYTES>()?;
            let [feature_low, feature_high, right_low, right_high, value @ ..] = *node;
            trees.nodes.push(TreeNode {
                feature: u16::from_le_bytes([feature_low, feature_high]),
                right: u16::from_le_bytes([right_low, right_high]),
                value: f32::from_le_bytes(value),
            });
            bytes = rest;
        }
        Some((trees, bytes))
    }
}

fn u32_at(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (number, rest) = bytes.split_first_chunk::<4>()?;
    Some((u32::from_le_bytes(*number), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_trees_are_read_to_the_last_byte() {
        let (trees, rest) = Trees::from_bytes(include_bytes!("../../../models/story.trees")).unwrap();
        assert!(rest.is_empty() && !trees.roots.is_empty());
    }

    #[test]
    fn rows_fall_to_their_leaf() {
        let leaf = |value| TreeNode { feature: LEAF, value, right: 0 };
        let nodes = vec![TreeNode { feature: 1, value: 0.5, right: 2 }, leaf(-4.0), leaf(4.0)];
        let trees = Trees { nodes, roots: vec![0] };
        let chances = trees.judge(&[vec![9.0, 0.5], vec![0.0, 0.6], vec![]]);
        let [left, right, missing] = chances[..] else { panic!("{chances:?}") };
        assert!(left < 0.1 && right > 0.9);
        assert!(missing < 0.1, "a missing number is zero");
        assert_eq!(trees.judge(&vec![vec![0.0, 0.6]; 40]), [right; 40]);
    }

    #[test]
    fn broken_bytes_are_no_trees() {
        for bytes in [&[][..], &[1, 0, 0, 0], &[1, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 1]] {
            assert_eq!(Trees::from_bytes(bytes), None, "{bytes:?}");
        }
    }
}
