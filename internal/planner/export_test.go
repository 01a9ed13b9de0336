package planner

import "context"

// Walk changes a plan at random, keeps every change, takes every third back, and
// shows each state and its running cost.
func Walk(p Problem, seed int64, steps int, show func(Plan, Cost)) {
	m := newModel(p)
	s := newSearch(context.Background(), m, Options{Seed: seed})
	s.begin()
	if len(s.free)+len(s.datable) == 0 {
		return
	}
	for i := range steps {
		s.change()
		if i%3 == 0 {
			s.undo(0)
		}
		s.log = s.log[:0]
		show(m.plan(s.start, s.who), s.cost())
	}
}
