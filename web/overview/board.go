package overview

import (
	"fmt"
	"net/http"

	"peerchallenge/internal/access"
	"peerchallenge/internal/challenge"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/journey"
	"peerchallenge/internal/progress"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// boardPath is the coordinator's view of all challenges.
const boardPath = "/progress"

// Board shows a coordinator all challenges under way: who is held up, why, for how
// long.
func (h *Handlers) Board(w http.ResponseWriter, r *page.Request) error {
	after, err := parseAfter(r.URL.Query().Get("after"))
	if err != nil {
		return err
	}
	b, err := h.Progress.Board(r.Context(), r.Actor, after)
	if err != nil {
		return err
	}
	c := r.Chrome("All challenges under way", page.NavChallenges)
	c.Region = b.Region.Name
	c.Back = &ui.Link{Text: "Challenges", Href: ui.ChallengesPath()}
	return r.Render(w, http.StatusOK, boardPage(c, toBoard(b)))
}

type board struct {
	Region, Title, Words string
	Held, Others, Ended  []boardCard
	Next                 string
}

type boardCard struct {
	Name, Href, Stage, Since, Ended string
	StageNumber                     int
	Why                             []string // who it waits for, and how long it is late
	Quiet                           []string // nobody has begun
	Waits                           []string // what the stage waits for besides
	Progress                        string
	Done, All                       int
	Next                            string
}

func toBoard(b progress.Board) board {
	v := board{Region: b.Region.Name}
	for _, r := range b.Rows {
		card := toBoardCard(r, b.Today)
		if r.Ended != nil {
			v.Ended = append(v.Ended, card)
		} else if r.HeldUp(b.Today) {
			v.Held = append(v.Held, card)
		} else {
			v.Others = append(v.Others, card)
		}
	}
	where := ""
	if b.More {
		last := b.Rows[len(b.Rows)-1]
		v.Next = boardPath + "?after=" + afterOf(challenge.Row{OnsiteFirst: last.OnsiteFirst, ID: last.ID})
		where = " on this page"
	}
	v.Title = "Nothing is held up" + where + "."
	if n := len(v.Held); n == 1 {
		v.Title = "1 challenge is held up" + where + "."
	} else if n > 1 {
		v.Title = fmt.Sprintf("%d challenges are held up%s.", n, where)
	}
	v.Words = fmt.Sprintf("%d under way%s. A challenge is held up when something with a date is late.", len(v.Held)+len(v.Others), where)
	return v
}

func toBoardCard(r progress.BoardRow, today civil.Date) boardCard {
	c := boardCard{Name: r.Name, Href: ui.ChallengePath(r.ID.String()), Stage: r.Stage.Name(), StageNumber: r.Stage.Number(), Next: r.Next}
	c.Since = "At this stage since " + civil.Of(r.StageSince).Long() + daysWords(civil.Of(r.StageSince).DaysUntil(today))
	if r.Ended != nil && r.EndedReason != nil {
		c.Ended = endedWord(*r.Ended) + ". Reason: " + *r.EndedReason
		return c
	}
	late := 0
	for _, k := range r.Checks {
		if !k.Beside {
			c.All++
			if k.Met {
				c.Done++
			}
		}
		if k.Met || len(k.Who) == 0 {
			continue
		}
		words := page.Lower(k.Words) + " (" + holders(r, k) + ")"
		if !k.Due.IsZero() && k.Due.Before(today) {
			words += ", due " + k.Due.LongWeekday() + ", " + page.Distance(today, k.Due)
			c.Why = append(c.Why, "Waiting for: "+words)
			late++
			continue
		}
		c.Waits = append(c.Waits, page.Upper(words))
	}
	c.tasks(r, today)
	c.Progress = ProgressWords(c.Done, c.All, late)
	return c
}

// tasks adds the late ones, and those near on which nobody has begun.
func (c *boardCard) tasks(r progress.BoardRow, today civil.Date) {
	for _, t := range r.Tasks {
		who := "nobody has this part yet"
		if len(t.Holders) > 0 {
			who = few(t.Holders)
		}
		if t.DueOn.Before(today) {
			begun := ""
			if !t.Begun {
				begun = "; nobody has begun"
			}
			c.Why = append(c.Why, fmt.Sprintf("Late: %s (%s), due %s, %s%s", page.Lower(t.Title), who, t.DueOn.LongWeekday(), page.Distance(today, t.DueOn), begun))
		} else if !t.Begun {
			c.Quiet = append(c.Quiet, fmt.Sprintf("Nobody has begun: %s (%s), due %s", page.Lower(t.Title), who, t.DueOn.LongWeekday()))
		}
	}
}

func holders(r progress.BoardRow, k journey.Check) string {
	var names []string
	for _, role := range k.Who {
		names = append(names, r.Holders[role]...)
	}
	if len(names) == 0 {
		return roleWord(k.Who[0]) + " not found yet"
	}
	return few(names)
}

func roleWord(r access.Role) string { return page.Lower(r.Name()) }

func daysWords(n int) string {
	switch n {
	case 0:
		return ", today"
	case 1:
		return ", 1 day"
	default:
		return fmt.Sprintf(", %d days", n)
	}
}
