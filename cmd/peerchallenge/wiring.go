package main

import (
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"

	"peerchallenge/internal/access"
	"peerchallenge/internal/accuracy"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/concern"
	"peerchallenge/internal/council"
	"peerchallenge/internal/db"
	"peerchallenge/internal/demo"
	"peerchallenge/internal/directory"
	"peerchallenge/internal/document"
	"peerchallenge/internal/ending"
	"peerchallenge/internal/evaluation"
	"peerchallenge/internal/feed"
	"peerchallenge/internal/files"
	"peerchallenge/internal/finding"
	"peerchallenge/internal/followup"
	"peerchallenge/internal/host"
	"peerchallenge/internal/journey"
	"peerchallenge/internal/learning"
	"peerchallenge/internal/library"
	"peerchallenge/internal/live"
	"peerchallenge/internal/offer"
	"peerchallenge/internal/person"
	"peerchallenge/internal/plan"
	"peerchallenge/internal/planner/bound/highs"
	"peerchallenge/internal/practicereview"
	"peerchallenge/internal/progress"
	"peerchallenge/internal/proposing"
	"peerchallenge/internal/regionsetup"
	"peerchallenge/internal/reminder"
	"peerchallenge/internal/report"
	"peerchallenge/internal/retention"
	"peerchallenge/internal/schedule"
	"peerchallenge/internal/scope"
	"peerchallenge/internal/selfassessment"
	"peerchallenge/internal/team"
	"peerchallenge/internal/visit"
	"peerchallenge/web/account"
	webaccuracy "peerchallenge/web/accuracy"
	"peerchallenge/web/agree"
	"peerchallenge/web/calendar"
	webconcern "peerchallenge/web/concern"
	webdemo "peerchallenge/web/demo"
	webdocument "peerchallenge/web/document"
	webending "peerchallenge/web/ending"
	webevaluation "peerchallenge/web/evaluation"
	webfeed "peerchallenge/web/feed"
	webfinding "peerchallenge/web/finding"
	webfollowup "peerchallenge/web/followup"
	"peerchallenge/web/home"
	webhost "peerchallenge/web/host"
	"peerchallenge/web/info"
	weblearning "peerchallenge/web/learning"
	weblibrary "peerchallenge/web/library"
	weboffer "peerchallenge/web/offer"
	"peerchallenge/web/overview"
	"peerchallenge/web/page"
	"peerchallenge/web/people"
	webplan "peerchallenge/web/plan"
	"peerchallenge/web/practice"
	"peerchallenge/web/region"
	"peerchallenge/web/regions"
	webreport "peerchallenge/web/report"
	webretention "peerchallenge/web/retention"
	webscope "peerchallenge/web/scope"
	webassessment "peerchallenge/web/selfassessment"
	"peerchallenge/web/server"
	webteam "peerchallenge/web/team"
	webvisit "peerchallenge/web/visit"

	"github.com/google/uuid"
)

// services are all slices, on one database and one clock.
type services struct {
	demo.Services
	progress  *progress.Service
	endings   *ending.Service
	proposing *proposing.Service
	plans     *plan.Service
	feeds     *feed.Service
	changes   *live.Hub // tells open pages; connected by serve alone
}

// newServices wires the slices. The demonstration calls it too, on its own
// transaction and clock.
func newServices(b db.Beginner, clk clock.Clock, store *files.Local, c config) services {
	members := &person.Service{DB: b, Clock: clk, BaseURL: c.BaseURL}
	s := services{
		Services: demo.Services{
			People:      members,
			Regions:     &regionsetup.Service{DB: b, Clock: clk, People: members},
			Directory:   &directory.Service{DB: b, Clock: clk, People: members},
			Councils:    &council.Service{DB: b, Clock: clk},
			Schedule:    &schedule.Service{DB: b, Clock: clk, BaseURL: c.BaseURL},
			Offers:      &offer.Service{DB: b, Clock: clk, BaseURL: c.BaseURL, People: members},
			Host:        &host.Service{DB: b, Clock: clk, BaseURL: c.BaseURL, People: members},
			Team:        &team.Service{DB: b, Clock: clk, BaseURL: c.BaseURL},
			Scopes:      &scope.Service{DB: b, Clock: clk, BaseURL: c.BaseURL},
			Assessments: &selfassessment.Service{DB: b, Clock: clk, BaseURL: c.BaseURL, People: members},
			Documents:   &document.Service{DB: b, Clock: clk, Files: store, MaxBytes: c.MaxUpload << 20, BaseURL: c.BaseURL},
			Findings:    &finding.Service{DB: b, Clock: clk, BaseURL: c.BaseURL},
			Accuracy:    &accuracy.Service{DB: b, Clock: clk, BaseURL: c.BaseURL},
			Reports:     &report.Service{DB: b, Clock: clk, BaseURL: c.BaseURL, Render: webreport.Page},
			FollowUp:    &followup.Service{DB: b, Clock: clk, BaseURL: c.BaseURL, Render: webfollowup.Part},
			Practice:    &practicereview.Service{DB: b, Clock: clk, BaseURL: c.BaseURL},
			Concerns:    &concern.Service{DB: b, Clock: clk, BaseURL: c.BaseURL},
			Journey:     &journey.Service{DB: b, Clock: clk, BaseURL: c.BaseURL},
			Reminders:   &reminder.Service{DB: b, Clock: clk, BaseURL: c.BaseURL},
			Visits:      &visit.Service{DB: b, Clock: clk, BaseURL: c.BaseURL, People: members},
			Learning:    &learning.Service{DB: b, Clock: clk},
			Evaluation:  &evaluation.Service{DB: b, Clock: clk, BaseURL: c.BaseURL, People: members},
			Retention:   &retention.Service{DB: b, Clock: clk, BaseURL: c.BaseURL},
		},
		progress: &progress.Service{DB: b, Clock: clk, BaseURL: c.BaseURL},
		endings:  &ending.Service{DB: b, Clock: clk, BaseURL: c.BaseURL},
		feeds:    &feed.Service{DB: b, Clock: clk, BaseURL: c.BaseURL},
		changes:  &live.Hub{Log: slog.Default()},
	}
	// the solver is compiled when it is first needed, once for each data folder
	planning := &proposing.Worker{DB: b, Clock: clk, Engine: highs.New(filepath.Join(c.DataDir, "solver")), Log: slog.Default()}
	s.proposing = &proposing.Service{DB: b, Clock: clk, Worker: planning}
	s.plans = &plan.Service{DB: b, Clock: clk, BaseURL: c.BaseURL, Schedule: s.Schedule, Team: s.Team}
	return s
}

// verbs are everything that can be done, collected from the slices.
func verbs() []access.Verb {
	var all []access.Verb
	for _, list := range [][]access.Verb{{challenge.MoveStage}, ending.Verbs, council.Verbs, regionsetup.Verbs, directory.Verbs, schedule.Verbs, offer.Verbs, proposing.Verbs, plan.Verbs, host.Verbs, team.Verbs, scope.Verbs, selfassessment.Verbs,
		document.Verbs, practicereview.Verbs, concern.Verbs, finding.Verbs, accuracy.Verbs, report.Verbs, followup.Verbs, visit.Verbs, evaluation.Verbs, learning.Verbs, retention.Verbs} {
		all = append(all, list...)
	}
	return all
}

// newFeatures wires the pages.
func newFeatures(s services, public db.Beginner, c config) server.Features {
	return server.Features{
		Account:     &account.Handlers{People: s.People, Help: account.Helpline{Phone: c.Phone}},
		Home:        &home.Handlers{Progress: s.progress, Reminders: s.Reminders},
		Info:        &info.Handlers{Contact: c.Phone},
		Regions:     &regions.Handlers{Setup: s.Regions},
		Region:      &region.Handlers{Councils: s.Councils},
		People:      &people.Handlers{Directory: s.Directory},
		Overview:    &overview.Handlers{Progress: s.progress},
		Scopes:      &webscope.Handlers{Scopes: s.Scopes},
		Assessments: &webassessment.Handlers{Assessments: s.Assessments},
		Documents:   &webdocument.Handlers{Documents: s.Documents},
		Findings:    &webfinding.Handlers{Findings: s.Findings},
		Accuracy:    &webaccuracy.Handlers{Accuracy: s.Accuracy},
		Reports:     &webreport.Handlers{Reports: s.Reports},
		FollowUp:    &webfollowup.Handlers{FollowUp: s.FollowUp},
		Library:     &weblibrary.Handlers{Library: &library.Service{DB: public}},
		Calendar:    &calendar.Handlers{Schedule: s.Schedule},
		Offers:      &weboffer.Handlers{Offers: s.Offers},
		Plans:       &webplan.Handlers{Plans: s.plans, Proposing: s.proposing, Hub: s.changes},
		Feeds:       &webfeed.Handlers{Feeds: s.feeds},
		Agree:       &agree.Handlers{Schedule: s.Schedule},
		Host:        &webhost.Handlers{Hosts: s.Host},
		Team:        &webteam.Handlers{Teams: s.Team},
		Endings:     &webending.Handlers{Endings: s.endings},
		Visits:      &webvisit.Handlers{Visits: s.Visits},
		Practice:    &practice.Handlers{Reviews: s.Practice},
		Concerns:    &webconcern.Handlers{Concerns: s.Concerns},
		Learning:    &weblearning.Handlers{Learning: s.Learning},
		Evaluation:  &webevaluation.Handlers{Evaluation: s.Evaluation},
		Retention:   &webretention.Handlers{Retention: s.Retention},
	}
}

// addDemo opens the door of the demonstration: the people to be, the mails, and
// the day.
func (a *app) addDemo(f *server.Features) error {
	groups, err := demo.Groups()
	if err != nil {
		return fmt.Errorf("demonstration: %w", err)
	}
	day, ok := a.clock.(*demo.Day)
	if !ok {
		return errors.New("the demonstration has a clock of its own")
	}
	f.Demo = &webdemo.Handlers{Visitor: &demo.Visitor{DB: a.db.app}, Mails: a.catcher, Groups: groups, Day: day, Work: a.dayWork,
		Enter: func(r *page.Request, who uuid.UUID) error {
			_, err := account.Enter(r, a.services.People, who)
			return err
		}}
	f.Account.Demonstration = f.Demo.Chooser()
	return nil
}
