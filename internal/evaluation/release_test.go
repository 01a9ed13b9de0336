package evaluation

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/google/uuid"

	"peerchallenge/internal/reference"
)

// groupOf is a handful of people: the role and survey they have in common.
type groupOf struct {
	survey uuid.UUID
	role   string
}

// smallWorld is a few surveys in two years, each with a few people of a few roles
// who chose one of three answers or cannot say.
type smallWorld struct {
	surveys []uuid.UUID
	year    map[uuid.UUID]int
	wave    map[uuid.UUID]int
	people  map[groupOf]counts
}

func newSmallWorld(r *rand.Rand) smallWorld {
	w := smallWorld{year: map[uuid.UUID]int{}, wave: map[uuid.UUID]int{}, people: map[groupOf]counts{}}
	for i := range 2 + r.IntN(4) {
		s := uuid.UUID{byte(i + 1)}
		w.surveys = append(w.surveys, s)
		w.year[s], w.wave[s] = 2026+r.IntN(2), r.IntN(2)
		for k := range 1 + r.IntN(3) {
			if n := r.IntN(8); n > 0 {
				c := counts{}
				for range n {
					c[[]string{"5", "4", "1", reference.CannotSay}[r.IntN(4)]]++
				}
				w.people[groupOf{s, fmt.Sprint("role", k)}] = c
			}
		}
	}
	return w
}

func (c counts) all() int { return c.said() + c[reference.CannotSay] + c[Blank] }

// show plays the story: surveys close one by one and are pooled, and after each
// year its roles are shown; it gives every table that ever was shown.
func (w smallWorld) show() []table {
	in := world{}
	waitingPiles := map[int][]pile{}
	for _, year := range []int{2026, 2027} {
		roles := map[string]counts{}
		var of []uuid.UUID
		for _, s := range w.surveys {
			if w.year[s] != year {
				continue
			}
			of = append(of, s)
			sum := counts{}
			for g, c := range w.people {
				if g.survey == s {
					in.cells = append(in.cells, cell{s, g.role, c.all()})
					sum = sum.plus(c)
					roles[g.role] = roles[g.role].plus(c)
				}
			}
			if len(sum) > 0 {
				waitingPiles[w.wave[s]] = append(waitingPiles[w.wave[s]], pile{s, s, sum})
			}
			for _, t := range in.pool(waitingPiles[w.wave[s]]) {
				for _, shown := range t.Surveys {
					waitingPiles[w.wave[s]] = without(waitingPiles[w.wave[s]], shown)
				}
			}
		}
		in.byRole(of, roles)
	}
	return in.tables
}

func without(piles []pile, s uuid.UUID) (out []pile) {
	for _, p := range piles {
		if p.Survey != s {
			out = append(out, p)
		}
	}
	return out
}

// E1: by brute force over many small worlds, whoever adds and subtracts all tables
// that are ever shown (questions, roles, challenge and region, over time) never gets
// the count of fewer than five people. This knows nothing of cuts: for every set of
// groups of people with fewer than five, the set is not a combination of the tables.
func TestRelease_E1_NothingIsDerivedByDifference(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	shownTables, byRole, pooled := 0, 0, 0
	for range 1000 {
		w := newSmallWorld(r)
		tables := w.show()
		shownTables += len(tables)
		for _, one := range tables {
			if one.Role != "" {
				byRole++
			}
			if len(one.Surveys) > 1 && one.Role == "" {
				pooled++
			}
			if one.Counts.said() < 5 {
				t.Fatalf("a table of %d was shown", one.Counts.said())
			}
		}
		w.attack(t, tables)
	}
	if shownTables < 1200 || byRole < 120 || pooled < 50 {
		t.Errorf("only %d tables, %d by role, %d pooled: the worlds try too little", shownTables, byRole, pooled)
	}
}

func (w smallWorld) attack(t *testing.T, tables []table) {
	t.Helper()
	var groups []groupOf
	for g := range w.people {
		groups = append(groups, g)
	}
	var rows [][]*big.Rat
	for _, one := range tables {
		row := make([]*big.Rat, len(groups))
		for i, g := range groups {
			in := (one.Role == "" || one.Role == g.role) && containsID(one.Surveys, g.survey)
			row[i] = big.NewRat(map[bool]int64{true: 1}[in], 1)
		}
		rows = append(rows, row)
	}
	basis := eliminate(rows)
	for set := 1; set < 1<<len(groups); set++ {
		n, target := 0, make([]*big.Rat, len(groups))
		for i, g := range groups {
			target[i] = big.NewRat(int64(set>>i&1), 1)
			n += (set >> i & 1) * w.people[g].all()
		}
		if n < 5 && spans(basis, target) {
			t.Fatalf("the answers of %d people can be worked out: set %b of %v from %d tables", n, set, groups, len(tables))
		}
	}
}

func containsID(list []uuid.UUID, id uuid.UUID) bool {
	for _, x := range list {
		if x == id {
			return true
		}
	}
	return false
}

// eliminate gives rows in echelon form.
func eliminate(rows [][]*big.Rat) [][]*big.Rat {
	var basis [][]*big.Rat
	for _, r := range rows {
		if r = reduce(basis, r); lead(r) >= 0 {
			basis = append(basis, r)
		}
	}
	return basis
}

func reduce(basis [][]*big.Rat, row []*big.Rat) []*big.Rat {
	out := make([]*big.Rat, len(row))
	for i := range row {
		out[i] = new(big.Rat).Set(row[i])
	}
	for _, b := range basis {
		k := lead(b)
		if out[k].Sign() == 0 {
			continue
		}
		by := new(big.Rat).Quo(out[k], b[k])
		for i := range out {
			out[i].Sub(out[i], new(big.Rat).Mul(by, b[i]))
		}
	}
	return out
}

func lead(row []*big.Rat) int {
	for i, x := range row {
		if x.Sign() != 0 {
			return i
		}
	}
	return -1
}

func spans(basis [][]*big.Rat, target []*big.Rat) bool { return lead(reduce(basis, target)) < 0 }

// The attack itself works: with the cut rule off, roles and surveys together give
// single people away.
func TestRelease_E1_TheAttackWouldFindALeak(t *testing.T) {
	a, b := uuid.UUID{1}, uuid.UUID{2}
	w := smallWorld{people: map[groupOf]counts{{a, "psw"}: {"5": 5}, {a, "dass"}: {"1": 1}, {b, "dass"}: {"5": 6}}}
	all := []table{{Surveys: []uuid.UUID{a}, Counts: counts{"5": 5, "1": 1}}, {Surveys: []uuid.UUID{a, b}, Role: "psw", Counts: counts{"5": 5}}}
	var groups []groupOf
	for g := range w.people {
		groups = append(groups, g)
	}
	var rows [][]*big.Rat
	for _, one := range all {
		row := make([]*big.Rat, len(groups))
		for i, g := range groups {
			row[i] = big.NewRat(map[bool]int64{true: 1}[(one.Role == "" || one.Role == g.role) && containsID(one.Surveys, g.survey)], 1)
		}
		rows = append(rows, row)
	}
	target := make([]*big.Rat, len(groups))
	for i, g := range groups {
		target[i] = big.NewRat(map[bool]int64{true: 1}[g == groupOf{a, "dass"}], 1)
	}
	if !spans(eliminate(rows), target) {
		t.Fatal("the director of a is one subtraction away, and the attack did not see it")
	}
	in := world{cells: []cell{{a, "psw", 5}, {a, "dass", 1}, {b, "dass", 6}}}
	if !in.add(all[0]) || in.add(all[1]) {
		t.Error("the table by role must not be shown beside that of the survey")
	}
}
