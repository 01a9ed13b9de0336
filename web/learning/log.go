package learning

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"peerchallenge/internal/id"
	"peerchallenge/internal/learning"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// ideaForm is the form for an idea.
type ideaForm struct {
	Action, Button  string
	Words           ui.Area
	Area, Challenge ui.Choice
	Version         string
	Fields          []problem.Field
	Message         string
}

type ideaRow struct {
	Path, Words, About string
	Shared             string // the day; empty: only its owner reads it
}

type logView struct {
	Panel string
	Form  ideaForm
	Ideas []ideaRow
	Next  string
}

// toForm makes the form from what was typed.
func toForm(areas []learning.Area, hosts []learning.Host, form page.Form, p *problem.Problem) ideaForm {
	v := ideaForm{Action: logPath, Button: "Keep this idea", Fields: page.FieldsOf(p), Message: page.MessageOf(p), Version: form.Line("version")}
	v.Words = ui.Area{Name: "words", Label: "An idea to take home", Hint: "What you saw or heard that your own council could use. Leave out names of people.", Value: form.Text("words"), Rows: 4, Max: 4000, Error: ui.ErrorOn(v.Fields, "words")}
	v.Area = ui.Choice{Name: "area", Label: "What is it about?", Value: form.Line("area"), Empty: "No area", Error: ui.ErrorOn(v.Fields, "area")}
	for _, a := range areas {
		v.Area.Options = append(v.Area.Options, ui.Option{Value: a.Key, Text: a.Name})
	}
	v.Challenge = ui.Choice{Name: "challenge", Label: "Where does it come from?", Hint: "Only you see this, until that council has published or agreed to be named.", Value: form.Line("challenge"), Empty: "No challenge"}
	for _, h := range hosts {
		v.Challenge.Options = append(v.Challenge.Options, ui.Option{Value: h.ID.String(), Text: h.Name})
	}
	return v
}

func readIdea(form page.Form) learning.NewIdea {
	n := learning.NewIdea{AreaKey: form.Line("area"), Words: strings.TrimSpace(form.Text("words"))}
	if of, err := id.Parse(form.Line("challenge")); err == nil {
		n.Challenge = of
	}
	return n
}

// Log is one's own ideas.
func (h *Handlers) Log(w http.ResponseWriter, r *page.Request) error {
	return h.log(w, r, http.StatusOK, page.FormOf(nil), nil)
}

func (h *Handlers) log(w http.ResponseWriter, r *page.Request, status int, form page.Form, refused *problem.Problem) error {
	after, err := readAfter(r)
	if err != nil {
		return err
	}
	p, err := h.Learning.Log(r.Context(), r.Actor, after)
	if err != nil {
		return err
	}
	v := logView{Form: toForm(p.Areas, p.Hosts, form, refused), Panel: "Nothing here yet"}
	shared := 0
	for _, i := range p.Ideas {
		row := ideaRow{Path: ideaPath(i.ID.String()), Words: i.Words, About: about(i, p.Areas)}
		if !i.SharedOn.IsZero() {
			shared++
			row.Shared = i.SharedOn.Long()
		}
		v.Ideas = append(v.Ideas, row)
	}
	if n := len(v.Ideas); n > 0 {
		v.Panel = page.Counted(n, "idea", "ideas") + " on this page, " + strconv.Itoa(shared) + " shared with " + p.RegionName
	}
	if p.More {
		last := p.Ideas[len(p.Ideas)-1]
		v.Next = logPath + "?after=" + strconv.FormatInt(last.NotedAt.UnixMicro(), 10) + "_" + last.ID.String()
	}
	c := r.Chrome("Your learning log", page.NavLearning)
	c.HasErrors = refused != nil
	return r.Render(w, status, logPage(c, v))
}

func about(i learning.Idea, areas []learning.Area) string {
	words := "Noted on " + ui.DayLong(i.NotedAt)
	if i.Challenge != "" {
		words += ", from " + i.Challenge
	}
	if name := areaName(i.AreaKey, areas); name != "" {
		words += ". About: " + name
	}
	return words + "."
}

func areaName(key string, areas []learning.Area) string {
	for _, a := range areas {
		if a.Key == key {
			return a.Name
		}
	}
	return ""
}

func readAfter(r *page.Request) (learning.After, error) {
	text := r.URL.Query().Get("after")
	if text == "" {
		return learning.After{}, nil
	}
	micro, rest, _ := strings.Cut(text, "_")
	n, err := strconv.ParseInt(micro, 10, 64)
	last, err2 := id.Parse(rest)
	if err != nil || err2 != nil || n < 0 || n > 1e17 {
		return learning.After{}, problem.Missing()
	}
	return learning.After{At: time.UnixMicro(n), ID: last}, nil
}

// Note keeps an idea.
func (h *Handlers) Note(w http.ResponseWriter, r *page.Request) error {
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	_, err = h.Learning.Note(r.Context(), r.Actor, readIdea(form))
	if p, ok := page.Refused(err); ok {
		return h.log(w, r, page.StatusOf(p.Kind), form, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, logPath, "Your idea is kept. Only you can read it.")
}

type ideaView struct {
	Form                         ideaForm
	Shared                       string
	Share, Withdraw, Remove      string
	SharedWords, Names, NameText string
}

// Idea is one idea, to change, share or remove.
func (h *Handlers) Idea(w http.ResponseWriter, r *page.Request) error {
	return h.idea(w, r, http.StatusOK, nil, nil)
}

func (h *Handlers) idea(w http.ResponseWriter, r *page.Request, status int, typed *page.Form, refused *problem.Problem) error {
	of, err := r.ID("idea")
	if err != nil {
		return err
	}
	p, err := h.Learning.Idea(r.Context(), r.Actor, of)
	if err != nil {
		return err
	}
	form := page.FormOf(map[string]string{"words": p.Idea.Words, "area": p.Idea.AreaKey, "challenge": challengeOf(p.Idea), "version": strconv.Itoa(p.Idea.Version)})
	if typed != nil {
		form = *typed
	}
	path := ideaPath(of.String())
	v := ideaView{Form: toForm(p.Areas, p.Hosts, form, refused), Share: path + "/share", Withdraw: path + "/withdraw", Remove: path + "/remove"}
	v.Form.Action, v.Form.Button, v.Form.Words.Label = path, "Save the idea", "The idea"
	if !p.Idea.SharedOn.IsZero() {
		v.Shared = p.Idea.SharedOn.Long()
	}
	c := r.Chrome("Your idea", page.NavLearning)
	c.Back, c.HasErrors = &backToLog, refused != nil
	return r.Render(w, status, ideaPage(c, v))
}

func challengeOf(i learning.Idea) string {
	if i.ChallengeID == nil {
		return ""
	}
	return i.ChallengeID.String()
}

// Change saves it.
func (h *Handlers) Change(w http.ResponseWriter, r *page.Request) error {
	of, err := r.ID("idea")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	version, err := strconv.ParseInt(form.Line("version"), 10, 32)
	if err != nil {
		version = 0 // no version of it: refused as changed meanwhile
	}
	err = h.Learning.Change(r.Context(), r.Actor, of, int(version), readIdea(form))
	if p, ok := page.Refused(err); ok {
		return h.idea(w, r, page.StatusOf(p.Kind), &form, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, ideaPath(of.String()), "Saved. What you shared before stays as it was shared.")
}

// AskShare shows what the region would read.
func (h *Handlers) AskShare(w http.ResponseWriter, r *page.Request) error {
	return h.askShare(w, r, http.StatusOK, nil)
}

type shareView struct {
	Rows    []ui.SummaryRow
	Action  string
	Edit    string
	Names   *ui.Choice
	Fields  []problem.Field
	Message string
}

func (h *Handlers) askShare(w http.ResponseWriter, r *page.Request, status int, refused *problem.Problem) error {
	of, err := r.ID("idea")
	if err != nil {
		return err
	}
	p, err := h.Learning.Idea(r.Context(), r.Actor, of)
	if err != nil {
		return err
	}
	v := shareView{Action: ideaPath(of.String()) + "/share", Edit: ideaPath(of.String()), Fields: page.FieldsOf(refused), Message: page.MessageOf(refused)}
	v.Rows = []ui.SummaryRow{{Key: "The idea", Value: p.Idea.Words}, {Key: "About", Value: areaName(p.Idea.AreaKey, p.Areas)}, {Key: "From", Value: r.Who.Name},
		{Key: "The council it comes from", Value: "Not named until it has published its report or agreed to be named"}}
	if ask := ui.ErrorOn(v.Fields, "names"); ask != "" {
		v.Names = &ui.Choice{Name: "names", Label: "Possible names", Error: ask, Options: []ui.Option{{Value: "nobody", Text: "No, these are not people"}}}
	}
	c := r.Chrome("Share with the region", page.NavLearning)
	c.Back, c.HasErrors = &ui.Link{Text: "Your idea", Href: v.Edit}, refused != nil
	return r.Render(w, status, sharePage(c, v))
}

// Share shares it.
func (h *Handlers) Share(w http.ResponseWriter, r *page.Request) error {
	of, form, err := ideaAndForm(w, r)
	if err != nil {
		return err
	}
	err = h.Learning.Share(r.Context(), r.Actor, of, form.Line("names") == "nobody")
	if p, ok := page.Refused(err); ok {
		return h.askShare(w, r, page.StatusOf(p.Kind), p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, sharedPath, "Shared. People in your region can read it, with your name.")
}

func ideaAndForm(w http.ResponseWriter, r *page.Request) (of uuid.UUID, form page.Form, err error) {
	if of, err = r.ID("idea"); err == nil {
		form, err = r.ReadForm(w)
	}
	return of, form, err
}

// Withdraw takes it back.
func (h *Handlers) Withdraw(w http.ResponseWriter, r *page.Request) error {
	of, _, err := ideaAndForm(w, r)
	if err != nil {
		return err
	}
	if err := h.Learning.Withdraw(r.Context(), r.Actor, of); err != nil {
		return err
	}
	return r.Redirect(w, ideaPath(of.String()), "Taken back. Only you can read it now.")
}

// Remove deletes it.
func (h *Handlers) Remove(w http.ResponseWriter, r *page.Request) error {
	of, _, err := ideaAndForm(w, r)
	if err != nil {
		return err
	}
	if err := h.Learning.Remove(r.Context(), r.Actor, of); err != nil {
		return err
	}
	return r.Redirect(w, logPath, "The idea is deleted, also where it was shared.")
}
