package overview

import (
	"reflect"
	"testing"

	"peerchallenge/web/ui"
)

// Section 5: what a dozen people have to do by the same day is one row, and the
// reader's own stands by itself.
func TestFoldOpen(t *testing.T) {
	row := func(href string, lines ...string) ui.TaskRow {
		return ui.TaskRow{Text: "Answer the survey", Due: "25 March", Href: href, Lines: lines}
	}
	mine, waited := row("/survey", "Ann"), row("", "Bob", "Chidi is waiting")
	got := foldOpen([]ui.TaskRow{mine, row("", "Dev"), row("", "Eve"), waited, {Text: "Hand over", Due: "25 March", Lines: []string{"Fay"}}})
	if want := []ui.TaskRow{mine, row("", "Dev and Eve"), waited, {Text: "Hand over", Due: "25 March", Lines: []string{"Fay"}}}; !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
	got = foldOpen([]ui.TaskRow{row("", "A"), row("", "B"), row("", "C"), row("", "D")})
	if want := []ui.TaskRow{row("", "4 people")}; !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
}
