-- What an article names, who said what in it, and labels with the article's time. They are filled afterwards.
CREATE TABLE article_names (
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    key TEXT NOT NULL,
    aliases TEXT NOT NULL,
    titles TEXT NOT NULL,
    rel TEXT,
    code TEXT,
    concept TEXT,
    country TEXT,
    latitude REAL,
    longitude REAL,
    mentions INTEGER NOT NULL,
    confidence INTEGER,
    PRIMARY KEY (article, kind, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX article_names_by_key ON article_names (key, kind);

CREATE TABLE article_quotes (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    words TEXT NOT NULL,
    speaker TEXT,
    speaker_key TEXT,
    speaker_keys TEXT NOT NULL,
    speaker_kind TEXT,
    speaker_position INTEGER,
    mention TEXT,
    cue TEXT,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    UNIQUE (article, position)
) STRICT;

CREATE INDEX article_quotes_by_speaker ON article_quotes (speaker_key);

-- Holds the index only; the words stand in article_quotes, under the same id.
CREATE VIRTUAL TABLE article_quote_text USING fts5 (
    words,
    content = '', contentless_delete = 1,
    tokenize = "porter unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'"
);

CREATE TRIGGER article_quotes_gone AFTER DELETE ON article_quotes BEGIN
    DELETE FROM article_quote_text WHERE rowid = old.id;
END;

DROP TABLE article_labels;

-- at: published, else first_created, in Unix milliseconds.
CREATE TABLE article_labels (
    label TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    PRIMARY KEY (label, article)
) STRICT, WITHOUT ROWID;

CREATE INDEX article_labels_by_article ON article_labels (article);

-- Whoever deletes an article, with foreign keys on or off, deletes all of it.
CREATE TRIGGER articles_gone AFTER DELETE ON articles BEGIN
    DELETE FROM article_text WHERE rowid = old.id;
    DELETE FROM article_labels WHERE article = old.id;
    DELETE FROM article_names WHERE article = old.id;
    DELETE FROM article_quotes WHERE article = old.id;
END;

-- Articles whose labels, names and quotes are still to be written; it goes once it is empty.
CREATE TABLE articles_to_name (id INTEGER PRIMARY KEY) STRICT;

INSERT INTO articles_to_name SELECT id FROM articles;
