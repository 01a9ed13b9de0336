package followup

import (
	"bytes"
	"context"
	"net/http"
	"strconv"

	"github.com/google/uuid"

	"peerchallenge/internal/followup"
	"peerchallenge/internal/problem"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// partView is progress for everybody, ready to print.
type partView struct {
	Council, Line string
	Checks        []checkedView
	Series        []seriesView
	Next, Mark    string
}

// Part makes the public part that stands beside a published report: without
// script, cookie or anybody's name. The wiring hands it to followup.Service.
func Part(p followup.Public) ([]byte, error) {
	var b bytes.Buffer
	err := publicPart(toPart(p)).Render(context.Background(), &b)
	return b.Bytes(), err
}

func toPart(p followup.Public) partView {
	v := partView{Council: p.Council, Mark: p.Mark, Line: "Published by " + p.Council + " on " + p.PublishedOn.Long() + ". The council and the lead of the team each say how they see it. The report itself is not changed."}
	for _, c := range p.Checks {
		one := checkedView{Title: page.Upper(followup.CheckName(c.Number)), Line: silentWords(c.Silent, p.Council)}
		if one.Line == "" {
			one.Line = "Closed on " + c.On.Long() + "."
		}
		for _, i := range c.Items {
			one.Items = append(one.Items, sides{Title: numbered(i.Number, i.Title), Host: publicSide(p.Council+" says", i.Host), Lead: publicSide("The lead of the team says", i.Lead)})
		}
		v.Checks = append(v.Checks, one)
	}
	for i, t := range p.Tracks {
		v.Series = append(v.Series, newSeries("measure-"+strconv.Itoa(i+1), t))
	}
	if !p.NextDue.IsZero() {
		v.Next = "Next progress due " + ui.Month(p.NextDue.Time()) + "."
	}
	return v
}

func publicSide(by string, i *followup.Item) side {
	v := side{By: by, Words: "Did not answer."}
	if i != nil {
		v.say(*i)
	}
	return v
}

type checkPublishView struct {
	checkView
	Part partView
}

// CheckPublish shows the director exactly what everyone would read.
func (h *Handlers) CheckPublish(w http.ResponseWriter, r *page.Request) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	return h.checkPublish(w, r, of, http.StatusOK, nil)
}

func (h *Handlers) checkPublish(w http.ResponseWriter, r *page.Request, of uuid.UUID, status int, p *problem.Problem) error {
	v, err := h.FollowUp.PublishPage(r.Context(), r.Actor, of)
	if err != nil {
		return err
	}
	m := checkPublishView{Part: toPart(v.Preview), checkView: checkView{Caption: v.HostCouncil, Title: "Check before you publish progress", asked: askedOf(p)}}
	m.Check = ui.Check{Rows: []ui.SummaryRow{{Key: "What", Value: "Progress at " + page.Counted(len(v.Preview.Checks), "check", "checks") + ", and " + page.Counted(len(v.Preview.Tracks), "measure", "measures")},
		{Key: "Where", Value: "Beside the published report, as a part of its own"}, {Key: "Date", Value: "Today, " + v.Today.LongWeekday()}},
		To: "everyone. Nobody needs to sign in.", After: "The report itself does not change. Newer progress takes the place of this one; this one is kept.",
		Action: part(of, "progress/publish"), Button: followup.Publish.Label, Hidden: []ui.HiddenValue{{Name: "version", Value: strconv.Itoa(v.Preview.Version)}}}
	c := r.ChallengeChrome(m.Title, v.Head, ui.Link{Text: "Progress", Href: progressPath(of)})
	c.HasErrors = p != nil
	return r.Render(w, status, checkPublishPage(c, m))
}

// Publish publishes what was checked.
func (h *Handlers) Publish(w http.ResponseWriter, r *page.Request) error {
	of, err := r.ID("challenge")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(w)
	if err != nil {
		return err
	}
	p, err := h.FollowUp.Publish(r.Context(), r.Actor, of, version(f))
	if refused, ok := page.Refused(err); ok {
		return h.checkPublish(w, r, of, page.StatusOf(refused.Kind), refused)
	}
	if err != nil {
		return err
	}
	return r.Redirect(w, progressPath(of), "Published. Everyone can read it at "+ui.ReportPath(p.CouncilSlug, p.First.String())+".")
}
