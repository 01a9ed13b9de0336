-- Which of these files no row names: asked by the job that tidies the store, which
-- reads no document itself.

-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION files_without_row(digests text[]) RETURNS text[]
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ BEGIN
	IF app_job() IS DISTINCT FROM 'files' THEN
		RAISE EXCEPTION 'only the job that tidies files may ask' USING ERRCODE = '42501';
	END IF;
	RETURN (SELECT coalesce(array_agg(d), '{}') FROM unnest(digests) d
		WHERE NOT EXISTS (SELECT FROM document_version v WHERE v.digest = d)
		  AND NOT EXISTS (SELECT FROM shared_document s WHERE s.digest = d));
END $$;
-- +goose StatementEnd

-- +goose Down
DROP FUNCTION files_without_row(text[]);
