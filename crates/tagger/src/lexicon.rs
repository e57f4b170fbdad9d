//! What is known of words beforehand: clusters of meaning, and whether they are first names, surnames, places, peoples
//! or the heads of organisations' names.

use crate::hash;

/// A place of any size, country or region.
pub(crate) const PLACE: u8 = 4 | 8 | 16 | 32;

/// What is known of one word or phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Entry {
    /// Hash of the words in small letters; 0 in a free slot.
    pub(crate) key: u32,
    /// Cluster of 64, 256 and 1,024, counted from 1; 0: unknown.
    pub(crate) clusters: [u16; 3],
    /// First name 1, surname 2, city 4, town 8, country 16, region 32, people or adjective of a country 64, first or
    /// last word of organisations' names 128.
    pub(crate) flags: u8,
}

/// Bytes of an entry in a model file.
const ENTRY_BYTES: usize = 10;

/// Entries by the hash of their words.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lexicon {
    /// Open addressing, a power of two, at most half full.
    slots: Vec<Entry>,
}

impl Lexicon {
    pub(crate) fn new(entries: &[Entry]) -> Self {
        let mut slots = vec![Entry::default(); (entries.len() * 2 + 2).next_power_of_two()];
        let mask = slots.len() - 1;
        for entry in entries.iter().filter(|entry| entry.key != 0) {
            let mut at = slot(entry.key, mask);
            while let Some(taken) = slots.get_mut(at) {
                if taken.key == 0 || taken.key == entry.key {
                    *taken = *entry;
                    break;
                }
                at = (at + 1) & mask;
            }
        }
        Self { slots }
    }

    pub(crate) fn get(&self, key: u32) -> Entry {
        let mask = self.slots.len().saturating_sub(1);
        let mut at = slot(key, mask);
        while let Some(entry) = self.slots.get(at) {
            if entry.key == key || entry.key == 0 {
                return *entry;
            }
            at = (at + 1) & mask;
        }
        Entry::default()
    }

    /// Entries in the order of their keys, as bytes.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut entries: Vec<&Entry> = self.slots.iter().filter(|entry| entry.key != 0).collect();
        entries.sort_by_key(|entry| entry.key);
        let mut bytes = Vec::with_capacity(entries.len() * ENTRY_BYTES);
        for entry in entries {
            bytes.extend_from_slice(&entry.key.to_le_bytes());
            let [c64, c256, c1024] = entry.clusters;
            bytes.push(u8::try_from(c64).unwrap_or(0));
            bytes.extend_from_slice(&c256.to_le_bytes());
            bytes.extend_from_slice(&c1024.to_le_bytes());
            bytes.push(entry.flags);
        }
        bytes
    }

    pub(crate) fn decode(bytes: &[u8]) -> Self {
        let entries: Vec<Entry> = bytes.as_chunks::<ENTRY_BYTES>().0.iter().map(entry).collect();
        Self::new(&entries)
    }

    /// Reads a word list: words in small letters, three clusters and flags, separated by tabs, an entry a line.
    pub(crate) fn parse(list: &str) -> Option<Self> {
        let mut entries = Vec::new();
        for line in list.lines() {
            let mut fields = line.split('\t');
            let mut words = fields.next()?.split(' ');
            let first = hash::of_lower(words.next()?);
            let key = words.fold(first, hash::join);
            let mut cluster = || fields.next()?.parse::<u16>().ok();
            let clusters = [cluster()?, cluster()?, cluster()?];
            let flags = fields.next()?.parse().ok()?;
            entries.push(Entry { key, clusters, flags });
        }
        Some(Self::new(&entries))
    }
}

fn entry(bytes: &[u8; ENTRY_BYTES]) -> Entry {
    let [k0, k1, k2, k3, c64, m0, m1, l0, l1, flags] = *bytes;
    Entry {
        key: u32::from_le_bytes([k0, k1, k2, k3]),
        clusters: [u16::from(c64), u16::from_le_bytes([m0, m1]), u16::from_le_bytes([l0, l1])],
        flags,
    }
}

fn slot(key: u32, mask: usize) -> usize {
    (key.wrapping_mul(0x9e37_79b1) >> 7) as usize & mask
}
