package schedule

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/outbox"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/task"
)

// About is what an answer to the proposal is about.
type About string

// What the host can ask others for.
const (
	AboutDates About = "dates"
	AboutTeam  About = "team"
	AboutBoth  About = "both"
)

var aboutNames = map[About]string{AboutDates: "dates", AboutTeam: "team", AboutBoth: "dates and team"}

// Name is it in the users' words: "dates and team".
func (a About) Name() string { return aboutNames[a] }

// Reply is the host director's answer: agreed, or what else is asked for and why.
// The reason is read by the host and the region, never by the team.
type Reply struct {
	Agree  bool
	About  About
	Reason string
	// Version of the dates that were shown; another one is a Conflict.
	Version int
}

func (r Reply) check() error {
	if r.Agree {
		return nil
	}
	var f problem.Fields
	f.Check(r.About.Name() != "", "about", "Say whether you ask for other dates, another team, or both")
	f.Check(r.Reason != "", "reason", "Say why, so that the coordinator can find something better")
	f.Check(db.Length(r.Reason) <= 2000, "reason", "The reason must be 2,000 characters or fewer")
	return f.Err()
}

// AnswerProposal records the answer of the host's director. Agreeing begins the
// stage "preparing" with its tasks; it needs a team that can be seen, the lead at
// least. Asking for others gives the coordinator a task and a mail.
func (s *Service) AnswerProposal(ctx context.Context, actor access.Actor, cid challenge.ID, r Reply) error {
	if err := r.check(); err != nil {
		return err
	}
	return db.InTx(ctx, s.DB, actor, func(tx pgx.Tx) error {
		c, err := challenge.LockTx(ctx, tx, cid)
		if err != nil {
			return err
		}
		if err := challenge.Require(c, Answer); err != nil {
			return err
		}
		if c.DatesVersion != r.Version {
			return problem.New(problem.Conflict, "The dates changed while you were reading. Please look at them again before you answer.")
		}
		now := s.Clock.Now()
		if r.Agree {
			return s.agreeTx(ctx, tx, actor, now, c)
		}
		return s.objectTx(ctx, tx, actor, now, c, r)
	})
}

func saveAnswerTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, c challenge.Challenge, r Reply) error {
	person, _ := actor.PersonID()
	_, err := tx.Exec(ctx, `INSERT INTO proposal_answer (id, challenge_id, region_id, person_id, agreed, about, reason, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, id.New(), c.ID, c.RegionID, uuid.UUID(person), r.Agree, r.About, r.Reason, now)
	return err
}

func (s *Service) agreeTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, c challenge.Challenge) error {
	led, err := db.Value[bool](ctx, tx, `SELECT EXISTS (SELECT FROM team_member WHERE challenge_id = $1 AND role = 'lead' AND state IN ('proposed', 'accepted'))`, c.ID)
	if err != nil {
		return err
	}
	if !led {
		return problem.New(problem.Closed, "You can agree once you can see who is proposed for the team. No challenge lead is proposed yet.")
	}
	if err := saveAnswerTx(ctx, tx, actor, now, c, Reply{Agree: true, About: AboutBoth}); err != nil {
		return err
	}
	person, _ := actor.PersonID()
	err = db.ExecOne(ctx, tx, `UPDATE challenge SET agreed_at = $2, agreed_by = $3 WHERE id = $1 AND stage = 'scheduled'`, c.ID, now, uuid.UUID(person))
	if err != nil {
		return err
	}
	if err := BeginPreparingTx(ctx, tx, actor, now, c); err != nil {
		return err
	}
	if err := audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: "schedule.agree", Challenge: c.ID, Room: access.Common}); err != nil {
		return err
	}
	if err := challenge.MoveTx(ctx, tx, actor, now, c, access.Preparing); err != nil {
		return err
	}
	return s.mailTx(ctx, tx, now, c.ID, nil, outbox.Mail{Kind: "schedule.agreed", Subject: c.Name + ": dates and team are agreed",
		Body: "The host has agreed the dates and the team of " + c.Name + ". Getting ready begins now.\n\n" + s.BaseURL + "/challenges/" + c.ID.String() + "\n"})
}

// BeginPreparingTx closes what agreeing settles and opens the host's first duties;
// also when the stage begins without the host's answer, by a reason.
func BeginPreparingTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, c challenge.Challenge) error {
	for kind, subjects := range map[string][]About{AgreeTask: {""}, ObjectTask: {AboutDates, AboutTeam, AboutBoth}} {
		for _, subject := range subjects {
			if err := task.DoneTx(ctx, tx, actor, now, c.ID, kind, string(subject)); err != nil {
				return err
			}
		}
	}
	for _, t := range []struct {
		kind, title, page string
		role              access.Role
		due               challenge.DateKind
	}{
		{"scope", "Propose the scope and key lines of enquiry", "scope", access.DASS, challenge.ScopeAndTeam},
		{"information", "Confirm the agreements about information", "information/confirm", access.DASS, challenge.ScopeAndTeam},
		{"host-people", "Name a link officer and senior leaders", "host-people", access.DASS, challenge.ScopeAndTeam},
		{"self-assessment", "Submit the self-assessment to the team", "self-assessment", access.DASS, challenge.SelfAssessment},
		{"documents", "Provide or explain every required document", "documents", access.LinkOfficer, challenge.SelfAssessment},
		{"groups-wanted", "Say which kinds of people the team wants to meet", "programme/wanted", access.Lead, challenge.GroupsWanted},
		{"programme", "Build the programme of the visit and share it", "programme", access.LinkOfficer, challenge.ReadingOpens},
		{"concern-contacts", "Enter whom to ring with a serious concern", "concern/contacts", access.LinkOfficer, challenge.PracticeStarts},
		{"practice-sample", "Propose the sample of the practice review", "practice/sample", access.VisitingPSW, challenge.PracticeStarts},
	} {
		due, err := challenge.DateTx(ctx, tx, c.ID, t.due)
		if err != nil {
			return err
		}
		n := task.New{Challenge: c.ID, Kind: t.kind, Title: t.title, Path: part(c.ID, t.page), Role: t.role, Due: due}
		if t.role == access.LinkOfficer && c.Standing().Is(access.DASS) {
			n.Waiting, _ = actor.PersonID() // the director waits for it
		}
		err = task.OpenTx(ctx, tx, now, n)
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) objectTx(ctx context.Context, tx pgx.Tx, actor access.Actor, now time.Time, c challenge.Challenge, r Reply) error {
	if err := saveAnswerTx(ctx, tx, actor, now, c, r); err != nil {
		return err
	}
	person, _ := actor.PersonID()
	err := task.OpenTx(ctx, tx, now, task.New{Challenge: c.ID, Kind: ObjectTask, Subject: string(r.About), Role: access.Coordinator,
		Title: "Answer the host, who asks for other " + r.About.Name(), Path: part(c.ID, "proposal"), Waiting: uuid.UUID(person)})
	if err != nil {
		return err
	}
	if err := audit.LogTx(ctx, tx, actor, now, audit.Line{Verb: "schedule.ask-for-others", Challenge: c.ID, Room: access.Common}); err != nil {
		return err
	}
	return s.mailTx(ctx, tx, now, c.ID, []access.Role{access.Coordinator}, outbox.Mail{Kind: "schedule.objection",
		Subject: c.Name + ": the host asks for other " + r.About.Name(),
		Body: "The director of the host council cannot agree yet and asks for other " + r.About.Name() + " for " + c.Name +
			". The reason is on this page:\n" + s.BaseURL + part(c.ID, "proposal") + "\n"})
}
