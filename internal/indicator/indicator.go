package indicator

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/reference"
)

//go:embed data/indicators.csv
var indicatorsCSV []byte

//go:embed data/values.csv.gz
var valuesGZ []byte

// Indicator is one published measure. Better is "higher", "lower" or "none"
// where neither is better. Known is false when the name is general knowledge
// and should be checked before anybody relies on it.
type Indicator struct {
	ID, Framework, Code, Name, Plain, Unit, Better, Domain string
	Known                                                  bool
}

// Value is one published number: Period as published ("2022-23"), Ends the last
// day it covers, From the source in words.
type Value struct {
	Period string
	Ends   civil.Date
	Number float64
	From   string
}

// Range is the lowest and the highest value of a region's councils for one
// period, and how many of them published one.
type Range struct {
	Low, High float64
	Councils  int
}

type key struct{ area, indicator string }

type table struct {
	indicators []Indicator
	byID       map[string]Indicator
	values     map[key][]Value // by period
}

var load = sync.OnceValue(func() table {
	t := table{byID: map[string]Indicator{}, values: map[key][]Value{}}
	for _, r := range rowsOf(bytes.NewReader(indicatorsCSV)) {
		i := Indicator{ID: r[0], Framework: r[1], Code: r[2], Name: r[3], Plain: r[4], Unit: r[5], Better: r[6], Domain: r[7], Known: r[9] == "real name"}
		t.indicators, t.byID[i.ID] = append(t.indicators, i), i
	}
	packed, err := gzip.NewReader(bytes.NewReader(valuesGZ))
	if err != nil {
		panic("indicator: " + err.Error())
	}
	for _, r := range rowsOf(packed) {
		n, err := strconv.ParseFloat(r[4], 64)
		if err != nil {
			panic("indicator: " + r[4])
		}
		k := key{r[1], r[2]}
		t.values[k] = append(t.values[k], Value{Period: r[3], Ends: EndOf(r[3]), Number: n, From: sources[r[5]]})
	}
	for _, list := range t.values {
		slices.SortFunc(list, func(a, b Value) int { return a.Ends.Compare(b.Ends) })
	}
	return t
})

// rowsOf reads a compiled-in table without its heading; it panics on one that
// cannot be read, which a test would find.
func rowsOf(r io.Reader) [][]string {
	all, err := csv.NewReader(r).ReadAll()
	if err != nil || len(all) == 0 {
		panic("indicator: a table cannot be read")
	}
	return all[1:]
}

// sources says where the values of a key came from.
var sources = map[string]string{
	"A": "NHS Digital, Adult Social Care Outcomes Framework 2020-21",
	"O": "Office for Local Government, prototype data",
	"M": "Department of Health and Social Care, and Skills for Care",
}

// EndOf is the last day of a published period: "2022-23" ends on 31 March 2023,
// "2026-03" on 31 March 2026. The zero date for anything else.
func EndOf(period string) civil.Date {
	first, second, ok := strings.Cut(period, "-")
	year, err1 := strconv.Atoi(first)
	n, err2 := strconv.Atoi(second)
	switch {
	case !ok || err1 != nil || err2 != nil:
		return civil.Date{}
	case n == (year+1)%100:
		return civil.NewDate(year+1, 3, 31)
	case n >= 1 && n <= 12:
		return civil.NewDate(year, 1, 1).AddMonths(n).AddDays(-1)
	}
	return civil.Date{}
}

// ByID finds an indicator by its whole id, such as "ASCOF-OLD:3D1".
func ByID(id string) (Indicator, bool) {
	i, ok := load().byID[id]
	return i, ok
}

// codesOf are the codes a council's values may stand under: its own, other codes
// for it, and those of the council it was before.
func codesOf(code string) []string {
	c, _, ok := reference.CouncilByCode(code)
	if !ok {
		return nil
	}
	return slices.Concat([]string{c.Code}, c.AliasCodes, c.FormerCodes)
}

// Values lists a council's values of an indicator, oldest first; none for a
// council that is not one of today's 153. A council that was made from several
// has their values only where it was made from one.
func Values(council, id string) []Value {
	c, _, ok := reference.CouncilByCode(council)
	if !ok {
		return nil
	}
	codes := append([]string{c.Code}, c.AliasCodes...)
	if len(c.FormerCodes) == 1 {
		codes = append(codes, c.FormerCodes[0])
	}
	var out []Value
	for _, code := range codes {
		out = append(out, load().values[key{code, id}]...)
	}
	slices.SortStableFunc(out, func(a, b Value) int { return a.Ends.Compare(b.Ends) })
	return slices.CompactFunc(out, func(a, b Value) bool { return a.Period == b.Period })
}

// LastBefore is a council's last value of a period that had ended before the day
// (U2: the baseline is the last value before on-site day 1).
func LastBefore(council, id string, day civil.Date) (Value, bool) {
	list := Values(council, id)
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].Ends.Before(day) {
			return list[i], true
		}
	}
	return Value{}, false
}

// WithBaseline lists the indicators of which a council has a value before a day
// and of which one direction is better, for choosing a measure.
func WithBaseline(council string, day civil.Date) []Indicator {
	var out []Indicator
	for _, i := range load().indicators {
		if _, ok := LastBefore(council, i.ID, day); ok {
			out = append(out, i)
		}
	}
	return out
}

// RangeIn is the range of the region a council belongs to, for one indicator and
// period; not ok when fewer than three of its councils published a value.
func RangeIn(council, id, period string) (Range, bool) {
	c, _, ok := reference.CouncilByCode(council)
	if !ok {
		return Range{}, false
	}
	var r Range
	for _, one := range reference.CouncilsIn(c.Region) {
		for _, code := range codesOf(one.Code) {
			for _, v := range load().values[key{code, id}] {
				if v.Period == period {
					r.add(v.Number)
				}
			}
		}
	}
	return r, r.Councils >= 3
}

func (r *Range) add(n float64) {
	if r.Councils == 0 || n < r.Low {
		r.Low = n
	}
	if r.Councils == 0 || n > r.High {
		r.High = n
	}
	r.Councils++
}

// Attribution is what the licences ask to show beside published values.
const Attribution = "Contains public sector information licensed under the Open Government Licence v3.0. Vacancy rates: Skills for Care."
