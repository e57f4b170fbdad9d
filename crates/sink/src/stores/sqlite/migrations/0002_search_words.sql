-- The texts come cut into words already: whatever stands between two spaces is one, vowel signs and all.
DROP TABLE article_text;

CREATE VIRTUAL TABLE article_text USING fts5 (
    headline, summary, body,
    content = '', contentless_delete = 1,
    tokenize = "porter unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'"
);
