//! A model of all articles, and cross-validation by outlet.

use super::figures::Figures;
use super::gold::GoldText;
use super::passes::{Prepared, Settings, deal, prepare, train_passes};
use super::word_list::parse;
use crate::memory::Memory;
use crate::model::Model;
use crate::tagger::{label_once, label_twice};
use std::collections::BTreeSet;

/// One fold of a cross-validation.
#[derive(Debug, Clone)]
pub struct Fold<'a> {
    /// From 0 on.
    pub number: usize,
    /// Ids of the texts it was measured on.
    pub ids: Vec<&'a str>,
    /// After the first pass.
    pub once: Figures,
    /// After the second pass.
    pub twice: Figures,
    /// Trained on the other texts.
    pub model: Model,
}

/// Trains a model on all texts. `None`: the lexicon is malformed.
pub fn train(texts: &[GoldText], lexicon: &str, settings: &Settings) -> Option<Model> {
    let lexicon = parse(lexicon)?;
    let (prepared, vocabulary) = prepare(texts, &lexicon);
    let prepared: Vec<&Prepared<'_>> = prepared.iter().collect();
    let weights = train_passes(&prepared, &vocabulary, settings);
    Some(Model { name: settings.name.clone(), lexicon, weights })
}

/// Trains on all outlets but those of a fold and measures on these, fold by fold or, with `only`, this one
/// alone. `done` gets each as it is measured.
/// `None`: the lexicon is malformed.
pub fn cross_validate(
    texts: &[GoldText],
    lexicon: &str,
    settings: &Settings,
    folds: usize,
    only: Option<usize>,
    done: &mut dyn FnMut(&Fold<'_>),
) -> Option<()> {
    let lexicon = parse(lexicon)?;
    let (prepared, vocabulary) = prepare(texts, &lexicon);
    let outlets: BTreeSet<&str> = texts.iter().map(GoldText::outlet).collect();
    let dealt = deal(&outlets, folds);
    let wanted = dealt.iter().enumerate().filter(|(number, _)| only.is_none_or(|only| only == *number));
    for (number, fold) in wanted {
        let (held_out, rest): (Vec<_>, Vec<_>) = prepared.iter().partition(|text| fold.contains(text.gold.outlet()));
        let weights = train_passes(&rest, &vocabulary, settings);
        let (mut once, mut twice) = (Figures::default(), Figures::default());
        for text in &held_out {
            once.count(text.gold, &text.words, &label_once(&weights, &text.words, &mut Memory::default()));
            twice.count(text.gold, &text.words, &label_twice(&weights, &text.words, &mut Memory::default()));
        }
        let ids = held_out.iter().map(|text| text.gold.id.as_str()).collect();
        let model = Model { name: format!("{}-fold-{number}", settings.name), lexicon: lexicon.clone(), weights };
        done(&Fold { number, ids, once, twice, model });
    }
    Some(())
}
