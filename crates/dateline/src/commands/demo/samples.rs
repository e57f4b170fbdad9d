//! The articles of the demo in the order they are played. Adding one is its file and its line here.

/// Name of the demo's one source: part of its articles' identity, so a second run brings the same articles.
pub(super) const SOURCE: &str = "demo";

/// One file that appears in the demo's folder.
#[derive(Debug)]
pub(super) struct Sample {
    /// The file's name there; the part before the dot is the id of the article at its source.
    pub(super) name: &'static str,
    pub(super) bytes: &'static [u8],
    /// What is special about it, shown before it.
    pub(super) note: Option<&'static str>,
}

macro_rules! sample {
    ($name:literal, $file:literal, $note:expr) => {
        Sample { name: $name, bytes: include_bytes!(concat!("../../../samples/", $file)), note: $note }
    };
    ($name:literal) => {
        sample!($name, $name, None)
    };
}

/// All of them.
pub(super) const SAMPLES: &[Sample] = &[
    sample!("harbour-bridge.txt"),
    sample!("glacier-survey.txt"),
    sample!("tram-strike.txt"),
    sample!("cafe-fees.txt", "cafe-fees.txt", Some("a file with broken bytes: it must not hold up the others")),
    sample!("seed-bank.txt"),
    sample!(
        "harbour-bridge.txt",
        "harbour-bridge.corrected.txt",
        Some("the first article again, corrected: the same id, a new version")
    ),
    sample!("chess-final.txt"),
    sample!("library.html", "library.html", Some("a web page: menus and footers are left out")),
    sample!("night-train.txt"),
    sample!("lighthouse.txt"),
];

/// The names of the files.
pub(super) fn names() -> Vec<&'static str> {
    SAMPLES.iter().map(|sample| sample.name).collect()
}
