package people

import (
	"fmt"
	"net/http"

	"peerchallenge/internal/directory"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
)

// list is a list of people: at most 1 MB.
var list = page.List{Most: 1 << 20, Split: "Split it into smaller files"}

// Choose is the page with the file field.
func (h *Handlers) Choose(w http.ResponseWriter, r *page.Request) error {
	return h.choose(w, r, http.StatusOK, nil)
}

func (h *Handlers) choose(w http.ResponseWriter, r *page.Request, status int, p *problem.Problem) error {
	v, err := h.Directory.Form(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	c := h.chrome(r, "Import people", v.Region.Name, backToList)
	c.HasErrors = p != nil
	return r.Render(w, status, choosePage(c, chooseView{Region: v.Region.Name, Fields: page.FieldsOf(p), Message: page.MessageOf(p)}))
}

// Preview reads the chosen file and says line by line what would happen.
func (h *Handlers) Preview(w http.ResponseWriter, r *page.Request) error {
	_, file, err := list.Chosen(w, r)
	var plan directory.Plan
	if err == nil {
		plan, err = h.Directory.Preview(r.Context(), r.Actor, file)
	}
	if p := asProblem(err); p != nil && (p.Kind == problem.Invalid || p.Kind == problem.TooLarge) {
		return h.choose(w, r, page.StatusOf(p.Kind), p)
	}
	if err != nil {
		return err
	}
	return h.showPlan(w, r, http.StatusOK, file, plan, true, nil)
}

func (h *Handlers) showPlan(w http.ResponseWriter, r *page.Request, status int, file []byte, plan directory.Plan, invite bool, p *problem.Problem) error {
	c := h.chrome(r, "Check what will be imported", plan.Region.Name, backToList)
	c.HasErrors = p != nil
	v := toPlan(plan)
	v.File, v.Invite, v.Message = list.Carry(file), invite, page.MessageOf(p)
	return r.Render(w, status, planPage(c, v))
}

// Import does what the preview said. The file travels with the form, and is read
// and judged again.
func (h *Handlers) Import(w http.ResponseWriter, r *page.Request) error {
	form, file, err := list.Carried(w, r)
	if err != nil {
		return err
	}
	invite := form.Line("invite") == "yes"
	done, err := h.Directory.Import(r.Context(), r.Actor, file, form.Line("digest"), invite)
	p, refused := page.Refused(err)
	switch {
	case refused && p.Kind == problem.Conflict:
		plan, err := h.Directory.Preview(r.Context(), r.Actor, file)
		if err != nil {
			return err
		}
		return h.showPlan(w, r, page.StatusOf(p.Kind), file, plan, invite, p)
	case refused:
		return h.choose(w, r, page.StatusOf(p.Kind), p)
	case err != nil:
		return err
	}
	return r.Redirect(w, listPath, doneWords(done))
}

// doneWords say what an import did.
func doneWords(d directory.Result) string {
	words := page.Counted(d.Added, "person was added", "people were added")
	if d.Further > 0 {
		words += ", " + page.Counted(d.Further, "person already here was given a further post", "people already here were given a further post")
	}
	if d.Same > 0 {
		words += ", " + page.Counted(d.Same, "stayed as before", "stayed as before")
	}
	if d.LeftOut > 0 {
		words += ", " + page.Counted(d.LeftOut, "line was left out", "lines were left out")
	}
	words += ". "
	switch d.Invited {
	case 0:
		return words + "No invitations were sent."
	case 1:
		return words + "1 invitation is on its way."
	}
	return words + fmt.Sprintf("%d invitations are on their way.", d.Invited)
}
