package schedule

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/cycle"
	"peerchallenge/internal/db"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/id"
	"peerchallenge/internal/outbox"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/room"
	"peerchallenge/internal/task"
)

// Kinds of task that this slice opens and closes.
const (
	AgreeTask    = "agree-proposal"     // the host director agrees dates and team
	AssembleTask = "assemble-team"      // the coordinator finds the team
	ObjectTask   = "proposal-objection" // the coordinator answers a host who asked for others; subject: what about
)

// Service places and moves visits and takes the host's answer.
type Service struct {
	DB      db.Beginner
	Clock   clock.Clock
	BaseURL string // without a slash at the end; for links in mails
}

// OpenCycle opens a cycle in the region that the actor coordinates (S1); to
// others there is no such thing. o.Region is filled in here.
func (s *Service) OpenCycle(ctx context.Context, actor access.Actor, o cycle.Opening) (uuid.UUID, error) {
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		o.Region, err = db.Value[uuid.UUID](ctx, tx, `SELECT id FROM region WHERE id = ANY ((SELECT keys_of('region'))::uuid[]) ORDER BY name LIMIT 1`)
		return err
	})
	if err != nil {
		return uuid.Nil, err
	}
	return (&cycle.Service{DB: s.DB, Clock: s.Clock}).Open(ctx, actor, o)
}

// Placing is what a coordinator fills in to place a visit. ElectionAgreed: host
// and region agree to days before an election (S3).
type Placing struct {
	Cycle          uuid.UUID
	Council        uuid.UUID
	First          civil.Date
	ElectionAgreed bool
}

// PlaceVisit begins the challenge of a council in a cycle (S1): its name, its
// dates (S2), its people by their posts, and the first two tasks. Days that break
// S3 are refused at the field "first". Only a coordinator of the region.
func (s *Service) PlaceVisit(ctx context.Context, actor access.Actor, p Placing) (challenge.ID, error) {
	made := id.New()
	err := db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		r, err := roundTx(ctx, tx, p.Cycle)
		if err != nil {
			return err
		}
		if err := lockRegionTx(ctx, tx, r.RegionID); err != nil {
			return err
		}
		host, err := hostTx(ctx, tx, p.Council)
		if err != nil && !problem.Is(err, problem.NotFound) {
			return err
		}
		visits, err := visitsTx(ctx, tx, r.RegionID)
		if err != nil {
			return err
		}
		now := s.Clock.Now()
		if err := checkPlacing(p, r, host, visits, civil.Of(now)); err != nil {
			return err
		}
		return s.beginTx(ctx, tx, actor, now, r, Visit{ID: made, CycleID: r.ID, HostID: host.ID, Council: host.Name, First: p.First,
			Last: challenge.LastDay(p.First, r.Offsets.OnSiteDays), ElectionAgreed: p.ElectionAgreed, Name: fmt.Sprintf("%s %d", host.Name, p.First.Year())})
	})
	return made, err
}

func checkPlacing(p Placing, r round, host Host, visits []Visit, today civil.Date) error {
	var f problem.Fields
	f.Check(host.ID != uuid.Nil, "council", "Choose a council of the region")
	for _, v := range visits {
		if v.CycleID == p.Cycle && v.HostID == p.Council {
			f.Add("council", v.Council+" already has its visit in this cycle: "+civil.Range(v.First, v.Last))
		}
	}
	checkFirstDay(&f, p.First, r.Cycle, today)
	if len(f) == 0 {
		v := Visit{ID: uuid.Nil, HostID: host.ID, Council: host.Name, First: p.First, Last: challenge.LastDay(p.First, r.Offsets.OnSiteDays)}
		refusal(&f, Check(v, host, visits, r.Planning), p.ElectionAgreed)
	}
	return f.Err()
}

func checkFirstDay(f *problem.Fields, first civil.Date, y cycle.Cycle, today civil.Date) {
	switch {
	case first.IsZero():
		f.Add("first", "Enter the first day on site")
	case !first.Between(y.FirstDay, y.LastDay):
		f.Add("first", "The visit must lie in the cycle, "+civil.Range(y.FirstDay, y.LastDay))
	case !first.After(today):
		f.Add("first", "The first day on site must be in the future")
	}
}

// beginTx writes the challenge and everything that begins with it. Keys come
// before dates, because only people on the challenge may write its dates.
func (s *Service) beginTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, r round, v Visit) error {
	_, err := tx.Exec(ctx, `INSERT INTO challenge (id, region_id, cycle_id, framework_id, host_council_id, name, stage_since, onsite_first, onsite_last)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, v.ID, r.RegionID, r.ID, r.FrameworkID, v.HostID, v.Name, now, v.First, v.Last)
	if err != nil {
		return err
	}
	if _, err := room.SyncTx(ctx, tx, now, v.ID); err != nil {
		return err
	}
	if err := handover.OpenChainTx(ctx, tx, v.ID); err != nil {
		return err
	}
	dates := challenge.DatesFrom(v.First, v.Last, r.Offsets, r.Windows)
	if err := writeDatesTx(ctx, tx, v.ID, dates); err != nil {
		return err
	}
	if err := firstTasksTx(ctx, tx, actor, now, r, v, dates[challenge.ScopeAndTeam]); err != nil {
		return err
	}
	err = audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: Place.Name, Challenge: v.ID, Region: r.RegionID, Room: access.Common})
	if err != nil {
		return err
	}
	return s.tellProposedTx(ctx, tx, now, v)
}

func firstTasksTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, r round, v Visit, due civil.Date) error {
	if !r.Agreed {
		err := task.OpenTx(ctx, tx, now, task.New{Challenge: v.ID, Kind: task.Agreements, Subject: r.ID.String(), Title: "Record the agreements about information",
			Path: "/agreements/" + r.ID.String(), Role: access.Coordinator, Due: due})
		if err != nil {
			return err
		}
	}
	for _, t := range []task.New{
		{Challenge: v.ID, Kind: AssembleTask, Title: "Assemble the team", Path: part(v.ID, "team"), Role: access.Coordinator, Due: due},
		{Challenge: v.ID, Kind: AgreeTask, Title: "Agree the dates and team", Path: part(v.ID, "proposal"), Role: access.DASS, Due: due},
	} {
		if err := task.OpenTx(ctx, tx, now, t); err != nil {
			return err
		}
	}
	if !v.ElectionAgreed {
		return nil
	}
	return recordElectionTx(ctx, tx, actor, now, v.ID, v.First)
}

// recordElectionTx leaves a done task that says what was agreed, and by whom.
func recordElectionTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, id challenge.ID, first civil.Date) error {
	err := task.OpenTx(ctx, tx, now, task.New{Challenge: id, Kind: electionTask, Subject: first.String(), Role: access.Coordinator,
		Title: "Agree with the host that the visit may fall before an election", Path: part(id, "proposal")})
	if err != nil {
		return err
	}
	return task.DoneTx(ctx, tx, actor, now, id, electionTask, first.String())
}

func writeDatesTx(ctx context.Context, tx pgx.Tx, id challenge.ID, dates map[challenge.DateKind]civil.Date) error {
	batch := &pgx.Batch{}
	for kind, day := range dates {
		batch.Queue(`INSERT INTO challenge_date (challenge_id, kind, on_day) VALUES ($1, $2, $3)
			ON CONFLICT (challenge_id, kind) DO UPDATE SET on_day = excluded.on_day WHERE NOT challenge_date.by_hand`, id, kind, day)
	}
	return tx.SendBatch(ctx, batch).Close()
}

// part is a page of a challenge, as tasks and mails name it.
func part(id challenge.ID, name string) string { return "/challenges/" + id.String() + "/" + name }

// tellProposedTx tells the host director by post that a visit is proposed.
func (s *Service) tellProposedTx(ctx context.Context, tx pgx.Tx, now time.Time, v Visit) error {
	return s.mailTx(ctx, tx, now, v.ID, []access.Role{access.DASS}, outbox.Mail{Kind: "schedule.proposed",
		Subject: v.Name + ": dates proposed for your peer challenge",
		Body: fmt.Sprintf("The region proposes that the team of %s is on site %s.\n\nPlease look at the dates and the team, and agree or ask for others:\n%s\n",
			v.Name, civil.Range(v.First, v.Last), s.BaseURL+part(v.ID, "proposal"))})
}
