package dbtest

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/framework"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/id"
	"peerchallenge/internal/reference"
	"peerchallenge/internal/room"
)

// Story is the smallest true story a test needs: a region of four councils, a
// cycle, one challenge with everybody on it, and strangers who must see nothing
// of it. It is written under row-level security as the people who would do it.
type Story struct {
	T         testing.TB
	DB        db.Beginner
	Clock     *clock.Fixed
	Region    uuid.UUID
	Cycle     uuid.UUID
	Challenge uuid.UUID
	Host      uuid.UUID   // the host council
	Others    []uuid.UUID // three more councils of the region
	Framework reference.Framework
	People    map[access.Role]uuid.UUID
	// Stranger is director of another council of the region; Elsewhere coordinates another region.
	Stranger, Elsewhere uuid.UUID
	tag                 string
}

// Everyone lists the roles a Story has somebody for.
var Everyone = []access.Role{access.Coordinator, access.DASS, access.LinkOfficer, access.Contributor, access.SeniorLeader,
	access.HostPSW, access.VisitingPSW, access.Lead, access.Councillor, access.SeniorManager, access.Expert}

// NewStory tells the story up to the stage of preparing, on Monday 1 March 2027;
// the visit is from 11 to 13 May 2027.
func NewStory(t testing.TB, b db.Beginner) *Story {
	t.Helper()
	s := NewUnagreed(t, b)
	s.agreements()
	return s
}

// NewUnagreed is NewStory before the agreements about information: nothing can be
// written yet (I1).
func NewUnagreed(t testing.TB, b db.Beginner) *Story {
	t.Helper()
	s := &Story{T: t, DB: b, Clock: clock.At(time.Date(2027, 3, 1, 9, 0, 0, 0, clock.London)), Region: id.New(), Cycle: id.New(),
		Challenge: id.New(), Host: id.New(), Framework: reference.StarterFramework(), People: map[access.Role]uuid.UUID{},
		tag: strings.ReplaceAll(uuid.NewString()[:13], "-", "")}
	s.region()
	s.cycleAndChallenge()
	s.people()
	s.MoveTo(access.Preparing)
	return s
}

// As is the actor of a role's person.
func (s *Story) As(role access.Role) access.Actor {
	person, ok := s.People[role]
	if !ok {
		s.T.Fatalf("the story has no %s", role)
	}
	return access.Person(person)
}

func (s *Story) in(actor access.Actor, f func(ctx context.Context, tx pgx.Tx) error) {
	s.T.Helper()
	ctx := context.Background()
	if err := db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error { return f(ctx, tx) }); err != nil {
		s.T.Fatalf("story: %v", err)
	}
}

func exec(ctx context.Context, tx pgx.Tx, sql string, args ...any) error {
	_, err := tx.Exec(ctx, sql, args...)
	return err
}

func (s *Story) region() {
	now, other := s.Clock.Now(), id.New()
	s.Elsewhere = id.New()
	coordinator := id.New()
	s.People[access.Coordinator] = coordinator
	s.in(Operator, func(ctx context.Context, tx pgx.Tx) error {
		for _, r := range []struct {
			id, person uuid.UUID
			name       string
		}{{s.Region, coordinator, "Region " + s.tag}, {other, s.Elsewhere, "Elsewhere " + s.tag}} {
			if err := exec(ctx, tx, `INSERT INTO region (id, slug, name, created_at) VALUES ($1, $2, $3, $4)`,
				r.id, strings.ToLower(strings.ReplaceAll(r.name, " ", "-")), r.name, now); err != nil {
				return err
			}
			if err := s.addPerson(ctx, tx, r.person, "Coordinator of "+r.name, r.id, uuid.Nil); err != nil {
				return err
			}
			if err := s.hold(ctx, tx, r.person, access.Coordinator, "region", r.id, ""); err != nil {
				return err
			}
			if err := room.SyncRegionTx(ctx, tx, now, r.id); err != nil {
				return err
			}
			if err := framework.AddTx(ctx, tx, r.id, now, s.Framework); err != nil {
				return err
			}
		}
		s.Others = []uuid.UUID{id.New(), id.New(), id.New()}
		for i, council := range append([]uuid.UUID{s.Host}, s.Others...) {
			name := []string{"Hostshire ", "Alderby ", "Birchley ", "Cressford "}[i] + s.tag
			if err := exec(ctx, tx, `INSERT INTO council (id, region_id, code, slug, name, official_name) VALUES ($1, $2, $3, $4, $5, $5)`,
				council, s.Region, name, strings.ToLower(strings.ReplaceAll(name, " ", "-")), name); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Story) cycleAndChallenge() {
	now := s.Clock.Now()
	s.in(s.As(access.Coordinator), func(ctx context.Context, tx pgx.Tx) error {
		framework, err := db.Value[uuid.UUID](ctx, tx, `SELECT id FROM framework WHERE region_id = $1`, s.Region)
		if err != nil {
			return err
		}
		first, last := civil.NewDate(2027, 5, 11), civil.NewDate(2027, 5, 13)
		for _, q := range []struct {
			sql  string
			args []any
		}{
			{`INSERT INTO cycle (id, region_id, framework_id, name, first_day, last_day, opened_at) VALUES ($1, $2, $3, '2026 to 2028', '2026-09-01', '2028-08-31', $4)`,
				[]any{s.Cycle, s.Region, framework, now}},
			{`INSERT INTO challenge (id, region_id, cycle_id, framework_id, host_council_id, name, stage_since, onsite_first, onsite_last)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, []any{s.Challenge, s.Region, s.Cycle, framework, s.Host, "Hostshire 2027", now, first, last}},
		} {
			if err := exec(ctx, tx, q.sql, q.args...); err != nil {
				return err
			}
		}
		if _, err := room.SyncTx(ctx, tx, now, s.Challenge); err != nil {
			return err
		}
		for kind, day := range challenge.DatesFrom(first, last, s.Framework.Offsets, s.Framework.Windows) {
			if err := exec(ctx, tx, `INSERT INTO challenge_date (challenge_id, kind, on_day) VALUES ($1, $2, $3)`, s.Challenge, kind, day); err != nil {
				return err
			}
		}
		return handover.OpenChainTx(ctx, tx, s.Challenge)
	})
}

func (s *Story) people() {
	s.in(s.As(access.Coordinator), func(ctx context.Context, tx pgx.Tx) error {
		s.Stranger = id.New()
		if err := s.addPerson(ctx, tx, s.Stranger, "Stranger", s.Region, s.Others[2]); err != nil {
			return err
		}
		if err := s.hold(ctx, tx, s.Stranger, access.DASS, "council", s.Others[2], ""); err != nil {
			return err
		}
		for _, role := range Everyone[1:] {
			if err := s.place(ctx, tx, role); err != nil {
				return err
			}
		}
		_, err := room.SyncTx(ctx, tx, s.Clock.Now(), s.Challenge)
		return err
	})
}

func (s *Story) place(ctx context.Context, tx pgx.Tx, role access.Role) error {
	person, council := id.New(), s.Host
	s.People[role] = person
	visiting := role.IsTeam() || role == access.VisitingPSW
	if visiting {
		council = s.Others[0]
	}
	if err := s.addPerson(ctx, tx, person, role.Name()+" "+s.tag, s.Region, council); err != nil {
		return err
	}
	switch {
	case role == access.DASS:
		return s.hold(ctx, tx, person, access.DASS, "council", s.Host, "")
	case role == access.HostPSW:
		return s.hold(ctx, tx, person, access.PSW, "council", s.Host, "")
	case role == access.Contributor:
		return s.hold(ctx, tx, person, role, "challenge", s.Challenge, access.AreaCupboard(s.Framework.Areas[0].Key))
	case visiting:
		now := s.Clock.Now()
		if err := exec(ctx, tx, `INSERT INTO team_member (id, challenge_id, region_id, person_id, role, state, proposed_at, answered_at, undertaking_at, trained_on, co_production_on, trained_by)
			VALUES ($1, $2, $3, $4, $5, 'accepted', $6, $6, $6, '2027-01-15', '2027-01-20', $7)`, id.New(), s.Challenge, s.Region, person, role, now, s.People[access.Coordinator]); err != nil {
			return err
		}
	}
	return s.hold(ctx, tx, person, role, "challenge", s.Challenge, "")
}

func (s *Story) addPerson(ctx context.Context, tx pgx.Tx, person uuid.UUID, name string, region, council uuid.UUID) error {
	var c *uuid.UUID
	if council != uuid.Nil {
		c = &council
	}
	if err := exec(ctx, tx, `INSERT INTO person (id, name, region_id, council_id, created_at) VALUES ($1, $2, $3, $4, $5)`,
		person, name, region, c, s.Clock.Now()); err != nil {
		return err
	}
	return exec(ctx, tx, `INSERT INTO person_contact (person_id, region_id, email) VALUES ($1, $2, $3)`, person, region, person.String()+"@example.org")
}

func (s *Story) hold(ctx context.Context, tx pgx.Tx, person uuid.UUID, role access.Role, scope string, of uuid.UUID, cupboard string) error {
	return exec(ctx, tx, `INSERT INTO role_holding (id, person_id, role, scope, scope_id, cupboard, starts_on) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		id.New(), person, role, scope, of, cupboard, civil.Of(s.Clock.Now()))
}

// agreements records and confirms what must be there before any content (I1).
func (s *Story) agreements() {
	s.in(s.As(access.Coordinator), func(ctx context.Context, tx pgx.Tx) error {
		return exec(ctx, tx, `INSERT INTO information_agreement (cycle_id, region_id, version, controllers, assessment_on, assessment_by, assessment_reference,
			agreement_on, agreement_by, agreement_reference, recorded_by, recorded_at)
			VALUES ($1, $2, 1, 'The councils of the region', '2026-08-01', 'A data protection officer', 'DPIA 1', '2026-08-15', 'The directors', 'DSA 1', $3, $4)`,
			s.Cycle, s.Region, s.People[access.Coordinator], s.Clock.Now())
	})
	s.in(s.As(access.DASS), func(ctx context.Context, tx pgx.Tx) error {
		return exec(ctx, tx, `INSERT INTO information_confirmation (challenge_id, cycle_id, version, person_id, at) VALUES ($1, $2, 1, $3, $4)`,
			s.Challenge, s.Cycle, s.People[access.DASS], s.Clock.Now())
	})
}

// Add puts one more person with a role on the challenge.
func (s *Story) Add(role access.Role) access.Actor {
	former, had := s.People[role]
	s.in(s.As(access.Coordinator), func(ctx context.Context, tx pgx.Tx) error {
		if err := s.place(ctx, tx, role); err != nil {
			return err
		}
		_, err := room.SyncTx(ctx, tx, s.Clock.Now(), s.Challenge)
		return err
	})
	added := s.As(role)
	if had {
		s.People[role] = former
	}
	return added
}

// MoveTo puts the challenge at a stage, with the keys that go with it. It hands
// nothing over: a test that needs a sealed copy calls the service that makes it.
func (s *Story) MoveTo(stage access.Stage) {
	s.T.Helper()
	s.in(s.As(access.Coordinator), func(ctx context.Context, tx pgx.Tx) error {
		c, err := challenge.LockTx(ctx, tx, s.Challenge)
		if err != nil {
			return err
		}
		return challenge.MoveTx(ctx, tx, s.As(access.Coordinator), s.Clock.Now(), c, stage)
	})
}
