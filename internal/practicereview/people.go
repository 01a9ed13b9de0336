package practicereview

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
)

// Reviewer is one of the three, with what they said so far.
type Reviewer struct {
	PersonID        uuid.UUID
	Role            access.Role
	Name            string
	CouncilID       *uuid.UUID
	Council         string
	Agreed          *int // version of the sample they agreed to
	Position        *string
	Words           *string
	PositionVersion *int // version of the findings they spoke about
	PositionAt      *time.Time
	Excused         bool // the coordinator said why it goes on without all three: the same for each
}

// SaysOf tells whether the reviewer has spoken about the findings as they stand.
func (r Reviewer) SaysOf(version int) bool {
	return r.PositionVersion != nil && *r.PositionVersion == version
}

func peopleTx(ctx context.Context, tx pgx.Tx, ch challenge.ID) ([]Reviewer, error) {
	return db.All[Reviewer](ctx, tx, `SELECT k.person_id, k.because AS role, coalesce(p.name, 'Somebody') AS name, p.council_id, coalesce(c.name, '') AS council,
			a.version AS agreed, o.position, o.words, o.version AS position_version, o.at AS position_at,
			EXISTS (SELECT FROM practice_exception e WHERE e.challenge_id = k.scope_id) AS excused
		FROM room_key k LEFT JOIN person p ON p.id = k.person_id LEFT JOIN council c ON c.id = p.council_id
		LEFT JOIN practice_agreement a ON a.challenge_id = k.scope_id AND a.person_id = k.person_id
		LEFT JOIN practice_position o ON o.challenge_id = k.scope_id AND o.person_id = k.person_id
		WHERE k.scope_id = $1 AND k.room = 'practice' AND k.cupboard = '' AND k.revoked_at IS NULL ORDER BY k.because DESC, p.name, k.person_id`, ch)
}

// Whole says whether the practice review has its people (T6).
type Whole struct {
	OK      bool
	Missing string // "one more visiting principal social worker"; empty when whole
	Note    string // both visiting ones from one council: allowed, two are better
}

// whole asks for so many visiting reviewers as the framework wants and the host's,
// unless the coordinator recorded why not.
func whole(people []Reviewer, rules reference.TeamRules, excused bool) Whole {
	visiting, host := 0, 0
	councils := map[uuid.UUID]bool{}
	w := Whole{}
	for _, p := range people {
		if p.Role == access.HostPSW {
			host++
			continue
		}
		visiting++
		if p.CouncilID != nil {
			if councils[*p.CouncilID] && rules.FromDifferentCouncils {
				w.Note = "Both visiting principal social workers are from " + p.Council + ". From two councils is better where possible."
			}
			councils[*p.CouncilID] = true
		}
	}
	switch left := rules.PrincipalSocialWorkers - visiting; {
	case host == 0:
		w.Missing = "the host’s principal social worker"
	case left == 1:
		w.Missing = "one more visiting principal social worker"
	case left > 1:
		w.Missing = "the visiting principal social workers"
	}
	w.OK = w.Missing == "" || (excused && visiting > 0)
	return w
}

// agreedBy tells whether everybody who is there agreed to that version.
func agreedBy(people []Reviewer, version int) bool {
	for _, p := range people {
		if p.Agreed == nil || *p.Agreed != version {
			return false
		}
	}
	return len(people) > 0
}

func excusedTx(ctx context.Context, tx pgx.Tx, ch challenge.ID) (bool, error) {
	return db.Value[bool](ctx, tx, `SELECT EXISTS (SELECT FROM practice_exception WHERE challenge_id = $1)`, ch)
}

const selectSample = `SELECT r.wanted, r.why, r.version, coalesce(p.name, 'Somebody') AS proposed_by, r.proposed_at, r.agreed_at, r.available,
	c.name AS counted_by, r.counted_at, r.seed, r.method, d.name AS drawn_by, r.drawn_at, r.findings_version,
	s.handover_id, s.handed_at, h.name AS handed_by, s.closes_at
	FROM practice_review r LEFT JOIN person p ON p.id = r.proposed_by LEFT JOIN person c ON c.id = r.counted_by LEFT JOIN person d ON d.id = r.drawn_by
	LEFT JOIN practice_shared s ON s.challenge_id = r.challenge_id LEFT JOIN person h ON h.id = s.handed_by
	WHERE r.challenge_id = $1`

// sampleTx is the sample; Closed when none was proposed yet.
func sampleTx(ctx context.Context, tx pgx.Tx, ch challenge.ID) (Sample, error) {
	s, err := db.One[Sample](ctx, tx, selectSample, ch)
	if problem.Is(err, problem.NotFound) {
		return s, problem.New(problem.Closed, "No sample is proposed yet. That comes first.")
	}
	return s, err
}

// date is a date of the challenge; none when it is not set, or cannot be read, in
// which case the transaction fails at its next step.
func (w work) date(ctx context.Context, kind challenge.DateKind) civil.Date {
	d, err := challenge.DateTx(ctx, w.tx, w.c.ID, kind)
	if err != nil {
		return civil.Date{}
	}
	return d
}

// Exception is why a review goes on without all three (T6).
type Exception struct {
	Reason string
	Name   string
	At     time.Time
}

// TeamPage is what the coordinator sees of a practice review: who makes it, and
// nothing of what it says.
type TeamPage struct {
	challenge.Head
	People    []Reviewer
	Whole     Whole
	Exception *Exception
	CanExcuse bool
}

// TeamPage is for the coordinator; to others it is not there.
func (s *Service) TeamPage(ctx context.Context, actor access.Actor, ch challenge.ID) (TeamPage, error) {
	var v TeamPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if v.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), ch); err != nil {
			return err
		}
		if !v.Standing().Is(access.Coordinator) {
			return problem.Missing()
		}
		rules, err := frameworkTx(ctx, tx, v.FrameworkID)
		if err != nil {
			return err
		}
		if v.People, err = peopleTx(ctx, tx, ch); err != nil {
			return err
		}
		list, err := db.All[Exception](ctx, tx, `SELECT e.reason, coalesce(p.name, 'Somebody') AS name, e.at FROM practice_exception e
			LEFT JOIN person p ON p.id = e.person_id WHERE e.challenge_id = $1`, ch)
		if err == nil && len(list) > 0 {
			v.Exception = &list[0]
		}
		v.Whole = whole(v.People, rules.Team, v.Exception != nil)
		v.CanExcuse = Excuse.Allows(v.Standing())
		return err
	})
	return v, err
}

// Excuse records why the review goes on without all three (T6). Everybody on the
// challenge reads the reason.
func (s *Service) Excuse(ctx context.Context, actor access.Actor, ch challenge.ID, reason string) error {
	return s.locked(ctx, actor, ch, func(w work, _ bool) error {
		if err := challenge.Require(w.c, Excuse); err != nil {
			return err
		}
		var f problem.Fields
		f.Check(!blank(reason), "reason", "Say why the practice review goes on without all three")
		f.Check(db.Length(reason) <= 1000, "reason", "The reason must be 1,000 characters or fewer")
		if err := f.Err(); err != nil {
			return err
		}
		if err := w.exec(ctx, `INSERT INTO practice_exception (challenge_id, reason, person_id, at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (challenge_id) DO UPDATE SET reason = excluded.reason, person_id = excluded.person_id, at = excluded.at`, ch, reason, w.me, w.now); err != nil {
			return err
		}
		return auditCommon(ctx, w, Excuse.Name)
	})
}
