package page

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/google/uuid"

	"peerchallenge/internal/live"
)

// writing is how long one line may take, and one look.
const writing = 10 * time.Second

// Stream tells an open page when what it shows has changed, as server-sent events
// "changed" whose data is a stamp: the present one at once, then each that differs.
// Now gives the stamp as the actor and is asked before the stream opens, so that who
// may not come gets what the page would give them (V1, V6). While it is open, who
// asks, with which roles, and Now are asked again before anything is told and at
// every beat of the hub; when one of them says no the stream ends (V4).
func (r *Request) Stream(w http.ResponseWriter, hub *live.Hub, topic uuid.UUID, now func(context.Context) (string, error)) error {
	stamp, err := now(r.Context())
	if err != nil {
		return err
	}
	f, err := hub.Follow(topic, r.Sessions.Token(r.Context()))
	if err != nil {
		return err
	}
	defer f.Close()
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no") // a proxy passes each line on at once
	s := stream{w: w, control: http.NewResponseController(w)}
	_ = s.control.SetReadDeadline(time.Time{}) // nothing more is read; a deadline would end the request
	ticker := time.NewTicker(hub.Beat())
	defer ticker.Stop()
	for said := ""; ; {
		if said != stamp {
			said, err = stamp, s.line("retry: 3000\nevent: changed\ndata: "+stamp+"\n\n")
		} else {
			err = s.line(":\n\n")
		}
		if err != nil {
			return nil // the reader has gone
		}
		select {
		case <-r.Context().Done():
			return nil
		case <-f.Over():
			return nil
		case <-f.Changed():
		case <-ticker.C:
		}
		if stamp, err = r.lookAgain(now); err != nil {
			return nil // whoever comes back is told why, by the page
		}
	}
}

// lookAgain asks everything again, as if the page were opened now.
func (r *Request) lookAgain(now func(context.Context) (string, error)) (string, error) {
	ctx, cancel := context.WithTimeout(r.Context(), writing)
	defer cancel()
	if r.Still != nil {
		if err := r.Still(ctx); err != nil {
			return "", err
		}
	}
	return now(ctx)
}

type stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
}

// line writes at once, or gives up on a reader who does not read.
func (s stream) line(text string) error {
	_ = s.control.SetWriteDeadline(time.Now().Add(writing)) // not every writer has deadlines (tests)
	if _, err := fmt.Fprint(s.w, text); err != nil {
		return err
	}
	return s.control.Flush()
}
