//! Writes the story from the blocks that were kept, and notes what was cut and why it looked so.

use super::blocks::Block;
use super::boxes::boxes;
use super::class_names::KINDS;
use super::story_text::StoryText;
use super::surroundings::Surroundings;
use crate::notes::Notes;

/// The blocks with at least this chance that are no boxes, one after the other with a blank line between them. `names`:
/// those in the byline.
pub(super) fn story_text(
    around: &Surroundings<'_>,
    chances: &[f32],
    least: f32,
    names: &[&str],
    notes: &Notes,
) -> StoryText {
    let likely = around.blocks.iter().zip(chances).map(|(block, chance)| *chance >= least && block.words > 0);
    let likely: Vec<bool> = likely.collect();
    let boxes = boxes(around, &likely, names);
    let mut text = String::new();
    let (mut start, mut end) = (None, None);
    let mut kept = 0_usize;
    for ((block, likely), is_box) in around.blocks.iter().zip(likely).zip(boxes) {
        if !likely || is_box {
            end = end.or(Some(block.first));
            notes.cut(looks_like(around, block), || (element(around, block), block.text.clone()));
            continue;
        }
        kept += 1;
        start = start.or(Some(block.first));
        end = None;
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&block.text);
    }
    notes.chose("body", "model", || {
        format!("{kept} of {} blocks, each with a chance of at least {least:.2}", around.blocks.len())
    });
    let end = end.unwrap_or_else(|| around.document.after(around.document.root()));
    StoryText { text, place: start.map(|start| start..end) }
}

/// What the page says a block is, else that it does not read like a story.
fn looks_like(around: &Surroundings<'_>, block: &Block) -> &'static str {
    /// Kinds of elements that stories stand in too.
    const OF_STORIES: &[&str] = &["story body", "story", "content", "widget"];
    let marked = std::iter::once(block.at).chain(around.document.ancestors(block.at));
    let own = marked.map(|level| around.own(level)).find_map(|own| {
        let mut kinds = KINDS.iter().enumerate().filter(|(bit, _)| own & (1 << bit) != 0).map(|(_, (kind, _))| *kind);
        kinds.find(|kind| !OF_STORIES.contains(kind))
    });
    own.unwrap_or("unlike a story")
}

/// The element around a block as a selector.
fn element(around: &Surroundings<'_>, block: &Block) -> String {
    let document = around.document;
    let mut element = document.name(block.at).unwrap_or_default().to_owned();
    if let Some(class) = document.attribute(block.at, "class").and_then(|class| class.split_whitespace().next()) {
        element = format!("{element}.{class}");
    }
    if let Some(id) = document.attribute(block.at, "id") {
        element = format!("{element}#{id}");
    }
    element
}
