package report

import (
	"context"
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/finding"
	"peerchallenge/internal/handover"
	"peerchallenge/internal/problem"
)

// Names of the parts of a final report, besides the summary and the findings.
const (
	teamPart         = "team"
	reservationsPart = "reservations"         // those for the published report
	councilOnlyPart  = "reservations/council" // those for the council alone
	changesPart      = "changes"
)

// TeamMember is somebody of the team as the report names them. Council is empty
// for an expert by experience: where somebody draws on care is theirs to say.
type TeamMember struct {
	Name    string      `json:"name"`
	Role    access.Role `json:"role"`
	Council string      `json:"council,omitempty"`
}

// Team is who was on the team during the visit and after, and why no expert by
// experience was, when none was (T4).
type Team struct {
	Members        []TeamMember `json:"members"`
	NoExpertReason string       `json:"no_expert_reason,omitempty"`
}

func (t Team) expert() bool {
	for _, m := range t.Members {
		if m.Role == access.Expert {
			return true
		}
	}
	return false
}

// teamTx reads the team as it is printed: who is on it, and who left after day 1.
func teamTx(ctx context.Context, tx pgx.Tx, c challenge.Challenge) (Team, error) {
	rows, err := db.All[struct {
		TeamMember
		Reason string
	}](ctx, tx, `SELECT p.name, m.role, CASE WHEN m.role = 'expert' THEN '' ELSE coalesce(k.name, '') END AS council,
			coalesce((SELECT no_expert_reason FROM report WHERE challenge_id = $1), '') AS reason
		FROM team_member m JOIN person p ON p.id = m.person_id LEFT JOIN council k ON k.id = p.council_id
		WHERE m.challenge_id = $1 AND m.role = ANY ($2) AND m.undertaking_at IS NOT NULL
			AND (m.state = 'accepted' OR (m.state = 'ended' AND m.ended_at >= $3))
		ORDER BY array_position($2, m.role), p.name, p.id`, c.ID, teamRoles(), c.OnsiteFirst.Time())
	var t Team
	for _, r := range rows {
		t.Members, t.NoExpertReason = append(t.Members, r.TeamMember), r.Reason
	}
	if t.expert() {
		t.NoExpertReason = ""
	}
	return t, err
}

// PrintedReservation is a reservation as readers see it. Name and Role are empty
// unless its author chose to be named.
type PrintedReservation struct {
	Name  string      `json:"name,omitempty"`
	Role  access.Role `json:"role,omitempty"`
	Words string      `json:"words"`
}

// reservationsOf parts the reservations into those for the published report and
// those for the council alone. Only who chose it is named.
func reservationsOf(members []Member) (public, council []PrintedReservation) {
	for _, m := range members {
		if m.Kind == nil || *m.Kind != Reservation {
			continue
		}
		printed := PrintedReservation{Words: *m.Words}
		if !*m.Public {
			council = append(council, printed)
			continue
		}
		if *m.Named {
			printed.Name, printed.Role = m.Name, m.Role
		}
		public = append(public, printed)
	}
	return public, council
}

func finalParts(r readiness, members []Member, team Team) ([]handover.Part, error) {
	parts, err := finding.Parts(r.now.Summary, r.now.Findings)
	if err != nil {
		return nil, err
	}
	if parts, err = finding.WithFront(parts, r.front); err != nil {
		return nil, err
	}
	public, council := reservationsOf(members)
	return appendJSON(parts, named{teamPart, team}, named{reservationsPart, public}, named{councilOnlyPart, council}, named{changesPart, r.changes})
}

// Final is the final report as the council has it: its newest version.
type Final struct {
	Mark         string
	At           time.Time // when this version was made
	Version      int
	First        time.Time      // when the first was made
	Front        *finding.Front // what the challenge looked at
	Text         Text
	Team         Team
	Reservations []PrintedReservation // for the published report too
	CouncilOnly  []PrintedReservation // never published
	Changes      []Change             // since the draft, with reasons
	Corrections  []Correction         // since the first version, oldest first
}

// finalTx reads the newest final report; Missing before there is one, and for
// whoever may not read it.
func finalTx(ctx context.Context, tx pgx.Tx, id challenge.ID) (Final, error) {
	r, parts, err := handover.LatestTx(ctx, tx, id, handover.Finalise)
	if err != nil {
		return Final{}, err
	}
	f := Final{Mark: r.Mark(), At: r.At}
	versions, err := db.One[struct {
		Version int
		First   time.Time
	}](ctx, tx, `SELECT count(*)::int AS version, min(at) AS first FROM handover WHERE challenge_id = $1 AND kind = $2`, id, handover.Finalise)
	if err != nil {
		return Final{}, err
	}
	f.Version, f.First = versions.Version, versions.First
	if f.Front, err = finding.FrontOf(parts); err != nil {
		return Final{}, err
	}
	if f.Text.Summary, f.Text.Findings, err = finding.FromParts(parts); err != nil {
		return Final{}, err
	}
	into := map[string]any{teamPart: &f.Team, reservationsPart: &f.Reservations, councilOnlyPart: &f.CouncilOnly, changesPart: &f.Changes, correctionsPart: &f.Corrections}
	for _, p := range parts {
		to, known := into[p.Name]
		if !known || p.Body == nil {
			continue
		}
		if err := json.Unmarshal(p.Body, to); err != nil {
			return Final{}, problem.Internalf(err, "read part %s", p.Name)
		}
	}
	return f, nil
}

// FinalPage is the final report for the council's readers, and its publication.
type FinalPage struct {
	challenge.Head
	Final      Final
	Versions   []Version // published so far, newest first
	CanPublish bool
	Correction bool // the reader may open the page of corrections
	Open       int  // corrections that are proposed; 0 to all but the team
}

// FinalPage reads it for whoever may open the council's copy: from final on the
// director, senior leaders, the host's principal social worker, readers in the
// council, the team, visiting principal social workers and the coordinator.
// Missing for others, and for everybody before it is final.
func (s *Service) FinalPage(ctx context.Context, actor access.Actor, id challenge.ID) (FinalPage, error) {
	var p FinalPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) (err error) {
		if p.Head, err = challenge.HeadTx(ctx, tx, s.Clock.Now(), id); err != nil {
			return err
		}
		if !readsFinal(p.Standing()) {
			return problem.Missing()
		}
		if p.Final, err = finalTx(ctx, tx, id); err != nil {
			return err
		}
		p.Versions, err = versionsTx(ctx, tx, id)
		p.CanPublish, p.Correction = Publish.Allows(p.Standing()), p.Standing().Is(access.Team...)
		if err == nil && p.Correction {
			p.Open, err = db.Value[int](ctx, tx, `SELECT count(*)::int FROM report_correction WHERE challenge_id = $1 AND handover_id IS NULL AND withdrawn_at IS NULL`, id)
		}
		return err
	})
	return p, err
}
