package demo

import (
	"embed"
	"encoding/json"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/concern"
	"peerchallenge/internal/db"
	"peerchallenge/internal/practicereview"
)

//go:embed data/practice.json
var practiceData embed.FS

// practiceBook is what the reviewers of the story write: the same words at several
// hosts would be too much of a coincidence, so each host takes its own findings.
type practiceBook struct {
	Why      string            `json:"why"`
	Wanted   map[string]int    `json:"wanted"`
	Counted  map[string]int    `json:"counted"`
	Learning []string          `json:"learning"`
	Answers  []string          `json:"answers"`
	Groups   []practiceGroup   `json:"groups"`
	Findings []practiceFinding `json:"findings"`
	Differ   string            `json:"differ"`
	Wrong    [2]string         `json:"wrong"` // a correction of fact, and its answer
}

type practiceGroup struct {
	Kind, Starts, Place, Themes, Conditions string
	Day                                     int // days after today, when it is still to come
	Expected, Came                          int
	HostPSW                                 bool
	Reason                                  string
}

type practiceFinding struct {
	Hosts             []string
	Kind, Title, Text string
	Files, Groups     int
}

// review is one practice review of the story: who makes it, and how far it came.
type review struct {
	host, dass, hostPSW, first, second string
	officer                            string
	sample, done, handed               string // moments; empty: not yet
	entries                            int    // finished, when not handed over; -1: all
}

// practiceReview tells one.
func (t *teller) practiceReview(r review) {
	var b practiceBook
	raw, err := practiceData.ReadFile("data/practice.json")
	if err == nil {
		err = json.Unmarshal(raw, &b)
	}
	t.must("read the practice review", err)
	ch := t.challenges[r.host]
	t.on(r.sample)
	t.contacts(r)
	t.tell(r.host+": the sample", func() error {
		if err := t.Practice.ProposeSample(t.ctx, t.as(r.first), ch, practicereview.Proposal{Wanted: b.Wanted, Why: b.Why}); err != nil {
			return err
		}
		for _, key := range []string{r.second, r.hostPSW} {
			if err := t.Practice.AgreeSample(t.ctx, t.as(key), ch, 1); err != nil {
				return err
			}
		}
		if err := t.Practice.CountReferences(t.ctx, t.as(r.hostPSW), ch, b.Counted); err != nil {
			return err
		}
		return t.Practice.DrawFiles(t.ctx, t.as(r.second), ch)
	})
	t.on(r.done)
	t.tell(r.host+": entries", func() error { return t.entries(r, b) })
	var groups []uuid.UUID
	for _, g := range b.Groups {
		if g.Day > 0 && r.handed != "" {
			continue // planned only where the review goes on
		}
		t.tell(r.host+": a group", func() error {
			id, err := t.focusGroup(r, g)
			groups = append(groups, id)
			return err
		})
	}
	t.tell(r.host+": practice findings", func() error { return t.practiceFindings(r, b, groups) })
	if r.handed != "" {
		t.on(r.handed)
		t.tell(r.host+": the practice findings go", func() error { return t.handPractice(r, b) })
	}
}

func (t *teller) entries(r review, b practiceBook) error {
	ch := t.challenges[r.host]
	p, err := t.Practice.Page(t.ctx, t.as(r.first), ch)
	if err != nil {
		return err
	}
	for i, f := range p.Files {
		e := practicereview.Entry{Learning: b.Learning[i%len(b.Learning)], Answers: map[string]string{}, AgeBand: []string{"65 and over", "18 to 64"}[i%2],
			TeamType: []string{"Locality or community", "Hospital", "Front door"}[i%3]}
		if r.entries >= 0 && i >= r.entries {
			if i > r.entries {
				break
			}
			e.Learning = "" // one is begun
		} else {
			e.Done, e.Overall = true, b.Answers[(i+1)%len(b.Answers)]
		}
		n := 0
		for _, s := range p.Rules.Practice.Sections {
			for _, q := range s.Questions {
				if n++; e.Done || n < 9 {
					e.Answers[q.ID] = b.Answers[(n+i)%len(b.Answers)]
				}
			}
		}
		if _, err := t.Practice.SaveEntry(t.ctx, t.as([]string{r.first, r.second}[i%2]), ch, f.ID, e); err != nil {
			return err
		}
	}
	return nil
}

func (t *teller) focusGroup(r review, g practiceGroup) (uuid.UUID, error) {
	in := practicereview.GroupInput{HostPSWAnswered: true}
	in.Kind, in.Starts, in.Place, in.Expected, in.SizeReason, in.HostPSWIn = g.Kind, g.Starts, g.Place, g.Expected, g.Reason, g.HostPSW
	in.Reach = "Write to " + Persona{Key: r.first}.Email() + ", or ring 01632 960184 and ask for a visiting reviewer."
	in.MeetsOn = civil.Of(t.clock.Now())
	if g.Day > 0 { // still to come
		in.MeetsOn = First.AddDays(g.Day)
	} else {
		in.Came, in.Themes, in.Conditions = &g.Came, g.Themes, g.Conditions
	}
	return t.Practice.SaveGroup(t.ctx, t.as(r.second), t.challenges[r.host], in)
}

func (t *teller) practiceFindings(r review, b practiceBook, groups []uuid.UUID) error {
	ch := t.challenges[r.host]
	p, err := t.Practice.Page(t.ctx, t.as(r.first), ch)
	if err != nil {
		return err
	}
	for i, f := range b.Findings {
		if !has(f.Hosts, r.host) {
			continue
		}
		in := practicereview.FindingInput{Kind: practicereview.Kind(f.Kind), Title: f.Title, Text: strings.ReplaceAll(f.Text, "{host}", r.host), Groups: groups[:min(f.Groups, len(groups))]}
		for n := range f.Files {
			in.Files = append(in.Files, p.Files[(i+n)%len(p.Files)].ID)
		}
		if _, _, err := t.Practice.SaveFinding(t.ctx, t.as([]string{r.second, r.first, r.hostPSW}[i%3]), ch, in); err != nil {
			return err
		}
	}
	return nil
}

// handPractice: all three speak, one differs, the findings go, the director corrects
// one fact and is answered.
func (t *teller) handPractice(r review, b practiceBook) error {
	ch := t.challenges[r.host]
	p, err := t.Practice.Page(t.ctx, t.as(r.first), ch)
	if err != nil {
		return err
	}
	version := p.Sample.FindingsVersion
	for _, key := range []string{r.first, r.second, r.hostPSW} {
		say := practicereview.Position{Agree: key != r.hostPSW, Differ: key == r.hostPSW, Version: version}
		if say.Differ {
			say.Words = b.Differ
		}
		if err := t.Practice.TakePosition(t.ctx, t.as(key), ch, say); err != nil {
			return err
		}
	}
	if err := t.Practice.HandOver(t.ctx, t.as(r.second), ch, version); err != nil {
		return err
	}
	shared, err := t.Practice.SharedPage(t.ctx, t.as(r.dass), ch)
	if err != nil {
		return err
	}
	about := shared.Findings[len(shared.Findings)-1]
	t.clock.Set(t.clock.Now().AddDate(0, 0, 1))
	if err := t.Practice.SendCorrection(t.ctx, t.as(r.dass), ch, practicereview.NewCorrection{Finding: about.ID, Words: b.Wrong[0]}); err != nil {
		return err
	}
	if shared, err = t.Practice.SharedPage(t.ctx, t.as(r.first), ch); err != nil {
		return err
	}
	if err := t.Practice.DoneCorrecting(t.ctx, t.as(r.dass), ch); err != nil {
		return err
	}
	t.clock.Set(t.clock.Now().AddDate(0, 0, 1))
	return t.Practice.AnswerCorrection(t.ctx, t.as(r.first), ch, shared.Corrections[0].ID, practicereview.CorrectionAnswer{Decision: "kept", Words: b.Wrong[1]})
}

// contacts: whom to ring with a serious concern, at one host.
func (t *teller) contacts(r review) {
	t.tell(r.host+": contacts for serious concerns", func() error {
		at := "@" + strings.ToLower(r.host) + ".example"
		return t.Concerns.SaveContacts(t.ctx, t.as(r.officer), t.challenges[r.host],
			concern.Contact{Name: "Adult safeguarding team", Post: "ask for the duty manager", Phone: "01632 960101", Email: "safeguarding" + at},
			concern.Contact{Name: "Monitoring officer", Post: r.host + " legal services", Phone: "01632 960102", Email: "monitoring.officer" + at})
	})
}

// practiceOf tells the practice review of a host in the weeks after it handed its
// material over; at Brindleport it is late, and half the entries are in.
func (t *teller) practiceOf(host, dass, officer string) {
	r := review{host: host, dass: dass, officer: officer, entries: -1}
	cast, err := Cast()
	t.must("read the cast", err)
	for _, p := range cast {
		if p.Council == host && p.Standing == "psw" {
			r.hostPSW = p.Key
		}
	}
	t.eachOfTeam(host, func(role access.Role, key string) error {
		if role == access.VisitingPSW && r.first == "" {
			r.first = key
		} else if role == access.VisitingPSW {
			r.second = key
		}
		return nil
	})
	begins := t.clock.Now()
	day := func(n int) string { return begins.AddDate(0, 0, n).Format("2006-01-02 15:04") }
	r.sample, r.done, r.handed = day(0), day(8), day(13)
	if host == "Brindleport" {
		r.handed, r.entries = "", 6
	}
	t.practiceReview(r)
}

// ashcombeSample: a sample is proposed and waits for the two others.
func (t *teller) ashcombeSample() {
	t.on("2027-03-08 16:00")
	t.contacts(review{host: "Ashcombe", officer: "link-officer-preparing"})
	t.on("2027-03-09 09:30")
	t.tell("Ashcombe: a sample is proposed", func() error {
		return t.Practice.ProposeSample(t.ctx, t.as("psw-oxenbury"), t.challenges["Ashcombe"], practicereview.Proposal{
			Wanted: map[string]int{"First assessment": 4, "Review": 6, "Transition to adulthood": 2}, Why: "The council wants to learn how people of 18 to 25 move on."})
	})
}

// aConcern: on the first day on site somebody of the team raised a serious concern,
// and the contact confirmed it. What about is nowhere.
func (t *teller) aConcern(b db.Beginner) {
	t.on("2027-03-09 15:40")
	t.tell("Dunmere: a serious concern", func() error {
		return t.Concerns.Raise(t.ctx, t.as("councillor-on-site"), t.challenges["Dunmere"], false)
	})
	t.on("2027-03-09 15:55")
	t.tell("Dunmere: the contact confirms", func() error {
		var body string
		err := db.InTx(t.ctx, b, access.Job("mail"), func(tx pgx.Tx) (err error) {
			body, err = db.Value[string](t.ctx, tx, `SELECT body FROM mail WHERE kind = 'concern.raised' ORDER BY queued_at DESC LIMIT 1`)
			return err
		})
		if err != nil {
			return err
		}
		_, link, _ := strings.Cut(body, concern.AcknowledgePath(""))
		return t.Concerns.Acknowledge(t.ctx, strings.TrimSpace(link))
	})
}

func has(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
