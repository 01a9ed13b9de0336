package evaluation

import (
	"net/http"

	"peerchallenge/internal/evaluation"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// private keeps the open page out of search engines and caches.
func private(w http.ResponseWriter) {
	w.Header().Set("X-Robots-Tag", "noindex, nofollow")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
}

func linkPath(r *page.Request) string { return "/survey/" + r.Param("token") }

func publicChrome(r *page.Request, title string) ui.Chrome {
	return ui.Chrome{Title: title, Public: true, Demo: r.Demo,
		Nav: []ui.NavItem{{Text: "Published reports", Href: ui.ReportsPath()}, {Text: "About peer challenge", Href: ui.AboutPath()}}}
}

// LinkForm is the survey for whoever has the link: no sign-in, no script.
func (h *Handlers) LinkForm(w http.ResponseWriter, r *page.Request) error {
	private(w)
	f, err := h.Evaluation.LinkForm(r.Context(), r.Param("token"))
	if err != nil {
		return err
	}
	if !f.Open {
		return problem.New(problem.Closed, doneWords(f))
	}
	return h.showLink(w, r, http.StatusOK, f, nil, nil)
}

func (h *Handlers) showLink(w http.ResponseWriter, r *page.Request, status int, f evaluation.Form, sheet evaluation.Sheet, p *problem.Problem) error {
	v := toForm(f, sheet, p)
	v.Caption, v.Title, v.Button, v.Action = "Peer challenge in "+f.Council, "Tell us how it was for you", "Send my answers", linkPath(r)
	c := publicChrome(r, v.Title)
	c.HasErrors = p != nil
	return r.Render(w, status, linkPage(c, v))
}

// AnswerByLink keeps what was sent through the link.
func (h *Handlers) AnswerByLink(w http.ResponseWriter, r *page.Request) error {
	private(w)
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	f, err := h.Evaluation.LinkForm(r.Context(), r.Param("token"))
	if err != nil {
		return err
	}
	sheet := readSheet(form, f.Questions)
	err = h.Evaluation.AnswerByLink(r.Context(), r.Param("token"), sheet)
	if p, ok := page.Refused(err); ok {
		return h.showLink(w, r, page.StatusOf(p.Kind), f, sheet, p)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r.Request, linkPath(r)+"/thank-you", http.StatusSeeOther)
	return nil
}

// ThankYou is the page after it.
func (h *Handlers) ThankYou(w http.ResponseWriter, r *page.Request) error {
	private(w)
	f, err := h.Evaluation.LinkForm(r.Context(), r.Param("token"))
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, thanksPage(publicChrome(r, "Thank you"), f.Council))
}
