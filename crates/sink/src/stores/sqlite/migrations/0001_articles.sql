-- Times are RFC 3339 in UTC with milliseconds, so that they sort as text.
CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    uri TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    version_rank INTEGER NOT NULL,
    replay INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    headline TEXT,
    summary TEXT,
    body TEXT NOT NULL,
    language TEXT,
    located TEXT,
    byline TEXT,
    source TEXT,
    url TEXT,
    published TEXT,
    published_precision TEXT,
    first_created TEXT NOT NULL,
    version_created TEXT NOT NULL,
    dateline TEXT,
    dateline_place TEXT,
    dateline_date TEXT,
    agencies TEXT NOT NULL,
    places TEXT NOT NULL,
    item TEXT NOT NULL
) STRICT;

CREATE INDEX articles_by_time ON articles (coalesce(published, first_created));

CREATE TABLE article_versions (
    uri TEXT NOT NULL,
    version INTEGER NOT NULL,
    version_rank INTEGER NOT NULL,
    replay INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    headline TEXT,
    version_created TEXT NOT NULL,
    item TEXT NOT NULL,
    PRIMARY KEY (uri, version)
) STRICT;

CREATE TABLE article_labels (
    label TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    PRIMARY KEY (label, article)
) STRICT, WITHOUT ROWID;

CREATE INDEX article_labels_by_article ON article_labels (article);

-- Holds the index only; the texts stand in articles, under the same id.
CREATE VIRTUAL TABLE article_text USING fts5 (
    headline, summary, body,
    content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
);
