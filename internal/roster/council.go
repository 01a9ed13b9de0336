package roster

import (
	"regexp"

	"peerchallenge/internal/reference"
)

var codeShape = regexp.MustCompile(`^[EeWwSsNn][0-9]{8}$`)

// setCouncil finds the council from code, name or both. Each may stand in the
// other's column.
func (r *Row) setCouncil(own ownCouncils, code, name string) {
	if code == "" && name == "" {
		if r.needsCouncil() {
			r.problem("There is no council.")
		}
		return
	}
	before := len(r.Problems)
	fromCode, fromName := r.council(own, code), r.council(own, name)
	switch {
	case len(r.Problems) > before:
	case fromCode.Code != "" && fromName.Code != "" && fromCode.Code != fromName.Code:
		r.problem("The code %s is %s, but the council is given as %s.", quote(code), fromCode.Name, quote(name))
	case fromCode.Code != "":
		r.CouncilCode = fromCode.Code
	default:
		r.CouncilCode = fromName.Code
	}
}

// needsCouncil: experts by experience, leads and coordinators may belong to none.
func (r *Row) needsCouncil() bool {
	return r.Role != RoleExpert && r.Role != RoleLead && r.Role != RoleCoordinator
}

// council reads one cell; empty is no council and no problem.
func (r *Row) council(own ownCouncils, typed string) reference.Council {
	if typed == "" {
		return reference.Council{}
	}
	if code, ok := own.code(typed); ok {
		return reference.Council{Code: code, Name: typed}
	}
	find := reference.CouncilByName
	if codeShape.MatchString(typed) {
		find = reference.CouncilByCode
	}
	c, note, ok := find(typed)
	switch {
	case ok && note != "":
		r.note("%s", note)
	case !ok && note != "":
		r.problem("%s Say which one.", note)
	case !ok:
		r.unknownCouncil(typed)
	}
	return c
}

func (r *Row) unknownCouncil(typed string) {
	if codeShape.MatchString(typed) {
		r.problem("%s is not the code of a council with adult social services in England.", quote(typed))
		return
	}
	if near, ok := reference.SuggestCouncil(typed); ok {
		r.problem("We do not know the council %s. Did you mean %s?", quote(typed), near.Name)
		return
	}
	r.problem("We do not know the council %s. Only the 153 councils with adult social services in England can be used.", quote(typed))
}
