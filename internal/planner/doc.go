// Package planner gives every council of a region a date and a team: rules and
// facts in, plan and reasons out. It is pure: no database, no clock, a seed, a
// budget of steps, and a context to stop it.
package planner
