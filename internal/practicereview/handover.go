package practicereview

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/task"
)

// Shared is one practice finding of the sealed copy: words, and in words what it
// rests on. No file, no group, no number of either, no rating (P4).
type Shared struct {
	ID    uuid.UUID `json:"id"`
	Kind  Kind      `json:"kind"`
	Title string    `json:"title"`
	Text  string    `json:"text"`
	Rests string    `json:"rests"`
	// Corrected says that a fact was corrected after the first hand-over.
	Corrected bool `json:"corrected,omitempty"`
}

// Differs is where one of the three differs, by their part and not by their name.
type Differs struct {
	Role  access.Role `json:"role"`
	Words string      `json:"words"`
}

// HandOver hands the practice findings over to the team and the host's director, in
// one act: when each of the three agrees or noted where they differ, and every
// finding is a pattern (P3, P4). Version is the one that was checked. From then on
// the director has five working days to correct facts.
func (s *Service) HandOver(ctx context.Context, actor access.Actor, ch challenge.ID, version int) error {
	return s.in(ctx, actor, ch, HandOver, func(w work) error {
		p := Page{Me: w.me}
		p.Challenge = w.c
		if err := p.read(ctx, w.tx); err != nil {
			return err
		}
		if blockers := p.Blockers(); p.Sample == nil || len(blockers) > 0 {
			if p.Sample == nil {
				blockers = []string{"No sample is proposed yet."}
			}
			return problem.New(problem.Closed, "The practice findings cannot be handed over yet. "+strings.Join(blockers, " "))
		}
		if p.Sample.FindingsVersion != version {
			return problem.New(problem.Conflict, "The findings changed while you were checking them. Please read them again.")
		}
		parts, err := sealed(p)
		if err != nil {
			return err
		}
		r, err := handover.SealTx(ctx, w.tx, actor, w.now, handover.New{Challenge: ch, Kind: handover.PracticeFindings, From: access.Practice,
			To: access.Leaders, As: asRole(w.c), Parts: parts})
		if err != nil {
			return err
		}
		return w.afterHandOver(ctx, r)
	})
}

func (w work) afterHandOver(ctx context.Context, r handover.Record) error {
	last := civil.AddWorkingDays(civil.Of(w.now), w.rules.Windows.PracticeCorrections)
	if err := w.exec(ctx, `INSERT INTO practice_shared (challenge_id, handover_id, handed_by, handed_at, closes_at) VALUES ($1, $2, $3, $4, $5)`,
		w.c.ID, r.ID, w.me, w.now, last.End()); err != nil {
		return err
	}
	if err := w.exec(ctx, `UPDATE challenge SET practice_at = $2 WHERE id = $1 AND practice_at IS NULL`, w.c.ID, w.now); err != nil {
		return err
	}
	for _, kind := range []string{SampleTask, countTask, drawTask, EntriesTask, WriteTask} {
		if err := w.done(ctx, kind, ""); err != nil {
			return err
		}
	}
	if err := w.exec(ctx, `UPDATE task SET done_at = $2 WHERE challenge_id = $1 AND kind = '`+agreeTask+`' AND done_at IS NULL`, w.c.ID, w.now); err != nil {
		return err
	}
	if err := w.open(ctx, task.New{Kind: correctTask, Title: "Read the practice findings and correct facts", Path: "practice-findings",
		Role: access.DASS, Waiting: w.me, Due: last}); err != nil {
		return err
	}
	if err := w.log(ctx, HandOver.Name, r.ID); err != nil {
		return err
	}
	return w.tell(ctx, "practice.handed-over", "the practice findings are with the team and the host’s director", "practice-findings",
		append([]access.Role{access.DASS, access.VisitingPSW, access.HostPSW}, access.Team...)...)
}

// sealed makes the parts of the copy: the findings in order, then where somebody differs.
func sealed(p Page) ([]handover.Part, error) {
	var parts []handover.Part
	for _, f := range p.Live() {
		part, err := sealOf(Shared{ID: f.ID, Kind: f.Kind, Title: f.Title, Text: f.Text, Rests: f.Rests()})
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	for _, r := range p.People {
		if r.Position == nil || *r.Position != "differ" {
			continue
		}
		body, err := json.Marshal(Differs{Role: r.Role, Words: *r.Words})
		if err != nil {
			return nil, problem.Internalf(err, "seal practice findings")
		}
		parts = append(parts, handover.Part{Name: "practice-differs", Body: body})
	}
	return parts, nil
}

const findingPart = "practice-finding/"

func sealOf(s Shared) (handover.Part, error) {
	body, err := json.Marshal(s)
	if err != nil {
		return handover.Part{}, problem.Internalf(err, "seal practice finding")
	}
	return handover.Part{Name: findingPart + s.ID.String(), Body: body}, nil
}

// asRole is the part in which the actor acts.
func asRole(c challenge.Challenge) access.Role {
	if c.Standing().Is(access.VisitingPSW) {
		return access.VisitingPSW
	}
	return access.HostPSW
}
