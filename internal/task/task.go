// Package task holds what there is to do: by whom, by when, on which challenge,
// and who waits for it. Home, reminders, the preparation list and "who waits for
// whom" all read it. A slice opens a task when a duty arises and closes it when
// the duty is done, in its own transaction. Titles say the act, never content:
// everybody on the challenge may read them.
package task

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
)

// New is a task to open. Kind and Subject name the duty ("self-assessment",
// "area:use_of_resources"); while one is open a second is not opened. It is for
// everyone who has Role on the challenge, or for one Person. Path is where the
// work is done.
type New struct {
	Challenge uuid.UUID
	Kind      string
	Subject   string
	Title     string
	Path      string
	Role      access.Role
	Person    uuid.UUID
	Waiting   uuid.UUID // who waits for it, if somebody does
	Due       civil.Date
}

// Agreements is the coordinator's task to record the agreements about information
// for a cycle; its subject (I1). Placing a visit opens it, recording closes it on
// every challenge of the cycle.
const Agreements = "agreements"

// Survey is the task to answer a survey: voluntary, so nobody waits for it.
const Survey = "survey"

// OpenTx opens a task unless the same one is open.
func OpenTx(ctx context.Context, tx pgx.Tx, now time.Time, n New) error {
	_, err := tx.Exec(ctx, `INSERT INTO task (id, challenge_id, kind, subject, title, path, for_role, for_person, waiting, due_on, opened_at)
		VALUES ($1, $2, $3, $4, $5, $6, nullif($7, ''), $8, $9, $10, $11) ON CONFLICT DO NOTHING`,
		id.New(), n.Challenge, n.Kind, n.Subject, n.Title, n.Path, string(n.Role), orNull(n.Person), orNull(n.Waiting), n.Due, now)
	return err
}

func orNull(u uuid.UUID) *uuid.UUID {
	if u == uuid.Nil {
		return nil
	}
	return &u
}

// DoneTx closes the open task of a kind and subject; that none is open is no error.
func DoneTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, challenge uuid.UUID, kind, subject string) error {
	_, err := tx.Exec(ctx, `UPDATE task SET done_at = $5, done_by = nullif($4, '')::uuid
		WHERE challenge_id = $1 AND kind = $2 AND subject = $3 AND done_at IS NULL`, challenge, kind, subject, actor.UUID(), now)
	return err
}

// RescheduleTx moves the due date of the open tasks of a kind (S5).
func RescheduleTx(ctx context.Context, tx pgx.Tx, challenge uuid.UUID, kind string, due civil.Date) error {
	_, err := tx.Exec(ctx, `UPDATE task SET due_on = $3 WHERE challenge_id = $1 AND kind = $2 AND done_at IS NULL`, challenge, kind, due)
	return err
}

// Task is a duty as people read it.
type Task struct {
	ID            uuid.UUID
	ChallengeID   uuid.UUID
	ChallengeName string
	Stage         access.Stage
	Kind          string
	Subject       string
	Title         string
	Path          string
	ForRole       *access.Role
	Holders       []string // names of those it is for
	Mine          bool     // whether the actor is one of them
	WaitingName   *string
	WaitingIsMe   bool
	DueOn         civil.Date
	DoneAt        *time.Time
}

// Holders is SQL for the names of those whose task t is, for whoever may read
// them. It finds people by id, never by looking through all.
const Holders = `coalesce((SELECT array_agg(DISTINCT p.name ORDER BY p.name) FROM (SELECT t.for_person AS id UNION ALL
		SELECT k.person_id FROM room_key k WHERE k.scope_id = t.challenge_id AND k.room = 'common'
			AND k.because IN (t.for_role, ` + deputy + `) AND k.revoked_at IS NULL) h JOIN person p ON p.id = h.id), '{}')`

// deputy is the role that shares a task's role: deputies have the same rights
// (section 2). Acting post-holders have the role itself.
const deputy = `CASE t.for_role WHEN 'lead' THEN 'deputy_lead' END`

// person is SQL for the name of the one person whose task t is, for whoever may read
// it; those who hold its role are left to Name.
const person = `ARRAY(SELECT p.name FROM person p WHERE p.id = t.for_person)`

// others is SQL for the holders of a task t that is not the reader's own.
const others = `CASE WHEN t.mine THEN '{}'::text[] ELSE ` + Holders + ` END`

// selectTask is SQL for the tasks t of challenges c for which where holds; a filter
// and an order may follow it. The role of a task is read from the keys: whoever holds
// the common key because of it. Contributors' tasks are for one person. (Whether it
// is the reader's is found once a task, hence OFFSET 0.)
func selectTask(holders, where string) string {
	return `SELECT t.id, t.challenge_id, t.challenge_name, t.stage, t.kind, t.subject, t.title, t.path, t.for_role, t.mine,
	(SELECT name FROM person p WHERE p.id = t.waiting) AS waiting_name, t.waiting_is_me, t.due_on, t.done_at, ` + holders + ` AS holders
	FROM (SELECT t.*, c.name AS challenge_name, c.stage, coalesce(t.waiting = app_actor(), false) AS waiting_is_me,
		(coalesce(t.for_person = app_actor(), false) OR EXISTS (SELECT FROM room_key k WHERE k.scope_id = t.challenge_id AND k.room = 'common'
			AND k.because IN (t.for_role, ` + deputy + `) AND k.person_id = app_actor() AND k.revoked_at IS NULL)) AS mine
		FROM task t JOIN challenge c ON c.id = t.challenge_id WHERE ` + where + ` OFFSET 0) t `
}

// discreet leaves out what would tell everybody on the challenge that somebody
// declared a link (T5), was asked and said no, or lost their brief (T2), or that
// the host would rather postpone (S4): only those whose task it is read it there.
// The team page tells the coordinator the rest.
const discreet = `(mine OR kind NOT IN ('weigh-link', 'link-weighed', 'invitation', 'brief-lost', 'postponement-request') OR (kind = 'invitation' AND done_at IS NULL)) `

// goesOn leaves out what was never done on a challenge that is closed: nothing can
// be done about it any more. Surveys, requests for information and versions taken
// down go on after the last check.
const goesOn = `(done_at IS NOT NULL OR stage <> 'closed' OR kind IN ('survey', 'survey-participants', 'information-request', 'take-down')) `

// QueueForChallenge reads a challenge's tasks with the batch, open first by date, then
// the done. Name then says who holds the roles that they are for.
func QueueForChallenge(b *db.Batch, into *[]Task, challenge uuid.UUID) {
	db.Queue(b, into, selectTask(person, "t.challenge_id = $1")+`WHERE `+discreet+`AND `+goesOn+`ORDER BY done_at NULLS FIRST, due_on NULLS LAST, id LIMIT 200`, challenge)
}

// Name adds to each task the names of those who hold its role, as the page has read
// them anyway: holders gives them for a role, in order of the alphabet.
func Name(tasks []Task, holders func(access.Role) []string) {
	for i := range tasks {
		t := &tasks[i]
		if t.ForRole == nil {
			continue
		}
		t.Holders = append(t.Holders, holders(*t.ForRole)...)
		if *t.ForRole == access.Lead { // deputies have the same rights (section 2)
			t.Holders = append(t.Holders, holders(access.DeputyLead)...)
		}
		slices.Sort(t.Holders)
		t.Holders = slices.Compact(t.Holders)
	}
}

// HomeTx lists, of challenges that go on (and the new dates of postponed ones),
// the open tasks and those done in the last fortnight that are the actor's to do
// or that the actor waits for.
func HomeTx(ctx context.Context, tx pgx.Tx, now time.Time) ([]Task, error) {
	var (
		b     db.Batch
		tasks []Task
	)
	QueueHome(&b, &tasks, now)
	return tasks, b.Read(ctx, tx)
}

// QueueHome reads what HomeTx lists with the batch.
func QueueHome(b *db.Batch, into *[]Task, now time.Time) {
	db.Queue(b, into, selectTask(others, `t.challenge_id = ANY ((SELECT keys_of('common'))::uuid[])
		AND (t.done_at IS NULL OR t.done_at > $1) AND (c.ended IS NULL OR (c.ended = 'postponed' AND t.kind = 'new-dates'))`)+
		`WHERE (mine OR waiting_is_me) AND `+goesOn+`ORDER BY done_at NULLS FIRST, due_on NULLS LAST, id LIMIT 100`, now.AddDate(0, 0, -14))
}
