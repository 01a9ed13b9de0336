package learning

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/google/uuid"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/id"
	"peerchallenge/internal/learning"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

type sharedRow struct{ Words, By, About string }

type sharedView struct {
	Region, Panel string
	Words         ui.Input
	Area          ui.Choice
	Ideas         []sharedRow
	Empty         string
	Next          string
}

// Shared is what the region shares, searched by words and by area.
func (h *Handlers) Shared(w http.ResponseWriter, r *page.Request) error {
	q, err := readQuery(r)
	if err != nil {
		return err
	}
	p, err := h.Learning.Shared(r.Context(), r.Actor, q)
	if err != nil {
		return err
	}
	v := sharedView{Region: p.RegionName, Words: ui.Input{Name: "words", Label: "Search for words", Value: q.Words, Width: 20},
		Area: ui.Choice{Name: "area", Label: "Area", Value: q.AreaKey, Options: []ui.Option{{Value: "", Text: "All areas"}}}}
	for _, a := range p.Areas {
		v.Area.Options = append(v.Area.Options, ui.Option{Value: a.Key, Text: a.Name})
	}
	for _, i := range p.Ideas {
		v.Ideas = append(v.Ideas, toShared(i, p.Areas))
	}
	v.Panel, v.Empty = "Ideas that people took home and shared", "Nothing has been shared yet."
	if q.Words != "" || q.AreaKey != "" {
		v.Empty = "No shared idea has these words or this area."
	}
	if p.More {
		last := p.Ideas[len(p.Ideas)-1]
		v.Next = sharedPath + "?" + url.Values{"words": {q.Words}, "area": {q.AreaKey}, "after": {last.SharedOn.String() + "_" + last.ID.String()}}.Encode()
	}
	return r.Render(w, http.StatusOK, sharedPage(r.Chrome("Shared ideas", page.NavLearning), v))
}

func toShared(i learning.SharedIdea, areas []learning.Area) sharedRow {
	row := sharedRow{Words: i.Words, By: i.Author + ", " + i.SharedOn.Long(), About: areaName(i.AreaKey, areas)}
	if i.Mine {
		row.By = "You, " + i.SharedOn.Long()
	}
	if i.Host != "" {
		row.By += ". From " + i.Host
	}
	return row
}

func readQuery(r *page.Request) (learning.Query, error) {
	var q learning.Query
	var err error
	if q.Words, err = r.QueryLine("words", 100); err != nil {
		return q, err
	}
	if q.AreaKey, err = r.QueryLine("area", 100); err != nil {
		return q, err
	}
	if after := r.URL.Query().Get("after"); after != "" {
		day, rest, _ := strings.Cut(after, "_")
		var last uuid.UUID
		if q.AfterOn, err = civil.ParseISO(day); err == nil {
			last, err = id.Parse(rest)
		}
		if err != nil {
			return q, problem.Missing()
		}
		q.AfterID = last
	}
	return q, nil
}

type themesView struct {
	Region, Panel string
	Lines         []string
	Rows          []ui.BalanceRow
}

// Themes is what the findings of a region have in common.
func (h *Handlers) Themes(w http.ResponseWriter, r *page.Request) error {
	p, err := h.Learning.Themes(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	v := themesView{Region: p.RegionName, Panel: "Nothing to show yet", Lines: []string{"Themes are shown once three councils have published their reports or agreed to share."}}
	if p.Hosts > 0 {
		v.Panel = fmt.Sprintf("The findings of %d peer challenges together", p.Hosts)
		v.Lines = []string{"Of councils that have published their reports or agreed to share. They count what was written, in all of them together: no council is compared with another."}
	}
	for _, t := range p.Themes {
		v.Rows = append(v.Rows, ui.BalanceRow{Area: t.Area, Strengths: t.Strengths, Consider: t.Considerations, Recommended: t.Recommended})
	}
	return r.Render(w, http.StatusOK, themesPage(r.Chrome("Regional themes", page.NavLearning), v))
}

type agreementView struct {
	WhoPath, Panel, Agree, TakeBack string
	Lines                           []string
}

// Agreement is whether a host may be named beside shared ideas.
func (h *Handlers) Agreement(w http.ResponseWriter, r *page.Request) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	p, err := h.Learning.Agreement(r.Context(), r.Actor, of)
	if err != nil {
		return err
	}
	path := ui.ChallengePart(of.String(), "learning")
	v := agreementView{WhoPath: ui.WhoCanSeePath(of.String()), Panel: p.HostCouncil + " is not named beside ideas yet",
		Lines: []string{"Ideas that people share carry their own name, and not the council’s, until its report is published or its director agrees."}}
	switch {
	case p.Published:
		v.Panel, v.Lines = p.HostCouncil+" has published its report", []string{"So it may be named beside ideas, and its findings count in the region’s themes."}
	case !p.AgreedOn.IsZero():
		v.Panel, v.Lines = p.HostCouncil+" agreed on "+p.AgreedOn.Long(), []string{"It may be named beside ideas, and once its report is final its findings count in the region’s themes."}
	}
	switch {
	case !p.CanAgree || p.Published:
	case p.AgreedOn.IsZero():
		v.Agree = path + "/agree"
	default:
		v.TakeBack = path + "/take-back"
	}
	return r.Render(w, http.StatusOK, agreementPage(r.ChallengeChrome("Learning", p.Head, ui.Link{}), v))
}

// Agree agrees that the host may be named.
func (h *Handlers) Agree(w http.ResponseWriter, r *page.Request) error {
	return h.agreement(w, r, h.agree, "You agreed. Your council may be named beside shared ideas.")
}

// TakeBack ends that.
func (h *Handlers) TakeBack(w http.ResponseWriter, r *page.Request) error {
	return h.agreement(w, r, h.takeBack, "You took it back. Your council is no longer named beside ideas. Words that were shared while you agreed stay as they were shared.")
}

func (h *Handlers) agree(r *page.Request, of uuid.UUID) error {
	return h.Learning.Agree(r.Context(), r.Actor, of)
}

func (h *Handlers) takeBack(r *page.Request, of uuid.UUID) error {
	return h.Learning.TakeBack(r.Context(), r.Actor, of)
}

func (h *Handlers) agreement(w http.ResponseWriter, r *page.Request, act func(*page.Request, uuid.UUID) error, done string) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	if _, err := r.ReadForm(w); err != nil {
		return err
	}
	if err := act(r, of); err != nil {
		return err
	}
	return r.Redirect(w, ui.ChallengePart(of.String(), "learning"), done)
}
