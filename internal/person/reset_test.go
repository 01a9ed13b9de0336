package person_test

import (
	"context"
	"strings"
	"testing"

	"peerchallenge/internal/access"
	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/person"
	"peerchallenge/internal/problem"
)

func (d *desk) epoch() int {
	d.T.Helper()
	w, err := d.Service.Who(context.Background(), d.Who)
	if err != nil {
		d.T.Fatal(err)
	}
	return w.SessionEpoch
}

func (d *desk) resetSecret() string {
	d.T.Helper()
	if err := d.SendReset(context.Background(), d.Email); err != nil {
		d.T.Fatal(err)
	}
	return d.find(linkIn, d.lastMail(d.Who))
}

// V4: a reset ends all sessions and makes every other link useless.
func TestReset_V4_EndsSessionsAndOtherLinks(t *testing.T) {
	t.Parallel()
	d, ctx := newDesk(t, dbtest.Tx(t)).withPassword(), context.Background()
	before := d.epoch()
	signInLink, _ := d.link()
	reset := d.resetSecret()
	if got, err := d.Reset(ctx, reset, "quite another password"); err != nil || got != d.Who {
		t.Fatalf("Reset = %v, %v", got, err)
	}
	if after := d.epoch(); after <= before {
		t.Errorf("epoch %d after, %d before: sessions go on", after, before)
	}
	_, err := d.SignInByLink(ctx, signInLink)
	wants(t, err, problem.Closed)
	_, err = d.Reset(ctx, reset, "a third long password")
	wants(t, err, problem.Closed)
	_, err = d.SignIn(ctx, d.Email, goodPassword)
	wants(t, err, problem.Invalid)
	if _, err := d.SignIn(ctx, d.Email, "quite another password"); err != nil {
		t.Error(err)
	}
	if !strings.Contains(d.lastMail(d.Who), "was changed") {
		t.Error("the person was not told by e-mail")
	}
}

func TestReset_EndsAfterAnHourAndIsOnlyForResetting(t *testing.T) {
	t.Parallel()
	d, ctx := newDesk(t, dbtest.Tx(t)), context.Background()
	signInLink, _ := d.link()
	_, err := d.Reset(ctx, signInLink, goodPassword)
	wants(t, err, problem.Closed)
	reset := d.resetSecret()
	_, err = d.SignInByLink(ctx, reset)
	wants(t, err, problem.Closed)
	d.Clock.Set(at.Add(person.ResetLasts))
	_, err = d.Reset(ctx, reset, goodPassword)
	wants(t, err, problem.Closed)
}

func TestReset_RefusesWeakPasswordsAndKeepsTheLink(t *testing.T) {
	t.Parallel()
	d, ctx := newDesk(t, dbtest.Tx(t)), context.Background()
	reset := d.resetSecret()
	for _, weak := range []string{"", "elevenchars", "ååååååååååå", strings.Repeat("x", 201), "aaaaaaaaaaaaaa", "Password 1234", "adult social care"} {
		_, err := d.Reset(ctx, reset, weak)
		if p := wants(t, err, problem.Invalid); len(p.Fields) != 1 || p.Fields[0].Name != "password" {
			t.Errorf("%q: fields %v", weak, p.Fields)
		}
	}
	if _, err := d.Reset(ctx, reset, "tolv tecken å"); err != nil {
		t.Errorf("after refusals: %v", err)
	}
}

func TestSetPassword_AsksForTheOneThereIs(t *testing.T) {
	t.Parallel()
	d, ctx := newDesk(t, dbtest.Tx(t)).withPassword(), context.Background()
	before := d.epoch()
	_, err := d.SetPassword(ctx, access.Person(d.Who), "not my password", "quite another password")
	if p := wants(t, err, problem.Invalid); p.Fields[0].Name != "current" {
		t.Errorf("fields %v", p.Fields)
	}
	got, err := d.SetPassword(ctx, access.Person(d.Who), goodPassword, "quite another password")
	if err != nil || got != before+1 || got != d.epoch() {
		t.Errorf("SetPassword = %d, %v; epoch before %d, now %d", got, err, before, d.epoch())
	}
	_, err = d.SetPassword(ctx, access.Public(), goodPassword, "quite another password")
	wants(t, err, problem.SignedOut)
}

func TestAccount_OwnRolesInWords(t *testing.T) {
	t.Parallel()
	s := dbtest.NewStory(t, dbtest.Tx(t))
	svc := &person.Service{DB: s.DB, Clock: s.Clock}
	a, err := svc.Account(context.Background(), s.As(access.Lead))
	if err != nil || len(a.Roles) != 1 || a.HasPassword {
		t.Fatalf("Account = %+v, %v", a, err)
	}
	if r := a.Roles[0]; r.Role != access.Lead || r.Where != "Hostshire 2027" || !r.Begun {
		t.Errorf("role = %+v", r)
	}
	if _, err := svc.Account(context.Background(), access.Person([16]byte{1})); problem.KindOf(err) != problem.NotFound {
		t.Errorf("somebody who is not there: %v", err)
	}
}
