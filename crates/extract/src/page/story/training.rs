//! What the trainer needs: the rows of a page, exactly as the reader makes them, and a model of the trees it has grown.

use super::blocks::{Block, blocks};
use super::choose::least_chance;
use super::declared_story::DeclaredStory;
use super::features::rows;
use super::model::{LEAF, TreeNode, Trees};
use super::repeated;
use super::surroundings::Surroundings;
use crate::charset::decode_markup;
use crate::notes::Notes;
use crate::page::document::Document;
use crate::page::facts::{PageFacts, facts};
use article::CanonicalUrl;

/// A page as the model sees it.
pub struct SeenPage {
    document: Document,
    facts: PageFacts,
    blocks: Vec<Block>,
}

impl SeenPage {
    /// Reads a page; none when it cannot be parsed.
    #[must_use]
    pub fn read(html: &[u8], url: Option<&str>) -> Option<Self> {
        let document = Document::parse(&decode_markup(html, Some("text/html"))).ok()?;
        let url = url.and_then(|url| CanonicalUrl::parse(url).ok());
        let facts = facts(&document, url.as_ref(), &Notes::off());
        let blocks = blocks(&document);
        Some(Self { document, facts, blocks })
    }

    /// The text and the number of words of each block.
    pub fn blocks(&self) -> impl Iterator<Item = (&str, u32)> {
        self.blocks.iter().map(|block| (block.text.as_str(), block.words))
    }

    /// The numbers of each block.
    #[must_use]
    pub fn rows(&self) -> Vec<Vec<f32>> {
        let body = self.facts.declared.json_ld.body.as_deref().map(repeated::as_text);
        rows(&Surroundings::new(&self.document, &self.blocks), &DeclaredStory::of(&self.facts, body.as_deref()))
    }

    /// Which blocks are kept with these chances.
    #[must_use]
    pub fn kept(&self, chances: &[f32]) -> Vec<bool> {
        let words = self.blocks.iter().map(|block| block.words);
        let least = least_chance(chances.iter().copied().zip(words));
        chances.iter().map(|chance| *chance >= least).collect()
    }
}

/// A branch or a leaf of a tree that was grown.
#[derive(Clone, Copy, Debug)]
pub enum Node {
    /// Rows up to a value go to the next node, others to one that is so many nodes on.
    Branch {
        /// The number of the row that is looked at.
        feature: u16,
        /// The value.
        value: f32,
        /// So many.
        right: u16,
    },
    /// What a row that falls here adds.
    Leaf(f32),
}

/// Trees that were grown together.
pub struct Model(Trees);

impl Model {
    /// Of the nodes of all trees, and where among them each tree begins.
    #[must_use]
    pub fn of_parts(nodes: impl IntoIterator<Item = Node>, roots: Vec<u32>) -> Self {
        let nodes = nodes.into_iter().map(|node| match node {
            Node::Branch { feature, value, right } => TreeNode { feature, value, right },
            Node::Leaf(value) => TreeNode { feature: LEAF, value, right: 0 },
        });
        Self(Trees { nodes: nodes.collect(), roots })
    }

    /// How likely each of these rows is one of the story.
    #[must_use]
    pub fn judge(&self, rows: &[Vec<f32>]) -> Vec<f32> {
        self.0.judge(rows)
    }

    /// The bytes of its file.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let Trees { nodes, roots } = &self.0;
        let length = |count: usize| u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes();
        let mut bytes = [length(roots.len()), length(nodes.len())].concat();
        roots.iter().for_each(|root| bytes.extend(root.to_le_bytes()));
        for node in nodes {
            bytes.extend(node.feature.to_le_bytes());
            bytes.extend(node.right.to_le_bytes());
            bytes.extend(node.value.to_le_bytes());
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_trees_are_written_as_they_were_read() {
        let bytes = Model(Trees::built_in().clone()).encode();
        assert_eq!(Trees::from_bytes(&bytes), Some((Trees::built_in().clone(), [].as_slice())));
        assert_eq!(bytes, include_bytes!("../../../models/story.trees"));
    }
}
