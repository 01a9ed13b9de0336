package plan

import (
	"fmt"
	"net/http"

	"github.com/google/uuid"

	"peerchallenge/internal/id"
	"peerchallenge/internal/plan"
	"peerchallenge/internal/planner"
	"peerchallenge/internal/planner/check"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// keeping is how the visits to come stand, ready to print.
type keeping struct {
	Caption string
	Message string
	Panel   string
	Lines   []string
	Replan  []string
	Plans   string
	Running bool
	Action  string
	Lacking []keptVisit // visits with a place that nobody has
	Full    []keptVisit
}

type keptVisit struct {
	Name, When, Href string
	Tag              *ui.TagModel
	Team             []string
	Declined         string
	Free             []freePlace
}

type freePlace struct {
	Title string
	Same  bool // the candidates are those of the place before
	Next  []nextPerson
}

type nextPerson struct {
	Name    string
	Words   string    // ", Dudley. For: … Against: …"
	Promise string    // where it is written first what they are promised; empty: they can be asked
	Because *ui.Input // asked with a reason only
	Hidden  []ui.HiddenValue
	Label   string
}

// Places shows who is asked, who said no, and who would be next.
func (h *Handlers) Places(w http.ResponseWriter, r *page.Request) error {
	return h.places(w, r, http.StatusOK, nil)
}

func (h *Handlers) places(w http.ResponseWriter, r *page.Request, status int, p *problem.Problem) error {
	cycle, err := r.ID("cycle")
	if err != nil {
		return err
	}
	k, err := h.Plans.PlacesPage(r.Context(), r.Actor, cycle)
	if err != nil {
		return err
	}
	m := toKeeping(k)
	c := r.Chrome("Places to fill", page.NavCalendar)
	c.Back = &ui.Link{Text: "Plans", Href: plansPath(cycle)}
	if p != nil {
		c.HasErrors, m.Message = true, p.Message
		if len(p.Fields) > 0 {
			m.Message = p.Fields[0].Message + "."
		}
	}
	return r.Render(w, status, placesPage(c, m))
}

func toKeeping(k plan.Keeping) keeping {
	m := keeping{Caption: "Cycle " + k.Cycle.Name, Replan: k.Replan, Plans: plansPath(k.Cycle.ID), Running: k.Running, Action: placesPath(k.Cycle.ID)}
	free, waiting, late := 0, 0, 0
	for _, v := range k.Visits {
		free, waiting = free+len(v.Free), waiting+len(v.Waiting)
		for _, s := range v.Waiting {
			if !s.Due.IsZero() && s.Due.Before(k.Today) {
				late++
			}
		}
		if len(v.Free) > 0 {
			m.Lacking = append(m.Lacking, toKept(k, v))
		} else {
			m.Full = append(m.Full, toKept(k, v))
		}
	}
	switch {
	case len(k.Visits) == 0:
		m.Panel, m.Lines = "No visit is to come yet", []string{"Approve a plan, or place a visit on the calendar."}
	case free == 0:
		m.Panel = "Every place is taken"
	default:
		m.Panel = "Nobody for " + places(free) + " yet"
	}
	if waiting > 0 {
		m.Lines = append(m.Lines, fmt.Sprintf("Asked and not answered yet: %d. Of those, late: %d.", waiting, late))
	}
	return m
}

func toKept(k plan.Keeping, v plan.Kept) keptVisit {
	out := keptVisit{Name: v.Name, When: whenOf(v.Visit), Href: ui.ChallengePart(v.Challenge.String(), "team"), Tag: ui.Status("Agreed")}
	if len(v.Free) > 0 {
		out.Tag = ui.Status("To do")
	} else if len(v.Waiting) > 0 {
		out.Tag = ui.Status("In progress")
	}
	for _, m := range v.Members {
		words := upper(check.RoleName(m.Role, 1)) + ": " + m.Name
		switch {
		case m.Asked == "accepted":
			words += ", has said yes"
		case !m.Due.IsZero() && m.Due.Before(k.Today):
			words += ", should have answered by " + m.Due.Long()
		case !m.Due.IsZero():
			words += ", answers by " + m.Due.Long()
		}
		out.Team = append(out.Team, words)
	}
	for i, d := range v.Declined {
		if i > 0 {
			out.Declined += ", "
		}
		out.Declined += d
	}
	for i, f := range v.Free {
		out.Free = append(out.Free, toFree(k, v, f, i > 0 && v.Free[i-1].Role == f.Role))
	}
	return out
}

func toFree(k plan.Keeping, v plan.Kept, f plan.FreePlace, same bool) freePlace {
	out := freePlace{Title: upper(check.RoleName(f.Role, 1)) + " for " + v.Name, Same: same}
	for _, c := range f.Next {
		against := c.Against
		for _, d := range c.Doubts {
			against = append(against, d+"; nobody has declared it")
		}
		x := nextPerson{Name: c.Name, Words: reasons(c.Council, c.For, against), Label: "Ask " + c.Name}
		x.Hidden = []ui.HiddenValue{{Name: "challenge", Value: v.Challenge.String()}, {Name: "person", Value: c.Person}, {Name: "role", Value: string(f.Role)}}
		if c.Colleague != "" {
			x.Because = &ui.Input{Name: "because", ID: "because-" + v.Challenge.String() + "-" + c.Person, Label: "Why nobody of another council could be asked",
				Hint: c.Colleague + " is of the same council. Everybody on the challenge can read this."}
		}
		if c.Unpromised {
			if x.Promise = k.PromisePath(c.Person); x.Promise == "" {
				x.Promise = ui.ChallengePart(v.Challenge.String(), "team/promises")
			}
		}
		out.Next = append(out.Next, x)
	}
	return out
}

// Ask asks somebody for a free place.
func (h *Handlers) Ask(w http.ResponseWriter, r *page.Request) error {
	cycle, err := r.ID("cycle")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	n := plan.NextAsk{Role: planner.Role(f.Line("role")), Because: f.Line("because")}
	if n.Challenge, err = id.Parse(f.Line("challenge")); err != nil {
		return err
	}
	if n.Person, err = id.Parse(f.Line("person")); err != nil {
		n.Person = uuid.Nil // refused in words
	}
	err = h.Plans.AskPerson(r.Context(), r.Actor, cycle, n)
	if p, ok := page.Refused(err); ok {
		return h.places(w, r, page.StatusOf(p.Kind), p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, placesPath(cycle), "They have been asked by e-mail, and have five working days to answer.")
}

func reasons(council string, pro, contra []string) string {
	words := "."
	if council != "" {
		words = ", " + council + "."
	}
	if len(pro) > 0 {
		words += " For: " + sentence(pro)
	}
	if len(contra) > 0 {
		words += " Against: " + sentence(contra)
	}
	return words
}
