package person_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/dbtest"
	"peerchallenge/internal/person"
	"peerchallenge/internal/problem"
)

// invited gives what stands in the link of an invitation by the operator.
func (d *desk) invited() string {
	d.T.Helper()
	d.in(dbtest.Operator, func(ctx context.Context, tx pgx.Tx) error {
		return d.InviteTx(ctx, tx, dbtest.Operator, d.Clock.Now(), d.Who, person.Words{
			Subject: "Join the team of Ashcombe 2027", For: "challenge lead of Ashcombe 2027", Where: "Ashcombe", When: "11 to 13 May 2027"})
	})
	return d.find(linkIn, d.lastMail(d.Who))
}

func TestInvite_MailSaysWhoWhatWhereWhen(t *testing.T) {
	t.Parallel()
	d := newDesk(t, dbtest.Tx(t))
	d.invited()
	body := d.lastMail(d.Who)
	for _, want := range []string{"Oswin Operator has invited you", "What for: challenge lead of Ashcombe 2027", "Where: Ashcombe", "When: 11 to 13 May 2027", "7 December 2026"} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q in:\n%s", want, body)
		}
	}
}

func TestInvitation_WelcomeDoesNotUseItUp(t *testing.T) {
	t.Parallel()
	d, ctx := newDesk(t, dbtest.Tx(t)), context.Background()
	secret := d.invited()
	want := person.Welcome{Name: "Helen Marsden", Email: d.Email, InvitedBy: "Oswin Operator",
		InvitedFor: "challenge lead of Ashcombe 2027", ExpiresAt: at.Add(person.InvitationLasts)}
	for range 2 {
		got, err := d.Welcome(ctx, secret)
		if err != nil {
			t.Fatal(err)
		}
		got.ExpiresAt = got.ExpiresAt.In(at.Location())
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("welcome (-want +got):\n%s", diff)
		}
	}
}

func TestAcceptInvitation_WithAndWithoutPassword(t *testing.T) {
	t.Parallel()
	d, ctx := newDesk(t, dbtest.Tx(t)), context.Background()
	secret := d.invited()
	_, err := d.AcceptInvitation(ctx, secret, "short")
	wants(t, err, problem.Invalid)
	if got, err := d.AcceptInvitation(ctx, secret, ""); err != nil || got != d.Who {
		t.Fatalf("without a password = %v, %v", got, err)
	}
	_, err = d.AcceptInvitation(ctx, secret, "")
	wants(t, err, problem.Closed)
	if got, err := d.AcceptInvitation(ctx, d.invited(), goodPassword); err != nil || got != d.Who {
		t.Fatalf("with a password = %v, %v", got, err)
	}
	if _, err := d.SignIn(ctx, d.Email, goodPassword); err != nil {
		t.Errorf("with the password from the invitation: %v", err)
	}
	secret = d.invited()
	if w, err := d.Welcome(ctx, secret); err != nil || !w.HasPassword {
		t.Errorf("welcome of somebody with a password = %+v, %v", w, err)
	}
}

func TestInvitation_EndsAfterTwoWeeks(t *testing.T) {
	t.Parallel()
	d, ctx := newDesk(t, dbtest.Tx(t)), context.Background()
	secret := d.invited()
	d.Clock.Set(at.Add(person.InvitationLasts))
	_, err := d.Welcome(ctx, secret)
	wants(t, err, problem.Closed)
	_, err = d.AcceptInvitation(ctx, secret, goodPassword)
	wants(t, err, problem.Closed)
}

func TestCreateOperator_MakesTheFirstAndAgain(t *testing.T) {
	t.Parallel()
	db := dbtest.DB(t)
	d, ctx := newDesk(t, db.Pool), context.Background()
	for range 2 {
		link, err := d.CreateOperator(ctx, db.Owner, "Helen Marsden", strings.ToUpper(d.Email))
		if err != nil {
			t.Fatal(err)
		}
		who, err := d.SignInByLink(ctx, d.find(linkIn, link))
		if err != nil || who != d.Who {
			t.Fatalf("sign in = %v, %v; want %v", who, err, d.Who)
		}
	}
	w, err := d.Service.Who(ctx, d.Who)
	if err != nil || !w.Operator {
		t.Errorf("Who = %+v, %v; want the operator", w, err)
	}
	_, err = d.CreateOperator(ctx, db.Owner, "", "not an address")
	if p := wants(t, err, problem.Invalid); len(p.Fields) != 2 {
		t.Errorf("fields %v", p.Fields)
	}
}
