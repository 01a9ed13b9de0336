package progress

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/audit"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/problem"
)

// Change is one hand-over in the record of changes.
type Change struct {
	handover.RowOfRecord
	PartsRead int  // how many parts the reader may open
	Whole     bool // those parts and the seal agree
}

// Record is the record of changes of a challenge, checked while it is read.
type Record struct {
	challenge.Head
	Changes []Change
	Intact  bool // each hand-over follows the one before it, and nothing read was changed
	Lines   []audit.Entry
}

// recordLines is how many lines of the trail a page shows.
const recordLines = 50

// Record reads the hand-overs of a challenge for anybody on it and verifies
// them: the order of all, and the content of those whose parts the reader may open.
func (s *Service) Record(ctx context.Context, actor access.Actor, id challenge.ID) (Record, error) {
	var r Record
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if r.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), id); err != nil {
			return err
		}
		rows, err := handover.RecordTx(ctx, tx, id)
		if err != nil {
			return err
		}
		parts, err := allParts(ctx, tx, id)
		if err != nil {
			return err
		}
		r.check(rows, parts)
		r.Lines, err = audit.ForChallengeTx(ctx, tx, id, recordLines)
		return err
	})
	return r, err
}

func (r *Record) check(rows []handover.RowOfRecord, parts map[uuid.UUID][]handover.Part) {
	records := make([]handover.Record, len(rows))
	for i, row := range rows {
		records[i] = row.Record
	}
	r.Intact = handover.CheckLinks(r.ID, records) == nil
	for _, row := range rows {
		c := Change{RowOfRecord: row, PartsRead: len(parts[row.Record.ID])}
		if c.PartsRead > 0 {
			c.Whole = handover.CheckSeal(row.Record, parts[row.Record.ID]) == nil
			r.Intact = r.Intact && c.Whole
		}
		r.Changes = append(r.Changes, c)
	}
}

func allParts(ctx context.Context, tx pgx.Tx, id challenge.ID) (map[uuid.UUID][]handover.Part, error) {
	type partOf struct {
		HandoverID uuid.UUID
		handover.Part
	}
	list, err := db.All[partOf](ctx, tx, `SELECT handover_id, ordinal, name, body, nonce, hash FROM handover_part
		WHERE challenge_id = $1 ORDER BY handover_id, ordinal`, id)
	out := map[uuid.UUID][]handover.Part{}
	for _, p := range list {
		out[p.HandoverID] = append(out[p.HandoverID], p.Part)
	}
	return out, err
}

// Sight is who can see what on a challenge: each room's readers now (V1).
type Sight struct {
	challenge.Head
	People   []Member
	Readers  map[access.Room][]string // names of those who can open it now
	Operator []string                 // who runs the installation and could read the database
}

// WhoCanSee reads it for anybody on the challenge.
func (s *Service) WhoCanSee(ctx context.Context, actor access.Actor, id challenge.ID) (Sight, error) {
	v := Sight{Readers: map[access.Room][]string{}}
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if v.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), id); err != nil {
			return err
		}
		var b db.Batch
		queueMembers(&b, &v.People, v.Challenge)
		if err := b.Read(ctx, tx); err != nil {
			return err
		}
		rooms, err := db.All[struct {
			Room  access.Room
			Names []string
		}](ctx, tx, `SELECT rk.room, array_agg(DISTINCT p.name ORDER BY p.name) AS names FROM room_key rk JOIN person p ON p.id = rk.person_id
			WHERE rk.scope_id = $1 AND rk.revoked_at IS NULL AND rk.cupboard = '' GROUP BY rk.room`, id)
		if err != nil {
			return err
		}
		for _, room := range rooms {
			v.Readers[room.Room] = room.Names
		}
		operators, err := db.All[struct{ Name string }](ctx, tx, `SELECT name FROM person WHERE operator ORDER BY name LIMIT 10`)
		for _, o := range operators {
			v.Operator = append(v.Operator, o.Name)
		}
		return err
	})
	if err == nil && len(v.People) == 0 {
		return v, problem.Missing()
	}
	return v, err
}
