package reminder

import (
	"fmt"
	"strings"

	"peerchallenge/internal/outbox"
)

// parts of a digest, in order, with the kinds of reminder each holds.
var parts = []struct {
	title string
	kinds []Kind
}{
	{"Late", []Kind{ThreeDaysAfter}},
	{"Due now", []Kind{OnTheDay}},
	{"Due in the next seven days", []Kind{WeekBefore}},
	{"Nobody has begun on these yet. They are for others; you get this as coordinator", []Kind{NothingBegunDue, NothingBegun}},
}

// digest is one person's mail: what, on which challenge, when, and a link.
func digest(list []due, base string) outbox.Mail {
	var b strings.Builder
	for _, p := range parts {
		var lines []string
		for _, d := range list {
			for _, k := range p.kinds {
				if d.Kind == k {
					lines = append(lines, fmt.Sprintf("- %s\n  %s, by %s\n  %s\n", d.Title, d.ChallengeName, d.DueOn.LongWeekday(), base+link(d)))
				}
			}
		}
		if len(lines) > 0 {
			fmt.Fprintf(&b, "%s:\n\n%s\n", p.title, strings.Join(lines, "\n"))
		}
	}
	fmt.Fprintf(&b, "Everything you have to do:\n%s/\n\nYou get a reminder seven days before something is due, on the day, and three days after; one mail a day at most.\n", base)
	return outbox.Mail{Person: list[0].PersonID, Kind: "reminder.digest", Subject: subject(list), Body: b.String()}
}

// link is where the work is done; for the coordinator's nudge the challenge itself,
// because the page of the work is not theirs.
func link(d due) string {
	if d.Path == "" || d.Kind == NothingBegun || d.Kind == NothingBegunDue {
		return "/challenges/" + d.ChallengeID.String()
	}
	return d.Path
}

func subject(list []due) string {
	if len(list) == 1 {
		return fmt.Sprintf("Reminder: %s, %s, by %s", list[0].Title, list[0].ChallengeName, list[0].DueOn.Long())
	}
	return fmt.Sprintf("Reminder: %d things with a date in Peer Challenge", len(list))
}
