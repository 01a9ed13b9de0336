package demo

import (
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/cycle"
	"peerchallenge/internal/db"
	"peerchallenge/internal/offer"
	"peerchallenge/internal/team"
)

// offered is what one council offers for the next cycle, in short: months are
// "2028-10 2028-11", people "key role visits" with a star for experience.
type offered struct {
	council, dass, on string
	closed, lookAt    string
	months, people    string
	assessment        string
	typed             bool // by the coordinator, on the telephone
}

var offers = []offered{
	{council: "Ashcombe", dass: "dass-preparing", on: "2027-03-02 10:10", months: "2029-05 2029-06", closed: "12 February 2029 to 23 February 2029: budget council",
		lookAt: "How the new front door works for carers.", people: "senior-manager contributor-2-preparing 5; psw psw-ashcombe 3"},
	{council: "Brindleport", dass: "dass-reading", on: "2027-03-03 16:40", months: "2029-03 2029-04 2029-10", lookAt: "Market sustainability in the coastal towns.", people: "senior-manager senior-manager-brindleport 5; psw host-psw 3*"},
	{council: "Calderwick", dass: "dass-fact-check", on: "2027-03-04 09:20", months: "2028-11", people: "councillor lead-member-fact-check 4; psw psw-calderwick 3*", closed: "4 December 2028 to 15 December 2028: move of the council’s offices"},
	{council: "Dunmere", dass: "dass-on-site", on: "2027-03-05 14:00", months: "2029-09 2029-10", lookAt: "What came of the findings about waiting.", people: "psw psw-dunmere 3*"},
	{council: "Hollinsea", dass: "dass-closed", on: "2027-03-01 11:30", months: "2028-09 2028-10", people: "councillor councillor-hollinsea 4*; senior-manager senior-manager-drafting 5*; psw psw-hollinsea 3*", typed: true},
	{council: "Kestrelton", dass: "dass-published", on: "2027-02-25 09:00", months: "2029-11 2030-03", people: "councillor councillor-finalising 4*; psw psw-kestrelton 3", assessment: "1 October 2028 to 31 December 2028: assessment by the Care Quality Commission (CQC) expected"},
	{council: "Larkwater", dass: "dass-final", on: "2027-03-01 12:15", months: "2029-02 2029-03", people: "councillor councillor-on-site 4*; psw psw-final 3", lookAt: "Co-production: how early people are asked."},
	{council: "Marlfield", dass: "dass-marlfield", on: "2027-03-02 15:45", months: "2029-06", people: "councillor councillor-marlfield 4; psw psw-marlfield 3", closed: "9 July 2029 to 20 July 2029: joint inspection of children’s services expected; 1 March 2029: council tax meeting"},
	{council: "Oxenbury", dass: "dass-scheduled", on: "2027-03-04 17:05", people: "senior-manager senior-manager-oxenbury 5*; psw psw-oxenbury 3"},
	{council: "Stavenholm", dass: "dass-finalising", on: "2027-03-03 08:50", months: "2030-02 2030-03", people: "senior-manager senior-manager-stavenholm 5*; psw psw-stavenholm 3*"},
	{council: "Thornbeck", dass: "dass-follow-up", on: "2027-02-26 13:30", months: "2029-11", people: "senior-manager senior-manager-thornbeck 5*; psw psw-thornbeck 3", lookAt: "Hospital discharge in winter."},
	{council: "Wrenhaven", dass: "dass-drafting", on: "2027-03-05 10:30", months: "2030-05 2030-06", people: "senior-manager senior-manager-wrenhaven 5; psw psw-wrenhaven 3"},
}

// others are those whom the coordinator named: key, role, visits.
const others = "lead lead-on-site 3*; lead lead-fact-check 3*; lead lead-final 3*; lead lead-reading 3*; lead lead-follow-up 3*; expert expert-on-site 4*; expert expert-fact-check 4*; expert expert-final 4*; expert expert-preparing 4; expert expert-2 4"

// gathering: the next cycle is opened and gathered. Two councils have not answered
// (one has a draft), nor have several people.
func (t *teller) gathering(b db.Beginner) {
	t.on("2027-02-22 09:30")
	var next uuid.UUID
	t.tell("open the next cycle", func() (err error) {
		next, err = t.Schedule.OpenCycle(t.ctx, t.as("coordinator"), cycle.Opening{Region: t.region, Name: "2028 to 2030", FirstDay: civil.NewDate(2028, 9, 1), LastDay: civil.NewDate(2030, 8, 31)})
		if err == nil {
			err = t.Offers.Open(t.ctx, t.as("coordinator"), next, civil.NewDate(2027, 3, 26))
		}
		return err
	})
	t.schoolHolidays()
	for _, list := range strings.Split(others, "; ") {
		role, key, o := readOffer(list)
		t.tell("name "+key, func() error {
			p, err := t.persona(key)
			if err != nil {
				return err
			}
			o.Name, o.Email, o.Role = p.Name, p.Email(), role
			_, err = t.Offers.Name(t.ctx, t.as("coordinator"), next, offer.Named{Offered: o})
			return err
		})
	}
	for _, o := range offers {
		t.on(o.on)
		t.tell(o.council+" offers", func() error { return t.offer(b, next, o) })
	}
	t.tell("Pellimoor keeps a draft", func() error {
		return t.Offers.SaveDraft(t.ctx, t.as("dass-pellimoor"), next, "pellimoor", map[string][]string{"look_at": {"Perhaps reablement; to be agreed with the cabinet member first."},
			"months": {"2029-10-01"}, "version": {"0"}, "rows": {"2"}})
	})
	t.answers(next)
	t.on("2027-03-08 09:15")
	t.tell("remind Northwell", func() error {
		_, err := t.Offers.Remind(t.ctx, t.as("coordinator"), next, []uuid.UUID{t.councils["Northwell and Upper Tarn"]}, nil)
		return err
	})
}

func readOffer(line string) (role offer.Role, key string, o offer.Offered) {
	words := strings.Fields(line)
	o.Experienced = strings.HasSuffix(words[2], "*")
	o.MaxVisits = int(words[2][0] - '0')
	return offer.Role(strings.ReplaceAll(words[0], "-", "_")), words[1], o
}

func (t *teller) persona(key string) (Persona, error) {
	cast, err := Cast()
	for _, p := range cast {
		if p.Key == key {
			return p, nil
		}
	}
	return Persona{}, err
}

func (t *teller) offer(b db.Beginner, next uuid.UUID, o offered) error {
	a := offer.CouncilAnswer{LookAt: o.lookAt, SignedName: name(t, o.dass)}
	a.Closed, _ = offer.ParseRanges(o.closed)
	a.Assessments, _ = offer.ParseRanges(o.assessment)
	for _, m := range strings.Fields(o.months) {
		a.Months = append(a.Months, civil.MustParseISO(m+"-01"))
	}
	for _, line := range strings.Split(o.people, "; ") {
		role, key, p := readOffer(line)
		p.ID, p.Role = t.people[key], role
		a.People = append(a.People, p)
	}
	as := t.as(o.dass)
	if o.typed {
		as, a.SignedName = t.as("coordinator"), ""
	}
	slug, err := t.slug(b, o.council)
	if err != nil {
		return err
	}
	return t.Offers.SendCouncil(t.ctx, as, next, slug, a)
}

func name(t *teller, key string) string {
	p, err := t.persona(key)
	t.must("find "+key, err)
	return p.Name
}

func (t *teller) slug(b db.Beginner, name string) (slug string, err error) {
	err = db.Read(t.ctx, b, t.as("coordinator"), func(tx pgx.Tx) error {
		slug, err = db.Value[string](t.ctx, tx, `SELECT slug FROM council WHERE id = $1`, t.councils[name])
		return err
	})
	return slug, err
}

// answers: most people have said yes; one no; one was asked by telephone.
func (t *teller) answers(next uuid.UUID) {
	t.on("2027-03-06 10:00")
	for _, key := range []string{"expert-on-site", "expert-fact-check", "expert-final", "expert-preparing"} {
		format := team.OnThePage
		if key == "expert-final" {
			format = team.ByTelephone
		}
		t.tell("promise "+key, func() error {
			p := team.Promise{PersonID: t.people[key], Hours: "About 25 hours: reading, three days on site, and the report.", Payment: "£150 a day, paid within 30 days.",
				Expenses: "Trains and taxis are booked for you; meals are paid back.", Benefits: "Payment may affect benefits. Citizens Advice helps free of charge.",
				Buddy: "Samira Haddad", Support: "A talk before and after each day, and a supporter may come along.", Format: format}
			err := t.Offers.SavePromise(t.ctx, t.as("coordinator"), next, p, false)
			if err == nil && format == team.ByTelephone {
				err = t.Offers.ReadOut(t.ctx, t.as("coordinator"), next, p.PersonID)
			}
			return err
		})
	}
	until := 2025
	away, _ := offer.ParseRanges("6 August 2029 to 24 August 2029")
	trained := offer.PersonAnswer{Yes: true, RoleOn: civil.NewDate(2026, 6, 4), CoProductionOn: civil.NewDate(2026, 6, 11), Undertaking: true}
	for _, x := range []struct {
		key    string
		change func(a *offer.PersonAnswer)
	}{
		{"lead-on-site", nil}, {"lead-fact-check", nil}, {"lead-final", nil}, {"lead-follow-up", nil}, {"psw-final", nil}, {"psw-kestrelton", nil}, {"psw-thornbeck", nil}, {"host-psw", nil}, {"psw-dunmere", nil},
		{"senior-manager-thornbeck", func(a *offer.PersonAnswer) { a.Away = away }},
		{"senior-manager-stavenholm", func(a *offer.PersonAnswer) {
			a.Links = []offer.Link{{CouncilID: t.councils["Wrenhaven"], Kind: offer.FormerEmployer, UntilYear: &until, Words: "Team manager there"}}
		}},
		{"senior-manager-brindleport", func(a *offer.PersonAnswer) {
			a.Links = []offer.Link{{CouncilID: t.councils["Oxenbury"], Kind: offer.Relation}}
		}},
		{"expert-on-site", func(a *offer.PersonAnswer) {
			a.Needs, a.LeadMaySee = "Step-free rooms, and breaks every hour.", true
			a.Links = []offer.Link{{CouncilID: t.councils["Ashcombe"], Kind: offer.DrawsOnCare}}
		}},
		{"expert-final", nil}, {"councillor-finalising", nil}, {"councillor-on-site", func(a *offer.PersonAnswer) { a.Away = away }},
		{"councillor-marlfield", func(a *offer.PersonAnswer) { *a = offer.PersonAnswer{No: true} }},
	} {
		a := trained
		if x.change != nil {
			x.change(&a)
		}
		t.tell(x.key+" answers", func() error { return t.Offers.AnswerPerson(t.ctx, t.as(x.key), next, t.people[x.key], a) })
	}
	t.on("2027-03-07 14:20")
	t.tell("a councillor by telephone", func() error {
		return t.Offers.AnswerPerson(t.ctx, t.as("coordinator"), next, t.people["councillor-hollinsea"], offer.PersonAnswer{Yes: true, Away: away})
	})
}
