//! How a body prints the names of an article's lists: what the spans of `mentions` cut out of it.

use article::{Article, Mention, MentionKind};
use std::collections::HashMap;

/// Forms of one name that are looked at.
const MOST_FORMS: usize = 40;
/// Characters of a form; what is longer is no name.
const LONGEST: usize = 200;

/// The printed forms of every entry.
#[derive(Debug, Default)]
pub(crate) struct Printed(HashMap<(MentionKind, u32), Forms>);

/// How one entry is printed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Forms {
    /// Each once, in the order of the text.
    pub(crate) forms: Vec<String>,
    /// How often it is named.
    pub(crate) times: i32,
}

impl Printed {
    /// Reads the body once, however many names it has.
    pub(crate) fn of(article: &Article) -> Self {
        let mut mentions: Vec<(u32, &Mention)> =
            article.enrichment.mentions.iter().filter_map(|mention| Some((mention.reference?, mention))).collect();
        mentions.sort_by_key(|(_, mention)| mention.span);
        let mut printed = Self::default();
        let (mut rest, mut at) = (article.body().char_indices(), 0_u32);
        let body = article.body();
        for (reference, mention) in mentions {
            let forms = printed.0.entry((mention.kind, reference)).or_default();
            forms.times = forms.times.saturating_add(1);
            if forms.forms.len() >= MOST_FORMS {
                continue;
            }
            // Spans are in order: those of one place share its beginning.
            while at < mention.span.start && rest.next().is_some() {
                at += 1;
            }
            let length = usize::try_from(mention.span.end.saturating_sub(mention.span.start)).unwrap_or(usize::MAX);
            if at != mention.span.start || length > LONGEST {
                continue;
            }
            let form: String = body.get(rest.offset()..).unwrap_or_default().chars().take(length).collect();
            let form = article::collapse_white_space(&form);
            if !form.is_empty() && !forms.forms.contains(&form) {
                forms.forms.push(form);
            }
        }
        printed
    }

    /// Of the entry of this list at this place.
    pub(crate) fn of_entry(&self, kind: MentionKind, reference: u32) -> Option<&Forms> {
        self.0.get(&(kind, reference))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use article::{ArticleId, Extra, Span, Timestamp, Version};

    fn mention(kind: MentionKind, reference: Option<u32>, start: u32, end: u32) -> Mention {
        Mention { kind, reference, name: None, span: Span { start, end }, extra: Extra::new() }
    }

    #[test]
    fn forms_are_cut_out_by_characters_in_the_order_of_the_text() {
        let at = Timestamp::from_millis(0);
        let mut article = Article::new(ArticleId::of_source("desk", "forms"), Version::fetched_at(0), at);
        article.set_body("Zoë Quay met the HBÉ. “Quay” and Zoë  Quay.".to_owned());
        article.enrichment.mentions = vec![
            mention(MentionKind::Organisation, Some(0), 17, 20),
            mention(MentionKind::Person, Some(0), 33, 42),
            mention(MentionKind::Person, Some(0), 23, 27),
            mention(MentionKind::Person, Some(0), 0, 8),
            mention(MentionKind::Person, Some(1), 900, 910),
            mention(MentionKind::Person, Some(2), 10, 4),
            mention(MentionKind::Person, None, 0, 8),
        ];
        let printed = Printed::of(&article);
        let forms = |kind, reference| printed.of_entry(kind, reference).map(|found| (found.forms.clone(), found.times));
        let own = |forms: &[&str]| forms.iter().map(|form| (*form).to_owned()).collect::<Vec<_>>();
        assert_eq!(forms(MentionKind::Person, 0), Some((own(&["Zoë Quay", "Quay"]), 3)));
        assert_eq!(forms(MentionKind::Organisation, 0), Some((own(&["HBÉ"]), 1)));
        assert_eq!(forms(MentionKind::Person, 1), Some((vec![], 1)));
        assert_eq!(forms(MentionKind::Person, 2), Some((vec![], 1)));
        assert_eq!(forms(MentionKind::Place, 0), None);
    }
}
