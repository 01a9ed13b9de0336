package roster

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/problem"
)

// parse reads text that must be a usable list.
func parse(t *testing.T, text string) Table {
	t.Helper()
	table, err := Parse(strings.NewReader(text))
	if err != nil {
		t.Fatalf("Parse(%q): %v", text, err)
	}
	return table
}

// sameDate lets cmp look at dates.
var sameDate = cmp.Comparer(func(a, b civil.Date) bool { return a == b })

func TestParse_Whole(t *testing.T) {
	got := parse(t, "Full name,E-mail,Council,Role,Starts,Ends,Phone,Shoe size\r\n"+
		"Siobhán O’Brien,Siobhan.O'Brien@Birmingham.gov.uk,Birmingham City Council,Director (DASS),01/04/2026,,0121 496 0000,5\r\n"+
		"\r\n"+
		"\"Ray, Ann-Marie\",am.ray@example.org,,Expert by experience,,,,\r\n")
	want := Table{
		Rows: []Row{
			{Line: 2, Name: "Siobhán O’Brien", Email: "siobhan.o'brien@birmingham.gov.uk", CouncilCode: "E08000025", Role: RoleDASS, Starts: civil.NewDate(2026, 4, 1), Phone: "0121 496 0000"},
			{Line: 4, Name: "Ray, Ann-Marie", Email: "am.ray@example.org", Role: RoleExpert},
		},
		Ignored: []string{"Shoe size"},
	}
	if diff := cmp.Diff(want, got, sameDate); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(got.Ready()) != 2 {
		t.Errorf("%d rows are ready, want 2", len(got.Ready()))
	}
}

// The same list as several programs write it.
func TestParse_EveryShapeOfFile(t *testing.T) {
	const list = "name;email;council code;role\nZoë Müller;zoe@example.org;E08000029;PSW\nDiarmuid O'Shea;d@example.org;E08000031;Cllr\n"
	want := parse(t, list).Rows
	windows, err := charmap.Windows1252.NewEncoder().String(list)
	if err != nil {
		t.Fatal(err)
	}
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(list)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"byte order mark":      "\ufeff" + list,
		"Windows-1252":         windows,
		"UTF-16":               utf16,
		"CRLF":                 strings.ReplaceAll(list, "\n", "\r\n"),
		"CR":                   strings.ReplaceAll(list, "\n", "\r"),
		"commas":               strings.ReplaceAll(list, ";", ","),
		"tabs":                 strings.ReplaceAll(list, ";", "\t"),
		"no last line end":     strings.TrimSuffix(list, "\n"),
		"decomposed letters":   strings.ReplaceAll(list, "ë", "e\u0308"),
		"quoted":               strings.ReplaceAll(list, "Zoë Müller", `"Zoë Müller"`),
		"capitals and spaces":  strings.Replace(list, "name;email;council code;role", " NAME* ; E-Mail Address: ;Council Code (ONS); ROLE ", 1),
		"invisible characters": strings.ReplaceAll(list, "Zoë", "\u200bZoë\u00a0"),
	} {
		got, err := Parse(strings.NewReader(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(want, got.Rows, sameDate); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if said := len(got.Notes) == 1; said != (name == "Windows-1252") {
			t.Errorf("%s: notes %q", name, got.Notes)
		}
	}
	if got := parse(t, "sep=;\n"+list); got.Rows[0].Line != 3 || got.Rows[0].Name != "Zoë Müller" {
		t.Errorf("sep= line: %+v", got.Rows[0])
	}
	if got := parse(t, "People of the region;;;\n\n"+list); got.Rows[0].Line != 4 || len(got.Notes) != 1 {
		t.Errorf("title above the headings: %+v", got)
	}
}

func TestParse_FirstNameAndSurname(t *testing.T) {
	got := parse(t, "Surname,First name,Email,Role\nde la Cruz,Inês,i@example.org,Challenge lead\n")
	if got.Rows[0].Name != "Inês de la Cruz" || !got.Rows[0].OK() {
		t.Errorf("got %+v", got.Rows[0])
	}
}

// A file that is no list at all is refused with its kind.
func TestParse_Refused(t *testing.T) {
	row := "A,a%d@example.org,lead\n"
	var many strings.Builder
	many.WriteString("name,email,role\n")
	for i := range MaxRows {
		fmt.Fprintf(&many, row, i)
	}
	if got := parse(t, many.String()); len(got.Rows) != MaxRows {
		t.Fatalf("%d rows of %d were read", len(got.Rows), MaxRows)
	}
	for name, c := range map[string]struct {
		text string
		kind problem.Kind
	}{
		"empty":         {"", problem.Invalid},
		"white space":   {" \r\n \n", problem.Invalid},
		"no headings":   {"Ann,ann@example.org\n", problem.Invalid},
		"nobody":        {"name,email\n\n,\n", problem.Invalid},
		"only sep=":     {"sep=;\n", problem.Invalid},
		"201 columns":   {"name,email" + strings.Repeat(",x", 199) + "\nA,a@example.org\n", problem.Invalid},
		"workbook":      {"PK\x03\x04abc", problem.Invalid},
		"binary":        {"name,email\nA\x00,b\n", problem.Invalid},
		"2,001 people":  {many.String() + "A,last@example.org,lead\n", problem.Invalid},
		"over 2 MB":     {"name,email\n" + strings.Repeat("x", MaxBytes), problem.TooLarge},
		"missing email": {"name,role\nA,lead\n", problem.Invalid},
	} {
		table, err := Parse(strings.NewReader(c.text))
		if !problem.Is(err, c.kind) || len(table.Rows) != 0 {
			t.Errorf("%s: got %d rows and %v, want the problem %v", name, len(table.Rows), err, c.kind)
		}
	}
	broken := errors.New("the line went dead")
	if _, err := Parse(iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("a failing reader gave %v", err)
	}
}

func TestParse_Duplicates(t *testing.T) {
	got := parse(t, "name,email,role\nA,a@example.org,lead\nB,b@example.org,lead\nA again, A@Example.org,expert\n")
	if diff := cmp.Diff([]string{"Line 2 has the same e-mail address. Keep one line for each person; a second role can be added afterwards."}, got.Rows[2].Problems); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !got.Rows[0].OK() || !got.Rows[1].OK() {
		t.Error("the first of two lines is a problem too")
	}
}

// Lost and extra marks must not swallow or shift people silently.
func TestParse_BrokenLines(t *testing.T) {
	got := parse(t, "name,email,role\n\"A,a@example.org,lead\nB,b@example.org,lead\n")
	if len(got.Rows) != 1 || got.Rows[0].OK() {
		t.Errorf("a lost quotation mark: %+v", got.Rows)
	}
	got = parse(t, "name,email,role\nRay, Ann,a@example.org,lead\n")
	if got.Rows[0].OK() || !strings.Contains(strings.Join(got.Rows[0].Problems, " "), "more columns") {
		t.Errorf("a comma in a name: %+v", got.Rows[0])
	}
	got = parse(t, "name,email,role\nPat \"Paddy\" Ray,a@example.org,lead\nB,b@example.org,lead\n")
	if len(got.Ready()) != 2 || got.Rows[0].Name != `Pat "Paddy" Ray` {
		t.Errorf("quotation marks inside a name: %+v", got.Rows)
	}
}

// FuzzParse: no bytes make it panic, and what it gives keeps its promises.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"", "name,email\n", "\ufeffname;email;role\nA;a@b.uk;PSW\n", "sep=;\nname;email\n", "\xff\xfen\x00a\x00",
		"name,email,council,starts,ends,phone\n\"O\"Brien\",a@b.uk,E10000006,31/2/27,46480,'07700\r\n", "First name\tSurname\tE-mail\rA\tB\t<c@d.uk>\r",
		"name,email\n\x81\xe9,\xa0@\n", "PK\x03\x04", "\"", "name,email\n\"",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		table, err := Parse(strings.NewReader(string(b)))
		if err != nil {
			if k := problem.KindOf(err); k != problem.Invalid && k != problem.TooLarge {
				t.Errorf("kind %v: %v", k, err)
			}
			return
		}
		last := 0
		for _, r := range table.Rows {
			if r.OK() && (r.Name == "" || r.Email == "" || r.Role == "") {
				t.Errorf("a row without name, e-mail or role is ready: %+v", r)
			}
			if r.Line <= last {
				t.Errorf("line %d comes after line %d", r.Line, last)
			}
			last = r.Line
		}
	})
}

// A list of the size of the limit with nothing but misspelt councils stays quick
// enough to answer a form (it is what costs most).
func BenchmarkParse_MisspeltCouncils(b *testing.B) {
	var text strings.Builder
	text.WriteString("name,email,role,council\n")
	for i := range MaxRows {
		fmt.Fprintf(&text, "A,a%d@example.org,psw,Stafordshyre and the Moorlands %c\n", i, 'a'+rune(i%26))
	}
	for b.Loop() {
		if _, err := Parse(strings.NewReader(text.String())); err != nil {
			b.Fatal(err)
		}
	}
}
