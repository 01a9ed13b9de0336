package page_test

import (
	"testing"

	"peerchallenge/web/page"
)

func TestWords(t *testing.T) {
	for got, want := range map[string]string{
		page.Lower("Challenge lead"):                 "challenge lead",
		page.Lower("Principal social worker (PSW)"):  "principal social worker (PSW)",
		page.Lower("PSW"):                            "PSW",
		page.Lower("Élan and drive"):                 "élan and drive",
		page.Lower("A draft"):                        "a draft",
		page.Lower("") + page.Upper("") + ".":        ".",
		page.Upper("élan and drive"):                 "Élan and drive",
		page.Counted(1, "line", "lines"):             "1 line",
		page.Counted(0, "line", "lines"):             "0 lines",
		page.Names([]string{"Ann"}):                  "Ann",
		page.Names([]string{"Ann", "Bob", "Chidi"}):  "Ann, Bob and Chidi",
		page.Names(nil) + ".":                        ".",
		page.List{}.Carry([]byte("name;e-mail\xff")): "bmFtZTtlLW1haWz_",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
