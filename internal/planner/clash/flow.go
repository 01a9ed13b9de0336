package clash

// flow is a largest assignment of demands to supplies: demand d wants need[d],
// supply s has have[s], and one supply serves one demand at most once where once
// is set. It is found by augmenting paths; regions are small.
type flow struct {
	need, have []int
	may        [][]int // by demand: supplies
	given      []map[int]int
	used       []int
	once       bool
}

// largest is how much of the need can be met.
func (f *flow) largest() int {
	f.given = make([]map[int]int, len(f.need))
	f.used = make([]int, len(f.have))
	total := 0
	for d, n := range f.need {
		f.given[d] = map[int]int{}
		for range n {
			if !f.augment(d, make([]bool, len(f.have))) {
				break
			}
			total++
		}
	}
	return total
}

// augment finds one more unit for d, moving others where they have another choice.
func (f *flow) augment(d int, seen []bool) bool {
	for _, s := range f.may[d] {
		if seen[s] || f.once && f.given[d][s] > 0 {
			continue
		}
		seen[s] = true
		if f.used[s] < f.have[s] {
			f.used[s]++
			f.given[d][s]++
			return true
		}
		for other := range f.given {
			if f.given[other] != nil && f.given[other][s] > 0 && other != d && f.augment(other, seen) {
				f.given[other][s]--
				f.given[d][s]++
				return true
			}
		}
	}
	return false
}
