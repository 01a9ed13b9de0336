package progress

import (
	"time"

	"github.com/google/uuid"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/task"
)

// queueGathering reads what a cycle that is being gathered asks of the actor: what the
// councils they direct offer, and their own answer when they are offered. There is no
// challenge yet that a task could belong to, so these are read from the offers
// themselves; what was answered in the last fortnight counts as done. An expert is
// asked only once what they are promised is written (T10).
func queueGathering(b *db.Batch, into *[]asked, now time.Time) {
	db.Queue(b, into, `WITH open AS (SELECT g.cycle_id, g.answer_by, c.name FROM gathering g JOIN cycle c ON c.id = g.cycle_id WHERE c.last_day >= $2)
		SELECT * FROM (
			SELECT o.name AS cycle_name, 'Say what ' || c.name || ' offers' AS title, '/offers/' || o.cycle_id || '/councils/' || c.slug AS path, o.answer_by AS due_on, a.answered_at AS done_at
			FROM open o JOIN council c ON c.id = ANY ((SELECT councils_i_speak_for())::uuid[]) JOIN gathering g ON g.cycle_id = o.cycle_id AND g.region_id = c.region_id
			LEFT JOIN council_offer a ON a.cycle_id = o.cycle_id AND a.council_id = c.id
			UNION ALL
			SELECT o.name, 'Say whether you could take part', '/offers/' || o.cycle_id || '/people/' || p.person_id, o.answer_by, a.answered_at
			FROM open o JOIN person_offer p ON p.cycle_id = o.cycle_id AND p.person_id = app_actor() LEFT JOIN person_answer a ON a.cycle_id = o.cycle_id AND a.person_id = p.person_id
			WHERE p.role <> 'expert' OR EXISTS (SELECT FROM person_promise x WHERE x.cycle_id = p.cycle_id AND x.person_id = p.person_id)) d
		WHERE done_at IS NULL OR done_at > $1 ORDER BY due_on, title`, now.AddDate(0, 0, -14), civil.Of(now))
}

// asked is something that a gathering asks of the actor.
type asked struct {
	CycleName string
	Title     string
	Path      string
	DueOn     civil.Date
	DoneAt    *time.Time
}

func (a asked) task() task.Task {
	return task.Task{ID: uuid.Nil, Kind: "offer", ChallengeName: "Peer challenges of " + a.CycleName, Title: a.Title, Path: a.Path, DueOn: a.DueOn, DoneAt: a.DoneAt, Mine: true}
}
