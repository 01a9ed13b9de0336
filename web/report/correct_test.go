package report_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/report"
	teams "peerchallenge/internal/team"
	"peerchallenge/web/page/pagetest"
)

// F8: the lead corrects a passage, another member agrees, the lead makes the new
// version final, and the director finds what changed written ready to publish.
func TestCorrection_F8_FromProposalToThePublishedPage(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.want("before final", d.get(access.Lead, "/correction"), http.StatusNotFound)
	d.final()
	_, err := d.reports.Publish(ctx, d.As(access.DASS), d.Challenge, d.publication())
	d.must(err)
	form := d.get(access.Lead, "/correction/passage?passage=summary")
	d.want("form", form, http.StatusOK)
	send := url.Values{"passage": {"summary"}, "final": {hiddenOf(form, "final")}, "body": {"The council knows most of its people."},
		"what-changed": {"“Well” said too much."}, "not-harsher": {"yes"}}
	bad := url.Values{"passage": {"summary"}, "final": {hiddenOf(form, "final")}, "body": {"My own words, kept."}}
	again := d.want("without what changed", d.post(access.Lead, "/correction/passage", bad), http.StatusUnprocessableEntity)
	if got := again.Doc.Find("#body").Text(); got != "My own words, kept." || again.Doc.Find(".govuk-error-summary a[href='#what-changed']").Length() != 1 || again.Doc.Find("#not-harsher-error").Length() != 1 {
		t.Errorf("want the words kept and the error at its field, got %q", got)
	}
	d.want("propose", d.post(access.Lead, "/correction/passage", send), http.StatusSeeOther)
	clash := d.want("the same again, unread", d.post(access.Lead, "/correction/passage", send), http.StatusConflict)
	if !strings.Contains(clash.Doc.Find("main").Text(), "proposed other words for this passage") || clash.Doc.Find("#body").Text() != send.Get("body") {
		t.Error("want both texts on a conflict")
	}
	page := d.want("expert reads it", d.get(access.Expert, "/correction"), http.StatusOK)
	if page.Doc.Find("ins").Length() == 0 || page.Doc.Find("form[action$='/correction/finalise']").Length() != 0 {
		t.Error("want the difference shown, and no button to make it final")
	}
	proposal := url.Values{"proposal": {hiddenOf(page, "proposal")}}
	d.want("own agreement", d.post(access.Lead, "/correction/agree", proposal), http.StatusConflict)
	d.want("agree", d.post(access.Expert, "/correction/agree", proposal), http.StatusSeeOther)
	page = d.want("lead", d.get(access.Lead, "/correction"), http.StatusOK)
	d.want("finalise", d.post(access.Lead, "/correction/finalise", url.Values{"state": {hiddenOf(page, "state")}}), http.StatusSeeOther)
	final := d.want("director", d.get(access.DASS, "/final-report"), http.StatusOK)
	if words := final.Doc.Find("main").Text(); !strings.Contains(words, "Corrected version, final since") || !strings.Contains(words, "“Well” said too much.") || !strings.Contains(words, "What helps carers early?") {
		t.Errorf("the final report does not say that it was corrected: %s", words)
	}
	if got := d.get(access.DASS, "/publish").Doc.Find("#what-changed").Text(); got != "“Well” said too much." {
		t.Errorf("want what changed ready for the director, got %q", got)
	}
}

func hiddenOf(a *pagetest.Answer, name string) string {
	return a.Doc.Find("main input[name='"+name+"']").First().AttrOr("value", "")
}

func (d *desk) publication() (n report.Publication) {
	d.T.Helper()
	p, err := d.reports.PublishPage(ctx, d.As(access.DASS), d.Challenge, n)
	d.must(err)
	n.Version, n.Final = p.Next, p.Final.Mark
	return n
}

// F8, F9, V6: to everybody but the team the page of corrections is not there; the
// published page says what was corrected without repeating what it was.
func TestCorrection_V6_OnlyTheTeam(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.final()
	for _, role := range outsiders {
		d.want(string(role), d.get(role, "/correction"), http.StatusNotFound)
		d.want(string(role), d.get(role, "/correction/passage?passage=summary"), http.StatusNotFound)
		d.want(string(role), d.get(role, "/reservation"), http.StatusNotFound)
		for _, part := range []string{"passage", "agree", "withdraw", "finalise"} {
			d.want(string(role), d.post(role, "/correction/"+part, url.Values{"passage": {"summary"}, "proposal": {d.Challenge.String()}}), http.StatusNotFound)
		}
	}
	for _, role := range []access.Role{access.Councillor, access.Expert} {
		d.want("a member proposes", d.get(role, "/correction/passage?passage=summary"), http.StatusNotFound)
		d.want("while on the team", d.get(role, "/reservation"), http.StatusNotFound)
	}
	d.want("no such passage", d.get(access.Lead, "/correction/passage?passage=nothing"), http.StatusNotFound)
}

// F8, V4: somebody who left after presenting finds one form and nothing of the
// challenge; refused words stay in the box, and what was recorded is shown back.
func TestReservation_F8_AfterLeaving(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.leaves(access.Councillor)
	d.want("the form", d.get(access.Councillor, "/reservation"), http.StatusOK)
	d.want("sign-off", d.get(access.Councillor, "/sign-off"), http.StatusNotFound)
	empty := d.want("no words", d.post(access.Councillor, "/reservation", url.Values{"who": {"named"}}), http.StatusUnprocessableEntity)
	if empty.Doc.Find("input[value='named'][checked]").Length() != 1 || empty.Doc.Find("#words-error").Length() != 1 {
		t.Error("want the choice kept and the error at its field")
	}
	words := url.Values{"words": {"Money was left out."}, "who": {"named"}}
	check := d.want("check", d.post(access.Councillor, "/reservation", words), http.StatusOK)
	if !strings.Contains(check.Doc.Find("main").Text(), "The team reads it now, with your name") {
		t.Error("want it said who reads it")
	}
	words.Set("confirm", "yes")
	d.want("record", d.post(access.Councillor, "/reservation", words), http.StatusSeeOther)
	if got := d.get(access.Councillor, "/reservation").Doc.Find("blockquote").Text(); !strings.Contains(got, "Money was left out.") {
		t.Errorf("want one's own words back, got %q", got)
	}
	if got := d.get(access.Lead, "/sign-off").Doc.Find("main").Text(); !strings.Contains(got, "Left the team on") {
		t.Error("want the team to see whose word it is")
	}
}

// leaves presents the findings of the story, and then takes somebody off the team.
func (d *desk) leaves(role access.Role) {
	d.T.Helper()
	d.must(db.InTx(ctx, d.DB, d.As(access.Lead), func(tx pgx.Tx) error {
		return db.ExecOne(ctx, tx, `UPDATE challenge SET presented_at = $2 WHERE id = $1`, d.Challenge, d.Clock.Now())
	}))
	d.later(time.Minute)
	service := &teams.Service{DB: d.DB, Clock: d.Clock, BaseURL: "https://example.org"}
	p, err := service.TeamPage(ctx, d.As(access.Coordinator), d.Challenge)
	d.must(err)
	for _, m := range p.Members {
		if m.PersonID == d.People[role] {
			d.must(service.RemoveMember(ctx, d.As(access.Coordinator), d.Challenge, m.ID))
		}
	}
}
