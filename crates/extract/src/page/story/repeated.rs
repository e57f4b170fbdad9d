//! The story as a page repeats it for machines, in `articleBody`.
//!
//! In: that text, markup and white space as written. Out: the text as readers would see it, and whether it is to be
//! taken in place of what was found: pages that build themselves in the browser print no more than a beginning.

use crate::plain_text::{looks_like_html, plain_text};
use article::{tidy_paragraphs, word_count};

/// Fewest words of an `articleBody` that is a story and not its summary.
const LEAST_WORDS: u32 = 40;

/// How many times longer than the text found it must be to stand in its place.
const TIMES_LONGER: u32 = 3;

/// The text without markup.
pub(super) fn as_text(body: &str) -> String {
    if looks_like_html(body) { plain_text(body) } else { tidy_paragraphs(body) }
}

/// Whether the page prints so little of its story that this is better.
pub(super) fn is_better(body: &str, found: &str) -> bool {
    let words = word_count(body);
    words >= LEAST_WORDS && words >= TIMES_LONGER * word_count(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stub_gives_way_to_the_whole_story() {
        let body = "word ".repeat(60);
        assert!(is_better(&body, "The page shows a line."));
        assert!(is_better(&body, ""));
        assert!(!is_better(&body, &"word ".repeat(30)));
        assert!(!is_better("A summary.", ""));
    }

    #[test]
    fn markup_in_it_is_no_part_of_it() {
        assert_eq!(as_text("<p>One &amp; two</p><p>three</p>"), "One & two\n\nthree");
        assert_eq!(as_text("One\n\n\ntwo  three"), "One\n\ntwo three");
    }
}
