package plan

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/google/uuid"

	"peerchallenge/internal/plan"
	"peerchallenge/web/page"
)

// script is what the pages of planning have beside the script of every page.
var script = []string{"planning.js"}

// following is the line at the top of a plan's pages in which somebody else's change
// is said. Without scripts it stays empty, and saving shows both.
type following struct {
	Live  string // the stream
	News  string // what has changed since
	Stamp string // what the page shows
	After string // what that means for somebody in the middle of a form
	Show  string // where the change is to be seen
}

func followPlan(p plan.Page) following {
	path := planPath(p.Cycle.ID, p.Proposal.ID)
	return following{Live: path + "/live", News: path + "/news", Stamp: p.Stamp(), Show: path}
}

// Live is the stream that tells an open page that the plan has changed. It says
// how the plan stands, as a stamp, and nothing of what is in it.
func (h *Handlers) Live(w http.ResponseWriter, r *page.Request) error {
	cycle, proposal, _, err := ids(r, uuid.Max.String())
	if err != nil {
		return err
	}
	return r.Stream(w, h.Hub, cycle, func(ctx context.Context) (string, error) {
		return h.Plans.StampOf(ctx, r.Actor, cycle, proposal)
	})
}

// News says in a sentence what has changed since a page was made, for its script.
func (h *Handlers) News(w http.ResponseWriter, r *page.Request) error {
	cycle, proposal, _, err := ids(r, uuid.Max.String())
	if err != nil {
		return err
	}
	n, err := h.Plans.NewsPage(r.Context(), r.Actor, cycle, proposal, r.URL.Query().Get("since"))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	return json.NewEncoder(w).Encode(struct {
		Words string `json:"words"`
		Stamp string `json:"stamp"`
	}{newsWords(n), n.Stamp})
}

// newsWords is "Ann Smith changed the visit to Dudley."
func newsWords(n plan.News) string {
	var out []string
	for _, c := range n.Changed {
		out = append(out, changedWords(c))
	}
	if n.Pinned {
		out = append(out, "What is pinned has changed.")
	}
	if n.Approved {
		out = append(out, who(n.By, n.ByMe)+" approved this plan.")
	}
	return strings.Join(out, " ")
}

func changedWords(c plan.Changed) string {
	switch {
	case c.By == "" && !c.Mine:
		return "The program found a better plan."
	case len(c.Councils) == 0:
		return who(c.By, c.Mine) + " changed this plan."
	case len(c.Councils) == 1:
		return who(c.By, c.Mine) + " changed the visit to " + c.Councils[0] + "."
	case len(c.Councils) > 3:
		return who(c.By, c.Mine) + " changed the visits to several councils."
	}
	return who(c.By, c.Mine) + " changed the visits to " + page.Names(c.Councils) + "."
}

func who(name string, me bool) string {
	switch {
	case me:
		return "You, on another page,"
	case name == "":
		return "Somebody"
	}
	return name
}
