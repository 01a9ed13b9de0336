// Package migrations holds the database schema, step by step, as goose files
// with Up and Down. It is run by the owner of the database, never by the app.
package migrations

import "embed"

// FS holds the migration files.
//
//go:embed *.sql
var FS embed.FS
