package person

import (
	"time"

	"peerchallenge/internal/access"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/db"
)

// Service signs people in and keeps what is known of them.
type Service struct {
	DB      db.Beginner
	Clock   clock.Clock
	BaseURL string // address of the installation without a slash at the end, for links in mails
}

// signIn is the actor before anybody is known.
var signIn = access.Job("sign-in")

// How long each way lasts, and how often may be guessed.
const (
	LinkLasts       = 30 * time.Minute
	CodeLasts       = 15 * time.Minute
	ResetLasts      = time.Hour
	InvitationLasts = 14 * 24 * time.Hour
	MaxGuesses      = 10 // for one address, in GuessWindow, by password and code together
	GuessWindow     = 5 * time.Minute
	maxMails        = 5 // to one address, in GuessWindow; the next are not sent
)
