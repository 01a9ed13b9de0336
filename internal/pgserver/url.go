package pgserver

import (
	"net/url"
	"strings"
)

// owner is the login role that owns the cluster. It is a superuser; the
// program's own work is done under the role given to URL.
const owner = "owner"

// port only names the socket file: nothing listens on the network.
const port = "5432"

// URL is the address of a database on this server for the login role `owner`.
// A role that is not empty is put on for each connection as if by SET ROLE;
// it must exist by then. pgx, psql and pg_dump all understand the address.
func (s *Server) URL(database, role string) string {
	q := url.Values{"host": {s.socket}, "port": {port}, "user": {owner}, "sslmode": {"disable"}}
	if role != "" {
		escaped := strings.NewReplacer(`\`, `\\`, ` `, `\ `).Replace(role)
		q.Set("options", "-c role="+escaped)
	}
	// libpq does not read "+" as a space.
	query := strings.ReplaceAll(q.Encode(), "+", "%20")
	return "postgres:///" + url.PathEscape(database) + "?" + query
}
