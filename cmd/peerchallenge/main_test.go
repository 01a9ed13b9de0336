package main

import (
	"context"
	"strings"
	"testing"
)

// Whoever asks for help, or mistypes an option, gets the usage and starts nothing:
// a database is made by the commands that say so.
func TestRun_HelpAndMistypedOptionsStartNothing(t *testing.T) {
	t.Setenv("DATA_DIR", t.TempDir()+"/not-there")
	t.Setenv("DATABASE_URL", "")
	for _, args := range [][]string{{"verify", "-h"}, {"help"}, {"--help"}, {"serve", "--help"}} {
		var said strings.Builder
		if err := run(context.Background(), args, &said); err != nil || said.String() != usage {
			t.Errorf("%v: %v, said %q", args, err, said.String())
		}
	}
	for _, args := range [][]string{nil, {"verify", "--everything"}, {"migrate", "down"}, {"nothing"}} {
		var said strings.Builder
		if err := run(context.Background(), args, &said); exitCode(err, &said) != 1 || !strings.Contains(said.String(), "usage: peerchallenge") {
			t.Errorf("%v: %v, said %q", args, err, said.String())
		}
	}
}
