-- {councils} councils in as many regions as they fill, {years} years of challenges
-- for each, eight findings a challenge; all invented. Roles and keys as the rules
-- have them. Everything hangs on the framework of the region that is there.
CREATE FUNCTION pg_temp.u(kind text, a bigint, b bigint DEFAULT 0) RETURNS uuid LANGUAGE sql IMMUTABLE
	AS $$ SELECT md5('bench ' || kind || ' ' || a || ' ' || b)::uuid $$;

CREATE TEMP TABLE c AS SELECT i, 1 + (i - 1) / 17 AS r, 1 + (i - 1) % 17 AS k FROM generate_series(1, {councils}) i;
CREATE TEMP TABLE v AS SELECT c.i, c.r, c.k, y, c.i::bigint * 1000 + y AS n, date '2027-06-01' - (y * 364) - (c.k * 7) AS first,
	CASE WHEN y > 2 THEN 'closed' WHEN y > 0 THEN 'follow_up' ELSE (ARRAY['preparing', 'reading', 'on_site', 'drafting', 'final'])[1 + c.k % 5] END AS stage
	FROM c, generate_series(0, {years} - 1) y;

INSERT INTO region (id, slug, name, created_at) SELECT DISTINCT pg_temp.u('region', r), 'bench-' || r, 'Benchshire ' || r, timestamptz '2017-01-01' FROM c;
INSERT INTO council (id, region_id, code, slug, name, official_name)
	SELECT pg_temp.u('council', i), pg_temp.u('region', r), 'BE' || i, 'benchley-' || i, 'Benchley ' || i, 'Benchley ' || i || ' Council' FROM c;
INSERT INTO cycle (id, region_id, framework_id, name, first_day, last_day, opened_at)
	SELECT DISTINCT pg_temp.u('cycle', r, y), pg_temp.u('region', r), (SELECT id FROM framework ORDER BY id LIMIT 1), 'Year ' || y,
		date '2026-09-01' - y * 364, date '2027-08-31' - y * 364, timestamptz '2017-01-01' FROM v;

-- a coordinator for each region; a director, a lead, a manager, a councillor and an
-- expert for each council. So a coordinator has 170 challenges to list, and a lead
-- ten, one a year, as people have.
CREATE TEMP TABLE p AS
	SELECT 'coordinator' AS part, r AS n, r, NULL::int AS i FROM (SELECT DISTINCT r FROM c) x
	UNION ALL SELECT part, i, r, i FROM c, unnest(ARRAY['dass', 'lead', 'manager', 'councillor', 'expert']) part;
INSERT INTO person (id, name, region_id, council_id, post, created_at)
	SELECT pg_temp.u(part, n), initcap(part) || ' Number ' || n, pg_temp.u('region', r), CASE WHEN i IS NOT NULL THEN pg_temp.u('council', i) END, part, timestamptz '2017-01-01' FROM p;
INSERT INTO person_contact (person_id, region_id, email)
	SELECT pg_temp.u(part, n), pg_temp.u('region', r), 'bench-' || part || '-' || n || '@middleshires.example' FROM p;

INSERT INTO challenge (id, region_id, cycle_id, framework_id, host_council_id, name, stage, stage_since, onsite_first, onsite_last, agreed_at, information_agreed_at, presented_at)
	SELECT pg_temp.u('challenge', n), pg_temp.u('region', r), pg_temp.u('cycle', r, y), (SELECT id FROM framework ORDER BY id LIMIT 1), pg_temp.u('council', i),
		'Benchley ' || i || ' ' || extract(year FROM first), stage, first, first, first + 2, first - 200, first - 200, CASE WHEN stage IN ('drafting', 'final', 'follow_up', 'closed') THEN first + 2 END FROM v;
INSERT INTO challenge_date (challenge_id, kind, on_day)
	SELECT pg_temp.u('challenge', n), d.kind, first + d.days FROM v,
		(VALUES ('scope_agreed', -84), ('self_assessment', -35), ('reading_opens', -21), ('draft_report', 14), ('publication', 84), ('follow_up_1', 182)) d(kind, days);
INSERT INTO handover_chain (challenge_id, number, seal) SELECT pg_temp.u('challenge', n), 0, decode(repeat('00', 32), 'hex') FROM v;

-- parts in challenges: the team comes from the next councils of the region
CREATE TEMP TABLE m AS SELECT v.n, v.r, x.role, x.part, x.who FROM v, LATERAL (VALUES ('lead', 'lead', (v.r - 1) * 17 + 1 + (v.k + 4) % 17),
	('senior_manager', 'manager', (v.r - 1) * 17 + 1 + v.k % 17), ('senior_manager', 'manager', (v.r - 1) * 17 + 1 + (v.k + 1) % 17),
	('councillor', 'councillor', (v.r - 1) * 17 + 1 + (v.k + 2) % 17), ('expert', 'expert', (v.r - 1) * 17 + 1 + (v.k + 3) % 17)) x(role, part, who)
	WHERE x.who <= {councils};
INSERT INTO role_holding (id, person_id, role, scope, scope_id, starts_on)
	SELECT pg_temp.u('holds ' || role || part, n, who), pg_temp.u(part, who), role, 'challenge', pg_temp.u('challenge', n), date '2017-01-01' FROM m
	UNION ALL SELECT pg_temp.u('holds coordinator', r), pg_temp.u('coordinator', r), 'coordinator', 'region', pg_temp.u('region', r), date '2017-01-01' FROM (SELECT DISTINCT r FROM c) x
	UNION ALL SELECT pg_temp.u('holds dass', i), pg_temp.u('dass', i), 'dass', 'council', pg_temp.u('council', i), date '2017-01-01' FROM c;
INSERT INTO team_member (id, challenge_id, region_id, person_id, role, state, proposed_at, answered_at, undertaking_at, trained_on, co_production_on, trained_by)
	SELECT pg_temp.u('member ' || role || part, n, who), pg_temp.u('challenge', n), pg_temp.u('region', r), pg_temp.u(part, who), role, 'accepted',
		timestamptz '2017-01-01', timestamptz '2017-01-02', timestamptz '2017-01-02', date '2017-01-02', date '2017-01-02', pg_temp.u('coordinator', r) FROM m;
CREATE TEMP TABLE held AS SELECT n, pg_temp.u(part, who) AS person, role FROM m
	UNION ALL SELECT n, pg_temp.u('coordinator', r), 'coordinator' FROM v UNION ALL SELECT n, pg_temp.u('dass', i), 'dass' FROM v;
INSERT INTO room_key (person_id, scope, scope_id, room, because, granted_at)
	SELECT DISTINCT held.person, 'challenge', pg_temp.u('challenge', held.n), rule.room, held.role, timestamptz '2017-01-01'
	FROM held JOIN v ON v.n = held.n JOIN room_rule rule ON rule.role = held.role AND rule.cupboard = ''
		AND rule.from_stage <= array_position(ARRAY['scheduled', 'preparing', 'reading', 'on_site', 'drafting', 'fact_check', 'finalising', 'final', 'follow_up', 'closed'], v.stage);
INSERT INTO room_key (person_id, scope, scope_id, room, because, granted_at)
	SELECT pg_temp.u('coordinator', r), 'region', pg_temp.u('region', r), 'region', 'coordinator', timestamptz '2017-01-01' FROM (SELECT DISTINCT r FROM c) x;

INSERT INTO task (id, challenge_id, kind, subject, title, path, for_role, due_on, opened_at, done_at)
	SELECT pg_temp.u('task', n, t), pg_temp.u('challenge', n), 'bench-' || t, '', 'Do the thing number ' || t, '', (ARRAY['dass', 'lead', 'coordinator', 'councillor'])[1 + t % 4],
		first - 90 + t * 7, first - 100, CASE WHEN y > 0 OR t > 3 THEN first - 50 END FROM v, generate_series(1, 8) t;

INSERT INTO prose_document (id, challenge_id, room, version, body, updated_by, updated_at)
	SELECT pg_temp.u('prose', n, f), pg_temp.u('challenge', n), 'team', 1, repeat('The team saw evidence in papers and in talks with staff. ', 6), pg_temp.u('lead', (r - 1) * 17 + 1 + (k + 4) % 17), first FROM v, generate_series(1, 8) f;
INSERT INTO finding (id, challenge_id, area_key, kind, title, prose_id, place, person_id, added_at)
	SELECT pg_temp.u('finding', n, f), pg_temp.u('challenge', n), (ARRAY['use_of_resources', 'leadership_partnerships', 'performance_experience'])[1 + f % 3],
		(ARRAY['strength', 'consideration'])[1 + f % 2], 'Finding ' || f || ': carers wait for assessments', pg_temp.u('prose', n, f), f, pg_temp.u('lead', (r - 1) * 17 + 1 + (k + 4) % 17), first FROM v, generate_series(1, 8) f;
INSERT INTO finding_evidence (id, challenge_id, finding_id, source, words, person_id, at)
	SELECT pg_temp.u('evidence', n, f), pg_temp.u('challenge', n), pg_temp.u('finding', n, f), 'heard', 'Several conversations', pg_temp.u('lead', (r - 1) * 17 + 1 + (k + 4) % 17), first FROM v, generate_series(1, 8) f;
INSERT INTO document (id, challenge_id, title, added_by, added_at)
	SELECT pg_temp.u('document', n, d), pg_temp.u('challenge', n), 'Document ' || d, pg_temp.u('dass', i), first - 60 FROM v, generate_series(1, 5) d;
