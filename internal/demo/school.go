package demo

import (
	"github.com/google/uuid"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/council"
)

// schoolDays are the school holidays of the next cycle's years in this invented
// region, as a coordinator has read them on the councils' websites.
var schoolDays = []struct{ name, first, last string }{
	{"Autumn half term", "2028-10-23", "2028-10-27"}, {"Christmas holidays", "2028-12-21", "2029-01-02"}, {"Spring half term", "2029-02-12", "2029-02-16"},
	{"Easter holidays", "2029-03-26", "2029-04-06"}, {"Summer half term", "2029-05-28", "2029-06-01"}, {"Summer holidays", "2029-07-23", "2029-08-31"},
	{"Autumn half term", "2029-10-22", "2029-10-26"}, {"Christmas holidays", "2029-12-24", "2030-01-04"}, {"Spring half term", "2030-02-11", "2030-02-15"},
	{"Easter holidays", "2030-04-15", "2030-04-26"}, {"Summer half term", "2030-05-27", "2030-05-31"}, {"Summer holidays", "2030-07-22", "2030-08-30"},
}

// schoolHolidays are known for all councils but one. One has another half term.
func (t *teller) schoolHolidays() {
	const notKnown, another = "Northwell and Upper Tarn", "Marlfield"
	for i, d := range schoolDays {
		n := council.NewSchoolHoliday{Name: d.name, FirstDay: civil.MustParseISO(d.first), LastDay: civil.MustParseISO(d.last)}
		for name, id := range t.councils {
			if name != notKnown && (i > 0 || name != another) {
				n.Councils = append(n.Councils, id)
			}
		}
		t.tell("school holidays", func() error { return t.Councils.AddSchoolHoliday(t.ctx, t.as("coordinator"), n) })
	}
	t.tell("another half term", func() error {
		return t.Councils.AddSchoolHoliday(t.ctx, t.as("coordinator"), council.NewSchoolHoliday{Councils: []uuid.UUID{t.councils[another]},
			Name: "Autumn half term", FirstDay: civil.NewDate(2028, 10, 30), LastDay: civil.NewDate(2028, 11, 3)})
	})
}
