package finding

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/problem"
)

// Copy is a sealed copy as its readers see it: what was handed over, and when.
type Copy struct {
	challenge.Head
	Summary    string
	Front      *Front // what the challenge looked at; of a draft report
	NoExpert   string // why no expert by experience was on the team (T4)
	Findings   []Sealed
	At         time.Time
	Mark       string // its number in the record of changes
	Open       bool   // the host's window for comments is open (F7)
	CanComment bool   // the reader may comment now (F7)
}

// Presented is what was presented on the last day: frozen, for the host's leaders
// and the team (F6). To others, and before it happened, it is not there.
func (s *Service) Presented(ctx context.Context, actor access.Actor, ch challenge.ID) (Copy, error) {
	return s.copy(ctx, actor, ch, handover.Present)
}

// DraftReport is the draft as it was handed over, for the same readers (F6, F7).
func (s *Service) DraftReport(ctx context.Context, actor access.Actor, ch challenge.ID) (Copy, error) {
	return s.copy(ctx, actor, ch, handover.HandOverDraft)
}

func (s *Service) copy(ctx context.Context, actor access.Actor, ch challenge.ID, kind handover.Kind) (Copy, error) {
	var p Copy
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), ch); err != nil {
			return err
		}
		if !p.Standing().Is(append(access.HostLeaders, access.Team...)...) {
			return problem.Missing()
		}
		record, parts, err := handover.LatestTx(ctx, tx, ch, kind)
		if err != nil {
			return err
		}
		p.At, p.Mark, p.NoExpert = record.At, record.Mark(), NoExpertOf(parts)
		if p.Front, err = FrontOf(parts); err != nil {
			return err
		}
		p.Summary, p.Findings, err = FromParts(parts)
		return err
	})
	if err != nil {
		return Copy{}, err
	}
	p.Open = kind == handover.HandOverDraft && p.Stage == access.FactCheck && p.Ended == nil && p.CommentsOpen(s.Clock.Now())
	p.CanComment = p.Open && p.Standing().Is(access.HostLeaders...)
	return p, nil
}
