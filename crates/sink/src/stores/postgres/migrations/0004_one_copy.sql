-- The version that stands is kept once, in articles.
ALTER TABLE articles ADD COLUMN first_received text;

COMMENT ON COLUMN articles.first_received IS 'firstCreated of this version as it was received, where another one was seen earlier';

CREATE TABLE article_history (LIKE article_versions INCLUDING ALL);

INSERT INTO article_history
SELECT version.* FROM article_versions AS version WHERE NOT EXISTS (
    SELECT 1 FROM articles AS standing
    WHERE standing.uri = version.uri AND standing.version = version.version
        AND standing.item - 'firstCreated' = version.item - 'firstCreated'
);

UPDATE articles SET first_received = version.item ->> 'firstCreated' FROM article_versions AS version
WHERE articles.uri = version.uri AND articles.version = version.version AND articles.item <> version.item
    AND articles.item - 'firstCreated' = version.item - 'firstCreated';

-- Who might read the table may read the view in its place.
CREATE TEMP TABLE readers ON COMMIT DROP AS
SELECT DISTINCT grantee FROM information_schema.role_table_grants
WHERE table_schema = current_schema() AND table_name = 'article_versions' AND privilege_type = 'SELECT'
    AND grantee <> current_user;

DROP TABLE article_versions;

CREATE VIEW article_versions AS
SELECT uri, version, version_rank, replay, content_hash, headline, version_created, item
FROM article_history AS history
WHERE NOT EXISTS (
    SELECT 1 FROM articles AS standing WHERE standing.uri = history.uri AND standing.version = history.version
)
UNION ALL
SELECT
    uri, version, version_rank, replay, content_hash, headline, version_created,
    CASE WHEN first_received IS NULL THEN item
        ELSE jsonb_set(item, '{firstCreated}', to_jsonb(first_received)) END
FROM articles;

COMMENT ON TABLE article_history IS 'Versions of articles that changed something and do not stand, as received';
COMMENT ON VIEW article_versions IS 'Every version of every article that changed something, as received';

DO $$
DECLARE
    reader text;
BEGIN
    FOR reader IN SELECT grantee FROM readers LOOP
        EXECUTE format('GRANT SELECT ON article_versions TO %s', CASE reader WHEN 'PUBLIC' THEN reader ELSE quote_ident(reader) END);
    END LOOP;
END
$$;
