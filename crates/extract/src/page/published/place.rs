//! Where on a page something stands, seen from its headline and its story.
//!
//! In: the parsed page, the element of the headline, the nodes of the story. Out: how near to them a node is, and whether
//! it stands beside them. Either can be missing or found in the wrong place, so each makes up for the other.

use super::dated::Dated;
use crate::page::document::NodeId;
use crate::page::outside_story::is_beside;
use std::ops::Range;

impl Dated<'_> {
    /// The headline, where it stands above the story or there is no story to compare with. A heading far below the first
    /// words is that of another story.
    pub(super) fn headline(&self) -> Option<NodeId> {
        /// Most nodes that a headline can stand below the first words of its story: a lead, a picture, a byline.
        const BELOW: usize = 100;
        let is_above = |headline: &NodeId| match &self.story {
            Some(story) => headline.index() <= story.start.index() + BELOW,
            None => true,
        };
        self.headline.filter(is_above)
    }

    /// How near to the headline or the story, from -2 for what stands far above both to 4 for the line below the headline.
    pub(super) fn nearness(&self, id: NodeId) -> i32 {
        let is_past = self.is_past_story(id);
        let to_headline = match self.headline() {
            Some(_) if is_past => 0,
            Some(headline) if id >= headline => match id.index() - headline.index() {
                0..=25 => 4,
                26..=80 => 3,
                81..=300 => 1,
                _ => 0,
            },
            Some(headline) => match headline.index() - id.index() {
                0..=15 => 3,
                16..=40 => 1,
                // A date at the head of the page is that of the day.
                _ => -2,
            },
            None => 1,
        };
        let to_story = match &self.story {
            Some(story) if id < story.start => match story.start.index() - id.index() {
                0..=25 => 3,
                26..=60 => 2,
                _ => -2,
            },
            Some(story) if id >= story.end => match id.index() - story.end.index() {
                0..=25 => 2,
                26..=80 => 1,
                _ => -2,
            },
            Some(_) | None => -2,
        };
        to_headline.max(to_story)
    }

    /// Whether it stands closely below the headline, or between it and the first words of the story: where bylines do.
    pub(super) fn is_in_head(&self, id: NodeId) -> bool {
        /// Most nodes of such a place, and most where the story begins later or earlier.
        const LONGEST: usize = 120;
        const CLOSE: usize = 80;
        let Some(headline) = self.headline().filter(|headline| *headline <= id) else { return false };
        let begins_soon =
            |story: &Range<NodeId>| id <= story.start && story.start.index() - headline.index() <= LONGEST;
        let is_close = id.index() - headline.index() <= CLOSE && !self.is_past_story(id);
        is_close || self.story.as_ref().is_some_and(begins_soon)
    }

    /// Whether it follows the story that follows the headline.
    pub(super) fn is_past_story(&self, id: NodeId) -> bool {
        let is_below = |story: &&Range<NodeId>| self.headline().is_none_or(|headline| headline < story.end);
        self.story.as_ref().filter(is_below).is_some_and(|story| id >= story.end)
    }

    /// Whether it stands in the head that all pages of a site share.
    pub(super) fn is_in_masthead(&self, id: NodeId) -> bool {
        let holds = |around: NodeId, at: NodeId| self.document.is_within(at, around);
        let story = self.story.as_ref().map(|story| story.start);
        let anchors = || self.headline().into_iter().chain(story);
        let names = self.document.ancestors(id).map(|around| (around, self.document.name(around)));
        let mut outside = names.take_while(|(_, name)| !matches!(name, Some("article" | "main")));
        outside.any(|(around, name)| name == Some("header") && !anchors().any(|at| holds(around, at)))
    }

    /// Whether it stands in a comment, a teaser of another story, a sidebar, the footer.
    pub(super) fn is_beside(&self, id: NodeId) -> bool {
        let story = self.story.as_ref().map(|story| story.start);
        let anchors: Vec<NodeId> = self.headline().into_iter().chain(story).collect();
        is_beside(self.document, id, &anchors)
    }
}
