package archtest

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// Whatever is built into the program is named, with its licence, in NOTICES.md beside main, which the command “notices” prints.
func TestNotices_NameEveryModuleOfTheProgram(t *testing.T) {
	cmd := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}{{end}}{{end}}", "./cmd/peerchallenge")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	notices, err := os.ReadFile("../../cmd/peerchallenge/NOTICES.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, module := range strings.Fields(string(out)) {
		if !strings.Contains(string(notices), module) {
			t.Errorf("NOTICES.md does not name %s", module)
		}
	}
}
