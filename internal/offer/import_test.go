package offer_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"peerchallenge/internal/access"
	"peerchallenge/internal/offer"
	"peerchallenge/internal/problem"
)

// workbook makes an Excel file of one sheet.
func workbook(t *testing.T, rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, row := range rows {
		for j, v := range row {
			cell, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err == nil {
				err = f.SetCellValue("Sheet1", cell, v)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Every usual fault of a list: what is understood, and what each line is told.
func TestPreview_UsualFaults(t *testing.T) {
	g := open(t)
	host := read[string](g, g.As(access.Coordinator), `SELECT name FROM council WHERE id = $1`, g.Host)
	latin, err := charmap.Windows1252.NewEncoder().Bytes([]byte("Name;E-mail;Role;Cannot come\r\nZoë O’Brien;zoe@example.org;Expert;02/08/2027 to 20/08/2027\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte("Name\tE-mail\tRole\nŁucja D’Arcy\tl@example.org\tlead\n"))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		file    []byte
		who     string // name in the first row
		outcome offer.Outcome
		says    string // in the notes or problems of the first row, or of the file
	}{
		"byte-order mark":        {[]byte("\ufeffName,E-mail,Role\nSeán Ó Briain,a@example.org,PSW\n"), "Seán Ó Briain", offer.Cannot, "no council"},
		"Windows-1252, ; dd/mm":  {latin, "Zoë O’Brien", offer.Adds, "not in UTF-8"},
		"UTF-16, tabs":           {utf16, "Łucja D’Arcy", offer.Adds, ""},
		"blank rows":             {[]byte("\n\nName,E-mail,Role\n,,\n  , ,\nJo,jo@example.org,lead\n,,\n"), "Jo", offer.Adds, ""},
		"Excel's number":         {[]byte("Name,E-mail,Role,Starts\nJo,jo@example.org,lead,46480\n"), "Jo", offer.Adds, "3 April 2027"},
		"workbook with a day":    {workbook(t, []any{"Name", "E-mail", "Role", "Starts"}, []any{"Jo", "jo@example.org", "lead", g.Clock.Now()}), "Jo", offer.Adds, "1 March 2027"},
		"a day away as a number": {workbook(t, []any{"Name", "E-mail", "Role", "Cannot come"}, []any{"Jo", "jo@example.org", "lead", g.Clock.Now()}), "Jo", offer.Adds, "1 March 2027"},
		"region's council":       {[]byte("Name,E-mail,Role,Council\nJo,jo@example.org,psw," + host + "\n"), "Jo", offer.Adds, ""},
		"old council code":       {[]byte("Name,E-mail,Role,Council code\nJo,jo@example.org,psw,E08000001\n"), "Jo", offer.Cannot, "not in your region"},
		"unknown council":        {[]byte("Name,E-mail,Role,Council\nJo,jo@example.org,psw,Atlantis\n"), "Jo", offer.Cannot, "do not know the council"},
		"no such day":            {[]byte("Name,E-mail,Role,Cannot come\nJo,jo@example.org,lead,31/02/2027\n"), "Jo", offer.Cannot, "write it like"},
		"outside the cycle":      {[]byte("Name,E-mail,Role,Cannot come\nJo,jo@example.org,lead,1 May 2035\n"), "Jo", offer.Cannot, "outside the cycle"},
		"too many visits":        {[]byte("Name,E-mail,Role,Visits\nJo,jo@example.org,lead,200\n"), "Jo", offer.Cannot, "from 1 to 12"},
		"no role of a team":      {[]byte("Name,E-mail,Role\nJo,jo@example.org,coordinator\n"), "Jo", offer.Cannot, "not a role in a team"},
		"formula":                {[]byte("Name,E-mail,Role\n=1+1,jo@example.org,lead\n"), "=1+1", offer.Cannot, "not a name"},
	} {
		p, err := g.svc.Preview(context.Background(), g.As(access.Coordinator), g.Cycle, c.file)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		r := p.Rows[0]
		said := strings.Join(append(append(p.Notes, r.Notes...), r.Problems...), " ")
		if r.Name != c.who || r.Outcome != c.outcome || !strings.Contains(said, c.says) {
			t.Errorf("%s: %q %s, said %q; want %q %s and %q", name, r.Name, r.Outcome, said, c.who, c.outcome, c.says)
		}
	}
	for name, file := range map[string][]byte{"empty": nil, "no headings": []byte("Jo,jo@example.org\n"), "old .xls": []byte("\xd0\xcf\x11\xe0rest"), "a broken workbook": []byte("PK\x03\x04rest"),
		"an empty workbook": workbook(t), "an image": {0x89, 'P', 'N', 'G', 0, 0}, "nobody below": []byte("Name,E-mail\n"), "too large": bytes.Repeat([]byte("x"), 3<<20)} {
		if _, err := g.svc.Preview(context.Background(), g.As(access.Coordinator), g.Cycle, file); !problem.Is(err, problem.Invalid) && !problem.Is(err, problem.TooLarge) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := read[int](g, g.As(access.Coordinator), `SELECT count(*)::int FROM person_offer`); n != 0 {
		t.Errorf("looking wrote %d rows", n)
	}
}

// All of a file or nothing; duplicates are told; again changes nothing; strangers
// import nothing.
func TestImport_AllOrNothing(t *testing.T) {
	g := open(t)
	ctx := context.Background()
	file := []byte("Name,E-mail,Role,Visits,Cannot come\nJo,jo@example.org,lead,2,2 to 20 August 2027\nJo again,JO@example.org,lead,1,\nSam,sam@example.org,expert,1,\n")
	p, err := g.svc.Preview(ctx, g.As(access.Coordinator), g.Cycle, file)
	if err != nil || p.Count(offer.Adds) != 2 || p.Count(offer.Cannot) != 1 || !strings.Contains(p.Rows[1].Problems[0], "same e-mail") {
		t.Fatalf("%+v %v", p.Rows, err)
	}
	for name, as := range map[string]access.Actor{"a director": g.As(access.DASS), "another region": access.Person(g.Elsewhere)} {
		if _, err := g.svc.Import(ctx, as, g.Cycle, file, p.Digest); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s imports: %v", name, err)
		}
	}
	if _, err := g.svc.Import(ctx, g.As(access.Coordinator), g.Cycle, file, "of another look"); !problem.Is(err, problem.Conflict) {
		t.Errorf("without having looked: %v", err)
	}
	if _, err := g.svc.Import(ctx, g.As(access.Coordinator), g.Cycle, file, p.Digest); err != nil {
		t.Fatal(err)
	}
	p, err = g.svc.Preview(ctx, g.As(access.Coordinator), g.Cycle, file)
	if err != nil || p.Count(offer.Same) != 2 {
		t.Errorf("the second time: %+v %v", p.Rows, err)
	}
	if _, err := g.svc.Import(ctx, g.As(access.Coordinator), g.Cycle, file, p.Digest); !problem.Is(err, problem.Invalid) {
		t.Errorf("nothing to import: %v", err)
	}
	changed := []byte("Name,E-mail,Role,Visits\nJo,jo@example.org,lead,3\n")
	p, _ = g.svc.Preview(ctx, g.As(access.Coordinator), g.Cycle, changed)
	if p.Count(offer.Changes) != 1 || p.Rows[0].Does != "On the list already: at most 3 visits instead of 2." {
		t.Fatalf("a change: %+v", p.Rows)
	}
	if p, _ := g.svc.Preview(ctx, g.As(access.Coordinator), g.Cycle, []byte("Name,E-mail,Role\nJo,jo@example.org,lead\n")); p.Count(offer.Same) != 1 {
		t.Errorf("what a list does not speak of stays: %+v", p.Rows)
	}
	if _, err := g.svc.Import(ctx, g.As(access.Coordinator), g.Cycle, changed, p.Digest); err != nil {
		t.Fatal(err)
	}
	if n := read[int](g, g.As(access.Coordinator), `SELECT max_visits FROM person_offer o JOIN person p ON p.id = o.person_id WHERE p.name = 'Jo'`); n != 3 {
		t.Errorf("%d visits, want 3", n)
	}
}

// Days as people write them.
func TestParseRanges(t *testing.T) {
	for text, want := range map[string]string{
		"12 April 2027 to 23 April 2027: budget council": "12 April 2027 to 23 April 2027: budget council",
		"12/04/2027 - 23/04/2027":                        "12 April 2027 to 23 April 2027",
		"12 to 23 April 2027":                            "12 April 2027 to 23 April 2027",
		"28 April – 3 May 2027":                          "28 April 2027 to 3 May 2027",
		"2027-04-12 until 2027-04-23":                    "12 April 2027 to 23 April 2027",
		"3/4/2027":                                       "3 April 2027",
		"\n\n3 April 2027;4 April 2027: late\n":          "3 April 2027\n4 April 2027: late",
		"":                                               "",
	} {
		list, problems := offer.ParseRanges(text)
		if got := offer.WriteRanges(list); got != want || len(problems) > 0 {
			t.Errorf("%q: %q %q, want %q", text, got, problems, want)
		}
		again, _ := offer.ParseRanges(offer.WriteRanges(list))
		if len(again) != len(list) {
			t.Errorf("%q does not come back", text)
		}
	}
	for _, text := range []string{"spring", "31/02/2027", "5 May 2027 to 1 May 2027", "1 May 2027 to", "to", "12 to 23", "ein Tag: x"} {
		if list, problems := offer.ParseRanges(text); len(problems) != 1 || len(list) != 0 {
			t.Errorf("%q: %v %q", text, list, problems)
		}
	}
}
