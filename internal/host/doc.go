// Package host lets the director of a host council (DASS) say who of the council
// takes part in a challenge: the link officer, senior leaders with their title,
// and readers of the final report; and let a senior leader into the host's drafts,
// or take that back.
//
// An acting director has the same rights. The link officer sees the page and names
// nobody: naming is the director's (product.md, section 2). Contributors are
// invited in the self-assessment. Nobody is on both sides of a challenge.
//
// It writes no table of its own: people and roles go through package person. It
// reads role_holding, person and team_member by join.
package host
