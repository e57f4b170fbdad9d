//! Whom a text is speaking of: everybody named or heard lately, by how strongly.
//!
//! In: who is mentioned, and how, sentence by sentence. Out: the person that `he` or `she` means. A mention weighs by
//! its part in the sentence and fades from sentence to sentence; a known gender that agrees counts for more than an
//! unknown one, and one that disagrees rules the person out.

use super::candidate::Candidate;
use crate::given_names::Gender;

/// The part of a mention in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// It begins the sentence.
    Subject,
    /// It says something.
    Speaker,
    /// Any other.
    Other,
    /// `Ruiz’s`: another thing is spoken of.
    Owner,
}

/// Everybody spoken of lately.
#[derive(Debug, Default)]
pub(crate) struct Focus {
    spoken_of: Vec<SpokenOf>,
    sentence: u32,
}

#[derive(Debug)]
struct SpokenOf {
    candidate: Candidate,
    strength: f32,
    /// The sentence in which `strength` was true.
    at: u32,
}

/// People that are remembered; whoever is weakest is forgotten first.
const KEPT: usize = 16;

/// What is left of a mention one sentence later. With the weights below it was worked out on the labelled articles, where
/// anything from 0.3 to 0.6 gives nearly the same.
const FADES: f32 = 0.4;

/// What a weaker mention adds to a stronger one.
const REPEATED: f32 = 0.1;

/// A person whose gender is not known, for a pronoun that has one.
const UNSURE: f32 = 0.5;

impl Focus {
    /// What was said before fades.
    pub(crate) fn next_sentence(&mut self) {
        self.sentence += 1;
    }

    /// Notes that somebody is spoken of.
    pub(crate) fn mention(&mut self, candidate: &Candidate, part: Part) {
        if candidate.is_person != Some(true) {
            return;
        }
        let weight = match part {
            Part::Subject => 1.0,
            Part::Speaker => 1.2,
            Part::Other => 0.15,
            Part::Owner => 0.05,
        };
        let sentence = self.sentence;
        if let Some(known) = self.spoken_of.iter_mut().find(|known| known.candidate.is_same(candidate)) {
            let before = faded(known, sentence);
            known.strength = before.max(weight) + REPEATED * before.min(weight);
            known.at = sentence;
            return;
        }
        if self.spoken_of.len() >= KEPT {
            let weakest = self
                .spoken_of
                .iter()
                .enumerate()
                .min_by(|(_, one), (_, other)| faded(one, sentence).total_cmp(&faded(other, sentence)));
            if let Some(weakest) = weakest.map(|(at, _)| at) {
                self.spoken_of.swap_remove(weakest);
            }
        }
        self.spoken_of.push(SpokenOf { candidate: candidate.clone(), strength: weight, at: sentence });
    }

    /// A pronoun that means a person tells their gender.
    pub(crate) fn learn(&mut self, candidate: &Candidate, gender: Gender) {
        if let Some(known) = self.spoken_of.iter_mut().find(|known| known.candidate.is_same(candidate)) {
            known.candidate.gender = known.candidate.gender.or(Some(gender));
        }
    }

    /// The person most strongly spoken of whom a pronoun of this gender can mean.
    pub(crate) fn person(&self, gender: Option<Gender>) -> Option<&Candidate> {
        let score = |one: &SpokenOf| {
            let agrees = match (gender, one.candidate.gender) {
                (None, _) => 1.0,
                (Some(_), None) => UNSURE,
                (Some(asked), Some(known)) if asked == known => 1.0,
                (Some(_), Some(_)) => 0.0,
            };
            faded(one, self.sentence) * agrees
        };
        let best = self.spoken_of.iter().max_by(|one, other| score(one).total_cmp(&score(other)))?;
        (score(best) > 0.0).then_some(&best.candidate)
    }
}

fn faded(one: &SpokenOf, sentence: u32) -> f32 {
    let ago = sentence.saturating_sub(one.at).min(64);
    one.strength * FADES.powi(i32::try_from(ago).unwrap_or(64))
}
