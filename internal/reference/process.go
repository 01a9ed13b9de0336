package reference

import (
	"slices"
	"sync"
)

// ProcessRule is one rule of the West Midlands process with the sentence of the
// paper that states it, so that people can see where a default came from.
type ProcessRule struct {
	Key      string `json:"key"` // "group_size"
	Sentence string `json:"sentence"`
}

var processRules = sync.OnceValue(func() []ProcessRule {
	var in struct {
		Rules []ProcessRule `json:"rules"`
	}
	mustJSON("process_rules.json", &in)
	return in.Rules
})

// ProcessRules are the rules that the paper states, in its order.
func ProcessRules() []ProcessRule { return slices.Clone(processRules()) }
