package retention

import (
	"net/http"
	"slices"
	"strings"

	"peerchallenge/internal/problem"
	"peerchallenge/internal/retention"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// requestsView is the log and the form beneath it.
type requestsView struct {
	Panel, Action string
	List          []requestCard
	Law, Kinds    ui.Choice
	Received      ui.Date
	Words         ui.Area
	Requester     *ui.Input // the coordinator's alone
	Fields        []problem.Field
	Message       string
}

type requestCard struct {
	Title, Href string
	Tag         *ui.TagModel
	Lines       []string
}

// Requests is the log of requests for information on a challenge.
func (h *Handlers) Requests(w http.ResponseWriter, r *page.Request) error {
	return h.requests(w, r, http.StatusOK, page.Form{}, nil)
}

func (h *Handlers) requests(w http.ResponseWriter, r *page.Request, status int, form page.Form, refused *problem.Problem) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	p, err := h.Retention.Requests(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	v := toRequests(p, form)
	c := r.ChallengeChrome("Requests for information", p.Head, infoLink(p.Head))
	if refused != nil {
		c.HasErrors, v.Fields = true, refused.Fields
		if len(refused.Fields) == 0 {
			v.Message = refused.Message
		}
		v.withErrors()
	}
	return r.Render(w, status, requestsPage(c, v))
}

func toRequests(p retention.RequestsPage, form page.Form) requestsView {
	v := requestsView{Action: ui.ChallengePart(p.ID.String(), requestsPart), Panel: "Nothing is held back: no request is open",
		Law:      ui.Choice{Name: "law", Label: "What kind of request is it?", Value: form.Line("law"), Options: options(retention.Laws, "foi", "subject_access", "other")},
		Received: ui.Date{Name: "received", Label: "When did it come in?", Hint: "An answer is due 20 working days after this day", Day: form.Line("received-day"), Month: form.Line("received-month"), Year: form.Line("received-year")},
		Words:    ui.Area{Name: "words", Label: "What is asked for?", Hint: "Do not write the name of who asks here", Value: form.Text("words"), Rows: 4, Max: 2000},
		Kinds:    ui.Choice{Name: "kinds", Label: "What may it cover?", Hint: "Nothing of this is destroyed until the request is closed", Values: form.All("kinds")}}
	for _, k := range retention.Coverable() {
		v.Kinds.Options = append(v.Kinds.Options, ui.Option{Value: k.Key, Text: k.Name})
	}
	if p.Coordinator {
		v.Requester = &ui.Input{Name: "requester", Label: "Who asks? (optional)", Hint: "Kept in the region. The host council and the team do not see it.", Value: form.Line("requester")}
	}
	open := 0
	for _, q := range p.Requests {
		card := requestCard{Title: retention.Laws[q.Law] + ", received " + ui.DayLong(q.ReceivedOn.Time()), Href: requestPath(p.ID.String(), q.ID.String()),
			Tag: ui.Status("Closed"), Lines: []string{"Covers: " + kindWords(q.Kinds)}}
		if q.Open() {
			open++
			card.Tag = ui.Status("Open")
			card.Lines = append(card.Lines, "Answer due "+ui.DayLong(q.DueOn.Time()))
		}
		v.List = append(v.List, card)
	}
	if open > 0 {
		v.Panel = page.Counted(open, "request is open and holds things back", "requests are open and hold things back")
	}
	return v
}

func (v *requestsView) withErrors() {
	v.Law.Error, v.Received.Error, v.Words.Error, v.Kinds.Error = ui.ErrorOn(v.Fields, "law"), ui.ErrorOn(v.Fields, "received"), ui.ErrorOn(v.Fields, "words"), ui.ErrorOn(v.Fields, "kinds")
	if v.Requester != nil {
		v.Requester.Error = ui.ErrorOn(v.Fields, "requester")
	}
}

func options(words map[string]string, order ...string) []ui.Option {
	var list []ui.Option
	for _, key := range order {
		list = append(list, ui.Option{Value: key, Text: words[key]})
	}
	return list
}

func kindWords(keys []string) string {
	var names []string
	for _, k := range retention.Kinds {
		if slices.Contains(keys, k.Key) {
			names = append(names, k.Name)
		}
	}
	return strings.Join(names, "; ")
}

// LogRequest logs one.
func (h *Handlers) LogRequest(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	n := retention.NewRequest{Law: form.Line("law"), Words: strings.TrimSpace(form.Text("words")), Requester: form.Line("requester"), Kinds: form.All("kinds")}
	var fields problem.Fields
	n.ReceivedOn = date(form, "received", &fields)
	if err = fields.Err(); err == nil {
		err = h.Retention.LogRequest(r.Context(), r.Actor, id, n)
	}
	if p, ok := page.Refused(err); ok {
		return h.requests(w, r, page.StatusOf(p.Kind), form, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, ui.ChallengePart(id.String(), requestsPart), "The request is logged. What it may cover is kept until you close it.")
}

// requestView is one request, and the form that closes it.
type requestView struct {
	Title, Panel, Action string
	Rows                 []ui.SummaryRow
	Open                 bool
	Outcome              ui.Choice
	Words                ui.Area
	Fields               []problem.Field
	Message              string
}

// Request is one request.
func (h *Handlers) Request(w http.ResponseWriter, r *page.Request) error {
	return h.request(w, r, http.StatusOK, page.Form{}, nil)
}

func (h *Handlers) request(w http.ResponseWriter, r *page.Request, status int, form page.Form, refused *problem.Problem) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	which, err := r.ID("request")
	if err != nil {
		return err
	}
	p, err := h.Retention.Request(r.Context(), r.Actor, id, which)
	if err != nil {
		return err
	}
	v := toRequest(p, form)
	c := r.ChallengeChrome("Request for information", p.Head, ui.Link{Text: "Requests for information", Href: ui.ChallengePart(id.String(), requestsPart)})
	if refused != nil {
		c.HasErrors, v.Fields = true, refused.Fields
		if len(refused.Fields) == 0 {
			v.Message = refused.Message
		}
		v.Outcome.Error, v.Words.Error = ui.ErrorOn(v.Fields, "outcome"), ui.ErrorOn(v.Fields, "words")
	}
	return r.Render(w, status, requestPage(c, v))
}

func toRequest(p retention.RequestPage, form page.Form) requestView {
	q := p.Request
	v := requestView{Title: retention.Laws[q.Law], Action: requestPath(p.ID.String(), q.ID.String()), Open: q.Open(),
		Panel: "An answer is due on " + ui.DayLong(q.DueOn.Time()),
		Rows: []ui.SummaryRow{{Key: "What is asked for", Value: q.Words}, {Key: "Received", Value: ui.DayLong(q.ReceivedOn.Time())},
			{Key: "What it may cover, and is kept", Value: kindWords(q.Kinds)}, {Key: "Logged by", Value: q.LoggedBy + ", " + ui.Moment(q.LoggedAt)}},
		Outcome: ui.Choice{Name: "outcome", Label: "What came of it?", Value: form.Line("outcome"), Options: options(retention.Outcomes, "given", "given_in_part", "refused", "nothing_held", "withdrawn")},
		Words:   ui.Area{Name: "words", Label: "What was answered (optional)", Value: form.Text("words"), Rows: 4, Max: 2000}}
	if q.Requester != nil {
		v.Rows = append(v.Rows, ui.SummaryRow{Key: "Who asks (known to the region alone)", Value: *q.Requester})
	}
	if !q.Open() {
		v.Panel = "Closed on " + ui.DayLong(*q.ClosedAt) + ": " + strings.ToLower(retention.Outcomes[*q.Outcome])
		v.Rows = append(v.Rows, ui.SummaryRow{Key: "Closed by", Value: *q.ClosedBy})
		if q.OutcomeWords != "" {
			v.Rows = append(v.Rows, ui.SummaryRow{Key: "What was answered", Value: q.OutcomeWords})
		}
	}
	return v
}

// CloseRequest closes it.
func (h *Handlers) CloseRequest(w http.ResponseWriter, r *page.Request) error {
	id, err := r.ID("challenge")
	if err != nil {
		return err
	}
	which, err := r.ID("request")
	if err != nil {
		return err
	}
	form, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	err = h.Retention.CloseRequest(r.Context(), r.Actor, id, which, retention.Closing{Outcome: form.Line("outcome"), Words: strings.TrimSpace(form.Text("words"))})
	if p, ok := page.Refused(err); ok {
		return h.request(w, r, page.StatusOf(p.Kind), form, p)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, ui.ChallengePart(id.String(), requestsPart), "The request is closed. What it held back goes on its day.")
}
