package planner

import (
	"context"
	"math"
	"slices"
)

// stepsEach is how many steps of the search are tried for each place by default:
// enough for 14 councils within a second or two.
const stepsEach = 10000

// DefaultSteps is the budget of a search when Options names none.
func DefaultSteps(p Problem) int {
	return stepsEach * max(1, len(p.Councils)) * max(1, p.Rules.Places.All())
}

// checkEvery is after how many steps the search asks whether to stop: some
// hundreds of microseconds.
const checkEvery = 1024

// Propose searches for a plan: a quick first one, then rounds of simulated
// annealing, each longer than the one before, every change costed by what it
// alone alters. It returns the best plan found, also when ctx ends, and stops by
// itself at a plan that nothing can better.
func Propose(ctx context.Context, p Problem, o Options) Proposal {
	return propose(ctx, newModel(p), o)
}

func propose(ctx context.Context, m *model, o Options) Proposal {
	if o.Steps <= 0 {
		o.Steps = DefaultSteps(m.p)
	}
	s := newSearch(ctx, m, o)
	s.begin()
	s.note()
	for round := o.Steps / 31; s.goesOn(); round *= 2 {
		s.anneal(max(round, 20*checkEvery))
		s.restore()
	}
	s.tidy()
	return Proposal{
		Plan: m.plan(s.bestStart, s.bestWho), Cost: s.best, Steps: s.step, Stopped: s.stopped,
	}
}

// search is one run of Propose.
type search struct {
	*state
	ctx     context.Context
	o       Options
	rng     random
	step    int
	stopped bool
	floor   Cost // no plan costs less

	best               Cost
	bestStart, bestWho []int32

	breach  int     // what a broken hard rule weighs beside the goals
	hot     float64 // the first temperature of a round
	free    []int32 // places that no pin fixes
	datable []int32 // councils whose date no pin fixes and that have any
}

func newSearch(ctx context.Context, m *model, o Options) *search {
	s := &search{state: newState(m), ctx: ctx, o: o, rng: random(uint64(o.Seed)*2654435761 + 88172645463325252)}
	for i, p := range m.pinPlace {
		if p < 0 && len(m.cand[i]) > 0 {
			s.free = append(s.free, int32(i))
		}
	}
	for c := range m.nC {
		if m.pinStart[c] < 0 && len(m.allowed[c]) > 0 {
			s.datable = append(s.datable, int32(c))
		}
	}
	heaviest := 1
	for _, g := range Goals {
		if m.p.Current != nil || g != GoalChanged && g != GoalInvited {
			heaviest = max(heaviest, m.p.Rules.Weights.Of(g))
		}
	}
	s.breach, s.hot = 8*heaviest, float64(heaviest)
	if m.p.Current == nil {
		s.hot /= 3 // measured: from hotter, more steps are lost than local optima escaped
	}
	s.floor = m.floor()
	return s
}

// floor is a cost that every plan has: what the pins break, and for each council
// the cheapest of its dates.
func (m *model) floor() Cost {
	f := Cost{Hard: m.baseHard}
	for c := range m.nC {
		least := int32(math.MaxInt32)
		for _, s := range m.allowed[c] {
			if m.pinStart[c] < 0 || m.pinStart[c] == int(s) {
				least = min(least, m.dateCost[c*m.nS+int(s)])
			}
		}
		if least < math.MaxInt32 {
			f.Soft += int(least)
		}
	}
	return f
}

// goesOn says whether there are steps left, time left, and something to win.
func (s *search) goesOn() bool {
	if !s.stopped && s.ctx.Err() != nil {
		s.stopped = true
	}
	if s.o.OnProgress != nil {
		s.o.OnProgress(Progress{s.step, s.o.Steps, s.best})
	}
	if s.o.Valid && s.best.Hard == 0 {
		return false
	}
	return !s.stopped && s.step < s.o.Steps && s.floor.Less(s.best) && len(s.free)+len(s.datable) > 0
}

// note keeps the state as the best when it is.
func (s *search) note() {
	if s.bestStart == nil || s.cost().Less(s.best) {
		s.best = s.cost()
		s.bestStart = append(s.bestStart[:0], s.start...)
		s.bestWho = append(s.bestWho[:0], s.who...)
	}
}

// restore goes back to the best plan found.
func (s *search) restore() {
	for i := range s.who {
		s.set(int32(i), nobody)
	}
	for c := range s.start {
		s.move(c, s.bestStart[c])
	}
	for i := range s.who {
		s.set(int32(i), s.bestWho[i])
	}
	s.log = s.log[:0]
}

// tidy empties the places of the best plan whose people break a rule: an empty
// place counts as much, and nobody is asked to come who cannot.
func (s *search) tidy() {
	if s.best.Hard == 0 {
		return
	}
	s.restore()
	for _, i := range s.free {
		if p := s.who[i]; p >= 0 {
			s.set(i, nobody)
			if s.personHard(i, p) == 0 {
				s.set(i, p)
			}
		}
	}
	s.best = s.cost()
	s.bestStart, s.bestWho = s.start, s.who
}

// anneal is one round: from hot, where most changes are taken, to cold, where only
// gains are. Half of the rounds' plans would be lost without note, which is called
// before a change for the worse leaves a best plan.
func (s *search) anneal(steps int) {
	const cold = 0.2
	cooling := math.Pow(cold/s.hot, 1/float64(max(steps/checkEvery, 1)))
	heat := s.hot
	energy := s.energy()
	for i := 1; i <= steps; i++ {
		s.change()
		s.step++
		next := s.energy()
		switch {
		case next > energy && !s.accepts(next-energy, heat):
			s.undo(0)
		default:
			s.log = s.log[:0]
			energy = next
			if (Cost{s.hard, s.soft}).Less(s.best) {
				s.note()
			}
		}
		if i%checkEvery == 0 {
			heat = evenly(heat * cooling)
			if !s.goesOn() {
				return
			}
		}
	}
}

func (s *search) energy() int { return s.hard*s.breach + s.soft }

func (s *search) accepts(worse int, heat float64) bool {
	x := float64(worse) / heat
	return x < 16 && s.rng.float() < fallOff(x)
}

// fallOff is nearly e to the -x, made of operations that give the same number on
// every machine, which math.Exp does not: the same seed is to give the same plan.
func fallOff(x float64) float64 {
	y := 1 - x/1024
	for range 10 {
		y *= y
	}
	return y
}

// evenly rounds a temperature, so that machines that differ in the last digit of a
// power go on with the same.
func evenly(heat float64) float64 { return math.Round(heat*4096) / 4096 }

// begin makes the first plan: the pins, what is known already, then
// dates for the councils that have fewest, then the people who cost least.
func (s *search) begin() {
	m := s.m
	for c := range m.nC {
		if m.pinStart[c] >= 0 {
			s.move(c, int32(m.pinStart[c]))
		}
	}
	for i, p := range m.pinPlace {
		s.set(int32(i), p)
	}
	for _, known := range []*Plan{s.o.Start, m.p.Current} {
		if known != nil {
			m.each(*known, s.seat)
		}
	}
	order := append([]int32(nil), s.datable...)
	slices.SortStableFunc(order, func(a, b int32) int { return len(m.allowed[a]) - len(m.allowed[b]) })
	for _, c := range order {
		if s.start[c] < 0 {
			s.dateBest(int(c))
		}
	}
	for _, i := range s.free {
		if s.who[i] < 0 {
			s.takeBest(i, m.cand[i], len(m.cand[i]))
		}
	}
	s.log = s.log[:0]
}

// seat gives a council the date and the people of the current plan, as far as
// that breaks no rule.
func (s *search) seat(c int, v Visit) {
	m := s.m
	if start := m.startOn(m.p.First.DaysUntil(v.FirstDay)); !v.FirstDay.IsZero() && start >= 0 && s.start[c] < 0 && m.dateHard[c*m.nS+start] == 0 {
		s.move(c, int32(start))
	}
	for _, place := range v.Places {
		p, known := m.personID[place.Person]
		if !known {
			continue
		}
		for k, role := range m.role {
			if i := int32(c*m.K + k); Roles[role] == place.Role && s.who[i] < 0 && s.personHard(i, int32(p)) == 0 {
				s.set(i, int32(p))
				break
			}
		}
	}
}

// dateBest gives a council the date that costs least now.
func (s *search) dateBest(c int) {
	best, at := math.MaxInt, int32(nobody)
	offset := s.rng.below(len(s.m.allowed[c]))
	for j := range s.m.allowed[c] {
		start := s.m.allowed[c][(j+offset)%len(s.m.allowed[c])]
		s.move(c, start)
		if e := s.energy(); e < best {
			best, at = e, start
		}
	}
	s.move(c, at)
}

// takeBest puts in a place the best of some candidates, drawn at random when they
// are not all to be looked at, or leaves it as it is when that is better.
func (s *search) takeBest(place int32, cand []int32, look int) {
	best, who := s.energy(), s.who[place]
	offset, stride := s.rng.below(len(cand)), 1
	if look < len(cand) {
		stride = 1 + s.rng.below(len(cand)-1)
	}
	for j := range min(look, len(cand)) {
		p := cand[(offset+j*stride)%len(cand)]
		if s.personHard(place, p) > 0 && s.who[place] != p {
			continue
		}
		s.set(place, p)
		if e := s.energy(); e < best {
			best, who = e, p
		}
	}
	s.set(place, who)
}
