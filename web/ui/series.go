package ui

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Series is a measure over time: its values in order, the baseline they are held
// against, the range of the region, and which way is better. ID is unique on the
// page. It shows one council alone, never several.
type Series struct {
	ID     string
	Title  string // what is measured
	Unit   string
	Better string // "higher" or "lower"
	Points []SeriesPoint
}

// SeriesPoint is one value. Has is false where there was no newer one. Ranged
// says that Low and High, the region's lowest and highest, are known.
type SeriesPoint struct {
	Label     string // "Baseline", "6 months", "2021-22"
	Period    string // which time it is for
	Value     float64
	Has       bool
	Low, High float64
	Ranged    bool
	Base      bool
}

// Measures of the picture, in its own units.
const (
	seriesWidth  = 620
	seriesLeft   = 70
	seriesRight  = 580
	seriesTop    = 44
	seriesBottom = 210
	seriesHeight = 250
)

// plotted is a series with its places worked out.
type plotted struct {
	Series
	low, high float64
}

func plot(s Series) plotted {
	p := plotted{Series: s, low: math.Inf(1), high: math.Inf(-1)}
	see := func(n float64) { p.low, p.high = min(p.low, n), max(p.high, n) }
	for _, one := range s.Points {
		if one.Has {
			see(one.Value)
		}
		if one.Ranged {
			see(one.Low)
			see(one.High)
		}
	}
	if pad := (p.high - p.low) * 0.1; pad > 0 {
		p.low, p.high = p.low-pad, p.high+pad
	} else {
		p.low, p.high = p.low-1, p.high+1
	}
	return p
}

func (p plotted) x(i int) int {
	if len(p.Points) < 2 {
		return (seriesLeft + seriesRight) / 2
	}
	return seriesLeft + 30 + i*(seriesRight-seriesLeft-60)/(len(p.Points)-1)
}

func (p plotted) y(n float64) int {
	return seriesBottom - int(math.Round((n-p.low)/(p.high-p.low)*float64(seriesBottom-seriesTop)))
}

// bands are the region's range: one closed path for each run of points that have it.
func (p plotted) bands() []string {
	var out []string
	for i := 0; i < len(p.Points); i++ {
		if !p.Points[i].Ranged {
			continue
		}
		j := i
		for j+1 < len(p.Points) && p.Points[j+1].Ranged {
			j++
		}
		out = append(out, p.band(i, j))
		i = j
	}
	return out
}

func (p plotted) band(from, to int) string {
	const reach = 18 // beyond the first and last point, so that one point has a band too
	var b strings.Builder
	at := func(cmd string, x int, n float64) { fmt.Fprintf(&b, "%s%d %d", cmd, x, p.y(n)) }
	at("M", p.x(from)-reach, p.Points[from].High)
	for i := from; i <= to; i++ {
		at("L", p.x(i), p.Points[i].High)
	}
	at("L", p.x(to)+reach, p.Points[to].High)
	at("L", p.x(to)+reach, p.Points[to].Low)
	for i := to; i >= from; i-- {
		at("L", p.x(i), p.Points[i].Low)
	}
	at("L", p.x(from)-reach, p.Points[from].Low)
	return b.String() + "Z"
}

// line joins the values there are.
func (p plotted) line() string {
	var b strings.Builder
	cmd := "M"
	for i, one := range p.Points {
		if one.Has {
			fmt.Fprintf(&b, "%s%d %d", cmd, p.x(i), p.y(one.Value))
			cmd = "L"
		}
	}
	return b.String()
}

// base is the point the others are held against.
func (p plotted) base() (i int, one SeriesPoint, ok bool) {
	for i, one := range p.Points {
		if one.Base && one.Has {
			return i, one, true
		}
	}
	return 0, SeriesPoint{}, false
}

// arrow shows which way is better, by its direction.
func (p plotted) arrow() string {
	if p.Better == "lower" {
		return "M600 80V170M592 160L600 172L608 160"
	}
	return "M600 172V82M592 92L600 80L608 92"
}

func (p plotted) betterWords() string {
	if p.Better == "lower" {
		return "Lower is better"
	}
	return "Higher is better"
}

// sentence says the picture in words, for its description.
func (p plotted) sentence() string {
	var parts []string
	for _, one := range p.Points {
		words := one.Label + ": no newer value"
		if one.Has {
			words = one.Label + ": " + seriesNumber(one.Value)
		}
		if one.Ranged {
			words += " (region " + seriesNumber(one.Low) + " to " + seriesNumber(one.High) + ")"
		}
		parts = append(parts, words)
	}
	return strings.Join(parts, "; ") + ". " + p.betterWords() + "."
}

func seriesNumber(n float64) string {
	return strconv.FormatFloat(math.Round(n*100)/100, 'f', -1, 64)
}

func (p plotted) ranged() bool {
	for _, one := range p.Points {
		if one.Ranged {
			return true
		}
	}
	return false
}

func seriesCells(s Series) [][]Cell {
	var rows [][]Cell
	for _, one := range s.Points {
		value, region := "No newer value", "Not known"
		if one.Has {
			value = seriesNumber(one.Value) + " " + s.Unit
		}
		if one.Ranged {
			region = seriesNumber(one.Low) + " to " + seriesNumber(one.High)
		}
		period := one.Period
		if period == "" {
			period = "None"
		}
		rows = append(rows, Cells(one.Label, period, value, region))
	}
	return rows
}
