-- Articles are taken over from `earlier_articles` afterwards, portion by portion; it goes once it is empty.
DROP TABLE IF EXISTS articles_to_name;
DROP TRIGGER articles_gone;
DROP TABLE article_labels;
DROP TABLE article_names;
DROP TABLE article_quotes;
DROP TABLE article_quote_text;
DROP TABLE article_text;
DROP INDEX articles_by_time;
ALTER TABLE articles RENAME TO earlier_articles;
ALTER TABLE article_versions RENAME TO article_history;

-- Ids sort by time: seconds since 1970 times 16,384, and a number within the second. Times are RFC 3339 in UTC with
-- milliseconds, so that they sort as text. The large texts stand last: what stands before them is read without them.
CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    uri TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    version_rank INTEGER NOT NULL,
    replay INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    published TEXT,
    published_precision TEXT,
    first_created TEXT NOT NULL,
    -- firstCreated of this version as it was received, where another one was seen earlier.
    first_received TEXT,
    version_created TEXT NOT NULL,
    language TEXT,
    located TEXT,
    byline TEXT,
    source TEXT,
    url TEXT,
    dateline TEXT,
    dateline_place TEXT,
    dateline_date TEXT,
    agencies TEXT NOT NULL,
    places TEXT NOT NULL,
    headline TEXT,
    summary TEXT,
    body TEXT NOT NULL,
    item TEXT NOT NULL
) STRICT;

-- The version that stands is kept once, in articles.
CREATE VIEW article_versions (uri, version, version_rank, replay, content_hash, headline, version_created, item) AS
SELECT uri, version, version_rank, replay, content_hash, headline, version_created, item
FROM article_history AS history
WHERE NOT EXISTS (
    SELECT 1 FROM articles AS standing WHERE standing.uri = history.uri AND standing.version = history.version
)
UNION ALL
SELECT
    uri, version, version_rank, replay, content_hash, headline, version_created,
    iif(first_received IS NULL, item, json_set(item, '$.firstCreated', first_received))
FROM articles;

-- Holds the index only; the texts stand in articles, under the same id. The texts come cut into words: whatever stands
-- between two spaces is one, vowel signs and all. A label is one word: `_` for each space, and at its end.
CREATE VIRTUAL TABLE article_text USING fts5 (
    headline, summary, body, labels,
    content = '', contentless_delete = 1,
    tokenize = "porter unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'"
);

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

-- Whoever deletes an article, with foreign keys on or off, deletes all of it.
CREATE TRIGGER articles_gone AFTER DELETE ON articles BEGIN
    DELETE FROM article_text WHERE rowid = old.id;
    DELETE FROM article_names WHERE article = old.id;
    DELETE FROM article_quotes WHERE article = old.id;
END;
