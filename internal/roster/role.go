package roster

import (
	"slices"
	"strings"
	"unicode"
)

// The roles a list can give. How they are kept in the database is the caller's
// affair.
const (
	RoleDASS          = "dass"
	RolePSW           = "psw"
	RoleCouncillor    = "councillor"
	RoleSeniorManager = "senior_manager"
	RoleExpert        = "expert"
	RoleLead          = "lead"
	RoleLinkOfficer   = "link_officer"
	RoleCoordinator   = "coordinator"
)

// roleWords is one role in the words of a list: exact ones, and parts of a
// longer title that are enough to know it by.
type roleWords struct {
	role  string
	label string // how it is written on pages
	exact []string
	parts []string
}

var roles = []roleWords{
	{RoleDASS, "Director (DASS)",
		[]string{"director", "dass", "director dass", "director of adult social services", "director of adult social services dass", "director of adult social care", "director of adults", "director adult social care", "executive director of adult social care"},
		[]string{"dass", "director of adult", "director adult", "director for adult"}},
	{RolePSW, "PSW",
		[]string{"psw", "principal social worker", "principal social worker psw", "psw adults", "principal social worker adults"},
		[]string{"psw", "principal social worker"}},
	{RoleCouncillor, "Councillor",
		[]string{"councillor", "cllr", "elected member", "politician", "lead member", "cabinet member", "portfolio holder", "member"},
		[]string{"councillor", "cllr", "lead member", "cabinet member", "portfolio holder", "elected member"}},
	{RoleSeniorManager, "Senior manager",
		[]string{"senior manager", "manager", "assistant director", "deputy director", "head of service", "service director", "senior manager adult social care"},
		[]string{"senior manager", "assistant director", "deputy director", "head of", "service manager", "service director", "operations director"}},
	{RoleExpert, "Expert by experience",
		[]string{"expert by experience", "experts by experience", "expert", "ebe", "eb e", "lived experience", "person with lived experience", "expert by experience ebe"},
		[]string{"expert by experience", "experts by experience", "lived experience", "ebe"}},
	{RoleLead, "Challenge lead",
		[]string{"challenge lead", "lead", "team lead", "team leader", "lead reviewer", "peer challenge lead", "lead peer", "review lead"},
		[]string{"challenge lead", "lead reviewer"}},
	{RoleLinkOfficer, "Link officer",
		[]string{"link officer", "host link officer", "link", "link person"},
		[]string{"link officer"}},
	{RoleCoordinator, "Coordinator",
		[]string{"coordinator", "co ordinator", "programme coordinator", "programme co ordinator", "regional coordinator", "regional co ordinator"},
		[]string{"coordinator", "co ordinator"}},
}

// RoleLabel is how a role is written for people; empty for no role.
func RoleLabel(role string) string {
	for _, r := range roles {
		if r.role == role {
			return r.label
		}
	}
	return ""
}

// setRole reads a role in users' words. A longer title is understood by its parts
// and said so in a note; a title that fits two roles is a problem.
func (r *Row) setRole(typed string) {
	plain := plainRole(typed)
	if plain == "" {
		r.problem("There is no role. Use one of: %s.", roleList())
		return
	}
	for _, candidate := range roles {
		if slices.Contains(candidate.exact, plain) {
			r.Role = candidate.role
			return
		}
	}
	switch found := rolesByParts(plain); len(found) {
	case 0:
		r.problem("We do not know the role %s. Use one of: %s.", quote(typed), roleList())
	case 1:
		r.Role = found[0].role
		r.note("The role %s was read as %s.", quote(typed), found[0].label)
	default:
		r.problem("The role %s could be %s or %s. Put one role in each line.", quote(typed), found[0].label, found[1].label)
	}
}

func rolesByParts(plain string) []roleWords {
	// A deputy or assistant director is a senior manager, whatever follows.
	if strings.HasPrefix(plain, "deputy director") || strings.HasPrefix(plain, "assistant director") || strings.HasPrefix(plain, "deputy dass") {
		plain = "senior manager"
	}
	var found []roleWords
	for _, candidate := range roles {
		for _, part := range candidate.parts {
			if strings.Contains(" "+plain+" ", " "+part) {
				found = append(found, candidate)
				break
			}
		}
	}
	return found
}

// plainRole is the words in small letters, without marks.
func plainRole(typed string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(typed), func(r rune) bool { return !unicode.IsLetter(r) }), " ")
}

func roleList() string {
	labels := make([]string, len(roles))
	for i, r := range roles {
		labels[i] = r.label
	}
	return strings.Join(labels, ", ")
}
