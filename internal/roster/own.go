package roster

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// OwnCouncil is a council of the region whose people are read. A region may have
// councils that the reference data does not know, such as ones made since.
type OwnCouncil struct {
	Code         string
	Name         string
	OfficialName string
}

// ownCouncils finds a council of the region by what was typed.
type ownCouncils map[string]string

func indexOwn(list []OwnCouncil) ownCouncils {
	out := ownCouncils{}
	for _, c := range list {
		for _, name := range []string{c.OfficialName, c.Name, c.Code} {
			if name != "" {
				out[foldName(name)] = c.Code
			}
		}
	}
	return out
}

// foldName makes capitals, accents' spelling and “Council” at the end not matter.
func foldName(s string) string {
	s = strings.ToLower(strings.Join(strings.Fields(norm.NFC.String(s)), " "))
	s = strings.ReplaceAll(s, "’", "'")
	return strings.TrimSpace(strings.TrimSuffix(s, " council"))
}

func (o ownCouncils) code(typed string) (string, bool) {
	code, ok := o[foldName(typed)]
	return code, ok
}
