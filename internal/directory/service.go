package directory

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"peerchallenge/internal/access"
	"peerchallenge/internal/clock"
	"peerchallenge/internal/council"
	"peerchallenge/internal/db"
	"peerchallenge/internal/person"
	"peerchallenge/internal/problem"
)

// Service is what a coordinator does with the people of their region.
type Service struct {
	DB     db.Beginner
	Clock  clock.Clock
	People *person.Service // makes invitations
}

// PageSize is how many people a page of the list has.
const PageSize = 50

// Query says which page of the list: Search is the beginning of any word of a
// name; AfterName and AfterID are the last row of the page before.
type Query struct {
	Search    string
	AfterName string
	AfterID   uuid.UUID
}

// Row is one person in the list.
type Row struct {
	ID      uuid.UUID
	Name    string
	Post    string
	Council string
	Email   string
	Posts   []Post
}

// Post is a post somebody holds now.
type Post struct {
	Role   access.Role `json:"role"`
	Where  string      `json:"where"`
	Acting bool        `json:"acting"`
}

// ListPage is one page of the people of a region.
type ListPage struct {
	Region council.Region
	Search string
	Rows   []Row
	More   bool // there are people after the last row
	First  bool // nobody stands before the first row
}

// List is a page of people by name; Missing to all but coordinators.
func (s *Service) List(ctx context.Context, actor access.Actor, q Query) (ListPage, error) {
	v := ListPage{Search: q.Search, First: q.AfterName == ""}
	if db.Length(q.Search) > 100 || db.Length(q.AfterName) > 200 {
		return v, problem.New(problem.BadRequest, "That is more than a name. Search for the beginning of a name.")
	}
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		var err error
		if v.Region, err = council.CoordinatedTx(ctx, tx); err != nil {
			return err
		}
		v.Rows, err = db.All[Row](ctx, tx, listSQL, v.Region.ID, likePrefix(q.Search), q.AfterName, q.AfterID, PageSize+1)
		return err
	})
	if len(v.Rows) > PageSize {
		v.Rows, v.More = v.Rows[:PageSize], true
	}
	return v, err
}

// Person is one person of the region, as the coordinator sees them.
type Person struct {
	ID      uuid.UUID
	Name    string
	Post    string
	Council string
	Email   string
	Phone   string
}

// PersonPage is one person with the posts and parts they hold and held.
type PersonPage struct {
	Region   council.Region
	Person   Person
	Holdings []Holding
	Councils []council.Council // to choose from when a post is given
}

// Page is one person; Missing to all but coordinators of their region.
func (s *Service) Page(ctx context.Context, actor access.Actor, who uuid.UUID) (PersonPage, error) {
	var v PersonPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		var err error
		if v.Region, err = council.CoordinatedTx(ctx, tx); err != nil {
			return err
		}
		if v.Person, err = getTx(ctx, tx, v.Region.ID, who); err != nil {
			return err
		}
		if v.Holdings, err = holdingsTx(ctx, tx, who); err != nil {
			return err
		}
		v.Councils, err = council.ListTx(ctx, tx, v.Region.ID)
		return err
	})
	return v, err
}

// FormPage is what the page for a new person needs.
type FormPage struct {
	Region   council.Region
	Councils []council.Council
}

// Form gives the region's councils to choose from; Missing to all but
// coordinators.
func (s *Service) Form(ctx context.Context, actor access.Actor) (FormPage, error) {
	var v FormPage
	err := db.Read(ctx, s.DB, actor, func(tx pgx.Tx) error {
		var err error
		if v.Region, err = council.CoordinatedTx(ctx, tx); err != nil {
			return err
		}
		v.Councils, err = council.ListTx(ctx, tx, v.Region.ID)
		return err
	})
	return v, err
}
