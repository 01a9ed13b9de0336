package server

import (
	"slices"

	"peerchallenge/web/account"
	"peerchallenge/web/accuracy"
	"peerchallenge/web/agree"
	"peerchallenge/web/calendar"
	"peerchallenge/web/concern"
	"peerchallenge/web/demo"
	"peerchallenge/web/document"
	"peerchallenge/web/ending"
	"peerchallenge/web/evaluation"
	"peerchallenge/web/feed"
	"peerchallenge/web/finding"
	"peerchallenge/web/followup"
	"peerchallenge/web/home"
	"peerchallenge/web/host"
	"peerchallenge/web/info"
	"peerchallenge/web/learning"
	"peerchallenge/web/library"
	"peerchallenge/web/offer"
	"peerchallenge/web/overview"
	"peerchallenge/web/page"
	"peerchallenge/web/people"
	"peerchallenge/web/plan"
	"peerchallenge/web/practice"
	"peerchallenge/web/region"
	"peerchallenge/web/regions"
	"peerchallenge/web/report"
	"peerchallenge/web/retention"
	"peerchallenge/web/scope"
	"peerchallenge/web/selfassessment"
	"peerchallenge/web/team"
	"peerchallenge/web/visit"
)

// Features are the handlers of every feature; the wiring fills them.
type Features struct {
	Account     *account.Handlers
	Home        *home.Handlers
	Info        *info.Handlers
	Regions     *regions.Handlers
	Region      *region.Handlers
	People      *people.Handlers
	Overview    *overview.Handlers
	Scopes      *scope.Handlers
	Assessments *selfassessment.Handlers
	Documents   *document.Handlers
	Findings    *finding.Handlers
	Accuracy    *accuracy.Handlers
	Reports     *report.Handlers
	FollowUp    *followup.Handlers
	Library     *library.Handlers
	Calendar    *calendar.Handlers
	Plans       *plan.Handlers
	Feeds       *feed.Handlers
	Offers      *offer.Handlers
	Agree       *agree.Handlers
	Host        *host.Handlers
	Team        *team.Handlers
	Endings     *ending.Handlers
	Visits      *visit.Handlers
	Practice    *practice.Handlers
	Concerns    *concern.Handlers
	Evaluation  *evaluation.Handlers
	Learning    *learning.Handlers
	Retention   *retention.Handlers
	Demo        *demo.Handlers // nil outside demonstration mode
}

// Table is the route table: every address of the website, by feature. `routes
// -json` prints it.
func Table(f Features) []page.Route {
	table := slices.Concat(
		account.Routes(f.Account),
		home.Routes(f.Home),
		info.Routes(f.Info),
		regions.Routes(f.Regions),
		region.Routes(f.Region),
		people.Routes(f.People),
		overview.Routes(f.Overview),
		scope.Routes(f.Scopes),
		selfassessment.Routes(f.Assessments),
		document.Routes(f.Documents),
		finding.Routes(f.Findings),
		accuracy.Routes(f.Accuracy),
		report.Routes(f.Reports),
		followup.Routes(f.FollowUp),
		library.Routes(f.Library),
		calendar.Routes(f.Calendar),
		plan.Routes(f.Plans),
		feed.Routes(f.Feeds),
		offer.Routes(f.Offers),
		agree.Routes(f.Agree),
		host.Routes(f.Host),
		team.Routes(f.Team),
		ending.Routes(f.Endings),
		visit.Routes(f.Visits),
		practice.Routes(f.Practice),
		concern.Routes(f.Concerns),
		evaluation.Routes(f.Evaluation),
		learning.Routes(f.Learning),
		retention.Routes(f.Retention),
	)
	if f.Demo != nil {
		table = append(table, demo.Routes(f.Demo)...)
	}
	return table
}
