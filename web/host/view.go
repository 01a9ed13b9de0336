package host

import (
	"context"
	"net/http"
	"strconv"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/host"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// show is who of the host takes part, ready to print.
type show struct {
	WhoPath  string
	Title    string
	Lines    []string
	NamePath string // empty: the reader names nobody
	ActPath  string // names somebody to act for the director; empty for others
	Groups   []group
}

type group struct {
	Title string
	Empty string
	Rows  []ui.TaskRow
}

func toShow(v host.Page) show {
	s := show{WhoPath: ui.WhoCanSeePath(v.Head.ID.String())}
	link, leaders := len(v.Of(access.LinkOfficer)), len(v.Of(access.SeniorLeader))
	switch {
	case link > 0 && leaders > 0:
		s.Title, s.Lines = "Your people are named", []string{"You can name more, or end a part, at any time."}
	case link > 0:
		s.Title, s.Lines = "Senior leaders are still to be named", []string{"They hear the findings on the last day and may comment on facts."}
	default:
		s.Title, s.Lines = "A link officer is still to be named", []string{"The link officer invites contributors and gathers documents."}
	}
	if v.CanName || v.CanRead {
		s.NamePath = peoplePath(v.Head.ID) + "/name"
	}
	if v.CanAct {
		s.ActPath = peoplePath(v.Head.ID) + "/acting"
	}
	for _, g := range []struct {
		role         access.Role
		title, empty string
	}{
		{access.DASS, "Director of adult social services (DASS)", "Nobody holds the post. Tell the programme coordinator."},
		{access.HostPSW, "Principal social worker (PSW)", "Nobody holds the post. Tell the programme coordinator."},
		{access.LinkOfficer, "Link officer", "Not named yet."},
		{access.SeniorLeader, "Senior leaders", "Not named yet."},
		{access.CouncilReader, "Readers of the final report", "Nobody yet. Readers are named once the report is final."},
		{access.Contributor, "Contributors", "Nobody yet. They are invited in the self-assessment."},
	} {
		s.Groups = append(s.Groups, group{Title: g.title, Empty: g.empty, Rows: rows(v, g.role)})
	}
	return s
}

func rows(v host.Page, role access.Role) (out []ui.TaskRow) {
	held := v.Of(role)
	for i, p := range held {
		if i > 0 && held[i-1].PersonID == p.PersonID {
			continue // a contributor holds a part for each area, and is one person
		}
		row := ui.TaskRow{Text: p.Name}
		if p.Title != "" {
			row.Lines = append(row.Lines, p.Title)
		}
		if n := partsOf(held, p.PersonID); n > 1 {
			row.Lines = append(row.Lines, strconv.Itoa(n)+" parts of the self-assessment")
		}
		if p.Acting {
			row.Lines = append(row.Lines, actingDates(p))
		}
		if p.Drafts {
			row.Lines = append(row.Lines, "You let them read your drafts.")
		}
		if role == access.DASS && p.Acting && v.CanAct {
			row.Side = actions(acts{Name: p.Name, End: endActingPath(v, p)})
		}
		named := role == access.LinkOfficer || role == access.SeniorLeader || role == access.CouncilReader
		if named && v.CanEnd {
			a := acts{Name: p.Name, End: peoplePath(v.Head.ID) + "/" + p.PersonID.String() + "/end/" + string(role)}
			if role == access.SeniorLeader && p.Drafts {
				a.TakeBack = peoplePath(v.Head.ID) + "/" + p.PersonID.String() + "/take-back"
			} else if role == access.SeniorLeader && v.CanLetIn {
				a.LetIn = peoplePath(v.Head.ID) + "/" + p.PersonID.String() + "/let-in"
			}
			row.Side = actions(a)
		}
		out = append(out, row)
	}
	return out
}

func partsOf(held []host.Held, person uuid.UUID) (n int) {
	for _, h := range held {
		if h.PersonID == person {
			n++
		}
	}
	return n
}

// acts are what the director can do about one person; empty addresses are not offered.
type acts struct{ Name, End, LetIn, TakeBack string }

// change runs one of the small acts about one person.
func (h *Handlers) change(w http.ResponseWriter, r *page.Request, act func(context.Context, access.Actor, challenge.ID, uuid.UUID) error, said string) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	who, err := r.ID("person")
	if err != nil {
		return err
	}
	if err := act(r.Context(), r.Actor, id, who); err != nil {
		return err
	}
	return r.Redirect(w, peoplePath(id), said)
}

// EndForm asks before a part ends.
func (h *Handlers) EndForm(w http.ResponseWriter, r *page.Request) error {
	v, err := h.read(r)
	if err != nil {
		return err
	}
	who, err := r.ID("person")
	if err != nil {
		return err
	}
	if !v.CanEnd {
		return problem.Missing()
	}
	role := access.Role(r.Param("role"))
	for _, p := range v.Of(role) {
		if p.PersonID == who {
			c := r.ChallengeChrome("End a part", v.Head, ui.Link{Text: "People of the host", Href: peoplePath(v.Head.ID)})
			return r.Render(w, http.StatusOK, endPage(c, p.Name, role.Name(), peoplePath(v.Head.ID)+"/"+who.String()+"/end/"+string(role)))
		}
	}
	return problem.Missing()
}

// End ends it.
func (h *Handlers) End(w http.ResponseWriter, r *page.Request) error {
	role := access.Role(r.Param("role"))
	return h.change(w, r, func(ctx context.Context, a access.Actor, id challenge.ID, who uuid.UUID) error {
		return h.Hosts.EndPart(ctx, a, id, who, role)
	}, "Ended. What that part opened is closed to them from now.")
}
