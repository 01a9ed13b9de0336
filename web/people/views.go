package people

import (
	"fmt"
	"strings"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/council"
	"peerchallenge/internal/directory"
	"peerchallenge/internal/problem"
	"peerchallenge/internal/roster"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// listView is the list, ready to print.
type listView struct {
	Region string
	Search string
	Rows   []ui.TaskRow
	Next   string // address of the next page, or empty
	First  bool
	Empty  string
}

func toList(v directory.ListPage) listView {
	out := listView{Region: v.Region.Name, Search: v.Search, First: v.First}
	for _, row := range v.Rows {
		out.Rows = append(out.Rows, ui.TaskRow{Text: row.Name, Href: personPath(row.ID.String()), Lines: linesOf(row)})
	}
	if v.More {
		out.Next = nextPath(v)
	}
	switch {
	case len(v.Rows) > 0:
	case v.Search != "":
		out.Empty = "Nobody’s name has a word that begins with “" + v.Search + "”."
	default:
		out.Empty = "Nobody is here yet. Import a list of people, or add one person."
	}
	return out
}

func linesOf(row directory.Row) []string {
	var posts []string
	for _, p := range row.Posts {
		posts = append(posts, postName(p.Role, p.Where, p.Acting))
	}
	if len(posts) == 0 && row.Post != "" {
		posts = append(posts, row.Post)
	}
	if row.Council != "" && !strings.Contains(strings.Join(posts, ""), row.Council) {
		posts = append(posts, row.Council)
	}
	lines := []string{row.Email}
	if len(posts) > 0 {
		lines = []string{strings.Join(posts, ", "), row.Email}
	}
	return lines
}

// postName is "Acting director of adult social services (DASS), Sandwell".
func postName(role access.Role, where string, acting bool) string {
	name := role.Name()
	if acting {
		name = "Acting " + strings.ToLower(name[:1]) + name[1:]
	}
	if where != "" {
		name += ", " + where
	}
	return name
}

// personView is one person, ready to print.
type personView struct {
	Name    string
	Rows    []ui.SummaryRow
	Now     []ui.TaskRow
	Former  []ui.TaskRow
	Post    postForm
	Action  string
	Invite  string // address that sends an invitation
	Erase   string // address that asks before erasing (V7)
	Fields  []problem.Field
	Message string
}

// postForm is the fields of a post as they were typed.
type postForm struct {
	Role, Council, Title string
	Acting               []string
	Starts, Ends         ui.Date
	Councils             []ui.Option
	Fields               []problem.Field
	Optional             bool // "No post" is a choice
}

func toPerson(v directory.PersonPage, form page.Form, p *problem.Problem) personView {
	who := v.Person.ID.String()
	out := personView{Name: v.Person.Name, Action: postsPath(who), Fields: page.FieldsOf(p), Message: page.MessageOf(p), Invite: invitePath(who), Erase: personPath(who) + "/erase",
		Post: toPostForm(v.Councils, form, page.FieldsOf(p)),
		Rows: []ui.SummaryRow{{Key: "E-mail", Value: v.Person.Email}, {Key: "Telephone", Value: orNone(v.Person.Phone)},
			{Key: "Council", Value: orNone(v.Person.Council)}, {Key: "What they do", Value: orNone(v.Person.Post)}}}
	for _, h := range v.Holdings {
		row := ui.TaskRow{Text: postName(h.Role, h.Place, h.Acting), Lines: []string{datesOf(h)}}
		if h.Title != "" {
			row.Lines = append([]string{h.Title}, row.Lines...)
		}
		if !h.Live() {
			out.Former = append(out.Former, row)
			continue
		}
		if h.IsPost() {
			row.Side = endLink(row.Text, endPath(who, h.ID.String()), passOnPath(who, h.ID.String()))
		}
		out.Now = append(out.Now, row)
	}
	return out
}

func orNone(s string) string {
	if s == "" {
		return "Not known"
	}
	return s
}

// datesOf says from when to when a post is held.
func datesOf(h directory.Holding) string {
	switch {
	case !h.Live():
		return "From " + h.StartsOn.Long() + " to " + civil.Of(*h.EndedAt).Long()
	case h.EndsOn.IsZero():
		return "Since " + h.StartsOn.Long()
	default:
		return "From " + h.StartsOn.Long() + " to " + h.EndsOn.Long()
	}
}

func toPostForm(councils []council.Council, form page.Form, fields []problem.Field) postForm {
	f := postForm{Role: form.Line("role"), Council: form.Line("council"), Title: form.Line("title"), Acting: form.All("acting"), Fields: fields,
		Starts: dateField(form, "starts", "First day", "For example 1 4 2027. Leave empty for today", fields),
		Ends:   dateField(form, "ends", "Last day (optional)", "Leave empty when no end is known", fields)}
	for _, c := range councils {
		f.Councils = append(f.Councils, ui.Option{Value: c.ID.String(), Text: c.Name})
	}
	return f
}

func dateField(form page.Form, name, label, hint string, fields []problem.Field) ui.Date {
	return ui.Date{Name: name, Label: label, Hint: hint, Error: ui.ErrorOn(fields, name),
		Day: form.Line(name + "-day"), Month: form.Line(name + "-month"), Year: form.Line(name + "-year")}
}

func (f postForm) roles() []ui.Option {
	var out []ui.Option
	if f.Optional {
		out = append(out, ui.Option{Value: "none", Text: "No post", Hint: "For example a councillor, a senior manager or an expert by experience: their part begins when they join a team"})
	}
	for _, r := range directory.Posts {
		out = append(out, ui.Option{Value: string(r), Text: r.Name(), Hint: roleHints[r]})
	}
	return out
}

var roleHints = map[access.Role]string{
	access.DASS:        "Agrees dates, submits the self-assessment and publishes when the council is host. Also sees past challenges of the council",
	access.PSW:         "Takes part in practice reviews",
	access.Coordinator: "Can do everything that you can do here, for the whole region",
}

func givenWords(n directory.NewPost, today civil.Date) string {
	if n.Starts.After(today) {
		return n.Role.Name() + ": the post is given from " + n.Starts.Long() + ". What it lets them see opens that day."
	}
	return n.Role.Name() + ": the post is given. What it lets them see is open to them now."
}

// newView is the form for somebody new.
type newView struct {
	Region, Name, Email, Phone, Job string
	Invite                          []string
	Post                            postForm
	Fields                          []problem.Field
	Message                         string
}

func toNew(v directory.FormPage, form page.Form, p *problem.Problem) newView {
	post := toPostForm(v.Councils, form, page.FieldsOf(p))
	post.Optional = true
	if post.Role == "" {
		post.Role = "none"
	}
	return newView{Region: v.Region.Name, Name: form.Line("name"), Email: form.Line("email"), Phone: form.Line("phone"), Job: form.Line("post"),
		Invite: form.All("invite"), Post: post, Fields: page.FieldsOf(p), Message: page.MessageOf(p)}
}

// endView asks before a post is ended.
type endView struct {
	Rows    []ui.SummaryRow
	Action  string
	Back    string
	Message string
}

func toEnd(v directory.PersonPage, h directory.Holding, p *problem.Problem) endView {
	who := v.Person.ID.String()
	return endView{Action: endPath(who, h.ID.String()), Back: personPath(who), Message: page.MessageOf(p),
		Rows: []ui.SummaryRow{{Key: "Person", Value: v.Person.Name}, {Key: "Post", Value: postName(h.Role, h.Place, h.Acting)}, {Key: "Held", Value: datesOf(h)}}}
}

// chooseView is the page with the file field.
type chooseView struct {
	Region  string
	Fields  []problem.Field
	Message string
}

// planView is what an import would do, ready to print.
type planView struct {
	Region                  string
	Summary                 []string
	Notes                   []string
	ToMend                  []mend
	Rows                    [][]ui.Cell
	Digest, File, Message   string
	Invite, Importable, New bool
	Button                  string
}

// mend is a line that has to be put right.
type mend struct {
	Line     string
	Problems []string
}

func toPlan(p directory.Plan) planView {
	adds, further := p.Count(directory.Adds), p.Count(directory.Further)
	v := planView{Region: p.Region.Name, Digest: p.Digest, Notes: p.Notes, Importable: adds+further > 0, New: adds > 0,
		Button: "Import " + page.Counted(adds+further, "person", "people")}
	v.Summary = summaryOf(p)
	if len(p.Ignored) > 0 {
		v.Notes = append(v.Notes, "These columns are not used: "+strings.Join(p.Ignored, ", ")+".")
	}
	for _, r := range p.Rows {
		if r.Outcome == directory.Cannot {
			v.ToMend = append(v.ToMend, mend{fmt.Sprintf("Line %d%s", r.Line, named(r.Name)), r.Problems})
		}
		v.Rows = append(v.Rows, []ui.Cell{{Text: fmt.Sprintf("Line %d", r.Line)}, {Body: whoCell(r.Name, r.Email, roleAt(r))},
			{Body: doesCell(outcomeTag(r.Outcome), r.Does, append(r.Problems, r.Notes...))}})
	}
	return v
}

func summaryOf(p directory.Plan) []string {
	var out []string
	for _, s := range []struct {
		outcome   directory.Outcome
		one, many string
	}{
		{directory.Adds, "new person will be added", "new people will be added"},
		{directory.Further, "person already here will be given a further post", "people already here will be given a further post"},
		{directory.Same, "person is here already: nothing changes", "people are here already: nothing changes"},
		{directory.Cannot, "line has something to put right and will be left out", "lines have something to put right and will be left out"},
	} {
		if n := p.Count(s.outcome); n > 0 {
			out = append(out, page.Counted(n, s.one, s.many))
		}
	}
	return out
}

func named(name string) string {
	if name == "" {
		return ""
	}
	return ", " + name
}

func roleAt(r directory.PlanRow) string {
	label := roster.RoleLabel(r.Role)
	if r.Council.Name != "" && label != "" {
		return label + ", " + r.Council.Name
	}
	return label + r.Council.Name
}

func outcomeTag(o directory.Outcome) *ui.TagModel {
	tags := map[directory.Outcome]ui.TagModel{
		directory.Adds: {Words: "New", Colour: ui.Green}, directory.Further: {Words: "Further post", Colour: ui.Blue},
		directory.Same: {Words: "No change", Colour: ui.Grey}, directory.Cannot: {Words: "Put right", Colour: ui.Red},
	}
	t := tags[o]
	return &t
}

func (v planView) invited() []string {
	if v.Invite {
		return []string{"yes"}
	}
	return nil
}

func (f postForm) councilHint() string {
	if f.Optional {
		return "The council the person works for, if any"
	}
	return "Not needed for a coordinator"
}
