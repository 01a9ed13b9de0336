package finding

import (
	"encoding/json"
	"net/http"

	"github.com/google/uuid"

	"peerchallenge/internal/finding"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

var sourceOptions = []ui.Option{{Value: "heard", Text: "Heard"}, {Value: "seen", Text: "Seen"}, {Value: "read", Text: "Read"}}

var sourceNames = map[string]string{"heard": "Heard", "seen": "Seen", "read": "Read"}

func areaOptions(areas []finding.Area) []ui.Option {
	out := make([]ui.Option, len(areas))
	for i, a := range areas {
		out[i] = ui.Option{Value: a.Key, Text: a.Name}
	}
	return out
}

func areaName(areas []finding.Area, key string) string {
	for _, a := range areas {
		if a.Key == key {
			return a.Name
		}
	}
	return ""
}

// noteFacts is the line under a note: how it is known, where, which area.
func noteFacts(p finding.NotesPage, n finding.Note) []string {
	facts := []string{sourceNames[n.Source]}
	if n.Session != "" {
		facts = append(facts, n.Session)
	}
	if n.Place != "" {
		facts = append(facts, n.Place)
	}
	if area := areaName(p.Areas, n.AreaKey); area != "" {
		facts = append(facts, area)
	}
	return append(facts, n.Author, ui.Moment(n.At))
}

// noteAdded goes back to where the note was written. A phone that sends what it kept
// asks for JSON, and learns that the note is here (O3).
func noteAdded(w http.ResponseWriter, r *page.Request, ch uuid.UUID, from string) error {
	back := ui.ChallengePart(ch.String(), "notes")
	if from == "today" {
		back = ui.ChallengePart(ch.String(), "today")
	}
	if r.Header.Get("Accept") == "application/json" {
		r.SetFlash(w, "Note added. Only the team can see it.")
		w.Header().Set("Content-Type", "application/json")
		return json.NewEncoder(w).Encode(map[string]string{"saved": ui.Clock(r.Now), "next": back})
	}
	return r.Redirect(w, back, "Note added. Only the team can see it.")
}

func sessionOptions(list []finding.Choice) []ui.Option {
	out := make([]ui.Option, len(list))
	for i, c := range list {
		out[i] = ui.Option{Value: c.ID.String(), Text: c.Text}
	}
	return out
}

// Notes shows the team's notes, the form first.
func (h *Handlers) Notes(w http.ResponseWriter, r *page.Request) error {
	ch, err := r.ID("challenge")
	if err != nil {
		return err
	}
	return h.notes(w, r, ch, again{})
}

func (h *Handlers) notes(w http.ResponseWriter, r *page.Request, ch uuid.UUID, a again) error {
	before, err := optionalID(r.URL.Query().Get("before"))
	if err != nil {
		return err
	}
	v, err := h.Findings.Notes(r.Context(), r.Actor, ch, before)
	if err != nil {
		return err
	}
	return r.Render(w, a.status(), notesPage(frame(r, "Notes", v.Head, ui.Link{}, a), v, a))
}

// AddNote takes a note.
func (h *Handlers) AddNote(w http.ResponseWriter, r *page.Request) error {
	ch, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	session, err := optionalID(form.Line("session"))
	if err != nil {
		return err
	}
	err = h.Findings.AddNote(r.Context(), r.Actor, ch, finding.NewNote{Source: form.Line("source"), Place: form.Line("place"),
		AreaKey: form.Line("area"), Body: form.Text("body"), SentOnce: form.Line("sent_once"), Lived: form.Has("lived"), Session: session})
	if p, ok := page.Refused(err); ok {
		return h.notes(w, r, ch, again{form, p})
	}
	if err != nil {
		return err
	}
	return noteAdded(w, r, ch, form.Line("from"))
}
