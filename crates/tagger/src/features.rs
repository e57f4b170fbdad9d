//! What the tagger looks at around a token, as rows of the weight table.
//!
//! Features are of four kinds. Those of one word in a slot (the token itself, its neighbours) depend on the word and on
//! how the article uses it, so that their sum is made once for many texts, or on the company that the word keeps in the
//! article, and are made once for each word of an article. Those of the surroundings are made for each token. Those of
//! the second pass also look at what the first pass made of the same words elsewhere in the article.
//! Templates are numbered; the numbers are part of the model format.

use crate::first_pass::FirstPass;
use crate::hash::feature;
use crate::lexicon::Clusters;
use crate::word::Word;
use crate::words::Words;

/// Tokens before and after that are looked at word by word.
pub(crate) const SLOTS: [isize; 5] = [-2, -1, 0, 1, 2];

/// The slot of the token itself.
pub(crate) const MIDDLE: usize = 2;

/// Marks a feature that names the very word: some are left out at random in training, so that the tagger learns to do
/// without, as it must with the names of tomorrow.
pub(crate) const LEXICAL: u32 = 1 << 31;

/// Collects features, lexical ones marked.
pub(crate) struct Features<'a>(pub(crate) &'a mut Vec<u32>);

impl Features<'_> {
    #[inline(always)]
    fn add(&mut self, template: u32, one: u32, two: u32) {
        self.0.push(feature(template, one, two));
    }

    /// Those that come together, for which room is made once.
    #[inline(always)]
    fn all<const COUNT: usize>(&mut self, features: [u32; COUNT]) {
        self.0.extend_from_slice(&features);
    }
}

/// A feature that names the very word.
#[inline(always)]
fn lexical(template: u32, one: u32, two: u32) -> u32 {
    feature(template, one, two) | LEXICAL
}

/// Features of a word in a slot that are the same in every text; `None`: beyond the sentence.
#[inline(always)]
pub(crate) fn of_form(word: Option<&Word>, slot: usize, out: &mut Features<'_>) {
    let base = base(slot);
    let Some(word) = word else {
        out.add(base, 1, 1);
        return;
    };
    let (c64, c255, c1024) = clusters(word);
    let flags = u32::from(word.flags);
    let capital = u32::from(word.capital);
    out.all([lexical(base + 1, word.lower, 0), feature(base + 2, word.shape, 0), feature(base + 3, c64, capital)]);
    if !uses(slot) {
        return;
    }
    let [first_2, first_3, first_4, last_2, last_3, last_4] = word.affixes;
    let [view_1, view_2, view_3, view_4] = word.clusters.views.map(u32::from);
    out.all([
        feature(base + 4, c255, capital),
        feature(base + 5, c1024, capital),
        feature(base + 6, flags, word.shape),
        feature(base + 8, last_3, word.shape),
        feature(base + 22, view_1, capital),
        feature(base + 23, view_2, capital),
        feature(base + 24, view_3, capital),
        feature(base + 25, view_4, capital),
        feature(base + 26, u32::from(word.rarity), word.shape),
    ]);
    if slot != MIDDLE {
        return;
    }
    out.all([
        lexical(base + 9, word.exact, 0),
        feature(base + 10, first_2, capital),
        feature(base + 11, first_3, capital),
        feature(base + 12, last_2, capital),
        feature(base + 13, last_3, capital),
        lexical(base + 14, first_4, 0),
        lexical(base + 15, last_4, 0),
        feature(base + 17, c255, word.shape),
        feature(base + 19, flags, c64),
    ]);
}

/// Whether features of a word in a slot tell how the text uses it.
pub(crate) fn uses(slot: usize) -> bool {
    slot.abs_diff(MIDDLE) < 2
}

/// Features of a word in a slot that tell how the text uses it.
#[inline(always)]
pub(crate) fn of_use(word: &Word, slot: usize, out: &mut Features<'_>) {
    if !uses(slot) {
        return;
    }
    let base = base(slot);
    let (flags, usage) = (u32::from(word.flags), u32::from(word.usage));
    out.add(base + 7, usage, word.shape);
    if slot != MIDDLE {
        return;
    }
    out.add(base + 16, flags, usage);
    out.add(base + 18, u32::from(word.clusters.middle), usage);
    for bit in 0..8 {
        if flags & (1 << bit) != 0 {
            out.add(base + 20, bit, usage & 2);
        }
    }
    for bit in 0..5 {
        if usage & (1 << bit) != 0 {
            out.add(base + 21, bit, word.shape);
        }
    }
}

/// Features of the company that a word, the token itself, keeps in the text.
#[inline(always)]
pub(crate) fn of_company(word: &Word, out: &mut Features<'_>) {
    if !word.capital {
        return;
    }
    for (template, company) in [(27, word.before), (28, word.after)] {
        for word in company.into_iter().take_while(|word| *word != 0) {
            out.add(base(MIDDLE) + template, word, 0);
        }
    }
}

/// Templates of a slot lie together: 32 each.
fn base(slot: usize) -> u32 {
    u32::try_from(slot).unwrap_or(0) * 32
}

fn clusters(word: &Word) -> (u32, u32, u32) {
    let Clusters { coarse, middle, fine, .. } = word.clusters;
    (u32::from(coarse), u32::from(middle), u32::from(fine))
}

/// Features of the surroundings of a token in the sentence `sentence`.
#[inline(always)]
pub(crate) fn of_place(words: &Words, sentence: &std::ops::Range<usize>, at: usize, out: &mut Features<'_>) {
    const BASE: u32 = 200;
    let nothing = Word::default();
    let get = |offset: isize| {
        let index = at.checked_add_signed(offset).filter(|index| sentence.contains(index));
        index.and_then(|index| words.at(index)).unwrap_or(&nothing)
    };
    let (two_back, back, here, next, two_on) = (get(-2), get(-1), get(0), get(1), get(2));
    let c64 = |word: &Word| u32::from(word.clusters.coarse);
    let c255 = |word: &Word| u32::from(word.clusters.middle);
    let flags = |word: &Word| u32::from(word.flags);
    let first = u32::from(at == sentence.start);
    out.all([
        lexical(BASE, back.lower, here.lower),
        lexical(BASE + 1, here.lower, next.lower),
        feature(BASE + 2, back.lower, here.shape),
        feature(BASE + 3, here.shape, next.lower),
        feature(BASE + 4, two_back.lower, back.lower),
        feature(BASE + 5, next.lower, two_on.lower),
        feature(BASE + 6, back.shape ^ here.shape.rotate_left(9), next.shape),
        feature(BASE + 7, c64(back) << 8 | c64(here), here.shape),
        feature(BASE + 8, c64(here) << 8 | c64(next), here.shape),
        feature(BASE + 9, c255(back), here.shape),
        feature(BASE + 10, c255(next), here.shape),
        feature(BASE + 11, flags(back) << 8 | flags(here), here.shape),
        feature(BASE + 12, flags(here) << 8 | flags(next), here.shape),
        feature(BASE + 13, first, here.shape),
        feature(BASE + 14, first << 8 | u32::from(here.usage), here.shape),
        feature(BASE + 15, c255(back), c255(here)),
        feature(BASE + 16, c255(here), c255(next)),
    ]);
    let phrase = words.phrases.get(at).copied().unwrap_or(0);
    if phrase > 0 {
        out.add(BASE + 17, u32::from(phrase), 0);
        out.add(BASE + 18, u32::from(phrase), back.lower);
    }
    if here.capital {
        of_run(words, sentence, at, out);
    }
}

/// Features of the run of capitalised words that the token stands in: its ends and what stands around it.
#[inline(always)]
fn of_run(words: &Words, sentence: &std::ops::Range<usize>, at: usize, out: &mut Features<'_>) {
    const BASE: u32 = 240;
    let Some(run) = words.runs.get(at) else { return };
    let (first, last) = (run.first as usize, run.last as usize);
    let nothing = Word::default();
    let get = |index: Option<usize>| {
        index.filter(|index| sentence.contains(index)).and_then(|index| words.at(index)).unwrap_or(&nothing)
    };
    let (before, after) = (get(first.checked_sub(1)), get(last.checked_add(1)));
    let (begin, end) = (get(Some(first)), get(Some(last)));
    let length = u32::try_from((last - first).min(5)).unwrap_or(5);
    let position = u32::from(at == first) * 2 + u32::from(at == last);
    let place = length << 2 | position;
    out.all([
        feature(BASE, place, u32::from(first == sentence.start)),
        feature(BASE + 1, end.lower, place),
        feature(BASE + 2, begin.lower, place),
        feature(BASE + 3, before.lower, place),
        feature(BASE + 4, after.lower, place),
        feature(BASE + 5, u32::from(end.clusters.middle), position),
        feature(BASE + 6, u32::from(begin.clusters.middle), position),
        feature(BASE + 7, u32::from(before.clusters.middle), position),
        feature(BASE + 8, u32::from(after.clusters.middle), position),
        feature(BASE + 9, u32::from(begin.flags) << 8 | u32::from(end.flags), place),
        feature(BASE + 10, u32::from(begin.usage) << 8 | u32::from(end.usage), place),
    ]);
}

/// Features of what the first pass found, for the second.
#[inline(always)]
pub(crate) fn of_first_pass(words: &Words, found: &FirstPass, at: usize, out: &mut Features<'_>) {
    const BASE: u32 = 280;
    let Some(here) = words.at(at) else { return };
    let label = |offset: isize| at.checked_add_signed(offset).map_or(99, |index| found.label(index));
    let (own, back, next) = (label(0), label(-1), label(1));
    out.all([
        feature(BASE, own, 0),
        feature(BASE + 1, back << 8 | own, next),
        feature(BASE + 2, own, u32::from(here.clusters.coarse)),
    ]);
    if !here.capital {
        return;
    }
    let elsewhere = found.elsewhere(words, at);
    let neighbour = |offset: isize| {
        let index = at.checked_add_signed(offset).filter(|index| words.at(*index).is_some_and(|word| word.capital));
        index.map_or(0, |index| found.elsewhere(words, index))
    };
    let longer = found.in_longer(words, at);
    out.all([
        feature(BASE + 3, elsewhere, 0),
        feature(BASE + 4, elsewhere, own),
        feature(BASE + 5, elsewhere, here.shape),
        feature(BASE + 6, neighbour(-1), elsewhere),
        feature(BASE + 7, elsewhere, neighbour(1)),
        feature(BASE + 8, longer, own),
        feature(BASE + 9, longer, elsewhere),
    ]);
}
