package visit

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
)

// Member is somebody of the visiting team.
type Member struct {
	PersonID uuid.UUID
	Name     string
	Role     access.Role
}

func membersTx(ctx context.Context, tx pgx.Tx, ch challenge.ID) ([]Member, error) {
	return db.All[Member](ctx, tx, `SELECT m.person_id, p.name, m.role FROM team_member m JOIN person p ON p.id = m.person_id
		WHERE m.challenge_id = $1 AND m.state = 'accepted' AND m.role <> 'visiting_psw'
		ORDER BY array_position(ARRAY['lead', 'deputy_lead', 'councillor', 'senior_manager', 'expert'], m.role), p.name, m.id`, ch)
}

// Shared is what everybody on the challenge may know of a programme.
type Shared struct {
	Wanted   []Audience
	WantedAt *time.Time
	SharedAt *time.Time
}

func sharedTx(ctx context.Context, tx pgx.Tx, ch challenge.ID) (Shared, error) {
	list, err := db.All[Shared](ctx, tx, `SELECT wanted, wanted_at, shared_at FROM visit_programme WHERE challenge_id = $1`, ch)
	if err != nil || len(list) == 0 {
		return Shared{}, err
	}
	return list[0], nil
}

func countsTx(ctx context.Context, tx pgx.Tx, ch challenge.ID) (map[Audience]int, error) {
	rows, err := db.All[struct {
		Audience Audience
		Sessions int
	}](ctx, tx, `SELECT audience, sessions FROM programme_counts($1)`, ch)
	counts := map[Audience]int{}
	for _, r := range rows {
		counts[r.Audience] = r.Sessions
	}
	return counts, err
}

const sessionColumns = `s.id, s.kind, s.audience, s.title, s.day, s.starts, s.ends, s.place, s.room, s.address, s.map_link, s.getting_there,
	s.travel, s.access_needs, s.access_met, s.interpreter, s.interpreter_booked, s.size, s.size_reason, s.whole_team, s.lead_id, s.notes_id,
	s.organiser_id, l.name AS lead_name, n.name AS notes_name, o.name AS organiser_name, s.version, b.token, b.given_at, e.coming, e.needs,
	(SELECT count(*) FROM visit_question q WHERE q.session_id = s.id) AS questions,
	(SELECT count(*) FROM note x WHERE x.session_id = s.id AND x.person_id = app_actor()) AS my_notes,
	('` + hostPrefix + `' || s.id) = ANY (ARRAY(SELECT k.room || '/' || k.cupboard FROM room_key k WHERE k.person_id = app_actor()
		AND k.scope_id = s.challenge_id AND k.revoked_at IS NULL AND k.cupboard <> '')) AS i_organise`

const hostPrefix = "host/session:"

const sessionFrom = ` FROM visit_session s LEFT JOIN person l ON l.id = s.lead_id LEFT JOIN person n ON n.id = s.notes_id
	LEFT JOIN person o ON o.id = s.organiser_id LEFT JOIN visit_briefing b ON b.session_id = s.id LEFT JOIN visit_expected e ON e.session_id = s.id `

// sessionsTx lists the programme by day and time, as its reader may see it.
func sessionsTx(ctx context.Context, tx pgx.Tx, ch challenge.ID) ([]Session, error) {
	return db.All[Session](ctx, tx, `SELECT `+sessionColumns+sessionFrom+`WHERE s.challenge_id = $1 AND s.taken_out_at IS NULL
		ORDER BY s.day, s.starts, s.ends, s.id LIMIT 300`, ch)
}

func sessionTx(ctx context.Context, tx pgx.Tx, ch challenge.ID, id uuid.UUID) (Session, error) {
	return db.One[Session](ctx, tx, `SELECT `+sessionColumns+sessionFrom+`WHERE s.challenge_id = $1 AND s.id = $2 AND s.taken_out_at IS NULL`, ch, id)
}

// Phone is a number to ring on the days on site.
type Phone struct {
	Side  string // "host" or "lead"
	Name  string
	Phone string
}

func phonesTx(ctx context.Context, tx pgx.Tx, ch challenge.ID) ([]Phone, error) {
	return db.All[Phone](ctx, tx, `SELECT v.side, coalesce(p.name, '') AS name, v.phone FROM visit_number v LEFT JOIN person p ON p.id = v.person_id
		WHERE v.challenge_id = $1 ORDER BY v.side DESC`, ch)
}

// days are the days on site: three working days in a row (S2). A challenge
// without dates has none: the day after no date is no date, for ever.
func days(c challenge.Challenge) []civil.Date {
	var out []civil.Date
	if c.OnsiteFirst.IsZero() || c.OnsiteLast.IsZero() {
		return nil
	}
	for d := c.OnsiteFirst; !d.After(c.OnsiteLast) && len(out) < 10; d = d.AddDays(1) {
		if civil.IsWorkingDay(d) {
			out = append(out, d)
		}
	}
	return out
}
