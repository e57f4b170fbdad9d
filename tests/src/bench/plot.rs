//! Bars of a table as an SVG file, for docs and README.

use super::figure::Line;
use std::fmt::Write;

const ROW: usize = 28;
const LABEL: usize = 420;
const BAR: f64 = 320.0;

/// How many times as good each measure is as before, one bar a line; the stroke is where nothing changed.
pub fn plot(title: &str, lines: &[Line]) -> String {
    let compared: Vec<(&str, f64)> = lines
        .iter()
        .filter_map(|line| Some((line.what.as_str(), line.old?.1)))
        .filter(|(_, ratio)| ratio.is_finite())
        .collect();
    let most = compared.iter().map(|(_, ratio)| *ratio).fold(1.5, f64::max);
    let (width, height) = (LABEL as f64 + BAR + 80.0, (compared.len() + 1) * ROW + 24);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height}\" font-family=\"sans-serif\" font-size=\"13\">\n\
         <title>{0}</title>\n<text x=\"8\" y=\"20\" font-weight=\"bold\" fill=\"currentColor\">{0}</text>\n",
        escaped(title)
    );
    for (at, (what, ratio)) in compared.iter().enumerate() {
        let y = (at + 1) * ROW + 4;
        let line = writeln!(
            svg,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\" fill=\"currentColor\">{}</text>\
             <rect x=\"{LABEL}\" y=\"{y}\" width=\"{:.1}\" height=\"18\" fill=\"{}\"/>\
             <text x=\"{:.1}\" y=\"{}\" fill=\"currentColor\">{ratio:.2}</text>",
            LABEL - 8,
            y + 14,
            escaped(what),
            BAR * ratio / most,
            if *ratio < 0.98 { "#b3402e" } else { "#2e6f8e" },
            LABEL as f64 + BAR * ratio / most + 6.0,
            y + 14
        );
        // Writing to a String does not fail.
        let _ = line;
    }
    let even = LABEL as f64 + BAR / most;
    let _ = writeln!(
        svg,
        "<line x1=\"{even:.1}\" x2=\"{even:.1}\" y1=\"{ROW}\" y2=\"{height}\" stroke=\"currentColor\"/>\n</svg>"
    );
    svg
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::super::figure::{Figure, compare};
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_measure_is_good() {
        let [now, before] = [300.0, 100.0].map(|rate| [vec![Figure::more("x < y", rate)]]);
        let lines = compare("a", &now, Some(&before));
        let svg = plot("now & then", &lines);
        assert!(svg.contains("now &amp; then") && svg.contains("a: x &lt; y") && svg.contains(">3.00<"), "{svg}");
        assert!(svg.contains("width=\"320.0\""), "{svg}");
    }
}
