package plan

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
	"peerchallenge/internal/planfacts"
	"peerchallenge/internal/schedule"
	"peerchallenge/internal/team"
)

// Service shows, changes, pins and agrees plans, and keeps what is agreed.
type Service struct {
	DB       db.Beginner
	Clock    clock.Clock
	BaseURL  string // without a slash at the end; for links in mails
	Schedule *schedule.Service
	Team     *team.Service
}

// today in London.
func (s *Service) today() civil.Date { return civil.Of(s.Clock.Now()) }

// facts are what a plan rests on, with the questions that the pages here ask of them.
type facts struct{ planfacts.Facts }

// readTx reads them for a coordinator of the cycle's region; Missing to others.
func readTx(ctx context.Context, tx pgx.Tx, cycleID uuid.UUID, today civil.Date) (facts, error) {
	f, err := planfacts.ReadTx(ctx, tx, cycleID, today)
	return facts{f}, err
}
