package practicereview

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/id"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/reference"
	"peerchallenge/internal/task"
)

// Most files of a sample, and most references of a kind.
const (
	mostFiles      = 40
	mostReferences = 500
)

// Sample is the sample as it stands (P4).
type Sample struct {
	Wanted          map[string]int // kind of work -> files
	Why             string
	Version         int
	ProposedBy      string
	ProposedAt      time.Time
	AgreedAt        *time.Time
	Available       map[string]int
	CountedBy       *string
	CountedAt       *time.Time
	Seed            *string
	Method          string
	DrawnBy         *string
	DrawnAt         *time.Time
	FindingsVersion int
	// how it left, once it has
	HandoverID *uuid.UUID
	HandedAt   *time.Time
	HandedBy   *string
	ClosesAt   *time.Time
}

// Size is how many files it has.
func (s Sample) Size() int {
	n := 0
	for _, v := range s.Wanted {
		n += v
	}
	return n
}

// Proposal is a sample as somebody proposes it. Version is the one they saw, 0 for
// the first.
type Proposal struct {
	Wanted  map[string]int
	Why     string
	Version int
}

// KindsOfWork are the kinds of case files of a framework, in order.
func KindsOfWork(p reference.Practice) []string { return optionsOf(p, "kind_of_work") }

func optionsOf(p reference.Practice, key string) []string {
	for _, f := range p.FileFields {
		if f.Key == key {
			return f.Options
		}
	}
	return nil
}

func (p Proposal) check(rules reference.Framework) error {
	var f problem.Fields
	total := 0
	kinds := KindsOfWork(rules.Practice)
	for kind, n := range p.Wanted {
		known := in(kinds, kind)
		f.Check(known && n >= 0 && n <= mostFiles, "wanted", "Enter how many files of each kind, as numbers from 0 to 40")
		total += n
	}
	if len(f) == 0 {
		least := rules.Visit.PatternFromFiles
		f.Check(total >= least && total <= mostFiles, "wanted", fmt.Sprintf("A sample has from %d to %d files together. Fewer cannot show a pattern", least, mostFiles))
	}
	f.Check(!blank(p.Why), "why", "Say why this size and mix")
	check(&f, nil, text{"why", p.Why, 1000})
	return f.Err()
}

// ProposeSample proposes a size and mix, or another one: then it is agreed again.
// Who proposes agrees. Any of the three, until the files are drawn.
func (s *Service) ProposeSample(ctx context.Context, actor access.Actor, ch challenge.ID, p Proposal) error {
	return s.in(ctx, actor, ch, Propose, func(w work) error {
		if err := p.check(w.rules); err != nil {
			return err
		}
		wanted := map[string]int{}
		for k, n := range p.Wanted {
			if n > 0 {
				wanted[k] = n
			}
		}
		if p.Version == 0 {
			tag, err := w.tx.Exec(ctx, `INSERT INTO practice_review (challenge_id, wanted, why, proposed_by, proposed_at) VALUES ($1, $2, $3, $4, $5)
				ON CONFLICT DO NOTHING`, ch, wanted, p.Why, w.me, w.now)
			if err != nil {
				return err
			}
			if tag.RowsAffected() == 0 {
				return sampleMoved()
			}
		} else if err := w.change(ctx, p, wanted); err != nil {
			return err
		}
		if err := w.log(ctx, Propose.Name, uuid.Nil); err != nil {
			return err
		}
		if err := w.done(ctx, SampleTask, ""); err != nil {
			return err
		}
		return w.agree(ctx, p.Version+1, true)
	})
}

func (w work) change(ctx context.Context, p Proposal, wanted map[string]int) error {
	tag, err := w.tx.Exec(ctx, `UPDATE practice_review SET wanted = $3, why = $4, version = version + 1, proposed_by = $5, proposed_at = $6,
		agreed_at = NULL, available = NULL, counted_by = NULL, counted_at = NULL
		WHERE challenge_id = $1 AND version = $2 AND drawn_at IS NULL`, w.c.ID, p.Version, wanted, p.Why, w.me, w.now)
	if err == nil && tag.RowsAffected() == 0 {
		return sampleMoved()
	}
	return err
}

func sampleMoved() error {
	return problem.New(problem.Conflict, "Somebody else changed the sample, or the files are drawn. What you typed is still here; look at the sample as it is now before you send it again.")
}

// AgreeSample agrees to the sample of that version. When the host's principal social
// worker and every visiting one have agreed, it stands.
func (s *Service) AgreeSample(ctx context.Context, actor access.Actor, ch challenge.ID, version int) error {
	return s.in(ctx, actor, ch, Agree, func(w work) error {
		current, err := db.Value[int](ctx, w.tx, `SELECT version FROM practice_review WHERE challenge_id = $1 AND drawn_at IS NULL`, ch)
		if problem.Is(err, problem.NotFound) || (err == nil && current != version) {
			return sampleMoved()
		}
		if err != nil {
			return err
		}
		return w.agree(ctx, version, false)
	})
}

func (w work) agree(ctx context.Context, version int, proposed bool) error {
	if err := w.exec(ctx, `INSERT INTO practice_agreement (challenge_id, person_id, version, at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (challenge_id, person_id) DO UPDATE SET version = excluded.version, at = excluded.at`, w.c.ID, w.me, version, w.now); err != nil {
		return err
	}
	people, err := peopleTx(ctx, w.tx, w.c.ID)
	if err != nil {
		return err
	}
	excused, err := excusedTx(ctx, w.tx, w.c.ID)
	if err != nil {
		return err
	}
	if proposed {
		for _, p := range people {
			if p.PersonID != w.me {
				if err := w.open(ctx, task.New{Kind: agreeTask, Subject: p.PersonID.String(), Title: "Agree the sample of the practice review",
					Path: "practice/sample", Person: p.PersonID, Waiting: w.me, Due: w.date(ctx, challenge.PracticeStarts)}); err != nil {
					return err
				}
			}
		}
		if err := w.tell(ctx, "practice.sample", "a sample for the practice review is proposed and waits for you to agree", "practice/sample", Three...); err != nil {
			return err
		}
	}
	if err := w.done(ctx, agreeTask, w.me.String()); err != nil {
		return err
	}
	if !proposed {
		if err := w.log(ctx, Agree.Name, uuid.Nil); err != nil {
			return err
		}
	}
	if !agreedBy(people, version) || !whole(people, w.rules.Team, excused).OK {
		return nil
	}
	if err := w.exec(ctx, `UPDATE practice_review SET agreed_at = $2 WHERE challenge_id = $1 AND agreed_at IS NULL`, w.c.ID, w.now); err != nil {
		return err
	}
	return w.open(ctx, task.New{Kind: countTask, Title: "Say how many case files there are to draw from", Path: "practice/sample", Role: access.HostPSW,
		Due: w.date(ctx, challenge.PracticeStarts)})
}

// CountReferences says how many made-up references there are of each kind, "1 to
// 60". The host's principal social worker, who keeps the list away from here.
func (s *Service) CountReferences(ctx context.Context, actor access.Actor, ch challenge.ID, available map[string]int) error {
	return s.in(ctx, actor, ch, Count, func(w work) error {
		sample, err := sampleTx(ctx, w.tx, ch)
		if err != nil {
			return err
		}
		if sample.AgreedAt == nil || sample.DrawnAt != nil {
			return problem.New(problem.Closed, "References are counted once the sample is agreed, and until the files are drawn.")
		}
		var f problem.Fields
		counted := map[string]int{}
		for kind, n := range sample.Wanted {
			if counted[kind] = available[kind]; available[kind] < n || available[kind] > mostReferences {
				f.Add("available", fmt.Sprintf("Enter how many files there are of “%s”: at least %d, at most %d", kind, n, mostReferences))
			}
		}
		if err := f.Err(); err != nil {
			return err
		}
		if err := w.exec(ctx, `UPDATE practice_review SET available = $2, counted_by = $3, counted_at = $4 WHERE challenge_id = $1`, ch, counted, w.me, w.now); err != nil {
			return err
		}
		if err := w.log(ctx, Count.Name, uuid.Nil); err != nil {
			return err
		}
		if err := w.done(ctx, countTask, ""); err != nil {
			return err
		}
		return w.open(ctx, task.New{Kind: drawTask, Title: "Draw the case files of the practice review", Path: "practice/sample", Role: access.VisitingPSW,
			Due: w.date(ctx, challenge.PracticeStarts)})
	})
}

// DrawFiles draws the sample with a seed made in this moment: a visiting principal
// social worker, never the host's (P4).
func (s *Service) DrawFiles(ctx context.Context, actor access.Actor, ch challenge.ID) error {
	return s.in(ctx, actor, ch, Draw, func(w work) error {
		sample, err := sampleTx(ctx, w.tx, ch)
		if err != nil {
			return err
		}
		if sample.DrawnAt != nil || sample.Available == nil || sample.AgreedAt == nil {
			return problem.New(problem.Closed, "The files are drawn once, after the sample is agreed and the host’s principal social worker has said how many there are.")
		}
		seed := newSeed()
		if err := w.exec(ctx, `UPDATE practice_review SET seed = $2, method = $3, drawn_by = $4, drawn_at = $5 WHERE challenge_id = $1 AND drawn_at IS NULL`,
			ch, seed, Method, w.me, w.now); err != nil {
			return err
		}
		for i, d := range Drawing(seed, KindsOfWork(w.rules.Practice), sample.Wanted, sample.Available) {
			if err := w.exec(ctx, `INSERT INTO practice_file (id, challenge_id, label, place, reference, kind) VALUES ($1, $2, $3, $4, $5, $6)`,
				id.New(), ch, d.Label, i+1, d.Reference, d.Kind); err != nil {
				return err
			}
		}
		return w.afterDraw(ctx)
	})
}

func (w work) afterDraw(ctx context.Context) error {
	if err := w.log(ctx, Draw.Name, uuid.Nil); err != nil {
		return err
	}
	if err := w.done(ctx, drawTask, ""); err != nil {
		return err
	}
	ends := w.date(ctx, challenge.PracticeEnds)
	if err := w.open(ctx, task.New{Kind: EntriesTask, Title: "Look at the case files and fill in an entry for each", Path: "practice", Role: access.VisitingPSW, Due: ends}); err != nil {
		return err
	}
	if err := w.open(ctx, task.New{Kind: WriteTask, Title: "Hand over the practice findings", Path: "practice/findings", Role: access.VisitingPSW, Due: ends}); err != nil {
		return err
	}
	return w.tell(ctx, "practice.drawn", "the case files of the practice review are drawn", "practice/sample", Three...)
}

func newSeed() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

func in(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
