//! What is known of words beforehand: clusters of meaning, and whether they are first names, surnames, places, peoples
//! or the heads of organisations' names.

use std::borrow::Cow;
#[cfg(any(test, feature = "training"))]
use std::collections::BTreeMap;

/// A place of any size, country or region.
const PLACE: u8 = 4 | 8 | 16 | 32;

/// Groups of words that stand in like company, each counted from 1; 0: unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Clusters {
    /// Of 64.
    pub(crate) coarse: u8,
    /// Of 255.
    pub(crate) middle: u8,
    /// Of 1,024.
    pub(crate) fine: u16,
    /// Of 255, each by another half of what the company tells.
    pub(crate) views: [u8; 4],
}

/// What is known of one word or phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Entry {
    /// Hash of the words in lower case; 0: nothing is known.
    pub(crate) key: u32,
    pub(crate) clusters: Clusters,
    /// First name 1, surname 2, city 4, town 8, country 16, region 32, people or adjective of a country 64, first or
    /// last word of organisations' names 128.
    pub(crate) flags: u8,
    /// From 1, one of the thousand commonest words, to 6; 0: unknown. 8 is added for the name of a small town.
    pub(crate) rarity: u8,
}

/// The rarity of the thousand commonest words.
pub(crate) const COMMONEST: u8 = 1;

/// Bytes in a model file of an entry of which no cluster is known, and of the clusters of the others.
const ENTRY_BYTES: usize = 6;
const CLUSTER_BYTES: usize = 8;

/// Bits of a key that tell where to look for it: some six entries share them.
const SHELF_BITS: u32 = 15;

/// Bits that tell whether a key may be a place's: a fifteenth of the others are taken for one.
const PLACE_BITS: u32 = 19;

/// Entries by the hash of their words, as they stand in a model's file: nothing is unpacked before it is asked for.
#[derive(Debug, Clone)]
pub(crate) struct Lexicon {
    /// How many entries have clusters, these entries with their clusters, the others without; each in the order of
    /// their keys.
    bytes: Cow<'static, [u8]>,
    clustered: Shelves<{ ENTRY_BYTES + CLUSTER_BYTES }>,
    plain: Shelves<ENTRY_BYTES>,
    /// A bit for some keys together: whether one of them is a place.
    places: Vec<u64>,
}

impl Lexicon {
    /// Of some entries of one key the last counts.
    #[cfg(any(test, feature = "training"))]
    pub(crate) fn new(entries: &[Entry]) -> Option<Self> {
        let entries: BTreeMap<u32, &Entry> =
            entries.iter().filter(|entry| entry.key != 0).map(|entry| (entry.key, entry)).collect();
        let (clustered, plain): (Vec<&Entry>, Vec<&Entry>) =
            entries.into_values().partition(|entry| entry.clusters != Clusters::default());
        let mut bytes = u32::try_from(clustered.len()).ok()?.to_le_bytes().to_vec();
        for (at, entry) in clustered.iter().chain(&plain).enumerate() {
            bytes.extend_from_slice(&entry.key.to_le_bytes());
            bytes.extend_from_slice(&[entry.flags, entry.rarity]);
            if at < clustered.len() {
                let Clusters { coarse, middle, fine, views } = entry.clusters;
                bytes.extend_from_slice(&[coarse, middle]);
                bytes.extend_from_slice(&fine.to_le_bytes());
                bytes.extend_from_slice(&views);
            }
        }
        Self::decode(Cow::Owned(bytes))
    }

    /// What is known of the words with this hash; an entry with key 0: nothing.
    pub(crate) fn get(&self, key: u32) -> Entry {
        let clustered = self.clustered.find(&self.bytes, key);
        let clustered = clustered.and_then(|bytes| {
            let (plain, clusters) = bytes.split_first_chunk()?;
            Some(Entry { clusters: clusters_of(clusters.first_chunk()?), ..entry(plain) })
        });
        clustered.or_else(|| self.plain.find(&self.bytes, key).map(entry)).unwrap_or_default()
    }

    /// Whether the words with this hash are a place of some size, a country or a region.
    pub(crate) fn is_place(&self, key: u32) -> bool {
        let (at, bit) = place_bit(key);
        self.places.get(at).is_some_and(|bits| bits & bit != 0) && self.get(key).flags & PLACE != 0
    }

    /// As in a model's file.
    pub(crate) fn encode(&self) -> &[u8] {
        &self.bytes
    }

    /// Reads what [`Self::encode`] gave. `None`: cut short or out of order.
    pub(crate) fn decode(bytes: Cow<'static, [u8]>) -> Option<Self> {
        let (count, rest) = bytes.split_first_chunk::<4>()?;
        let clustered = usize::try_from(u32::from_le_bytes(*count)).ok()?;
        let (with, without) = rest.split_at_checked(clustered.checked_mul(ENTRY_BYTES + CLUSTER_BYTES)?)?;
        let (with, without) = (with.as_chunks().0, without.as_chunks().0);
        let mut places = vec![0; 1 << (PLACE_BITS - u64::BITS.ilog2())];
        let plain = with
            .iter()
            .filter_map(|bytes: &[u8; ENTRY_BYTES + CLUSTER_BYTES]| bytes.first_chunk())
            .chain(without)
            .map(entry);
        for entry in plain.filter(|entry| entry.flags & PLACE != 0) {
            let (at, bit) = place_bit(entry.key);
            places.get_mut(at).into_iter().for_each(|bits| *bits |= bit);
        }
        let clustered = Shelves::new(4, with)?;
        let plain = Shelves::new(4 + size_of_val(with), without)?;
        Some(Self { clustered, plain, places, bytes })
    }
}

/// Where the bit of a key stands among those of places, and the bit.
fn place_bit(key: u32) -> (usize, u64) {
    let bit = key >> (u32::BITS - PLACE_BITS);
    ((bit / u64::BITS) as usize, 1 << (bit % u64::BITS))
}

/// Where to find entries of so many bytes that lie in the order of their keys, with which each begins.
#[derive(Debug, Clone)]
struct Shelves<const BYTES: usize> {
    /// The first byte of all.
    start: usize,
    /// Where the entries begin whose keys have the same upper bits, and at last where all end, counted in entries.
    firsts: Vec<u32>,
}

impl<const BYTES: usize> Shelves<BYTES> {
    /// `None`: they lie out of order.
    fn new(start: usize, entries: &[[u8; BYTES]]) -> Option<Self> {
        let mut firsts = Vec::with_capacity((1 << SHELF_BITS) + 1);
        let mut before = 0;
        for (at, bytes) in (0_u32..).zip(entries) {
            let key = key(bytes);
            if key <= before {
                return None;
            }
            before = key;
            firsts.resize(firsts.len().max(shelf(key) + 1), at);
        }
        firsts.resize((1 << SHELF_BITS) + 1, u32::try_from(entries.len()).ok()?);
        Some(Self { start, firsts })
    }

    fn find<'a>(&self, bytes: &'a [u8], key: u32) -> Option<&'a [u8; BYTES]> {
        let [from, to] = *self.firsts.get(shelf(key)..)?.first_chunk()?;
        let place = |entry: u32| self.start + entry as usize * BYTES;
        let entries = bytes.get(place(from)..place(to))?.as_chunks().0;
        entries.iter().find(|entry| self::key(*entry) == key)
    }
}

fn shelf(key: u32) -> usize {
    (key >> (u32::BITS - SHELF_BITS)) as usize
}

fn key(entry: &[u8]) -> u32 {
    entry.first_chunk().map_or(0, |key| u32::from_le_bytes(*key))
}

fn entry(bytes: &[u8; ENTRY_BYTES]) -> Entry {
    let [k0, k1, k2, k3, flags, rarity] = *bytes;
    Entry { key: u32::from_le_bytes([k0, k1, k2, k3]), clusters: Clusters::default(), flags, rarity }
}

fn clusters_of(bytes: &[u8; CLUSTER_BYTES]) -> Clusters {
    let [coarse, middle, f0, f1, views @ ..] = *bytes;
    Clusters { coarse, middle, fine: u16::from_le_bytes([f0, f1]), views }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_is_found_and_nothing_else() {
        let key = |number: u32| number.wrapping_mul(0x9e37_79b1);
        let clusters = |number: u32| {
            if number.is_multiple_of(3) { Clusters { fine: 7, ..Clusters::default() } } else { Clusters::default() }
        };
        let entry = |number: u32| Entry {
            key: key(number),
            clusters: clusters(number),
            flags: number.to_le_bytes()[0],
            rarity: 2,
        };
        let entries: Vec<Entry> = (1..2_000).map(entry).collect();
        let lexicon = Lexicon::new(&[&[Entry { rarity: 5, ..entry(9) }], entries.as_slice()].concat()).unwrap();
        let read = Lexicon::decode(Cow::Owned(lexicon.encode().to_vec())).unwrap();
        for known in &entries {
            assert_eq!(read.get(known.key), *known);
            assert_eq!(read.is_place(known.key), known.flags & PLACE != 0);
        }
        assert!((2_000..9_000).all(|other| read.get(key(other)) == Entry::default() && !read.is_place(key(other))));
        assert_eq!(read.get(0), Entry::default());
    }

    #[test]
    fn entries_out_of_order_are_no_word_list() {
        let keys = [[0, 0, 0, 0].as_slice(), &[9, 0, 0, 0, 1, 1], &[8, 0, 0, 0, 1, 1]];
        assert!(Lexicon::decode(Cow::Owned(keys.concat())).is_none());
        assert!(Lexicon::decode(Cow::Borrowed(&[1, 0, 0, 0, 9])).is_none());
    }
}
