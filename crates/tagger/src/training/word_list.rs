//! The word list as the generators write it.

use crate::hash;
use crate::lexicon::{Clusters, Entry, Lexicon};

/// Added to the rarity of the name of a small town.
const SMALL_TOWN: u8 = 8;

/// Reads a word list: words in small letters, seven clusters, rarity and flags (256 a small town),
/// separated by tabs, an entry a line.
pub(super) fn parse(list: &str) -> Option<Lexicon> {
    let mut entries = Vec::new();
    for line in list.lines() {
        let mut fields = line.split('\t');
        let mut words = fields.next()?.split(' ');
        let first = hash::of_lower(words.next()?);
        let key = words.fold(first, hash::join);
        let mut number = || fields.next()?.parse::<u16>().ok();
        let mut clusters =
            Clusters { coarse: byte(number()?)?, middle: byte(number()?)?, fine: number()?, views: [0; 4] };
        for view in &mut clusters.views {
            *view = byte(number()?)?;
        }
        let (rarity, flags) = (byte(number()?)?, number()?);
        let [flags, small_town] = flags.to_le_bytes();
        entries.push(Entry { key, clusters, flags, rarity: rarity + SMALL_TOWN * (small_town & 1) });
    }
    Lexicon::new(&entries)
}

fn byte(number: u16) -> Option<u8> {
    u8::try_from(number).ok()
}
