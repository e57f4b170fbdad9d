CREATE TABLE article_names (
    article uuid NOT NULL REFERENCES articles (uri) ON DELETE CASCADE,
    kind text NOT NULL,
    position integer NOT NULL,
    name text NOT NULL,
    key text NOT NULL,
    aliases text[] NOT NULL,
    titles text[] NOT NULL,
    rel text,
    code text,
    concept text,
    country text,
    latitude double precision,
    longitude double precision,
    mentions integer NOT NULL,
    confidence smallint,
    PRIMARY KEY (article, kind, position)
);

COMMENT ON TABLE article_names IS 'The people, organisations, places, events, topics and keywords of the articles that stand';
COMMENT ON COLUMN article_names.kind IS 'person, organisation, place, event, topic, keyword';
COMMENT ON COLUMN article_names.position IS 'Place in the item''s list of that kind, from 0; topics and keywords share subjects';
COMMENT ON COLUMN article_names.key IS 'The name in lower case without accents, to join and to group by';
COMMENT ON COLUMN article_names.aliases IS 'Other forms of the name in the article';
COMMENT ON COLUMN article_names.mentions IS 'How often the body has the name';

CREATE INDEX article_names_by_key ON article_names (key, kind);

CREATE TABLE article_quotes (
    article uuid NOT NULL REFERENCES articles (uri) ON DELETE CASCADE,
    position integer NOT NULL,
    kind text NOT NULL,
    words text NOT NULL,
    speaker text,
    speaker_key text,
    speaker_keys text[] NOT NULL,
    speaker_kind text,
    speaker_position integer,
    mention text,
    cue text,
    span_start integer NOT NULL,
    span_end integer NOT NULL,
    search tsvector NOT NULL,
    PRIMARY KEY (article, position)
);

COMMENT ON TABLE article_quotes IS 'Who said what in the articles that stand';
COMMENT ON COLUMN article_quotes.kind IS 'direct, indirect';
COMMENT ON COLUMN article_quotes.speaker IS 'The fullest name the article gives';
COMMENT ON COLUMN article_quotes.speaker_key IS 'The speaker in lower case without accents, to join and to group by';
COMMENT ON COLUMN article_quotes.speaker_kind IS 'With speaker_position: the speaker''s row in article_names';
COMMENT ON COLUMN article_quotes.span_start IS 'First character of the quote in the body, from 0';

CREATE INDEX article_quotes_by_speaker ON article_quotes (speaker_key);

COMMENT ON COLUMN articles.labels IS 'kind:value words to filter by: place, agency, language, person, organisation, topic, source, speaker, title';

-- A sink of an earlier release writes no names and quotes: it gives no form of them either, and is refused.
ALTER TABLE articles ADD COLUMN names_form smallint NOT NULL DEFAULT 1;
ALTER TABLE articles ALTER COLUMN names_form DROP DEFAULT;

COMMENT ON COLUMN articles.names_form IS 'In which form labels, names and quotes are written';

-- In the order in which articles are given.
DROP INDEX articles_by_time;
CREATE INDEX articles_by_time ON articles ((coalesce(published, first_created)) DESC, uri);

DO $$
BEGIN
    ALTER TABLE article_quotes ALTER COLUMN search SET COMPRESSION lz4, ALTER COLUMN words SET COMPRESSION lz4;
EXCEPTION
    WHEN feature_not_supported OR syntax_error THEN NULL;
END
$$;

-- Articles whose labels, names and quotes are still to be written; it goes once it is empty.
CREATE TABLE articles_to_name (uri uuid PRIMARY KEY);

INSERT INTO articles_to_name SELECT uri FROM articles;
