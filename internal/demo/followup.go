package demo

import (
	"time"

	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/followup"
	"peerchallenge/internal/journey"
	"peerchallenge/internal/report"
)

// afterwards is what became of one report, as the data file has it: when each part
// was handed over, and what was said of each recommendation.
type afterwards struct {
	Started, Responded, Planned, Drafted string
	Checks, Published                    []string
	Items                                []became
}

type became struct {
	Title, Decision, Reason string
	Actions                 []actionText
	Measures                []measureText
	Checks                  []checkText
	Host                    *checkText // drafted, not recorded
}

type actionText struct {
	Words, Owner, Due, Evidence, State, Note string
	OwnerName                                string `json:"owner_name"`
}

type measureText struct {
	Name, Definition, Unit, Source, Better, Baseline, Period, On, Low, High string
}

type checkText struct {
	State, Words, Reason string
	NewDate              string      `json:"new_date"`
	LeadState            string      `json:"lead_state"`
	LeadWords            string      `json:"lead_words"`
	Readings             [][2]string // a value and its time; empty: no newer value
}

// respond tells what the host did with its final report, as far as it has come.
func (t *teller) respond(v visited) {
	var all map[string]afterwards
	t.must("read followup.json", readJSON("followup.json", &all))
	a, ok := all[v.host]
	if !ok || t.err != nil {
		return
	}
	ch, dass := t.challenges[v.host], t.as(v.dass)
	t.on(a.Started)
	t.tell(v.host+": start the response", func() error { return t.FollowUp.Start(t.ctx, dass, ch) })
	t.draftPlan(v, a)
	if a.Responded != "" {
		t.on(a.Responded)
		t.tell(v.host+": hand over the response", func() error {
			p, err := t.FollowUp.ResponsePage(t.ctx, dass, ch)
			if err != nil {
				return err
			}
			return t.FollowUp.HandOver(t.ctx, dass, ch, followup.Versions(p.Drafts))
		})
	}
	if a.Planned != "" {
		t.on(a.Planned)
		t.tell(v.host+": hand over the plan", func() error {
			p, err := t.FollowUp.PlanPage(t.ctx, dass, ch)
			if err != nil {
				return err
			}
			return t.FollowUp.HandOverPlan(t.ctx, dass, ch, p.Versions)
		})
	}
}

// byTitle finds the recommendations of a challenge.
func (t *teller) byTitle(v visited) map[string]uuid.UUID {
	out := map[string]uuid.UUID{}
	t.tell(v.host+": the recommendations", func() error {
		p, err := t.FollowUp.ResponsePage(t.ctx, t.as(v.dass), t.challenges[v.host])
		for _, r := range p.Recommendations {
			out[r.Title] = r.ID
		}
		return err
	})
	return out
}

func (t *teller) draftPlan(v visited, a afterwards) {
	ch, officer, ids := t.challenges[v.host], t.as(v.officer), t.byTitle(v)
	for _, i := range a.Items {
		of := ids[i.Title]
		t.tell(v.host+": respond to “"+i.Title+"”", func() error {
			return t.FollowUp.SaveResponse(t.ctx, officer, ch, of, followup.ResponseInput{Decision: report.Decision(i.Decision), Reason: i.Reason, Version: 1})
		})
		for _, x := range i.Actions {
			t.action(v, of, x)
		}
		for _, m := range i.Measures {
			t.tell(v.host+": measure", func() error {
				return t.FollowUp.AddMeasure(t.ctx, officer, ch, of, followup.MeasureInput{Name: m.Name, Definition: m.Definition, Unit: m.Unit, Source: m.Source,
					Better: m.Better, Baseline: m.Baseline, Period: m.Period, Low: m.Low, High: m.High, On: civil.MustParseISO(m.On)})
			})
		}
	}
}

func (t *teller) action(v visited, of uuid.UUID, x actionText) {
	ch, officer := t.challenges[v.host], t.as(v.officer)
	t.tell(v.host+": action", func() error {
		in := followup.ActionInput{Words: x.Words, OwnerName: x.OwnerName, DueOn: civil.MustParseISO(x.Due), Evidence: x.Evidence}
		if x.Owner != "" {
			in.Owner = t.people[x.Owner]
		}
		id, err := t.FollowUp.AddAction(t.ctx, officer, ch, of, in)
		if err != nil || x.State == "" {
			return err
		}
		return t.FollowUp.ReportAction(t.ctx, officer, ch, id, followup.ActionState(x.State), x.Note)
	})
}

// checks tells the checks of a challenge that are over, each on its day, and the
// host's draft of the one that is open.
func (t *teller) checks(v visited) {
	var all map[string]afterwards
	t.must("read followup.json", readJSON("followup.json", &all))
	a, ids := all[v.host], t.byTitle(v)
	for n, day := range a.Checks {
		t.advance(day + " 06:00")
		t.tell("lay out the check", func() error { return t.FollowUp.Remind(t.ctx, journey.Job) })
		t.clock.Set(t.clock.Now().Add(3 * time.Hour))
		for _, role := range []access.Role{access.DASS, access.Lead} {
			t.sideOf(v, a, n, role, ids)
		}
		if n == 0 || n == len(a.Checks)-1 {
			t.on(a.Published[min(n, 1)])
			t.publishProgress(v)
		}
	}
	if a.Drafted != "" {
		t.on(a.Drafted)
		for _, i := range a.Items {
			t.item(v, v.officer, 1, ids[i.Title], *i.Host, false)
		}
	}
}

// sideOf drafts and records one side's word at a check.
func (t *teller) sideOf(v visited, a afterwards, n int, role access.Role, ids map[string]uuid.UUID) {
	key := v.dass
	if role == access.Lead {
		key = v.lead
	}
	for _, i := range a.Items {
		t.item(v, key, n+1, ids[i.Title], i.Checks[n], role == access.Lead)
	}
	t.tell(v.host+": record progress", func() error {
		p, err := t.FollowUp.RecordPage(t.ctx, t.as(key), t.challenges[v.host], n+1)
		if err != nil {
			return err
		}
		return t.FollowUp.Record(t.ctx, t.as(key), t.challenges[v.host], n+1, p.Versions)
	})
}

func (t *teller) item(v visited, key string, check int, of uuid.UUID, c checkText, lead bool) {
	ch := t.challenges[v.host]
	t.tell(v.host+": progress", func() error {
		p, err := t.FollowUp.ItemPage(t.ctx, t.as(key), ch, check, of)
		if err != nil {
			return err
		}
		in := followup.ItemInput{State: followup.State(c.State), Words: c.Words, Reason: c.Reason, Version: p.Draft.Version}
		if lead {
			in.State, in.Words, in.Reason = followup.State(c.LeadState), c.LeadWords, ""
		}
		if c.NewDate != "" {
			in.NewDate = civil.MustParseISO(c.NewDate)
		}
		for i, m := range p.Measures {
			r := c.Readings[i]
			in.Readings = append(in.Readings, followup.ReadingInput{Measure: m.ID, Value: r[0], Period: r[1], None: r[0] == ""})
		}
		return t.FollowUp.SaveItem(t.ctx, t.as(key), ch, check, of, in)
	})
}

func (t *teller) publishProgress(v visited) {
	t.tell(v.host+": publish progress", func() error {
		p, err := t.FollowUp.PublishPage(t.ctx, t.as(v.dass), t.challenges[v.host])
		if err != nil {
			return err
		}
		_, err = t.FollowUp.Publish(t.ctx, t.as(v.dass), t.challenges[v.host], p.Preview.Version)
		return err
	})
}

// sixMonths: Thornbeck's first check is today; its two sides have work to do.
func (t *teller) sixMonths() {
	t.clock.Set(civil.NewDate(2027, 3, 10).Time().Add(6*time.Hour + 5*time.Minute).In(clock.London))
	t.tell("lay out the first check", func() error { return t.FollowUp.Remind(t.ctx, journey.Job) })
}
