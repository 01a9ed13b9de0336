// Package library is what everybody may read without signing in: the published
// reports (F10), and progress beside them (U3). It reads two tables, published_report
// and published_progress, through a database role of its own that can read nothing
// else, and writes nothing. The pages were finished
// when they were published; here they are only found.
package library

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/civil"
	"peerchallenge/internal/db"
)

// Service finds published reports. DB is a pool of the role peerchallenge_public.
type Service struct{ DB db.Beginner }

// ListLimit is how many reports a page of the list shows.
const ListLimit = 25

// Row is a report in the list: its newest version.
type Row struct {
	ID          uuid.UUID
	RegionName  string
	CouncilName string
	CouncilSlug string
	VisitedOn   civil.Date
	Version     int
	Title       string
	Summary     string
	PublishedAt time.Time
}

// After continues a list after its last row; the zero After is its beginning.
type After struct {
	At time.Time
	ID uuid.UUID
}

// List reads one page of reports, the last published first, and whether more
// follow. Reports that were taken down are left out.
func (s *Service) List(ctx context.Context, after After) (rows []Row, more bool, err error) {
	if after.At.IsZero() {
		after = After{At: time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC), ID: uuid.Max}
	}
	err = db.Read(ctx, s.DB, access.Public(), func(tx pgx.Tx) error {
		rows, err = db.All[Row](ctx, tx, `SELECT p.id, p.region_name, p.council_name, p.council_slug, p.visited_on, p.version, p.title, p.summary, p.published_at
			FROM published_report p WHERE (p.published_at, p.id) < ($1, $2) AND p.taken_down_at IS NULL
			AND NOT EXISTS (SELECT FROM published_report n WHERE n.council_slug = p.council_slug AND n.visited_on = p.visited_on AND n.version > p.version)
			ORDER BY p.published_at DESC, p.id DESC LIMIT $3`, after.At, after.ID, ListLimit+1)
		return err
	})
	if len(rows) > ListLimit {
		return rows[:ListLimit], true, err
	}
	return rows, false, err
}

// Report is one finished page as it was published. HTML is nil once it was taken
// down; the rest is the notice that stays (I4).
type Report struct {
	CouncilName string
	CouncilSlug string
	VisitedOn   civil.Date
	Version     int
	Title       string
	HTML        []byte
	Etag        string
	PublishedAt time.Time
	TakenDownAt *time.Time
	// Progress is the newest progress published beside it, of a page that is the
	// newest version; nil when there is none. HTML itself never changes.
	Progress     []byte
	ProgressEtag *string
}

// Get finds the newest version of a report by the council's slug and the first
// day of the visit, or the version asked for; 0 asks for the newest. Missing when
// there is none. When the newest was taken down no older one takes its place.
func (s *Service) Get(ctx context.Context, council string, day civil.Date, version int) (Report, error) {
	var r Report
	err := db.Read(ctx, s.DB, access.Public(), func(tx pgx.Tx) (err error) {
		r, err = db.One[Report](ctx, tx, `SELECT council_name, council_slug, visited_on, version, title,
				CASE WHEN taken_down_at IS NULL THEN html END AS html, etag, published_at, taken_down_at, g.progress, g.progress_etag
			FROM published_report LEFT JOIN LATERAL (SELECT n.html AS progress, n.etag AS progress_etag FROM published_progress n
				WHERE $3 = 0 AND n.council_slug = $1 AND n.visited_on = $2 AND n.taken_down_at IS NULL ORDER BY n.version DESC LIMIT 1) g ON true
			WHERE council_slug = $1 AND visited_on = $2 AND ($3 = 0 OR version = $3)
			ORDER BY version DESC LIMIT 1`, council, day, version)
		return err
	})
	return r, err
}
