package offer

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/council"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/team"
)

// CouncilPage is what one council offers and asks for, as far as it has said.
type CouncilPage struct {
	Gathering Gathering
	Desk      Desk
	Answer    CouncilAnswer // People are those on its list
	Sent      *Sent         // nil when it has not answered
	Draft     map[string][]string
	DraftAt   time.Time
	Answers   map[uuid.UUID]PersonState // of its people
	Known     []KnownPerson             // of the council, not on the list
}

// Sent is who answered for a council, and when.
type Sent struct {
	AnsweredAt time.Time
	ByName     string
	Typed      bool // by the coordinator, on the council's behalf
}

// PersonState is what a council sees of somebody it offers.
type PersonState struct {
	Answer string // "yes", "no" or empty
	Away   []Range
}

// KnownPerson is somebody of the council who could be offered.
type KnownPerson struct {
	ID   uuid.UUID
	Name string
	Post string
}

// CouncilPage reads it: a director of the council, or a coordinator; Missing for
// others. A draft is shown to directors alone.
func (s *Service) CouncilPage(ctx context.Context, actor access.Actor, cycleID uuid.UUID, slug string) (CouncilPage, error) {
	var v CouncilPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if v.Gathering, err = gatheringTx(ctx, tx, cycleID); err != nil {
			return err
		}
		if v.Desk, err = deskTx(ctx, tx, v.Gathering, slug, civil.Of(s.Clock.Now())); err != nil {
			return err
		}
		for _, read := range []func(context.Context, pgx.Tx) error{v.sentTx, v.rangesTx, v.peopleTx, v.knownTx, v.draftTx} {
			if err := read(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	})
	return v, err
}

func (v *CouncilPage) sentTx(ctx context.Context, tx pgx.Tx) error {
	type row struct {
		Months      []civil.Date
		LookAt      string
		SignedName  string
		SignedOn    civil.Date
		Version     int
		AnsweredAt  time.Time
		ByName      string
		Typed       bool
		Assessments []byte
	}
	r, err := db.One[row](ctx, tx, `SELECT o.months, o.look_at, o.signed_name, o.signed_on, o.version, o.answered_at, coalesce(p.name, 'The council’s director') AS by_name, o.typed_by IS NOT NULL AS typed,
			coalesce((SELECT jsonb_agg(jsonb_build_object('First', a.first_day, 'Last', a.last_day, 'Why', a.what) ORDER BY a.first_day, a.id)
				FROM council_assessment a WHERE a.cycle_id = o.cycle_id AND a.council_id = o.council_id), '[]') AS assessments
		FROM council_offer o LEFT JOIN person p ON p.id = o.answered_by WHERE o.cycle_id = $1 AND o.council_id = $2`, v.Gathering.CycleID, v.Desk.ID)
	if problem.Is(err, problem.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	v.Answer = CouncilAnswer{Months: r.Months, LookAt: r.LookAt, SignedName: r.SignedName, SignedOn: r.SignedOn, Version: r.Version}
	v.Sent = &Sent{AnsweredAt: r.AnsweredAt, ByName: r.ByName, Typed: r.Typed}
	return json.Unmarshal(r.Assessments, &v.Answer.Assessments)
}

func (v *CouncilPage) rangesTx(ctx context.Context, tx pgx.Tx) error {
	closed, err := council.ClosedTx(ctx, tx, v.Gathering.FirstDay, v.Desk.ID)
	for _, c := range closed {
		if !c.FirstDay.After(v.Gathering.LastDay) {
			v.Answer.Closed = append(v.Answer.Closed, Range{First: c.FirstDay, Last: c.LastDay, Why: c.Reason})
		}
	}
	return err
}

func (v *CouncilPage) peopleTx(ctx context.Context, tx pgx.Tx) error {
	type row struct {
		ID          uuid.UUID
		Name        string
		Role        Role
		Skills      string
		Experienced bool
		MaxVisits   int
		MaxDays     int
		Answer      string
		Away        []byte
	}
	list, err := db.All[row](ctx, tx, `SELECT p.id, p.name, o.role, o.skills, o.experienced, o.max_visits, coalesce(o.max_days, 0) AS max_days, coalesce(a.answer, '') AS answer,
			coalesce((SELECT jsonb_agg(jsonb_build_object('First', u.first_day, 'Last', u.last_day) ORDER BY u.first_day, u.id)
				FROM person_unavailable u WHERE u.cycle_id = o.cycle_id AND u.person_id = o.person_id), '[]') AS away
		FROM person_offer o JOIN person p ON p.id = o.person_id LEFT JOIN person_answer a ON a.cycle_id = o.cycle_id AND a.person_id = o.person_id
		WHERE o.cycle_id = $1 AND o.council_id = $2 ORDER BY p.name, p.id`, v.Gathering.CycleID, v.Desk.ID)
	if err != nil {
		return err
	}
	v.Answers = map[uuid.UUID]PersonState{}
	for _, r := range list {
		v.Answer.People = append(v.Answer.People, Offered{ID: r.ID, Name: r.Name, Role: r.Role, Skills: r.Skills, Experienced: r.Experienced, MaxVisits: r.MaxVisits, MaxDays: r.MaxDays})
		state := PersonState{Answer: r.Answer}
		if err := json.Unmarshal(r.Away, &state.Away); err != nil {
			return err
		}
		v.Answers[r.ID] = state
	}
	return nil
}

func (v *CouncilPage) knownTx(ctx context.Context, tx pgx.Tx) (err error) {
	v.Known, err = db.All[KnownPerson](ctx, tx, `SELECT p.id, p.name, p.post FROM person p WHERE p.council_id = $1 AND p.erased_at IS NULL
		AND NOT EXISTS (SELECT FROM person_offer o WHERE o.cycle_id = $2 AND o.person_id = p.id) ORDER BY p.name, p.id LIMIT 200`, v.Desk.ID, v.Gathering.CycleID)
	return err
}

func (v *CouncilPage) draftTx(ctx context.Context, tx pgx.Tx) error {
	type row struct {
		Form    []byte
		SavedAt time.Time
	}
	list, err := db.All[row](ctx, tx, `SELECT form, saved_at FROM council_offer_draft WHERE cycle_id = $1 AND council_id = $2`, v.Gathering.CycleID, v.Desk.ID)
	if err != nil || len(list) == 0 {
		return err
	}
	v.DraftAt = list[0].SavedAt
	return json.Unmarshal(list[0].Form, &v.Draft)
}

// PersonPage is what somebody offered says, as far as they have said.
type PersonPage struct {
	Gathering Gathering
	Chair     Chair
	Answer    PersonAnswer
	Said      *Said // nil when they have not answered
	Training  Training
	Promise   *team.Promise // of an expert; nil when not written
	Begin     team.Promise  // the region's words, for a coordinator
	Councils  []council.Council
}

// Said is when somebody answered, and who typed it when not they.
type Said struct {
	At    time.Time
	Typed string
}

// Training is what they said of it, and whether a coordinator confirmed it (T9).
type Training struct {
	RoleOn         civil.Date
	CoProductionOn civil.Date
	UndertakingOn  civil.Date
	Confirmed      bool
}

// PersonPage reads it: the person, or a coordinator; Missing for others.
func (s *Service) PersonPage(ctx context.Context, actor access.Actor, cycleID, who uuid.UUID) (PersonPage, error) {
	var v PersonPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if v.Gathering, err = gatheringTx(ctx, tx, cycleID); err != nil {
			return err
		}
		if v.Chair, err = chairTx(ctx, tx, v.Gathering, who); err != nil {
			return err
		}
		if err := v.fillTx(ctx, tx); err != nil {
			return err
		}
		if v.Chair.Role == Expert {
			if v.Promise, err = promiseTx(ctx, tx, cycleID, who); err != nil {
				return err
			}
			if v.Chair.Coordinates && v.Promise == nil {
				if v.Begin, err = beginTx(ctx, tx, v.Gathering.RegionID); err != nil {
					return err
				}
			}
		}
		v.Councils, err = council.ListTx(ctx, tx, v.Gathering.RegionID)
		return err
	})
	return v, err
}

func (v *PersonPage) fillTx(ctx context.Context, tx pgx.Tx) error {
	type row struct {
		Answer         string
		AnsweredAt     *time.Time
		Typed          string
		RoleOn         civil.Date
		CoProductionOn civil.Date
		UndertakingOn  civil.Date
		Confirmed      bool
		Needs          string
		LeadMaySee     bool
	}
	r, err := db.One[row](ctx, tx, `SELECT coalesce(a.answer, '') AS answer, a.answered_at, coalesce(p.name, CASE WHEN a.typed_by IS NOT NULL THEN 'the coordinator' END, '') AS typed, t.role_on, t.co_production_on, t.undertaking_on,
			t.confirmed_at IS NOT NULL AS confirmed, coalesce(n.words, '') AS needs, coalesce(n.lead_may_see, false) AS lead_may_see
		FROM person_offer o LEFT JOIN person_answer a ON a.cycle_id = o.cycle_id AND a.person_id = o.person_id LEFT JOIN person p ON p.id = a.typed_by
		LEFT JOIN person_training t ON t.cycle_id = o.cycle_id AND t.person_id = o.person_id LEFT JOIN person_need n ON n.cycle_id = o.cycle_id AND n.person_id = o.person_id
		WHERE o.cycle_id = $1 AND o.person_id = $2`, v.Gathering.CycleID, v.Chair.ID)
	if err != nil {
		return err
	}
	v.Training = Training{RoleOn: r.RoleOn, CoProductionOn: r.CoProductionOn, UndertakingOn: r.UndertakingOn, Confirmed: r.Confirmed}
	v.Answer = PersonAnswer{Yes: r.Answer == "yes", No: r.Answer == "no", RoleOn: r.RoleOn, CoProductionOn: r.CoProductionOn, Undertaking: !r.UndertakingOn.IsZero(), Needs: r.Needs, LeadMaySee: r.LeadMaySee}
	if r.AnsweredAt != nil {
		v.Said = &Said{At: *r.AnsweredAt, Typed: r.Typed}
	}
	away, err := rangesTx(ctx, tx, `SELECT person_id AS of, first_day, last_day, '' AS why FROM person_unavailable WHERE cycle_id = $1 AND person_id = $2 ORDER BY first_day, id`, v.Gathering.CycleID, v.Chair.ID)
	if err != nil {
		return err
	}
	v.Answer.Away = away[v.Chair.ID]
	v.Answer.Links, err = db.All[Link](ctx, tx, `SELECT `+linkColumns+` FROM person_link l JOIN council c ON c.id = l.council_id
		WHERE l.cycle_id = $1 AND l.person_id = $2 ORDER BY c.name, l.kind`, v.Gathering.CycleID, v.Chair.ID)
	return err
}
