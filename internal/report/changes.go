package report

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/challenge"
	"peerchallenge/internal/db"
	"peerchallenge/internal/finding"
	"peerchallenge/internal/framework"
	"peerchallenge/internal/handover"
)

// Change is one passage that is not as the draft had it, and why. Passage names
// it as comments do: "summary" or "finding/<id>". Comments are the numbers of the
// host's comments on it that were answered "changed" or "partly changed".
type Change struct {
	Passage     string `json:"passage"`
	Title       string `json:"title"`
	BeforeTitle string `json:"before_title,omitempty"` // when the title changed too
	Before      string `json:"before"`
	After       string `json:"after"`
	Removed     bool   `json:"removed,omitempty"`
	Added       bool   `json:"added,omitempty"`
	Sources     string `json:"sources,omitempty"` // what changed in what it rests on, in a sentence
	Reason      string `json:"reason"`
	Comments    []int  `json:"comments,omitempty"`
}

// NeedsReason tells whether words changed, and not only what is said of the
// sources: a change of words says why (F7).
func (c Change) NeedsReason() bool {
	return c.Before != c.After || c.BeforeTitle != "" || c.Added || c.Removed
}

// sourcesChanged says in a sentence how what a finding rests on changed (F2, F5).
func sourcesChanged(old, now finding.Sealed) string {
	var out string
	if old.Sources != now.Sources {
		out = "The sources were “" + orNone(old.Sources) + "” and are “" + orNone(now.Sources) + "”."
	}
	if old.Lived != now.Lived {
		word := "added"
		if old.Lived {
			word = "taken out"
		}
		out = strings.TrimSpace(out + " “People with lived experience told us this” was " + word + ".")
	}
	return out
}

func orNone(sources string) string {
	if sources == "" {
		return "none"
	}
	return sources
}

// Text is the report as words: what was handed over, or what stands now.
type Text struct {
	Summary  string
	Findings []finding.Sealed
}

// account is why a passage changed, and the comments that led to it; the
// summary's row carries its text.
type account struct {
	Passage string
	Body    string
	Title   string
	Reason  string
	Numbers []int
}

// nowTx reads the team's text as it stands with the reasons: three statements.
func nowTx(ctx context.Context, tx pgx.Tx, c challenge.Challenge) (Text, map[string]account, error) {
	f, err := framework.GetTx(ctx, tx, c.FrameworkID)
	if err != nil {
		return Text{}, nil, err
	}
	var areas []finding.Area
	for _, a := range f.Areas {
		areas = append(areas, finding.Area{Key: a.Key, Name: a.Name})
	}
	sealed, err := finding.SealedNowTx(ctx, tx, c.ID, areas)
	if err != nil {
		return Text{}, nil, err
	}
	list, err := db.All[account](ctx, tx, `SELECT x.*, coalesce((SELECT array_agg(m.number ORDER BY m.number) FROM comment m
			JOIN answer w ON w.comment_id = m.id WHERE m.challenge_id = $1 AND m.passage = x.passage
			AND w.decision IN ('changed', 'partly_changed')), '{}') AS numbers
		FROM (SELECT 'summary' AS passage, d.body, '' AS title, r.summary_change_reason AS reason
			FROM report r JOIN prose_document d ON d.id = r.summary_id WHERE r.challenge_id = $1
			UNION ALL SELECT 'finding/' || id, '', title, change_reason FROM finding WHERE challenge_id = $1) x`, c.ID)
	accounts := map[string]account{}
	for _, a := range list {
		accounts[a.Passage] = a
	}
	return Text{Summary: accounts[finding.SummaryPart].Body, Findings: sealed}, accounts, err
}

// draftTx reads the draft report as it was handed over to the host, and when; nil
// when it never was. One statement.
func draftTx(ctx context.Context, tx pgx.Tx, c challenge.Challenge) (*time.Time, Text, error) {
	rows, err := db.All[struct {
		At   time.Time
		Name string
		Body []byte
	}](ctx, tx, `SELECT h.at, p.name, p.body FROM handover h JOIN handover_part p ON p.handover_id = h.id
		WHERE h.id = (SELECT id FROM handover WHERE challenge_id = $1 AND kind = $2 ORDER BY number DESC LIMIT 1) ORDER BY p.ordinal`,
		c.ID, handover.HandOverDraft)
	if err != nil || len(rows) == 0 {
		return nil, Text{}, err
	}
	var parts []handover.Part
	for _, r := range rows {
		parts = append(parts, handover.Part{Name: r.Name, Body: r.Body})
	}
	var t Text
	t.Summary, t.Findings, err = finding.FromParts(parts)
	return &rows[0].At, t, err
}

// changesBetween lists what is not as the draft had it, in the order of the
// report; what is no longer there comes last.
func changesBetween(draft, now Text, accounts map[string]account) []Change {
	var out []Change
	add := func(c Change) {
		a := accounts[c.Passage]
		c.Reason, c.Comments = a.Reason, a.Numbers
		out = append(out, c)
	}
	if draft.Summary != now.Summary {
		add(Change{Passage: finding.SummaryPart, Title: "Summary", Before: draft.Summary, After: now.Summary})
	}
	before := map[string]finding.Sealed{}
	for _, f := range draft.Findings {
		before[f.PartName()] = f
	}
	for _, f := range now.Findings {
		old, had := before[f.PartName()]
		delete(before, f.PartName())
		c := Change{Passage: f.PartName(), Title: f.Title, Before: old.Text, After: f.Text, Added: !had}
		if had && old.Title != f.Title {
			c.BeforeTitle = old.Title
		}
		if had {
			c.Sources = sourcesChanged(old, f)
		}
		if c.NeedsReason() || c.Sources != "" {
			add(c)
		}
	}
	for _, f := range draft.Findings {
		if _, gone := before[f.PartName()]; gone {
			add(Change{Passage: f.PartName(), Title: f.Title, Before: f.Text, Removed: true})
		}
	}
	return out
}
