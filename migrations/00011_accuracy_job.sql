-- Comments and answers: what the fact check needs beyond its tables.

-- +goose Up

-- Two people of the host may edit one draft, so its words are kept by version;
-- and evidence is one of the host's documents (its title as the sender may not
-- hold the document), or said in words.
ALTER TABLE comment_draft
	ADD COLUMN version integer NOT NULL DEFAULT 1,
	ADD COLUMN evidence_title text NOT NULL DEFAULT '' CHECK (char_length(evidence_title) <= 200),
	ADD COLUMN evidence_words text NOT NULL DEFAULT '' CHECK (char_length(evidence_words) <= 500);

-- How many comments wait for their answer. The job that moves stages reads no
-- comment; it may know this number, and so may whoever reads the comments. To
-- everybody else there is no number (V6).
-- +goose StatementBegin
CREATE FUNCTION comments_unanswered(challenge uuid) RETURNS integer
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT CASE WHEN app_job() = 'stages' OR challenge = ANY (keys_of('leaders')) THEN
		(SELECT count(*)::integer FROM comment c WHERE c.challenge_id = challenge AND c.answered_at IS NULL) END $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION comments_unanswered(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION comments_unanswered(uuid) TO peerchallenge_app;

-- The job tells those who hold a part what comes next.
CREATE POLICY stages_job_reads ON room_key FOR SELECT USING (app_job() = 'stages');

-- +goose Down
DROP POLICY stages_job_reads ON room_key;
DROP FUNCTION comments_unanswered(uuid);
ALTER TABLE comment_draft DROP COLUMN version, DROP COLUMN evidence_title, DROP COLUMN evidence_words;
