package report

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
)

// Answer is what a member of the team said to the final text (F8).
type Answer string

// The answers. The empty one stands for none yet.
const (
	Signed       Answer = "signed"
	Reservation  Answer = "reservation"
	DidNotAnswer Answer = "did_not_answer"
)

// Member is somebody on the team, and where their sign-off is.
type Member struct {
	ID         uuid.UUID
	Name       string
	Role       access.Role
	Kind       *Answer
	Words      *string
	Named      *bool
	Public     *bool
	At         *time.Time
	Reminders  int
	RemindedAt *time.Time
	ChangedAt  *time.Time // when the text changed last; the same for everybody
	LeftAt     *time.Time // of somebody who left after the findings were presented
}

// Changed tells whether the text changed after this member answered.
func (m Member) Changed() bool { return m.At != nil && m.ChangedAt != nil && m.ChangedAt.After(*m.At) }

// Answered tells whether the member's word counts for the text as it stands: a
// sign-off only while the text is the one they saw; a reservation and "did not
// answer" until somebody changes them (F8).
func (m Member) Answered() bool { return m.Kind != nil && (*m.Kind != Signed || !m.Changed()) }

// changingVerbs are the acts that change what the report would say, besides new
// versions of texts: titles and sources have no version of their own with a time.
var changingVerbs = []string{"finding.edit", "finding.mark-lived-experience", "finding.evidence", "finding.evidence-remove",
	"report.write", "report.no-expert"}

// membersTx lists the team, lead first, with their answers. Only the team can read it.
func membersTx(ctx context.Context, tx pgx.Tx, c challenge.Challenge) ([]Member, error) {
	all, err := signatoriesTx(ctx, tx, c)
	return slices.DeleteFunc(all, func(m Member) bool { return m.LeftAt != nil }), err
}

// signatoriesTx is the team, then those who left after the findings were presented
// and recorded a reservation, before they left or since: their words go into the
// report too (F8). One statement.
func signatoriesTx(ctx context.Context, tx pgx.Tx, c challenge.Challenge) ([]Member, error) {
	return db.All[Member](ctx, tx, `SELECT p.id, p.name, k.role, s.kind, s.words, s.named, s.public, s.at, l.reminders, l.reminded_at, t.changed_at, k.left_at
		FROM (SELECT DISTINCT ON (person_id) person_id, role, left_at FROM (
			SELECT person_id, because AS role, NULL::timestamptz AS left_at FROM room_key
				WHERE scope_id = $1 AND room = 'team' AND revoked_at IS NULL AND because = ANY ($2)
			UNION ALL SELECT m.person_id, m.role, m.ended_at FROM team_member m JOIN sign_off o ON o.challenge_id = $1 AND o.person_id = m.person_id
				WHERE m.challenge_id = $1 AND m.state = 'ended' AND m.role = ANY ($2) AND m.ended_at >= $5 AND o.kind = 'reservation') b
			ORDER BY person_id, left_at DESC NULLS FIRST, array_position($2, role)) k
		JOIN person p ON p.id = k.person_id
		LEFT JOIN sign_off s ON s.challenge_id = $1 AND s.person_id = p.id
		CROSS JOIN LATERAL (SELECT count(*) AS reminders, max(at) AS reminded_at FROM audit_line
			WHERE challenge_id = $1 AND verb = 'sign-off.remind' AND subject_id = p.id AND at >= $3) l
		CROSS JOIN (SELECT greatest(
			(SELECT max(v.at) FROM prose_version v WHERE v.challenge_id = $1 AND v.document_id IN (
				SELECT prose_id FROM finding WHERE challenge_id = $1 UNION ALL SELECT summary_id FROM report WHERE challenge_id = $1)),
			(SELECT max(at) FROM audit_line WHERE challenge_id = $1 AND room = 'team' AND verb = ANY ($4))) AS changed_at) t
		ORDER BY k.left_at IS NOT NULL, array_position($2, k.role), p.name, p.id`, c.ID, teamRoles(), c.StageSince, changingVerbs, c.PresentedAt)
}

func teamRoles() []string {
	var out []string
	for _, r := range access.Team {
		out = append(out, string(r))
	}
	return out
}

func memberByID(members []Member, person uuid.UUID) (Member, error) {
	for _, m := range members {
		if m.ID == person {
			return m, nil
		}
	}
	return Member{}, problem.Missing()
}

// unanswered are those whose word is still wanted.
func unanswered(members []Member) []Member {
	var out []Member
	for _, m := range members {
		if !m.Answered() {
			out = append(out, m)
		}
	}
	return out
}
