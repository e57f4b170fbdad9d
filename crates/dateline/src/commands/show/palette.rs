//! Colours and widths of the lines that show a pipeline at work.

use crate::commands::terminal;
use article::printable;
use std::io::IsTerminal;
use std::os::fd::AsFd;

/// What a piece of text is, as far as its look goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    Plain,
    Stage,
    Strong,
    Quiet,
    Good,
    Bad,
}

/// Whether to use colours, and how wide a line may be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Palette {
    colour: bool,
    width: usize,
}

impl Palette {
    /// As this output and the environment ask for.
    pub(crate) fn of(output: &(impl AsFd + IsTerminal)) -> Self {
        Self { colour: terminal::colour(output), width: terminal::width(output) }
    }

    /// For a page on standard output that may end up in a file or a mail.
    pub(crate) fn of_page() -> Self {
        let out = std::io::stdout();
        Self { colour: terminal::colour(&out), width: terminal::page_width(&out) }
    }

    /// How wide a line may be, in characters.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// A line with an ellipsis where it is cut at the width.
    pub(crate) fn cut(&self, line: &str) -> String {
        cut(line, self.width)
    }

    /// Never colours: for lines that somebody else paints.
    pub(crate) fn without_colours(width: usize) -> Self {
        Self { colour: false, width }
    }

    /// Never colours.
    #[cfg(test)]
    pub(crate) fn plain(width: usize) -> Self {
        Self { colour: false, width }
    }

    /// The text in its look: the one place that writes escape sequences, so nothing in the text may.
    pub(crate) fn paint(&self, look: Look, text: &str) -> String {
        let text = printable(text);
        let code = match look {
            Look::Plain => return text,
            Look::Stage => "36",
            Look::Strong => "1",
            Look::Quiet => "2",
            Look::Good => "32",
            Look::Bad => "31",
        };
        if self.colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text }
    }

    /// A line of a stage: its name, and what happened, cut to the width.
    pub(crate) fn line(&self, stage: &str, look: Look, text: &str) -> String {
        let name = if look == Look::Bad { Look::Bad } else { Look::Stage };
        let text = cut(&printable(text), self.width.saturating_sub(9));
        format!("{} {}", self.paint(name, &format!("{stage:<8}")), self.paint(look, &text))
    }
}

/// The text with an ellipsis where it is cut.
fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let mut kept: String = text.chars().take(width.saturating_sub(1)).collect();
    kept.push('…');
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_to_the_width_and_cannot_steer_a_terminal() {
        let line = Palette::plain(20).line("store", Look::Plain, "local \u{1b}[2Jstored and more than fits");
        assert_eq!(line, "store    local [2Js…");
    }
}
