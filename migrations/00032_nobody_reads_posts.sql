-- Who runs the installation was readable by nobody at all, and councils by a job
-- of any name: now posts are for people who are signed in, and councils also for
-- the program's own jobs (V1).

-- +goose Up
DROP POLICY posts_and_own_challenges ON role_holding;
CREATE POLICY posts_and_own_challenges ON role_holding FOR SELECT USING (
	person_id = app_actor() OR (scope IN ('installation', 'region', 'council') AND app_actor() IS NOT NULL)
	OR (scope = 'challenge' AND scope_id = ANY ((SELECT keys_of('common'))::uuid[]))
	OR app_job() IN ('sign-in'));
DROP POLICY signed_in_reads ON region;
CREATE POLICY signed_in_reads ON region FOR SELECT USING (app_actor() IS NOT NULL OR app_job() IN ('sign-in', 'stages', 'mail'));
DROP POLICY signed_in_reads ON council;
CREATE POLICY signed_in_reads ON council FOR SELECT USING (app_actor() IS NOT NULL OR app_job() IN ('sign-in', 'stages', 'mail'));

-- +goose Down
DROP POLICY signed_in_reads ON council;
CREATE POLICY signed_in_reads ON council FOR SELECT USING (app_actor() IS NOT NULL OR app_job() IS NOT NULL);
DROP POLICY signed_in_reads ON region;
CREATE POLICY signed_in_reads ON region FOR SELECT USING (app_actor() IS NOT NULL OR app_job() IS NOT NULL);
DROP POLICY posts_and_own_challenges ON role_holding;
CREATE POLICY posts_and_own_challenges ON role_holding FOR SELECT USING (
	person_id = app_actor() OR scope = 'installation' OR (scope IN ('region', 'council') AND app_actor() IS NOT NULL)
	OR (scope = 'challenge' AND scope_id = ANY ((SELECT keys_of('common'))::uuid[]))
	OR app_job() IN ('sign-in'));
