//! What is known of words beforehand: clusters of meaning, and whether they are first names, surnames, places, peoples
//! or the heads of organisations' names.

/// A place of any size, country or region.
pub(crate) const PLACE: u8 = 4 | 8 | 16 | 32;

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
    /// Hash of the words in lower case; 0 in a free slot.
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

/// Entries by the hash of their words.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lexicon {
    /// Open addressing, a power of two, at most three quarters full.
    slots: Vec<Entry>,
}

impl Lexicon {
    pub(crate) fn new(entries: &[Entry]) -> Self {
        let mut slots = vec![Entry::default(); (entries.len() * 4 / 3 + 2).next_power_of_two()];
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

    /// What is known of the words with this hash; an entry with key 0: nothing.
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

    /// As bytes: how many entries have clusters, these entries with their clusters, the others without; each in the
    /// order of their keys.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut entries: Vec<&Entry> = self.slots.iter().filter(|entry| entry.key != 0).collect();
        entries.sort_by_key(|entry| (entry.clusters == Clusters::default(), entry.key));
        let clustered = entries.partition_point(|entry| entry.clusters != Clusters::default());
        let mut bytes = u32::try_from(clustered).unwrap_or(0).to_le_bytes().to_vec();
        for (at, entry) in entries.iter().enumerate() {
            bytes.extend_from_slice(&entry.key.to_le_bytes());
            bytes.extend_from_slice(&[entry.flags, entry.rarity]);
            if at < clustered {
                let Clusters { coarse, middle, fine, views } = entry.clusters;
                bytes.extend_from_slice(&[coarse, middle]);
                bytes.extend_from_slice(&fine.to_le_bytes());
                bytes.extend_from_slice(&views);
            }
        }
        bytes
    }

    /// Reads what [`Self::encode`] wrote. `None`: cut short.
    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        let (count, rest) = bytes.split_first_chunk::<4>()?;
        let clustered = usize::try_from(u32::from_le_bytes(*count)).ok()?;
        let (with, without) = rest.split_at_checked(clustered.checked_mul(ENTRY_BYTES + CLUSTER_BYTES)?)?;
        let with = with.as_chunks::<{ ENTRY_BYTES + CLUSTER_BYTES }>().0.iter().filter_map(|bytes| {
            let (plain, clusters) = bytes.split_first_chunk::<ENTRY_BYTES>()?;
            Some(Entry { clusters: clusters_of(clusters.first_chunk()?), ..entry(plain) })
        });
        let entries: Vec<Entry> = with.chain(without.as_chunks::<ENTRY_BYTES>().0.iter().map(entry)).collect();
        Some(Self::new(&entries))
    }
}

fn entry(bytes: &[u8; ENTRY_BYTES]) -> Entry {
    let [k0, k1, k2, k3, flags, rarity] = *bytes;
    Entry { key: u32::from_le_bytes([k0, k1, k2, k3]), clusters: Clusters::default(), flags, rarity }
}

fn clusters_of(bytes: &[u8; CLUSTER_BYTES]) -> Clusters {
    let [coarse, middle, f0, f1, views @ ..] = *bytes;
    Clusters { coarse, middle, fine: u16::from_le_bytes([f0, f1]), views }
}

fn slot(key: u32, mask: usize) -> usize {
    (key.wrapping_mul(0x9e37_79b1) >> 7) as usize & mask
}
