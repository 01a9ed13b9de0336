package retention

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/problem"
)

// Item is a kind of thing as it stands on one challenge.
type Item struct {
	Kind
	Due   civil.Date // zero while the day is not known
	Held  bool       // a request for information holds it back
	Gone  *time.Time // when it was destroyed
	Count *int       // how many went; nil for those who could not read them
}

// Page is what is kept about a challenge (I2), for everybody on it.
type Page struct {
	challenge.Head
	Items       []Item
	Recorded    *Recorded
	Confirmed   *Confirmation
	CanConfirm  bool
	CanLog      bool
	CanTakeDown bool
}

// Held tells whether anything is held back.
func (p Page) Held() bool {
	for _, i := range p.Items {
		if i.Held {
			return true
		}
	}
	return false
}

// Page reads it: everybody on the challenge, but not those who are only asked to
// join; Missing for others.
func (s *Service) Page(ctx context.Context, actor access.Actor, id challenge.ID) (Page, error) {
	var p Page
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), id); err != nil {
			return err
		}
		if len(p.Roles) == 0 {
			return problem.Missing()
		}
		if p.Recorded, p.Confirmed, err = agreedTx(ctx, tx, p.Challenge); err != nil {
			return err
		}
		p.Items, err = itemsTx(ctx, tx, id)
		return err
	})
	at := p.Standing()
	p.CanConfirm = Confirm.Allows(at) && p.Confirmed == nil
	p.CanLog = at.Is(loggers...)
	p.CanTakeDown = at.Is(TakeDown.Roles...) && p.PublishedAt != nil
	return p, err
}

func itemsTx(ctx context.Context, tx pgx.Tx, id challenge.ID) ([]Item, error) {
	days, err := db.All[struct {
		Kind  string
		DueOn civil.Date
		Held  bool
		At    *time.Time
		Items *int
	}](ctx, tx, `SELECT i.kind, i.due_on, i.held, d.at, n.items FROM information_days($1, $2) i
		LEFT JOIN destruction d ON d.challenge_id = $1 AND d.kind = i.kind
		LEFT JOIN destruction_count n ON n.challenge_id = $1 AND n.kind = i.kind`, id, Destroyable())
	if err != nil {
		return nil, err
	}
	items := make([]Item, len(Kinds))
	for i, k := range Kinds {
		items[i].Kind = k
		for _, d := range days {
			if d.Kind == k.Key {
				items[i].Due, items[i].Held, items[i].Gone, items[i].Count = d.DueOn, d.Held && d.At == nil, d.At, d.Items
			}
		}
	}
	return items, nil
}
