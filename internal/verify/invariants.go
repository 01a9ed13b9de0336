package verify

// Invariant is a sentence that must hold, and the query that lists what breaks
// it: one text column saying which row. Rule names where it comes from.
type Invariant struct {
	Name string
	Rule string
	SQL  string
}

// Invariants is the list; each must give no row.
var Invariants = []Invariant{
	{"one lead at most on a team", "T1", `SELECT challenge_id::text FROM team_member WHERE role = 'lead' AND state = 'accepted' GROUP BY 1 HAVING count(*) > 1`},
	{"nobody on both sides of a challenge", "section 2", `SELECT DISTINCT m.challenge_id || ' ' || m.person_id FROM team_member m JOIN challenge c ON c.id = m.challenge_id
		JOIN role_holding h ON h.person_id = m.person_id AND h.ended_at IS NULL AND ((h.scope = 'challenge' AND h.scope_id = c.id AND h.role IN ('link_officer', 'senior_leader', 'contributor', 'host_reader'))
		OR (h.scope = 'council' AND h.scope_id = c.host_council_id)) WHERE m.state = 'accepted'`},
	{"no team member from the host council", "T5", `SELECT m.id::text FROM team_member m JOIN challenge c ON c.id = m.challenge_id JOIN person p ON p.id = m.person_id
		WHERE m.state = 'accepted' AND p.council_id = c.host_council_id`},
	{"nobody takes part after a barring declaration", "T5", `SELECT m.id::text FROM team_member m JOIN declaration d ON d.challenge_id = m.challenge_id AND d.person_id = m.person_id
		WHERE m.state = 'accepted' AND (d.interest = 'barring' OR d.decision = 'may_not')`},
	{"two of one council on a place that comes from two has a reason", "T3, T6", `SELECT a.id || ' ' || b.id FROM team_member a JOIN person p ON p.id = a.person_id
		JOIN team_member b ON b.challenge_id = a.challenge_id AND b.role = a.role AND b.id > a.id AND b.state = 'accepted' JOIN person q ON q.id = b.person_id AND q.council_id = p.council_id
		WHERE a.state = 'accepted' AND a.role IN ('senior_manager', 'visiting_psw') AND a.asked_because = '' AND b.asked_because = ''`},
	{"a visitor from another region is a senior manager, with a reason", "T3", `SELECT m.id::text FROM team_member m JOIN person p ON p.id = m.person_id
		WHERE m.state IN ('proposed', 'accepted') AND (p.outside_council <> '' OR p.region_id <> m.region_id) AND (m.role <> 'senior_manager' OR m.asked_because = '')`},
	{"each side agreed to a scope that there is, in its own part", "section 3", `SELECT a.challenge_id || ' ' || a.version FROM scope_agreement a JOIN scope_version v ON v.challenge_id = a.challenge_id AND v.version = a.version WHERE a.at < v.at`},
	{"the versions of a scope follow one another", "section 3", `SELECT challenge_id::text FROM scope_version GROUP BY challenge_id HAVING max(version) <> count(*)`},
	{"the versions of a risk answer follow one another", "A4", `SELECT challenge_id || ' ' || area_id FROM risk_answer GROUP BY challenge_id, area_id HAVING max(version) <> count(*)`},
	{"only a brief that was lost is decided about", "T2", `SELECT id::text FROM councillor_brief WHERE stands AND decision IS NOT NULL OR decided_by = person_id`},
	{"nobody holds more than the common key without the undertaking and both trainings, confirmed", "T9", `SELECT k.id::text FROM room_key k JOIN team_member m ON m.challenge_id = k.scope_id AND m.person_id = k.person_id AND m.role = k.because
		WHERE k.revoked_at IS NULL AND k.room <> 'common' AND m.state = 'accepted'
		AND (m.undertaking_at IS NULL OR m.trained_on IS NULL OR m.co_production_on IS NULL OR m.trained_by IS NULL)`},
	{"everybody with a team role has an accepted place", "T9", `SELECT h.id::text FROM role_holding h WHERE h.scope = 'challenge' AND h.ended_at IS NULL
		AND h.role IN ('lead', 'deputy_lead', 'councillor', 'senior_manager', 'expert', 'visiting_psw')
		AND NOT EXISTS (SELECT FROM team_member m WHERE m.challenge_id = h.scope_id AND m.person_id = h.person_id AND m.role = h.role AND m.state = 'accepted')`},
	{"the visit is on working weekdays", "S3", `SELECT id::text FROM challenge WHERE extract(isodow FROM onsite_first) > 5 OR extract(isodow FROM onsite_last) > 5`},
	{"a council hosts once in a cycle", "S1", `SELECT cycle_id || ' ' || host_council_id FROM challenge GROUP BY cycle_id, host_council_id HAVING count(*) > 1`},
	{"a challenge uses a framework of its own region", "V3", `SELECT c.id::text FROM challenge c JOIN framework f ON f.id = c.framework_id WHERE f.region_id <> c.region_id`},
	{"a host council belongs to the challenge's region", "V3", `SELECT c.id::text FROM challenge c JOIN council k ON k.id = c.host_council_id WHERE k.region_id <> c.region_id`},
	{"every challenge has a chain, as long as its hand-overs", "V5", `SELECT c.id::text FROM challenge c LEFT JOIN handover_chain h ON h.challenge_id = c.id
		WHERE h.number IS DISTINCT FROM (SELECT count(*) FROM handover x WHERE x.challenge_id = c.id)`},
	{"the chain's head is the last hand-over's seal", "V5", `SELECT h.challenge_id::text FROM handover_chain h JOIN handover x ON x.challenge_id = h.challenge_id AND x.number = h.number WHERE x.seal <> h.seal`},
	{"every hand-over has parts", "V5", `SELECT h.id::text FROM handover h WHERE NOT EXISTS (SELECT FROM handover_part p WHERE p.handover_id = h.id)`},
	{"a part lies between the rooms of its hand-over", "V2", `SELECT p.handover_id::text FROM handover_part p JOIN handover h ON h.id = p.handover_id WHERE (p.from_room, p.to_room) <> (h.from_room, h.to_room)`},
	{"findings are presented only by a hand-over", "F6", `SELECT c.id::text FROM challenge c WHERE (c.presented_at IS NOT NULL) <> EXISTS (SELECT FROM handover h WHERE h.challenge_id = c.id AND h.kind = 'present')`},
	{"practice findings are with the team only by a hand-over", "P3", `SELECT c.id::text FROM challenge c WHERE (c.practice_at IS NOT NULL) <> EXISTS (SELECT FROM handover h WHERE h.challenge_id = c.id AND h.kind = 'practice_findings')`},
	{"what leaves a practice review is a pattern from three files, or more than one group", "P4", `SELECT f.id::text FROM practice_finding f JOIN practice_shared s ON s.challenge_id = f.challenge_id
		WHERE f.withdrawn_at IS NULL AND (SELECT count(file_id) BETWEEN 1 AND 2 OR (count(file_id) = 0 AND count(group_id) < 2) FROM practice_source x WHERE x.finding_id = f.id)`},
	{"practice findings left only when each of the three had spoken", "P3", `SELECT p.challenge_id::text FROM practice_shared s JOIN practice_review r ON r.challenge_id = s.challenge_id
		JOIN practice_position p ON p.challenge_id = s.challenge_id WHERE p.version <> r.findings_version AND p.at < s.handed_at
		AND EXISTS (SELECT FROM room_key k WHERE k.scope_id = p.challenge_id AND k.person_id = p.person_id AND k.room = 'practice' AND k.revoked_at IS NULL AND k.granted_at < s.handed_at)`},
	{"the host does not draw the files", "P4", `SELECT r.challenge_id::text FROM practice_review r JOIN role_holding h ON h.person_id = r.drawn_by AND h.scope = 'council' AND h.role = 'psw' AND h.ended_at IS NULL
		JOIN challenge c ON c.id = r.challenge_id AND c.host_council_id = h.scope_id`},
	{"a concern that was confirmed had a contact to confirm it", "C1", `SELECT id::text FROM concern WHERE acknowledged_at < raised_at OR (acknowledged_at IS NOT NULL AND contact_name = '')`},
	{"a draft is with the host only by a hand-over", "F6", `SELECT c.id::text FROM challenge c WHERE (c.draft_handed_over_at IS NOT NULL) <> EXISTS (SELECT FROM handover h WHERE h.challenge_id = c.id AND h.kind = 'hand_over_draft')`},
	{"a report is final only by a hand-over", "F8", `SELECT c.id::text FROM challenge c WHERE (c.finalised_at IS NOT NULL) <> EXISTS (SELECT FROM handover h WHERE h.challenge_id = c.id AND h.kind = 'finalise')`},
	{"a report is public only by a hand-over", "F9", `SELECT c.id::text FROM challenge c WHERE (c.published_at IS NOT NULL) <> EXISTS (SELECT FROM handover h WHERE h.challenge_id = c.id AND h.kind = 'publish')`},
	{"no comment was sent outside the window", "F7", `SELECT m.id::text FROM comment m JOIN challenge c ON c.id = m.challenge_id WHERE m.sent_at < c.draft_handed_over_at OR m.sent_at >= c.comments_close_at OR m.sent_at > c.comments_ended_at`},
	{"nothing is undecided once the report is being finalised", "F7", `SELECT m.id::text FROM comment m JOIN challenge c ON c.id = m.challenge_id
		WHERE c.stage IN ('finalising', 'final', 'follow_up', 'closed') AND NOT EXISTS (SELECT FROM answer a WHERE a.comment_id = m.id)`},
	{"an answered comment has its answer", "F7", `SELECT m.id::text FROM comment m WHERE (m.answered_at IS NOT NULL) <> EXISTS (SELECT FROM answer a WHERE a.comment_id = m.id)`},
	{"no finding was added after the draft was handed over", "F7", `SELECT f.id::text FROM finding f JOIN challenge c ON c.id = f.challenge_id WHERE f.added_at > c.draft_handed_over_at`},
	{"a recommendation answers a finding of another kind", "F1", `SELECT f.id::text FROM finding f JOIN finding a ON a.id = f.answers_id WHERE a.kind = 'recommendation'`},
	{"every member signed off, or said why not, before final", "F8", `SELECT m.id::text FROM team_member m JOIN challenge c ON c.id = m.challenge_id
		WHERE c.finalised_at IS NOT NULL AND m.state = 'accepted' AND m.role <> 'visiting_psw' AND m.answered_at < c.finalised_at
		AND NOT EXISTS (SELECT FROM sign_off s WHERE s.challenge_id = m.challenge_id AND s.person_id = m.person_id)`},
	{"a text's last version is the text", "F3", `SELECT d.id::text FROM prose_document d JOIN prose_version v ON v.document_id = d.id AND v.version = d.version WHERE v.body <> d.body`},
	{"a text has every version it counts", "F3", `SELECT d.id::text FROM prose_document d WHERE d.version <> (SELECT count(*) FROM prose_version v WHERE v.document_id = d.id)`},
	{"the team reads no document that was not shared", "D2", `SELECT s.id::text FROM shared_document s WHERE NOT EXISTS (SELECT FROM handover h WHERE h.id = s.handover_id AND h.kind = 'share')`},
	{"a shared document is the version it says", "D2", `SELECT s.id::text FROM shared_document s JOIN document_version v ON v.document_id = s.document_id AND v.version = s.version WHERE v.digest <> s.digest`},
	{"the numbers of the documents asked for follow one another", "D1", `SELECT challenge_id::text FROM document_request GROUP BY challenge_id HAVING max(number) <> count(*)`},
	{"a document that visitors asked for and got is one of that host's", "D1", `SELECT q.id::text FROM document_request q JOIN document d ON d.id = q.document_id WHERE d.challenge_id <> q.challenge_id OR d.removed_at IS NOT NULL`},
	{"a corrected report was agreed by another member of the team", "F8", `SELECT id::text FROM report_correction WHERE handover_id IS NOT NULL AND (agreed_by IS NULL OR agreed_by = proposed_by)`},
	{"nothing unscanned was shared without its being accepted", "D2", `SELECT s.id::text FROM shared_document s WHERE s.scan = 'not_scanned' AND NOT EXISTS (SELECT FROM unscanned_acceptance a WHERE a.challenge_id = s.challenge_id)`},
	{"only the host's director submitted, shared or published", "A5, F9", `SELECT id::text FROM handover WHERE kind IN ('submit', 'share', 'publish') AND as_role <> 'dass'`},
	{"only a lead presented, handed over or finalised", "F6, F8", `SELECT id::text FROM handover WHERE kind IN ('present', 'hand_over_draft', 'finalise') AND as_role NOT IN ('lead', 'deputy_lead')`},
	{"every published report has its hand-over", "F9", `SELECT r.id::text FROM published_report r WHERE NOT EXISTS (SELECT FROM publication p JOIN handover h ON h.id = p.handover_id AND h.kind = 'publish' WHERE p.published_report_id = r.id)`},
	{"a published page is the bytes its mark was made for", "F9", `SELECT id::text FROM published_report WHERE erased_at IS NULL AND trim('"' FROM etag) <> encode(sha256(html), 'hex') AND trim('"' FROM etag) <> left(encode(sha256(html), 'hex'), length(trim('"' FROM etag)))`},
	{"no pooled table is of fewer than five who could say", "E1", `SELECT id::text FROM survey_result WHERE said < 5 OR said <> (SELECT coalesce(sum(value::integer), 0) FROM jsonb_each_text(counts))`},
	{"no survey is in two pooled tables of one question", "E1", `SELECT a.id::text FROM survey_result a JOIN survey_result b ON a.id < b.id AND (a.region_id, a.audience, a.question_id, a.role) = (b.region_id, b.audience, b.question_id, b.role)
		AND a.of_surveys && b.of_surveys`},
	{"who answered is forgotten once a survey has closed", "E1", `SELECT a.survey_id::text FROM survey_asked a JOIN survey s ON s.id = a.survey_id WHERE s.released_on IS NOT NULL`},
	{"nothing is pooled of a survey that is open", "E1", `SELECT r.id::text FROM survey_result r JOIN survey s ON s.id = ANY (r.of_surveys) WHERE s.released_on IS NULL`},
	{"an idea is shared by its author, in their region", "E2", `SELECT s.id::text FROM shared_idea s JOIN learning_idea i ON i.id = s.idea_id WHERE (s.person_id, s.region_id) <> (i.person_id, i.region_id)`},
	{"no name is kept of people who draw on care and carers", "O5", `SELECT i.id::text FROM visit_invitation i JOIN visit_session s ON s.id = i.session_id WHERE s.audience IN ('draw_on_care', 'carers')`},
	{"a list of those invited is opened by its organiser alone", "O5", `SELECT k.id::text FROM room_key k JOIN visit_session s ON 'session:' || s.id = k.cupboard
		WHERE k.revoked_at IS NULL AND k.person_id IS DISTINCT FROM s.organiser_id`},
	{"who is at a session was of the team", "O6", `SELECT s.id::text FROM visit_session s, unnest(ARRAY[s.lead_id, s.notes_id]) AS who
		WHERE who IS NOT NULL AND NOT EXISTS (SELECT FROM team_member m WHERE m.challenge_id = s.challenge_id AND m.person_id = who)`},
	{"nothing was written before the agreements about information were confirmed", "I1", `SELECT n.id::text FROM note n JOIN challenge c ON c.id = n.challenge_id WHERE c.information_agreed_at IS NULL OR n.at < c.information_agreed_at`},
	{"the agreements are confirmed only by a confirmation", "I1", `SELECT c.id::text FROM challenge c WHERE c.information_agreed_at IS DISTINCT FROM (SELECT i.at FROM information_confirmation i WHERE i.challenge_id = c.id)`},
	{"what was destroyed is not there", "I2", `SELECT d.challenge_id || ' ' || d.kind FROM destruction d WHERE (d.kind = 'notes' AND EXISTS (SELECT FROM note x WHERE x.challenge_id = d.challenge_id))
		OR (d.kind = 'daily' AND EXISTS (SELECT FROM visit_day x WHERE x.challenge_id = d.challenge_id)) OR (d.kind = 'tellings' AND EXISTS (SELECT FROM visit_telling x WHERE x.challenge_id = d.challenge_id))
		OR (d.kind = 'invited' AND EXISTS (SELECT FROM visit_invitation x WHERE x.challenge_id = d.challenge_id)) OR (d.kind = 'documents' AND EXISTS (SELECT FROM document_version x WHERE x.challenge_id = d.challenge_id))
		OR (d.kind = 'practice' AND EXISTS (SELECT FROM practice_file x WHERE x.challenge_id = d.challenge_id AND (x.learning <> '' OR x.answers <> '{}')))
		OR (d.kind = 'practice' AND EXISTS (SELECT FROM practice_group x WHERE x.challenge_id = d.challenge_id AND (x.themes <> '' OR x.conditions <> '')))
		OR (d.kind = 'working_texts' AND EXISTS (SELECT FROM prose_version x WHERE x.challenge_id = d.challenge_id AND x.room IN ('host', 'team', 'practice') AND x.body <> ''))`},
	{"nothing was destroyed before its day, and each has its count", "I2", `SELECT d.challenge_id || ' ' || d.kind FROM destruction d WHERE (d.at AT TIME ZONE 'Europe/London')::date < d.due_on
		OR NOT EXISTS (SELECT FROM destruction_count n WHERE n.challenge_id = d.challenge_id AND n.kind = d.kind)`},
	{"what was gathered is not there once it is destroyed, and did not go before its day", "I2", `SELECT d.cycle_id::text FROM gathering_destruction d WHERE (d.at AT TIME ZONE 'Europe/London')::date < d.due_on
		OR EXISTS (SELECT FROM person_need x WHERE x.cycle_id = d.cycle_id) OR EXISTS (SELECT FROM person_link x WHERE x.cycle_id = d.cycle_id)
		OR EXISTS (SELECT FROM person_unavailable x WHERE x.cycle_id = d.cycle_id) OR EXISTS (SELECT FROM person_training x WHERE x.cycle_id = d.cycle_id)
		OR EXISTS (SELECT FROM person_promise x WHERE x.cycle_id = d.cycle_id) OR EXISTS (SELECT FROM council_offer_draft x WHERE x.cycle_id = d.cycle_id)
		OR EXISTS (SELECT FROM council_offer x WHERE x.cycle_id = d.cycle_id AND (x.look_at <> '' OR x.months <> '{}'))`},
	{"an expert who said yes for a cycle was promised first", "T10", `SELECT a.cycle_id || ' ' || a.person_id FROM person_answer a JOIN person_offer o ON o.cycle_id = a.cycle_id AND o.person_id = a.person_id
		WHERE a.answer = 'yes' AND o.role = 'expert' AND NOT EXISTS (SELECT FROM person_promise p WHERE p.cycle_id = a.cycle_id AND p.person_id = a.person_id)
		AND NOT EXISTS (SELECT FROM gathering_destruction d WHERE d.cycle_id = a.cycle_id)`},
	{"a run of the planner keeps no facts about people once it has ended", "I2", `SELECT r.id::text FROM plan_run r WHERE r.ended_at IS NOT NULL AND r.facts IS NOT NULL`},
	{"an approved plan has a visit of each council it places", "S1", `SELECT p.id || ' ' || (v ->> 'Council') FROM plan_proposal p JOIN plan_revision r ON r.proposal_id = p.id AND r.version = p.version, jsonb_array_elements(r.plan -> 'Visits') v
		WHERE p.approved_at IS NOT NULL AND coalesce(v ->> 'FirstDay', '') <> '' AND NOT EXISTS (SELECT FROM challenge c WHERE c.cycle_id = p.cycle_id AND c.host_council_id = (v ->> 'Council')::uuid)`},
	{"nothing was destroyed while a request held it back", "I3", `SELECT d.challenge_id || ' ' || d.kind FROM destruction d JOIN information_request r ON r.challenge_id = d.challenge_id AND d.kind = ANY (r.kinds)
		WHERE r.logged_at < d.at AND (r.closed_at IS NULL OR r.closed_at > d.at)`},
	{"a version whose text is gone is down, with both sides' word", "I4", `SELECT p.id::text FROM published_report p WHERE p.erased_at IS NOT NULL AND (p.taken_down_at IS NULL
		OR NOT EXISTS (SELECT FROM takedown t WHERE t.published_report_id = p.id AND t.decision = 'erased'))`},
	{"nobody keeps a live key to a challenge after their last role ended", "V4", `SELECT k.id::text FROM room_key k WHERE k.revoked_at IS NULL AND k.scope = 'challenge'
		AND NOT EXISTS (SELECT FROM role_holding h WHERE h.person_id = k.person_id AND h.ended_at IS NULL)`},
	{"a check is closed by both, or after the coordinator said who was silent", "U3", `SELECT challenge_id || ' ' || number FROM progress_check
		WHERE closed_at IS NOT NULL AND (host_at IS NULL OR lead_at IS NULL) <> (silent <> '')`},
	{"a side's word at a check is there only by a hand-over", "U3", `SELECT c.challenge_id || ' ' || c.number FROM progress_check c
		WHERE (c.host_at IS NOT NULL)::int + (c.lead_at IS NOT NULL)::int <> (SELECT count(*) FROM handover h JOIN handover_part p ON p.handover_id = h.id
			WHERE h.challenge_id = c.challenge_id AND h.kind = 'report_progress' AND p.name LIKE 'progress/' || c.number || '/%')`},
	{"the last check closes the challenge, and no check follows an open one", "U3", `SELECT p.challenge_id::text FROM progress_check p JOIN challenge c ON c.id = p.challenge_id
		WHERE (p.number = 3 AND p.closed_at IS NOT NULL AND c.stage <> 'closed') OR EXISTS (SELECT FROM progress_check b
			WHERE b.challenge_id = p.challenge_id AND b.number < p.number AND b.closed_at IS NULL)`},
	{"a baseline is from before the visit, and there are three measures at most", "U2", `SELECT m.finding_id::text FROM measure m JOIN challenge c ON c.id = m.challenge_id
		WHERE m.removed_at IS NULL GROUP BY m.finding_id HAVING count(*) > 3 OR bool_or(m.baseline_on >= c.onsite_first)`},
	{"only the host's director responded, planned or published progress", "U1, F9", `SELECT id::text FROM handover WHERE kind IN ('respond', 'plan', 'publish_progress') AND as_role <> 'dass'`},
	{"published progress is the bytes its mark was made for, beside a report", "U3", `SELECT g.id::text FROM published_progress g WHERE g.etag <> encode(sha256(g.html), 'hex')
		OR NOT EXISTS (SELECT FROM published_report r WHERE r.council_slug = g.council_slug AND r.visited_on = g.visited_on)
		OR NOT EXISTS (SELECT FROM progress_publication p JOIN handover h ON h.id = p.handover_id AND h.kind = 'publish_progress' WHERE p.published_progress_id = g.id)`},
	{"nobody is reminded twice of one thing, and each reminder is in a day's mail", "issue 3", `SELECT r.task_id || ' ' || r.person_id FROM reminder r
		LEFT JOIN reminder_digest d ON d.person_id = r.person_id AND d.on_day = r.on_day WHERE d.person_id IS NULL OR (r.kind = 'on_the_day' AND r.on_day < r.due_on)`},
	{"a challenge is postponed or withdrawn only before findings are presented, closed early only after", "section 3", `SELECT id::text FROM challenge
		WHERE (ended IN ('postponed', 'withdrawn') AND presented_at IS NOT NULL) OR (ended = 'closed_early' AND presented_at IS NULL)`},
	{"an answered request to postpone says by whom", "S4", `SELECT id::text FROM postponement_request WHERE decided IS NOT NULL AND decided_by IS NULL`},
}
