//! Words that were met before, with what their features add up to: most words of a text were.
//!
//! How many are kept is bounded: when there is no more room only those stay that several texts had.

use super::features::each_feature;
use super::scripts::Group;
use super::sums::Sums;
use text::Forms;

/// Distinct words that are kept between texts, of some 150 bytes each.
const MOST: usize = 4_000;

/// Bytes of a word that is kept: what two features a letter add up to fits in 16 bits. `Sums::of_few` holds so many.
const LONGEST: usize = 64;

/// The words of texts in one script. It serves one text at a time.
#[derive(Default)]
pub(super) struct Met {
    forms: Forms,
    group: Option<Group>,
    /// By the number of the word: how many features it has.
    features: Vec<usize>,
    /// By the number of the word, for each language.
    sums: Vec<i16>,
    /// Those of a word that is met for the first time, in the making.
    making: Sums,
}

impl Met {
    /// A text in this script, which has so many languages, begins.
    pub(super) fn begin(&mut self, group: Group, count: usize) {
        if self.group != Some(group) {
            *self = Self { group: Some(group), ..Self::default() };
        } else if self.forms.len() > MOST {
            let (features, sums) = (std::mem::take(&mut self.features), std::mem::take(&mut self.sums));
            for number in self.forms.keep_common(MOST / 2).into_iter().map(|number| number as usize) {
                self.features.extend(features.get(number));
                self.sums.extend_from_slice(sums.get(number * count..(number + 1) * count).unwrap_or_default());
            }
        }
        if self.making.count() != count {
            self.making = Sums::new(count);
        }
        self.forms.begin();
    }

    /// Adds the features of a word of the script to sums of `count` languages each; how many there are.
    pub(super) fn add(&mut self, word: &str, group: Group, count: usize, rows: &[u8], all: &mut [i32]) -> usize {
        if word.len() > LONGEST {
            let mut sums = Sums::new(count);
            let features = each_feature([word].into_iter(), group, |bucket| sums.add(rows, bucket * count));
            all.iter_mut().zip(sums.end()).for_each(|(all, sum)| *all += sum);
            return features;
        }
        let number = self.forms.number(word) as usize;
        if number == self.features.len() {
            self.making.clear();
            let features = each_feature([word].into_iter(), group, |bucket| self.making.add(rows, bucket * count));
            self.features.push(features);
            self.sums.extend_from_slice(self.making.of_few());
        }
        let sums = self.sums.get(number * count..(number + 1) * count).unwrap_or_default();
        all.iter_mut().zip(sums).for_each(|(all, sum)| *all += i32::from(*sum));
        self.features.get(number).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::features::words;
    use super::*;

    #[test]
    fn words_add_up_as_their_features_do_whether_they_were_met_or_not() {
        let (count, group) = (21, Group::Latin);
        let rows: Vec<u8> =
            (0..count << group.bucket_bits()).map(|at: usize| ((at * 37) >> 3).to_le_bytes()[0]).collect();
        let long = "long".repeat(LONGEST);
        let text = format!("The café closed, the café – and {long}.");
        let mut direct = Sums::new(count);
        let taken = each_feature([text.as_str()].into_iter(), group, |bucket| direct.add(&rows, bucket * count));
        let direct = direct.end();
        let mut met = Met::default();
        for _ in 0..2 {
            let mut sums = vec![0; count];
            met.begin(group, count);
            let features: usize = words(&text, group).map(|word| met.add(word, group, count, &rows, &mut sums)).sum();
            assert_eq!((features, &sums), (taken, &direct));
        }
        assert_eq!(met.forms.len(), 5);
        met.begin(Group::Cyrillic, count);
        assert!(met.forms.is_empty());
    }
}
