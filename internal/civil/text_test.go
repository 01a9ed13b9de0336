package civil

import "testing"

func TestFormats(t *testing.T) {
	d := MustParseISO("2027-03-03")
	for _, c := range [][2]string{
		{d.String(), "2027-03-03"},
		{d.Long(), "3 March 2027"},
		{d.LongWeekday(), "Wednesday 3 March 2027"},
		{d.Short(), "3 March"},
		{Date{}.String() + Date{}.Long() + Date{}.LongWeekday() + Date{}.Short() + Range(Date{}, Date{}), ""},
		{Range(MustParseISO("2027-05-11"), MustParseISO("2027-05-13")), "11 to 13 May 2027"},
		{Range(MustParseISO("2027-04-30"), MustParseISO("2027-05-02")), "30 April to 2 May 2027"},
		{Range(MustParseISO("2026-12-30"), MustParseISO("2027-01-02")), "30 December 2026 to 2 January 2027"},
		{Range(d, d), "3 March 2027"},
		{Range(d, Date{}), "3 March 2027"},
	} {
		if c[0] != c[1] {
			t.Errorf("got %q, want %q", c[0], c[1])
		}
	}
}

func TestParseBritish(t *testing.T) {
	for _, s := range []string{"3/4/2027", "03/04/2027", "3.4.2027", "03-04-2027", "3 April 2027", " 3  april  2027 ", "3 Apr 2027", "3rd of April 2027", "Saturday 3 April 2027", "Saturday, 3 April 2027", "2027-04-03", "2027/04/03", "3 4 2027"} {
		if got, err := ParseBritish(s); err != nil || got.String() != "2027-04-03" {
			t.Errorf("ParseBritish(%q) = %s, %v", s, got, err)
		}
	}
	for _, s := range []string{"", "4/31/2027", "31/4/2027", "3/4/27", "29/2/2027", "April 2027", "0/0/0000", "3 Smarch 2027", "tomorrow", "99/99/9999", "3/4/20270", "2027-13-01"} {
		if got, err := ParseBritish(s); err == nil {
			t.Errorf("ParseBritish(%q) = %s, want an error", s, got)
		}
	}
}

func TestFromFields(t *testing.T) {
	for _, c := range []struct {
		d, m, y, want string
		ok            bool
	}{
		{"3", "4", "2027", "2027-04-03", true},
		{" 03 ", "April", "2027", "2027-04-03", true},
		{"", "", "", "", true},
		{"3", "", "2027", "", false},
		{"31", "4", "2027", "", false},
	} {
		got, err := FromFields(c.d, c.m, c.y)
		if got.String() != c.want || (err == nil) != c.ok {
			t.Errorf("FromFields(%q, %q, %q) = %s, %v", c.d, c.m, c.y, got, err)
		}
	}
}
