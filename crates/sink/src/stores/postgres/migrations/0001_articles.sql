CREATE TABLE articles (
    uri uuid PRIMARY KEY,
    version bigint NOT NULL,
    version_rank bigint NOT NULL,
    replay bigint NOT NULL,
    content_hash text NOT NULL,
    headline text,
    summary text,
    body text NOT NULL,
    language text,
    located text,
    byline text,
    source text,
    url text,
    published timestamptz,
    published_precision text,
    first_created timestamptz NOT NULL,
    version_created timestamptz NOT NULL,
    dateline text,
    dateline_place text,
    dateline_date text,
    agencies text[] NOT NULL,
    places text[] NOT NULL,
    labels text[] NOT NULL,
    search tsvector NOT NULL,
    item jsonb NOT NULL
);

COMMENT ON TABLE articles IS 'The latest version of every article';
COMMENT ON COLUMN articles.version IS 'The source''s own revision, or the fetch time in Unix milliseconds';
COMMENT ON COLUMN articles.version_rank IS 'Sorts versions: revisions outrank fetch times, then the higher wins';
COMMENT ON COLUMN articles.replay IS 'Start of the replay that wrote the row, Unix milliseconds; 0: none';
COMMENT ON COLUMN articles.published IS 'Beginning of the stated year, month, day, minute or second; see published_precision';
COMMENT ON COLUMN articles.labels IS 'Lower-case kind:value words to filter by: place, agency, language';
COMMENT ON COLUMN articles.item IS 'The whole message: IPTC ninjs 3.0 with enrichment';

CREATE INDEX articles_search ON articles USING gin (search);
CREATE INDEX articles_labels ON articles USING gin (labels);
CREATE INDEX articles_by_time ON articles ((coalesce(published, first_created)) DESC);

CREATE TABLE article_versions (
    uri uuid NOT NULL,
    version bigint NOT NULL,
    version_rank bigint NOT NULL,
    replay bigint NOT NULL,
    content_hash text NOT NULL,
    headline text,
    version_created timestamptz NOT NULL,
    item jsonb NOT NULL,
    PRIMARY KEY (uri, version)
);

COMMENT ON TABLE article_versions IS 'Every version of every article that changed something, as received';

-- LZ4 takes a fraction of the time of PostgreSQL's own compression, and these columns are nearly all of a row. Servers
-- built without it, or older than 14, keep theirs.
DO $$
BEGIN
    ALTER TABLE articles
        ALTER COLUMN item SET COMPRESSION lz4,
        ALTER COLUMN body SET COMPRESSION lz4,
        ALTER COLUMN search SET COMPRESSION lz4;
    ALTER TABLE article_versions ALTER COLUMN item SET COMPRESSION lz4;
EXCEPTION
    WHEN feature_not_supported OR syntax_error THEN NULL;
END
$$;
