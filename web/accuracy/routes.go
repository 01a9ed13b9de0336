package accuracy

import (
	"github.com/google/uuid"

	"peerchallenge/internal/accuracy"
	"peerchallenge/web/page"
	"peerchallenge/web/ui"
)

// Handlers answers for the pages of the fact check.
type Handlers struct {
	Accuracy *accuracy.Service
}

// Routes are the pages of the fact check, for the route table.
func Routes(h *Handlers) []page.Route {
	const comments = "/challenges/{challenge}/comments"
	route := func(method, path, verb string, handle page.Handler) page.Route {
		return page.Route{Method: method, Pattern: comments + path, Gate: page.OnChallenge, Verb: verb, Handle: handle}
	}
	return []page.Route{
		route("GET", "", "", h.Show),
		route("GET", "/new", accuracy.Save.Name, h.New),
		route("POST", "/new", accuracy.Save.Name, h.Add),
		// reading a draft and noting on it is for more people than changing it, which Save asks too
		route("GET", "/drafts/{draft}", accuracy.Note.Name, h.Draft),
		route("POST", "/drafts/{draft}", accuracy.Note.Name, h.Change),
		route("GET", "/drafts/{draft}/send", accuracy.Send.Name, h.Check),
		route("POST", "/drafts/{draft}/send", accuracy.Send.Name, h.Send),
		route("GET", "/end-early", accuracy.EndEarly.Name, h.AskEnd),
		route("POST", "/end-early", accuracy.EndEarly.Name, h.End),
		route("GET", "/{comment}/answer", accuracy.SaveAnswer.Name, h.Answer),
		route("POST", "/{comment}/answer", accuracy.SaveAnswer.Name, h.SaveAnswer),
		route("GET", "/{comment}/answer/send", accuracy.SendAnswer.Name, h.CheckAnswer),
		route("POST", "/{comment}/answer/send", accuracy.SendAnswer.Name, h.GiveAnswer),
	}
}

func commentsPath(challenge uuid.UUID) string {
	return ui.ChallengePart(challenge.String(), "comments")
}

func newPath(challenge uuid.UUID) string { return commentsPath(challenge) + "/new" }

func endPath(challenge uuid.UUID) string { return commentsPath(challenge) + "/end-early" }

// draftPath is the page of a draft; that of a new comment for the nil id.
func draftPath(challenge, draft uuid.UUID) string {
	if draft == uuid.Nil {
		return newPath(challenge)
	}
	return commentsPath(challenge) + "/drafts/" + draft.String()
}

func sendPath(challenge, draft uuid.UUID) string { return draftPath(challenge, draft) + "/send" }

func answerPath(challenge, comment uuid.UUID) string {
	return commentsPath(challenge) + "/" + comment.String() + "/answer"
}

func givePath(challenge, comment uuid.UUID) string { return answerPath(challenge, comment) + "/send" }

// NewPath leads to a new comment on one passage of the draft report, for the
// page that shows the draft.
func NewPath(challenge uuid.UUID, passage string) string {
	return newPath(challenge) + "?passage=" + passage
}
