package demo

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
	"time"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/problem"
)

// First is the day on which the demonstration begins: Wednesday 10 March 2027.
var First = civil.NewDate(2027, time.March, 10)

// Day is the clock of the demonstration: the machine's time of day, on a day that
// stands still so that the story never goes stale, and can be moved forward so
// that people can see what comes next. It remembers the day in a file, because
// what was done on it is in the database.
type Day struct {
	mu   sync.Mutex
	on   civil.Date
	file string
}

// OpenDay reads the day from a file; where there is none it is First.
func OpenDay(file string) (*Day, error) {
	d := &Day{on: First, file: file}
	b, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return d, nil
	}
	if err != nil {
		return nil, fmt.Errorf("the day of the demonstration: %w", err)
	}
	if d.on, err = civil.ParseISO(strings.TrimSpace(string(b))); err != nil {
		return nil, fmt.Errorf("the day of the demonstration, in %s: %w", file, err)
	}
	return d, nil
}

// Now is the present time of day, on the demonstration's day, in London.
func (d *Day) Now() time.Time {
	on := d.Today()
	return clock.OnDay{Year: on.Year(), Month: on.Month(), Day: on.Day()}.Now()
}

// Today is the day it stands on.
func (d *Day) Today() civil.Date {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.on
}

// MoveTo moves forward to a day, at most three years on at once. Invalid for a
// day that has passed, since what was done cannot be undone.
func (d *Day) MoveTo(to civil.Date) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	var f problem.Fields
	f.Check(!to.Before(d.on), "day", "Choose a day that has not passed")
	f.Check(!to.After(d.on.AddMonths(36)), "day", "Choose a day within the next three years")
	if err := f.Err(); err != nil {
		return err
	}
	if err := os.WriteFile(d.file, []byte(to.String()+"\n"), 0o600); err != nil {
		return fmt.Errorf("the day of the demonstration: %w", err)
	}
	d.on = to
	return nil
}
