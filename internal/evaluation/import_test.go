package evaluation_test

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"

	"peerchallenge/internal/access"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/problem"
)

// published are the six results that Mahesh, Lowther and Miller (2023) report.
func published(t *testing.T) map[string]struct {
	percent   float64
	qualifier string
} {
	t.Helper()
	b, err := os.ReadFile("../reference/data/evaluation_survey.json")
	if err != nil {
		t.Fatal(err)
	}
	var in struct {
		Questions []struct {
			ID       string
			Reported struct {
				Value struct {
					Percent   float64
					Qualifier string
				}
			}
		}
	}
	if err := json.Unmarshal(b, &in); err != nil {
		t.Fatal(err)
	}
	out := map[string]struct {
		percent   float64
		qualifier string
	}{}
	for _, q := range in.Questions {
		out[q.ID] = struct {
			percent   float64
			qualifier string
		}{q.Reported.Value.Percent, q.Reported.Value.Qualifier}
	}
	return out
}

// E1: importing 44 answers of the published shape gives the six published
// percentages, of those who could say; "nearly 80" is just below, "just over 50"
// just above.
func TestImport_E1_GivesThePublishedPercentages(t *testing.T) {
	t.Parallel()
	s := visited(t, dbtest.Tx(t))
	file, err := os.ReadFile("testdata/published-shape-44.csv")
	if err != nil {
		t.Fatal(err)
	}
	plan, err := s.svc.PreviewImport(ctx, s.As(access.Coordinator), "Evaluation of 2021", file)
	if err != nil || !plan.OK() || plan.Sheets != 44 {
		t.Fatalf("%+v, %v", plan, err)
	}
	if _, err := s.svc.ImportAnswers(ctx, s.As(access.Coordinator), "Evaluation of 2021", file, plan.Digest); err != nil {
		t.Fatal(err)
	}
	p, err := s.svc.Region(ctx, s.As(access.Coordinator), "")
	if err != nil || len(p.Imports) != 1 || p.Imports[0].Sheets != 44 {
		t.Fatalf("%+v, %v", p.Imports, err)
	}
	reports := published(t)
	if len(reports) != 6 || len(p.Imports[0].Results) != 6 {
		t.Fatalf("%d published, %d results", len(reports), len(p.Imports[0].Results))
	}
	for _, r := range p.Imports[0].Results {
		reported := reports[r.Question.ID]
		exact := 100 * float64(r.Positive) / float64(r.Said)
		ok := math.Round(exact) == reported.percent
		switch reported.qualifier {
		case "nearly":
			ok = ok && exact < reported.percent
		case "just over":
			ok = exact > reported.percent && exact < reported.percent+2
		}
		if !ok || r.Percent() != int(math.Round(exact)) {
			t.Errorf("%s: %.1f %% shown as %d, published %s %.0f", r.Question.ID, exact, r.Percent(), reported.qualifier, reported.percent)
		}
	}
	_, err = s.svc.ImportAnswers(ctx, s.As(access.Coordinator), "Evaluation of 2021", file, plan.Digest)
	want(t, "the same file twice", err, problem.Conflict)
	_, err = s.svc.ImportAnswers(ctx, s.As(access.DASS), "Evaluation of 2021", file, plan.Digest)
	want(t, "a director imports", err, problem.NotFound)
}

// E1: a file that is none is refused with what is wrong; fewer than five sheets are
// not imported.
func TestImport_E1_RefusesWhatIsNoAnswers(t *testing.T) {
	t.Parallel()
	s := visited(t, dbtest.Tx(t))
	for name, file := range map[string]string{"empty": "", "only a heading": "EV1\n", "no question": "Name\nJo\n", "ragged": "EV1,EV2\nYes\n", "not text": "EV1\n\xff\xfe\n"} {
		_, err := s.svc.PreviewImport(ctx, s.As(access.Coordinator), "A survey", []byte(file))
		want(t, name, err, problem.Invalid)
	}
	plan, err := s.svc.PreviewImport(ctx, s.As(access.Coordinator), "A survey", []byte("EV4;Role\nYes;DASS\nPerhaps;PSW\n"+strings.Repeat("No;PSW\n", 2)))
	if err != nil || plan.OK() || len(plan.Problems) != 1 || len(plan.Ignored) != 1 {
		t.Fatalf("%+v, %v", plan, err)
	}
	_, err = s.svc.ImportAnswers(ctx, s.As(access.Coordinator), "A survey", []byte("EV4\nYes\n"), mustDigest(t, s, "EV4\nYes\n"))
	want(t, "one sheet", err, problem.Invalid)
}

func mustDigest(t *testing.T, s story, file string) string {
	t.Helper()
	plan, err := s.svc.PreviewImport(ctx, s.As(access.Coordinator), "A survey", []byte(file))
	if err != nil {
		t.Fatal(err)
	}
	return plan.Digest
}
