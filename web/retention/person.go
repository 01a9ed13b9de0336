package retention

import (
	"encoding/json"
	"net/http"

	"peerchallenge/internal/problem"
	"peerchallenge/internal/retention"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

const (
	copyPath = "/account/copy"
	filePath = "/account/copy.json"
)

// copySection is a section of the readable page.
type copySection struct {
	Name    string
	Entries [][]ui.SummaryRow
}

// Copy is the readable page of what is held about the reader (V7).
func (h *Handlers) Copy(w http.ResponseWriter, r *page.Request) error {
	sections, err := h.Retention.Copy(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	var list []copySection
	n := 0
	for _, s := range sections {
		one := copySection{Name: s.Name}
		for _, e := range s.Entries {
			n++
			var rows []ui.SummaryRow
			for _, v := range e {
				if v.Value != "" {
					rows = append(rows, ui.SummaryRow{Key: v.Name, Value: v.Value})
				}
			}
			one.Entries = append(one.Entries, rows)
		}
		list = append(list, one)
	}
	c := r.Chrome("What is held about you", "")
	c.Back = &ui.Link{Text: "Your account", Href: ui.AccountPath()}
	w.Header().Set("Cache-Control", "no-store")
	return r.Render(w, http.StatusOK, copyPage(c, page.Counted(n, "entry is", "entries are")+" held about you", list))
}

// CopyFile is the same as a file.
func (h *Handlers) CopyFile(w http.ResponseWriter, r *page.Request) error {
	sections, err := h.Retention.Copy(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	body, err := json.MarshalIndent(map[string]any{"made_at": r.Now, "sections": sections}, "", "  ")
	if err != nil {
		return problem.Internalf(err, "write the copy")
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="what-is-held-about-me.json"`)
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(body) // the reader has gone; nothing to mend
	return nil
}

// AskErase is the page to check before somebody is erased.
func (h *Handlers) AskErase(w http.ResponseWriter, r *page.Request) error {
	return h.erase(w, r, http.StatusOK)
}

func (h *Handlers) erase(w http.ResponseWriter, r *page.Request, status int) error {
	who, err := r.ID("person")
	if err != nil {
		return err
	}
	p, err := h.Retention.ErasePage(r.Context(), r.Actor, who)
	if err != nil {
		return err
	}
	c := r.Chrome("Erase a person", page.NavPeople)
	c.Back = &ui.Link{Text: p.Name, Href: "/people/" + who.String()}
	return r.Render(w, status, erasePage(c, p, eraseCheck(p)))
}

func eraseCheck(p retention.ErasePage) ui.Check {
	return ui.Check{Rows: []ui.SummaryRow{{Key: "Name", Value: p.Name}, {Key: "Shown afterwards as", Value: p.Becomes},
		{Key: "What goes", Value: "Name, e-mail address, telephone, post, ways to sign in, access needs, what was declared, and mails to this person"},
		{Key: "What stays", Value: "That somebody with this part did what the record says, and when. A published report keeps the names printed in it."}},
		To: "nobody. The person is not told by e-mail; tell them yourself.", After: "Nobody can sign in as this person any more, and the name cannot be brought back.",
		Action: "/people/" + p.Person.String() + "/erase", Button: "Erase this person"}
}

// Erase erases somebody.
func (h *Handlers) Erase(w http.ResponseWriter, r *page.Request) error {
	who, err := r.ID("person")
	if err != nil {
		return err
	}
	if _, err := r.ReadForm(w); err != nil {
		return err
	}
	err = h.Retention.ErasePerson(r.Context(), r.Actor, who)
	if p, ok := page.Refused(err); ok {
		return h.erase(w, r, page.StatusOf(p.Kind))
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, "/people", "The person is erased. The record keeps what was done, without the name.")
}
