package person_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/db"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/id"
	"peerchallenge/internal/person"
	"peerchallenge/internal/problem"
)

func wants(t *testing.T, err error, kind problem.Kind) *problem.Problem {
	t.Helper()
	p, ok := err.(*problem.Problem)
	if !ok || p.Kind != kind {
		t.Fatalf("got %v, want %s", err, kind)
	}
	return p
}

func TestSignIn_ByPassword(t *testing.T) {
	t.Parallel()
	d, ctx := newDesk(t, dbtest.Tx(t)).withPassword(), context.Background()
	got, err := d.SignIn(ctx, " "+strings.ToUpper(d.Email)+" ", goodPassword)
	if err != nil || got != d.Who {
		t.Errorf("SignIn = %v, %v; want %v", got, err, d.Who)
	}
}

// V6: a known and an unknown address, with or without a password, get one answer.
func TestSignIn_V6_OneAnswerForAnythingWrong(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := newDesk(t, dbtest.Tx(t))
	_, none := d.SignIn(ctx, d.Email, "wrong horse battery")
	d.withPassword()
	_, wrong := d.SignIn(ctx, d.Email, "wrong horse battery")
	_, unknown := d.SignIn(ctx, "nobody"+d.Email, "wrong horse battery")
	_, long := d.SignIn(ctx, d.Email, strings.Repeat("x", 5000))
	want := wants(t, wrong, problem.Invalid).Fields
	for name, err := range map[string]error{"unknown address": unknown, "no password": none, "too long": long} {
		if diff := cmp.Diff(want, wants(t, err, problem.Invalid).Fields); diff != "" {
			t.Errorf("%s answers otherwise (-want +got):\n%s", name, diff)
		}
	}
}

// V6: the same number of statements is run for a known and an unknown address.
func TestSend_V6_SameWorkForKnownAndUnknown(t *testing.T) {
	d, ctx := newDesk(t, dbtest.Tx(t)), context.Background()
	for name, send := range map[string]func(context.Context, string) error{"link": d.SendLink, "reset": d.SendReset} {
		count := func(email string) int64 {
			return dbtest.Statements(func() {
				if err := send(ctx, email); err != nil {
					t.Error(err)
				}
			})
		}
		known, unknown := count(d.Email), count(name+"nobody"+d.Email)
		if known != unknown {
			t.Errorf("%s: %d statements for a known address, %d for an unknown one", name, known, unknown)
		}
	}
	if n := len(d.mails(d.Who)); n != 2 {
		t.Errorf("%d mails, want 2", n)
	}
}

// Ten guesses in five minutes for an address, whether or not anybody has it.
func TestSignIn_TenGuessesInFiveMinutes(t *testing.T) {
	t.Parallel()
	d, ctx := newDesk(t, dbtest.Tx(t)).withPassword(), context.Background()
	for _, email := range []string{d.Email, "nobody" + d.Email} {
		for i := 1; i <= person.MaxGuesses; i++ {
			_, err := d.SignInByCode(ctx, email, "000000")
			wants(t, err, problem.Invalid)
		}
		_, err := d.SignIn(ctx, email, goodPassword)
		if p := wants(t, err, problem.TooMany); !strings.Contains(p.Message, "e-mail with a link") {
			t.Errorf("the refusal does not say what else to do: %q", p.Message)
		}
	}
	secret, _ := d.link()
	if _, err := d.SignInByLink(ctx, secret); err != nil {
		t.Errorf("the link does not work while guesses are refused: %v", err)
	}
	d.Clock.Set(at.Add(person.GuessWindow))
	if _, err := d.SignIn(ctx, d.Email, goodPassword); err != nil {
		t.Errorf("after five minutes: %v", err)
	}
}

func TestSignInByLink_WorksOnceForHalfAnHour(t *testing.T) {
	t.Parallel()
	d, ctx := newDesk(t, dbtest.Tx(t)), context.Background()
	secret, code := d.link()
	if err := d.CheckLink(ctx, person.ToSignIn, secret); err != nil {
		t.Fatalf("looking: %v", err)
	}
	if got, err := d.SignInByLink(ctx, secret); err != nil || got != d.Who {
		t.Fatalf("first use = %v, %v", got, err)
	}
	_, err := d.SignInByLink(ctx, secret)
	wants(t, err, problem.Closed)
	_, err = d.SignInByCode(ctx, d.Email, code)
	wants(t, err, problem.Invalid)
	secret, _ = d.link()
	d.Clock.Set(at.Add(person.LinkLasts - time.Second))
	if err := d.CheckLink(ctx, person.ToSignIn, secret); err != nil {
		t.Errorf("just before the end: %v", err)
	}
	d.Clock.Set(at.Add(person.LinkLasts))
	_, err = d.SignInByLink(ctx, secret)
	wants(t, err, problem.Closed)
	_, err = d.SignInByLink(ctx, "unknown")
	wants(t, err, problem.Closed)
}

func TestSignInByCode_WorksOnceForAQuarterOfAnHour(t *testing.T) {
	t.Parallel()
	d, ctx := newDesk(t, dbtest.Tx(t)), context.Background()
	_, old := d.link()
	_, code := d.link()
	if old != code { // one time in a million they are equal
		_, err := d.SignInByCode(ctx, d.Email, old)
		wants(t, err, problem.Invalid)
	}
	if got, err := d.SignInByCode(ctx, d.Email, " "+code[:3]+" "+code[3:]); err != nil || got != d.Who {
		t.Fatalf("the newest code = %v, %v", got, err)
	}
	_, err := d.SignInByCode(ctx, d.Email, code)
	wants(t, err, problem.Invalid)
	_, code = d.link()
	d.Clock.Set(at.Add(person.CodeLasts))
	_, err = d.SignInByCode(ctx, d.Email, code)
	wants(t, err, problem.Invalid)
}

func TestSendLink_SixthMailInFiveMinutesIsNotSent(t *testing.T) {
	t.Parallel()
	d := newDesk(t, dbtest.Tx(t))
	for range 7 {
		d.link()
	}
	if n := len(d.mails(d.Who)); n != 5 {
		t.Errorf("%d mails, want 5", n)
	}
}

// Only hashes of links and codes are kept.
func TestSendLink_KeepsHashesOnly(t *testing.T) {
	t.Parallel()
	d := newDesk(t, dbtest.Tx(t))
	secret, code := d.link()
	d.in(access.Job("sign-in"), func(ctx context.Context, tx pgx.Tx) error {
		kept, err := db.Value[string](ctx, tx, `SELECT encode(link_hash, 'escape') || encode(code_hash, 'escape') FROM sign_in_token WHERE person_id = $1`, d.Who)
		if strings.Contains(kept, secret) || strings.Contains(kept, code) {
			t.Error("a link or code is kept as it is")
		}
		return err
	})
}

// A link pressed twice at once signs in once.
func TestSignInByLink_TwoAtOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t, dbtest.DB(t).Pool)
	secret, _ := d.link()
	const n = 6
	errs, who := make([]error, n), make([]uuid.UUID, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { who[i], errs[i] = d.SignInByLink(context.Background(), secret) })
	}
	wg.Wait()
	in := 0
	for i, err := range errs {
		if err == nil && who[i] == d.Who {
			in++
			continue
		}
		wants(t, err, problem.Closed)
	}
	if in != 1 {
		t.Errorf("%d of %d signed in, want 1", in, n)
	}
}

// Guesses made at once are all counted.
func TestSignIn_GuessesAtOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t, dbtest.DB(t).Pool)
	const n = person.MaxGuesses + 6
	errs := make([]error, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { _, errs[i] = d.SignInByCode(context.Background(), d.Email, "000000") })
	}
	wg.Wait()
	got := map[problem.Kind]int{}
	for _, err := range errs {
		got[problem.KindOf(err)]++
	}
	if diff := cmp.Diff(map[problem.Kind]int{problem.Invalid: person.MaxGuesses, problem.TooMany: n - person.MaxGuesses}, got); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
}

func TestForgetTries_RemovesOldOnes(t *testing.T) {
	t.Parallel()
	d, ctx := newDesk(t, dbtest.Tx(t)), context.Background()
	_, _ = d.SignInByCode(ctx, "old"+id.New().String()+"@example.org", "000000")
	d.Clock.Set(at.Add(25 * time.Hour))
	if err := d.ForgetTries(ctx); err != nil {
		t.Fatal(err)
	}
	d.in(access.Job("sign-in"), func(ctx context.Context, tx pgx.Tx) error {
		n, err := db.Value[int](ctx, tx, `SELECT count(*) FROM sign_in_attempt WHERE at = $1`, at)
		if n != 0 {
			t.Errorf("%d old tries left", n)
		}
		return err
	})
}
