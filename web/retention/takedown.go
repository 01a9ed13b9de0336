package retention

import (
	"net/http"
	"strconv"
	"strings"

	"peerchallenge/internal/problem"
	"peerchallenge/internal/retention"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

const (
	takedownPart = "take-down"
	decidePart   = "take-down/decide"
)

// takedownView is the published versions and what can be done about each.
type takedownView struct {
	Panel, Action, Decide string
	Versions              []versionView
	Reason                string
	Choice                ui.Choice // which version; empty when none is up
	Fields                []problem.Field
	Message               string
}

type versionView struct {
	Title    string
	Tag      *ui.TagModel
	Rows     []ui.SummaryRow
	Decides  bool
	Erase    []ui.HiddenValue
	PutBack  []ui.HiddenValue
	Explains string
}

// Takedown shows the versions and the form that takes one down.
func (h *Handlers) Takedown(w http.ResponseWriter, r *page.Request) error {
	return h.takedown(w, r, http.StatusOK, page.Form{}, nil)
}

func (h *Handlers) takedown(w http.ResponseWriter, r *page.Request, status int, form page.Form, refused *problem.Problem) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	p, err := h.Retention.TakedownPage(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	v := toTakedown(p, form)
	c := r.ChallengeChrome("Take a published version down", p.Head, infoLink(p.Head))
	if refused != nil {
		c.HasErrors, v.Fields = true, refused.Fields
		if len(refused.Fields) == 0 {
			v.Message = refused.Message
		}
	}
	return r.Render(w, status, takedownPage(c, v))
}

func toTakedown(p retention.TakedownPage, form page.Form) takedownView {
	id := p.ID.String()
	v := takedownView{Panel: "No version is taken down", Action: ui.ChallengePart(id, takedownPart), Decide: ui.ChallengePart(id, decidePart), Reason: form.Text("reason"),
		Choice: ui.Choice{Name: "version", Label: "Which version could identify somebody?", Value: form.Line("version")}}
	if len(p.Versions) == 0 {
		v.Panel = "Nothing has been published yet"
	}
	for _, one := range p.Versions {
		n := strconv.Itoa(one.Version)
		view := versionView{Title: "Version " + n, Tag: ui.Status("Published"), Rows: []ui.SummaryRow{{Key: "Published", Value: ui.DayLong(one.PublishedAt)}}}
		switch {
		case one.ErasedAt != nil:
			v.Panel = "A version is taken down for good"
			view.Tag = ui.Status("Closed")
			view.Explains = "Its text went for good on " + ui.DayLong(*one.ErasedAt) + ". A notice stands in its place, and proof of what it was stays in the record."
		case one.TakenDownAt != nil:
			v.Panel = "A version is out of sight, and waits for a decision"
			view.Tag = ui.Status("Open")
			if one.Reason != nil {
				view.Rows = append(view.Rows, ui.SummaryRow{Key: "Why", Value: *one.Reason}, ui.SummaryRow{Key: "Taken out of sight by", Value: *one.AskedBy + ", " + ui.Moment(*one.AskedAt)})
			}
			view.Explains = "Everybody reads a notice in its place. The other side decides whether the text goes for good."
			if view.Decides = p.Decides(one); view.Decides {
				view.Explains = "You decide. If the text goes for good, it leaves the page and the shared copy, and nobody can bring it back."
				view.Erase = []ui.HiddenValue{{Name: "version", Value: n}, {Name: "decision", Value: "erase"}}
				view.PutBack = []ui.HiddenValue{{Name: "version", Value: n}, {Name: "decision", Value: "put-back"}, {Name: "confirm", Value: "yes"}}
			}
		default:
			v.Choice.Options = append(v.Choice.Options, ui.Option{Value: n, Text: "Version " + n + ", published " + ui.DayLong(one.PublishedAt)})
		}
		v.Versions = append(v.Versions, view)
	}
	return v
}

// AskTakedown shows what would happen and, once confirmed, takes a version down.
func (h *Handlers) AskTakedown(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	version, _ := strconv.Atoi(form.Line("version")) // no number is no version
	reason := strings.TrimSpace(form.Text("reason"))
	p, err := h.Retention.TakedownPage(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	if err = chosen(p, version, reason); err == nil && form.Line("confirm") == "yes" {
		if err = h.Retention.AskTakedown(r.Context(), r.Actor, id, version, reason); err == nil {
			return r.Redirect(w, ui.ChallengePart(id.String(), takedownPart), "The version is out of sight. The other side decides whether its text goes for good.")
		}
	}
	if refused, ok := page.Refused(err); ok {
		return h.takedown(w, r, page.StatusOf(refused.Kind), form, refused)
	}
	if err != nil {
		return err
	}
	n := strconv.Itoa(version)
	return r.Render(w, http.StatusOK, checkPage(r.ChallengeChrome("Check before you do this", p.Head, ui.Link{Text: "Take a published version down", Href: ui.ChallengePart(id.String(), takedownPart)}),
		ui.Check{Rows: []ui.SummaryRow{{Key: "Version", Value: n}, {Key: "Why", Value: reason}}, To: "everybody who opens the published report: they read a notice that it was taken down because it could identify somebody. The reason is read by the director and the coordinators alone.",
			After: "The version is out of sight at once. The other side, director or coordinator, then lets its text go for good or puts it back.", Action: ui.ChallengePart(id.String(), takedownPart), Button: "Take this version down",
			Hidden: []ui.HiddenValue{{Name: "confirm", Value: "yes"}, {Name: "version", Value: n}, {Name: "reason", Value: reason}}}))
}

func chosen(p retention.TakedownPage, version int, reason string) error {
	for _, v := range p.Versions {
		if v.Version == version {
			return retention.CheckTakedown(reason)
		}
	}
	var f problem.Fields
	f.Add("version", "Choose the version")
	return f.Err()
}

// DecideTakedown is the other side's decision; letting the text go is checked first.
func (h *Handlers) DecideTakedown(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	version, _ := strconv.Atoi(form.Line("version"))
	erase := form.Line("decision") == "erase"
	if form.Line("confirm") != "yes" {
		p, err := h.Retention.TakedownPage(r.Context(), r.Actor, id)
		if err != nil {
			return err
		}
		n := strconv.Itoa(version)
		return r.Render(w, http.StatusOK, checkPage(r.ChallengeChrome("Check before you do this", p.Head, ui.Link{Text: "Take a published version down", Href: ui.ChallengePart(id.String(), takedownPart)}),
			ui.Check{Rows: []ui.SummaryRow{{Key: "Version", Value: n}}, To: "everybody: the notice stays, and the proof of what the version was.", After: "The text of this version is gone from the page and from the shared copy. Nobody can bring it back.",
				Action: ui.ChallengePart(id.String(), decidePart), Button: "Let the text go for good", Hidden: []ui.HiddenValue{{Name: "confirm", Value: "yes"}, {Name: "version", Value: n}, {Name: "decision", Value: "erase"}}}))
	}
	err = h.Retention.DecideTakedown(r.Context(), r.Actor, id, version, erase)
	if refused, ok := page.Refused(err); ok {
		return h.takedown(w, r, page.StatusOf(refused.Kind), form, refused)
	}
	if err != nil {
		return err
	}
	done := "The version is public again."
	if erase {
		done = "The text of the version is gone for good. The notice stays."
	}
	return r.Redirect(w, ui.ChallengePart(id.String(), takedownPart), done)
}
