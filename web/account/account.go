package account

import (
	"net/http"

	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
)

// Account shows somebody what is known of them and what they hold.
func (h *Handlers) Account(w http.ResponseWriter, r *page.Request) error {
	return h.showAccount(w, r, nil)
}

// ChangePassword sets a new password. Sessions elsewhere end; this one goes on.
func (h *Handlers) ChangePassword(w http.ResponseWriter, r *page.Request) error {
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	epoch, err := h.People.SetPassword(r.Context(), r.Actor, form.Text("current"), form.Text("password"))
	if err != nil {
		return h.showAccount(w, r, err)
	}
	if err := r.Sessions.RenewToken(r.Context()); err != nil {
		return problem.Internalf(err, "renew the session")
	}
	r.Sessions.Put(r.Context(), EpochKey, epoch)
	return r.Redirect(w, accountPath, "Your password is changed. You have been signed out everywhere else.")
}

func (h *Handlers) showAccount(w http.ResponseWriter, r *page.Request, wrong error) error {
	v := h.view(w, r, "Your account")
	if wrong != nil {
		var ok bool
		if v, ok = v.with(wrong); !ok {
			return wrong
		}
	}
	var err error
	if v.Account, err = h.People.Account(r.Context(), r.Actor); err != nil {
		return err
	}
	return r.Render(w, v.Status, accountPage(v))
}
