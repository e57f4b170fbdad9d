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
        /// Rows that go through a tree together, while it is at hand and they are.
        const TOGETHER: usize = 16;
        let mut chances = Vec::with_capacity(rows.len());
        for rows in rows.chunks(TOGETHER) {
            let mut sums = [0.0; TOGETHER];
            for root in &self.roots {
                for (sum, row) in sums.iter_mut().zip(rows) {
                    *sum += self.leaf(*root, row);
                }
            }
            chances.extend(sums.iter().take(rows.len()).map(|sum: &f32| 1.0 / (1.0 + (-sum).exp())));
        }
        chances
    }

    fn leaf(&self, root: u32, row: &[f32]) -> f32 {
        let mut at = root as usize;
        // Every step goes forward, so it ends.
        while let Some(node) = self.nodes.get(at) {
            if node.feature == LEAF {
                return node.value;
            }
            let value = row.get(usize::from(node.feature)).copied().unwrap_or_default();
            at += if value <= node.value { 1 } else { usize::from(node.right).max(1) };
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
