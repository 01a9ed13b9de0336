package demo

import (
	"github.com/google/uuid"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/finding"
	"peerchallenge/internal/visit"
)

// programmes is the data file of the days on site: by host, and under "" what
// every other host had.
type programmes struct {
	Wanted []visit.Audience
	Hosts  map[string][]sessionText
	Topics []string
	Line   string
	Told   []string
}

type sessionText struct {
	Day                                 int
	Starts, Ends, Kind, Audience, Title string
	Place, Room, Lead, Notes            string
	WasNotes                            string `json:"was_notes"` // who was to take notes first, which clashed
	Address, Map, Getting               string
	Travel                              int
	Access, Interpreter                 string
	Met, Booked, Whole                  bool
	Size, Reason, Needs, Organiser      string
	Coming                              *int
	Names                               []string
	Questions                           [][2]string
}

// plan is a programme while it is told.
type plan struct {
	host, officer string
	slots         map[string]uuid.UUID // lead, councillor, manager1, manager2, expert
	days          []civil.Date
	sessions      []sessionText
	ids           []uuid.UUID
}

func (t *teller) planOf(host, officer string, first civil.Date) *plan {
	var file programmes
	t.must("read the programmes", readJSON("programmes.json", &file))
	p := &plan{host: host, officer: officer, slots: map[string]uuid.UUID{}, sessions: file.Hosts[host]}
	if p.sessions == nil {
		p.sessions = file.Hosts[""]
	}
	managers := []string{"manager1", "manager2"}
	t.eachOfTeam(host, func(role access.Role, key string) error {
		slot := string(role)
		if role == access.SeniorManager {
			slot, managers = managers[0], managers[1:]
		}
		p.slots[slot] = t.people[key]
		return nil
	})
	for d := first; len(p.days) < 3; d = civil.AddWorkingDays(d, 1) {
		p.days = append(p.days, d)
	}
	return p
}

// wanted has the lead say which kinds of people to meet.
func (t *teller) wanted(host, lead string) {
	var file programmes
	t.must("read the programmes", readJSON("programmes.json", &file))
	t.tell(host+": kinds of people wanted", func() error {
		return t.Visits.SayWanted(t.ctx, t.as(lead), t.challenges[host], file.Wanted)
	})
}

func (t *teller) build(p *plan) {
	for _, s := range p.sessions {
		t.tell(p.host+": session “"+s.Title+"”", func() error {
			id, err := t.Visits.Add(t.ctx, t.as(p.officer), t.challenges[p.host], p.details(s, s.WasNotes != ""))
			p.ids = append(p.ids, id)
			return err
		})
	}
}

func (p *plan) details(s sessionText, first bool) visit.Details {
	starts, _ := visit.ParseClock(s.Starts)
	ends, _ := visit.ParseClock(s.Ends)
	size := visit.SixToEight
	if s.Size != "" {
		size = visit.Size(s.Size)
	}
	notes := s.Notes
	if first {
		notes = s.WasNotes
	}
	return visit.Details{Kind: visit.Kind(s.Kind), Audience: visit.Audience(s.Audience), Title: s.Title, Day: p.days[s.Day-1], Starts: starts, Ends: ends,
		Place: s.Place, Room: s.Room, Address: s.Address, MapLink: s.Map, GettingThere: s.Getting, Travel: s.Travel, AccessNeeds: s.Access, AccessMet: s.Met,
		Interpreter: s.Interpreter, InterpreterBooked: s.Booked, Size: size, SizeReason: s.Reason, WholeTeam: s.Whole, LeadID: p.slot(s.Lead), NotesID: p.slot(notes)}
}

func (p *plan) slot(name string) *uuid.UUID {
	if who, ok := p.slots[name]; ok && name != "" {
		return &who
	}
	return nil
}

func (t *teller) share(p *plan) {
	t.tell(p.host+": share the programme", func() error {
		return t.Visits.ShareProgramme(t.ctx, t.as(p.officer), t.challenges[p.host])
	})
}

// mend undoes the one clash of a programme.
func (t *teller) mend(p *plan) {
	for i, s := range p.sessions {
		if s.WasNotes != "" && i < len(p.ids) {
			t.tell(p.host+": mend a clash", func() error {
				return t.Visits.Change(t.ctx, t.as(p.officer), t.challenges[p.host], p.ids[i], 1, p.details(s, false))
			})
		}
	}
}

// invite has the organisers invite people; given says whether briefings are out.
func (t *teller) inviteGroups(p *plan, given bool) {
	ch := t.challenges[p.host]
	for i, s := range p.sessions {
		if i >= len(p.ids) || (s.Names == nil && s.Coming == nil && s.Organiser == "") {
			continue
		}
		organiser := p.officer
		if s.Organiser != "" {
			organiser = s.Organiser
		}
		id, as := p.ids[i], t.as(organiser)
		t.tell(p.host+": who invites to “"+s.Title+"”", func() error {
			return t.Visits.GiveOrganiser(t.ctx, t.as(p.officer), ch, id, t.people[organiser])
		})
		for _, name := range s.Names {
			t.tell(p.host+": a name", func() error { return t.Visits.AddInvitation(t.ctx, as, ch, id, name) })
		}
		if given && s.Names != nil {
			t.tell(p.host+": who comes", func() error { return t.comes(as, ch, id) })
		}
		if s.Coming != nil || s.Needs != "" {
			t.tell(p.host+": how many come", func() error { return t.Visits.SayExpected(t.ctx, as, ch, id, s.Coming, s.Needs) })
		}
		if given {
			t.tell(p.host+": briefing given", func() error { return t.Visits.GiveBriefing(t.ctx, as, ch, id) })
		}
	}
}

// comes notes that everybody invited comes, but the first on the list, who has not answered.
func (t *teller) comes(as access.Actor, ch, id uuid.UUID) error {
	list, err := t.Visits.Organise(t.ctx, as, ch, id)
	if err != nil || len(list.Invitations) == 0 {
		return err
	}
	yes := true
	for _, i := range list.Invitations[1:] {
		if err := t.Visits.AnswerInvitation(t.ctx, as, ch, id, i.ID, &yes); err != nil {
			return err
		}
	}
	return nil
}

// programme tells a visit's programme from the kinds of people wanted to its being built.
func (t *teller) programme(host, officer, lead string, days [5]string) *plan {
	first := days[4]
	if first == "" {
		first = "2027-03-23" // Brindleport, which is still reading
	}
	t.on(days[2] + " 16:30")
	t.wanted(host, lead)
	p := t.planOf(host, officer, civil.MustParseISO(first))
	t.build(p)
	t.plans[host] = p
	return p
}

// shareProgramme on the day that reading opens; people are invited a week later.
func (t *teller) shareProgramme(p *plan, day string) {
	t.on(day + " 09:00")
	t.share(p)
	if p.host == "Brindleport" {
		t.inviteGroups(p, false)
	}
	if p.host == "Dunmere" {
		t.on("2027-02-22 10:00")
		t.mend(p)
		t.on("2027-02-23 11:00")
		t.inviteGroups(p, true)
	}
}

// dunmereDays: numbers, questions and the first day, which is over.
func (t *teller) dunmereDays(v visited) {
	ch, p := t.challenges[v.host], t.plans[v.host]
	for key, phone := range map[string]string{v.lead: "01632 960 114", v.officer: "01632 960 187"} {
		t.tell("Dunmere: a number", func() error { return t.Visits.SaveNumber(t.ctx, t.as(key), ch, phone) })
	}
	t.on("2027-03-08 15:00")
	for i, s := range p.sessions {
		for _, q := range s.Questions {
			t.tell("Dunmere: a question", func() error { return t.Visits.AddQuestion(t.ctx, t.as(q[0]), ch, p.ids[i], q[1]) })
		}
	}
	t.on("2027-03-09 16:10")
	for _, n := range []struct{ by, body string }{
		{"councillor-on-site", "They take turns at the telephone, and each keeps a list of their own. Nobody sees all the lists together."},
		{"councillor-on-site", "Proud of the new duty desk. They would like to hear what becomes of people they pass on."},
	} {
		t.tell("Dunmere: a note at a session", func() error {
			return t.Findings.AddNote(t.ctx, t.as(n.by), ch, finding.NewNote{Source: "heard", Body: n.body, Session: p.ids[1], SentOnce: uuid.NewString()})
		})
	}
	t.dunmereTalk(v)
	t.tell("Dunmere: somebody tells the team", func() error {
		var file programmes
		if err := readJSON("programmes.json", &file); err != nil {
			return err
		}
		sheet, err := t.Visits.Sheet(t.ctx, t.as(v.officer), ch, p.ids[2])
		if err != nil {
			return err
		}
		return t.Visits.TellTeam(t.ctx, *sheet.Session.Token, uuid.New(), file.Told[0])
	})
}

// dunmereTalk: the team's own meeting, then lead and director.
func (t *teller) dunmereTalk(v visited) {
	ch, day := t.challenges[v.host], civil.NewDate(2027, 3, 9)
	t.on("2027-03-09 17:20")
	t.tell("Dunmere: every member is heard", func() error {
		daily, err := t.Visits.Daily(t.ctx, t.as(v.lead), ch)
		if err != nil {
			return err
		}
		var all []uuid.UUID
		for _, m := range daily.Members {
			all = append(all, m.PersonID)
		}
		return t.Visits.SaveHeard(t.ctx, t.as(v.lead), ch, day, all)
	})
	var file programmes
	t.must("read the programmes", readJSON("programmes.json", &file))
	lines := ""
	for _, topic := range file.Topics {
		lines += topic + "\n"
	}
	t.on("2027-03-09 17:45")
	t.tell("Dunmere: topics", func() error { return t.Visits.SaveTopics(t.ctx, t.as(v.lead), ch, day, 0, lines) })
	t.on("2027-03-09 18:05")
	t.tell("Dunmere: the director's line", func() error { return t.Visits.SaveLine(t.ctx, t.as(v.dass), ch, day, file.Line) })
}

// ashcombeProgramme is being built: it clashes, and carers and partners are missing.
func (t *teller) ashcombeProgramme() {
	t.on("2027-03-05 09:30")
	t.wanted("Ashcombe", "lead-preparing")
	p := t.planOf("Ashcombe", "link-officer-preparing", civil.NewDate(2027, 5, 11))
	t.on("2027-03-08 16:00")
	t.build(p)
	t.inviteGroups(p, false)
}
