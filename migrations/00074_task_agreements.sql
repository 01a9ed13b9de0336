-- The coordinator's task to record the agreements about information (I1), for
-- challenges that were placed before placing a visit opened it.

-- +goose Up
INSERT INTO task (id, challenge_id, kind, subject, title, path, for_role, due_on, opened_at)
SELECT gen_random_uuid(), c.id, 'agreements', c.cycle_id::text, 'Record the agreements about information', '/agreements/' || c.cycle_id, 'coordinator',
	(SELECT d.on_day FROM challenge_date d WHERE d.challenge_id = c.id AND d.kind = 'scope_and_team'), now()
FROM challenge c WHERE c.ended IS NULL AND c.stage <> 'closed' AND NOT EXISTS (SELECT FROM information_agreement i WHERE i.cycle_id = c.cycle_id);

-- +goose Down
DELETE FROM task WHERE kind = 'agreements';
