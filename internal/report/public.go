package report

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
	"peerchallenge/internal/finding"
)

// Public is all that is published, and nothing else: what the finished page is
// made from, and the one part of the sealed copy that goes to the public (F9).
// What is not in it cannot be on the page.
type Public struct {
	Region        string               `json:"region"`
	Fictional     bool                 `json:"fictional,omitempty"`
	Council       string               `json:"council"`
	CouncilSlug   string               `json:"council_slug"`
	First         civil.Date           `json:"first"`
	Last          civil.Date           `json:"last"`
	Version       int                  `json:"version"`
	PublishedOn   civil.Date           `json:"published_on"`
	FinalOn       civil.Date           `json:"final_on"`
	Front         *finding.Front       `json:"front,omitempty"`       // what the challenge looked at
	Corrections   []PublicCorrection   `json:"corrections,omitempty"` // of the final text, since it was first made
	Summary       string               `json:"summary"`
	Findings      []finding.Sealed     `json:"findings"`
	Team          Team                 `json:"team"`
	Reservations  []PrintedReservation `json:"reservations,omitempty"`
	Response      string               `json:"response,omitempty"`  // the council's, beside the report, never in its stead
	Responses     []Response           `json:"responses,omitempty"` // to each recommendation, as handed over (U1)
	FirstProgress civil.Date           `json:"first_progress"`
	Versions      []Version            `json:"versions"` // newest first, this one included
	Mark          string               `json:"-"`        // made from all the above
}

// PublicCorrection says that a passage was corrected and what changed. The words of
// before are not repeated: they may be why it was corrected (I4).
type PublicCorrection struct {
	On          civil.Date `json:"on"`
	Title       string     `json:"title"`
	WhatChanged string     `json:"what_changed"`
}

func publicCorrections(list []Correction) []PublicCorrection {
	var out []PublicCorrection
	for _, c := range list {
		out = append(out, PublicCorrection{On: c.On, Title: c.Title, WhatChanged: c.WhatChanged})
	}
	return out
}

// Title is what the page is called.
func (p Public) Title() string {
	return fmt.Sprintf("Adult social care peer challenge %d", p.First.Year())
}

// opening is the beginning of the summary, for the list of reports.
func (p Public) opening() string {
	first, _, _ := strings.Cut(strings.TrimSpace(p.Summary), "\n")
	if r := []rune(first); len(r) > 300 {
		whole := string(r[:300])
		if end := strings.LastIndex(whole, " "); end > 0 { // words are not cut
			whole = whole[:end]
		}
		return strings.TrimRight(whole, " ,;:") + " …"
	}
	return first
}

// Version is one published version.
type Version struct {
	Number      int        `json:"number"`
	On          civil.Date `json:"on"`
	WhatChanged string     `json:"what_changed,omitempty"`
}

// versionsTx lists what was published of a challenge, newest first, for the
// council's readers.
func versionsTx(ctx context.Context, tx pgx.Tx, id challenge.ID) ([]Version, error) {
	return db.All[Version](ctx, tx, `SELECT p.version AS number, (p.published_at AT TIME ZONE 'Europe/London')::date AS "on", p.what_changed
		FROM publication b JOIN published_report p ON p.id = b.published_report_id WHERE b.challenge_id = $1 ORDER BY p.version DESC`, id)
}

// publicOf makes what would be published today.
func publicOf(h challenge.Head, f Final, earlier []Version, n Publication, responses []Response, fictional bool) Public {
	version := Version{Number: nextVersion(earlier), On: h.Today, WhatChanged: n.WhatChanged}
	return Public{Region: h.RegionName, Fictional: fictional, Council: h.HostCouncil, CouncilSlug: h.HostSlug,
		First: h.OnsiteFirst, Last: h.OnsiteLast, Version: version.Number, PublishedOn: h.Today, FinalOn: civil.Of(f.First), Front: f.Front, Corrections: publicCorrections(f.Corrections),
		Summary: f.Text.Summary, Findings: f.Text.Findings, Team: f.Team, Reservations: f.Reservations, Response: n.Response, Responses: responses,
		FirstProgress: h.Dates[challenge.FollowUp6], Versions: append([]Version{version}, earlier...)}
}

func nextVersion(earlier []Version) int {
	if len(earlier) == 0 {
		return 1
	}
	return earlier[0].Number + 1
}
