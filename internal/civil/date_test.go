package civil

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgtype"
)

// The interfaces pgx asks for, so that a change of pgx is noticed here.
var (
	_ pgtype.DateScanner = (*Date)(nil)
	_ pgtype.DateValuer  = Date{}
)

func TestOf_IsTheDayInLondon(t *testing.T) {
	// Half past eleven at night in UTC is already tomorrow in British Summer Time.
	if got := Of(time.Date(2027, 6, 30, 23, 30, 0, 0, time.UTC)).String(); got != "2027-07-01" {
		t.Errorf("summer: got %s", got)
	}
	if got := Of(time.Date(2027, 1, 30, 23, 30, 0, 0, time.UTC)).String(); got != "2027-01-30" {
		t.Errorf("winter: got %s", got)
	}
	if !Of(time.Time{}).IsZero() {
		t.Error("the zero time must be no date")
	}
}

func TestTimeAndEnd(t *testing.T) {
	d := MustParseISO("2027-03-28") // the clocks go forward: a day of 23 hours
	if got := d.End().Sub(d.Time()); got != 23*time.Hour {
		t.Errorf("28 March 2027 has %s, want 23h", got)
	}
	if Of(d.Time()) != d || Of(d.End().Add(-time.Second)) != d {
		t.Error("a day does not contain its own first and last moment")
	}
}

func TestAdd(t *testing.T) {
	for _, c := range []struct {
		got  Date
		want string
	}{
		{MustParseISO("2027-08-31").AddMonths(1), "2027-09-30"},
		{MustParseISO("2027-12-31").AddMonths(2), "2028-02-29"},
		{MustParseISO("2027-03-31").AddMonths(-1), "2027-02-28"},
		{MustParseISO("2027-01-15").AddMonths(-1), "2026-12-15"},
		{MustParseISO("2027-05-13").AddMonths(24), "2029-05-13"},
		{MustParseISO("2027-03-27").AddDays(2), "2027-03-29"},
		{MustParseISO("2027-05-13").AddWeeks(-12), "2027-02-18"},
		{NewDate(2027, 4, 31), "2027-05-01"},
		{Date{}.AddDays(1), ""},
		{Date{}.AddMonths(1), ""},
	} {
		if c.got.String() != c.want {
			t.Errorf("got %s, want %s", c.got, c.want)
		}
	}
}

func TestOrder(t *testing.T) {
	a, b := MustParseISO("2027-03-27"), MustParseISO("2027-03-29")
	if !a.Before(b) || a.After(b) || !b.After(a) || a.Before(a) || !(Date{}).Before(a) {
		t.Error("Before and After do not agree with the calendar")
	}
	if a.DaysUntil(b) != 2 || b.DaysUntil(a) != -2 || a.DaysUntil(Date{}) != 0 {
		t.Error("DaysUntil is wrong across the change of the clocks")
	}
	if !a.Between(a, b) || !b.Between(a, b) || b.AddDays(1).Between(a, b) {
		t.Error("Between must include both ends and nothing else")
	}
}

func TestJSON(t *testing.T) {
	type form struct {
		Start, End Date
		Days       map[Date]int
	}
	in := form{Start: MustParseISO("2027-03-03"), Days: map[Date]int{MustParseISO("2027-03-04"): 1}}
	b, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"Start":"2027-03-03","End":null,"Days":{"2027-03-04":1}}`; string(b) != want {
		t.Errorf("got %s, want %s", b, want)
	}
	var out form
	if err := json.Unmarshal(b, &out); err != nil || out.Start != in.Start || out.End != in.End || out.Days[MustParseISO("2027-03-04")] != 1 {
		t.Errorf("came back as %+v, %v", out, err)
	}
	for _, bad := range []string{`"3 March"`, `5`, `"2027-02-30"`} {
		if err := json.Unmarshal([]byte(bad), &out.Start); err == nil {
			t.Errorf("%s was accepted", bad)
		}
	}
}

// pgx's own encoder and decoder of `date`, both wire formats, pointer and NULL.
func TestPostgresDate(t *testing.T) {
	m := pgtype.NewMap()
	for _, format := range []int16{pgtype.BinaryFormatCode, pgtype.TextFormatCode} {
		want := MustParseISO("1999-12-31")
		wire, err := m.Encode(pgtype.DateOID, format, want, nil)
		if err != nil {
			t.Fatal(err)
		}
		var got Date
		var pointer *Date
		if err := m.Scan(pgtype.DateOID, format, wire, &got); err != nil || got != want {
			t.Errorf("format %d: got %s, %v", format, got, err)
		}
		if err := m.Scan(pgtype.DateOID, format, wire, &pointer); err != nil || *pointer != want {
			t.Errorf("format %d: pointer %v, %v", format, pointer, err)
		}
		if null, err := m.Encode(pgtype.DateOID, format, Date{}, nil); err != nil || null != nil {
			t.Errorf("format %d: no date was sent as %v, %v; want NULL", format, null, err)
		}
		if err := m.Scan(pgtype.DateOID, format, nil, &got); err != nil || !got.IsZero() {
			t.Errorf("format %d: NULL came as %s, %v", format, got, err)
		}
		if err := m.Scan(pgtype.DateOID, format, nil, &pointer); err != nil || pointer != nil {
			t.Errorf("format %d: NULL came as pointer %v, %v", format, pointer, err)
		}
		days := []Date{want, want.AddDays(1)}
		if wire, err = m.Encode(pgtype.DateArrayOID, format, days, nil); err != nil {
			t.Fatal(err)
		}
		var back []Date
		if err := m.Scan(pgtype.DateArrayOID, format, wire, &back); err != nil || len(back) != 2 || back[1] != days[1] {
			t.Errorf("format %d: array came as %v, %v", format, back, err)
		}
	}
	if err := new(Date).ScanDate(pgtype.Date{Valid: true, InfinityModifier: pgtype.Infinity}); err == nil {
		t.Error("infinity was accepted as a day")
	}
}
