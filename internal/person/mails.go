package person

import (
	"fmt"
	"time"

	"peerchallenge/internal/civil"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/outbox"
)

// ending says until when something works: "2:32pm on 10 March 2027".
func ending(t time.Time) string {
	return t.In(clock.London).Format("3:04pm") + " on " + civil.Of(t).Long()
}

func linkMail(base, secret, code string, now time.Time) outbox.Mail {
	return outbox.Mail{Kind: "sign-in.link", Subject: "Your link and code to sign in to Peer Challenge", Body: fmt.Sprintf(`Somebody, we think you, asked to sign in to Peer Challenge.

Open this link and press the button on the page. It works once, until %s:

%s/sign-in/link/%s

Or type this code on the page you came from. It works until %s:

%s

If it was not you, you need do nothing. Nobody can sign in without this e-mail.
Nobody from Peer Challenge will ever ask you for the code.
`, ending(now.Add(LinkLasts)), base, secret, ending(now.Add(CodeLasts)), code)}
}

func resetMail(base, secret string, now time.Time) outbox.Mail {
	return outbox.Mail{Kind: "sign-in.reset", Subject: "Choose a new password for Peer Challenge", Body: fmt.Sprintf(`Somebody, we think you, asked to choose a new password for Peer Challenge.

Open this link to choose one. It works once, until %s:

%s/reset/%s

When the new password is set, you are signed out wherever you were signed in.
If it was not you, you need do nothing: your password stays as it is.
`, ending(now.Add(ResetLasts)), base, secret)}
}

func changedMail(base string, now time.Time) outbox.Mail {
	return outbox.Mail{Kind: "sign-in.password-changed", Subject: "Your password for Peer Challenge was changed", Body: fmt.Sprintf(`Your password for Peer Challenge was changed at %s. Other places where you were signed in have been signed out.

If it was not you, choose a new password now, and tell whoever looks after the programme in your region:

%s/reset
`, ending(now), base)}
}

func invitationMail(base, secret, inviter string, w Words, now time.Time) outbox.Mail {
	body := inviter + " has invited you to Peer Challenge.\n\nWhat for: " + w.For + "\n"
	if w.Where != "" {
		body += "Where: " + w.Where + "\n"
	}
	if w.When != "" {
		body += "When: " + w.When + "\n"
	}
	return outbox.Mail{Kind: "person.invited", Subject: w.Subject, Body: fmt.Sprintf(`%s
Open this link to begin. It works until %s:

%s/invitation/%s

You may choose a password there, or go without one: we can send you an e-mail with a link each time you sign in.
`, body, ending(now.Add(InvitationLasts)), base, secret)}
}
