// Package clock tells the time. It is injected everywhere, so that tests and
// journeys can move through thirty months in a second; nothing else in the
// program calls time.Now for a decision.
package clock

import (
	"sync"
	"time"
	_ "time/tzdata" // Europe/London must be there on a machine without a zone database
)

// London is the zone in which people read times and days begin.
var London = mustLoad("Europe/London")

func mustLoad(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic("clock: " + err.Error())
	}
	return loc
}

// Clock gives the present instant.
type Clock interface{ Now() time.Time }

// System is the machine's own clock.
type System struct{}

// Now is the present instant, in London.
func (System) Now() time.Time { return time.Now().In(London) }

// Fixed is a clock that stands still until it is moved. It is safe for use by
// several goroutines.
type Fixed struct {
	mu  sync.Mutex
	now time.Time
}

// At makes a clock that shows t.
func At(t time.Time) *Fixed { return &Fixed{now: t.In(London)} }

// Now is the instant the clock was set to.
func (f *Fixed) Now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

// Set moves the clock to t.
func (f *Fixed) Set(t time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now = t.In(London)
}

// OnDay is the machine's time of day on one day that stands still. The
// demonstration lives on such a day, so that its invented story never goes stale.
type OnDay struct {
	Year  int
	Month time.Month
	Day   int
}

// Now is the present time of day, on that day, in London.
func (o OnDay) Now() time.Time {
	t := time.Now().In(London)
	return time.Date(o.Year, o.Month, o.Day, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), London)
}
