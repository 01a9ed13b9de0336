package evaluation

import (
	"cmp"
	"slices"

	"github.com/google/uuid"

	"peerchallenge/internal/reference"
)

// This file decides what may be shown, and is pure. The rule (E1): fewer than five
// show nothing, and nothing can be derived by difference.
//
// One question at a time. A table is the count of every answer to it by a set of
// people, of whom at least five could say. The tables of surveys never overlap: a
// survey with fewer waits until it can be put together with others, and each table
// is made once. So any sum or difference of them is made of whole tables.
//
// Tables by role overlap with tables by survey. Whoever adds and subtracts both can
// isolate exactly those people that lie across a cut of this graph: a node for each
// table, a node for everything not shown, and between a survey's table and a role's
// as many threads as people of that role answered there. So a table is made only
// when every cut of the graph has at least five threads.

// leastAnswers is the fewest answers that are shown.
const leastAnswers = 5

// counts is how often each option was chosen.
type counts map[string]int

// said is how many could say; the others chose "I cannot say" or left it open.
func (c counts) said() int {
	n := 0
	for option, k := range c {
		if option != reference.CannotSay && option != Blank {
			n += k
		}
	}
	return n
}

func (c counts) plus(d counts) counts {
	sum := counts{}
	for k, n := range c {
		sum[k] += n
	}
	for k, n := range d {
		sum[k] += n
	}
	return sum
}

// pile is what one survey's audience answered to one question, not yet shown.
type pile struct {
	Survey, Challenge uuid.UUID
	Counts            counts
}

// cell is how many of a role answered a survey.
type cell struct {
	Survey uuid.UUID
	Role   string
	N      int
}

// table is a set of surveys, all roles, or one role of a set of surveys.
type table struct {
	Surveys    []uuid.UUID
	Challenges []uuid.UUID
	Role       string
	Counts     counts
}

// world is what was shown of one question to one audience, and who answered.
type world struct {
	cells  []cell
	tables []table
}

// pool makes tables of piles that wait, each at most once: of one survey when five
// could say, of several together else. The piles are of one wave, in the order in
// which their surveys closed. What stays below five goes on waiting.
func (w *world) pool(piles []pile) []table {
	var made []table
	var waiting []pile
	for _, p := range piles {
		t := table{Surveys: []uuid.UUID{p.Survey}, Challenges: []uuid.UUID{p.Challenge}, Counts: p.Counts}
		if w.add(t) {
			made = append(made, t)
		} else {
			waiting = append(waiting, p)
		}
	}
	together := table{}
	for _, p := range waiting {
		together.Surveys = append(slices.Clone(together.Surveys), p.Survey)
		together.Challenges = append(slices.Clone(together.Challenges), p.Challenge)
		together.Counts = together.Counts.plus(p.Counts)
		if len(together.Surveys) > 1 && w.add(together) {
			made = append(made, together)
			together = table{}
		}
	}
	return made
}

// byRole makes the tables of one year by role: as many as are safe together, the
// largest first. surveys are those of the year.
func (w *world) byRole(surveys []uuid.UUID, roles map[string]counts) []table {
	names := make([]string, 0, len(roles))
	for r := range roles {
		names = append(names, r)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(roles[b].said(), roles[a].said()), cmp.Compare(a, b))
	})
	var made []table
	for _, r := range names {
		t := table{Surveys: surveys, Role: r, Counts: roles[r]}
		if w.add(t) {
			made = append(made, t)
		}
	}
	return made
}

// add shows one more table if it is safe with all that are shown.
func (w *world) add(t table) bool {
	if t.Counts.said() < leastAnswers {
		return false
	}
	with := world{cells: w.cells, tables: append(slices.Clone(w.tables), t)}
	if !with.safe() {
		return false
	}
	w.tables = with.tables
	return true
}

// safe tells whether every cut of the graph has five threads or more.
func (w *world) safe() bool {
	// node 0 is everything that is in no table
	n := len(w.tables) + 1
	threads := make([][]int, n)
	for i := range threads {
		threads[i] = make([]int, n)
	}
	for _, c := range w.cells {
		a, b := w.node(c, ""), w.node(c, c.Role)
		if a != b {
			threads[a][b] += c.N
			threads[b][a] += c.N
		}
	}
	for _, part := range components(threads) {
		if len(part) > 1 && leastCut(threads, part) < leastAnswers {
			return false
		}
	}
	return true
}

// node finds the table that holds a cell: that of its survey when role is empty,
// else that of its role.
func (w *world) node(c cell, role string) int {
	for i, t := range w.tables {
		if t.Role == role && slices.Contains(t.Surveys, c.Survey) {
			return i + 1
		}
	}
	return 0
}

// components are the parts of a graph that hang together.
func components(threads [][]int) [][]int {
	var parts [][]int
	seen := make([]bool, len(threads))
	for start := range threads {
		if seen[start] {
			continue
		}
		part := []int{start}
		seen[start] = true
		for i := 0; i < len(part); i++ {
			for to, n := range threads[part[i]] {
				if n > 0 && !seen[to] {
					seen[to] = true
					part = append(part, to)
				}
			}
		}
		parts = append(parts, part)
	}
	return parts
}

// leastCut is the fewest threads whose cutting parts a component in two (Stoer and
// Wagner 1997).
func leastCut(threads [][]int, nodes []int) int {
	w := make([][]int, len(nodes))
	for i, a := range nodes {
		w[i] = make([]int, len(nodes))
		for j, b := range nodes {
			w[i][j] = threads[a][b]
		}
	}
	least := -1
	for alive := indices(len(nodes)); len(alive) > 1; {
		s, t, cut := lastTwo(w, alive)
		if least < 0 || cut < least {
			least = cut
		}
		for _, k := range alive { // t becomes part of s
			if k != s && k != t {
				w[s][k] += w[t][k]
				w[k][s] = w[s][k]
			}
		}
		alive = slices.DeleteFunc(alive, func(k int) bool { return k == t })
	}
	return least
}

// lastTwo adds nodes one by one, always the one that holds most threads to those
// added; it gives the last two and the threads of the last.
func lastTwo(w [][]int, alive []int) (s, t, cut int) {
	held := map[int]int{}
	added := map[int]bool{}
	for range alive {
		next := -1
		for _, k := range alive {
			if !added[k] && (next < 0 || held[k] > held[next]) {
				next = k
			}
		}
		added[next] = true
		s, t, cut = t, next, held[next]
		for _, k := range alive {
			held[k] += w[next][k]
		}
	}
	return s, t, cut
}

func indices(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}
