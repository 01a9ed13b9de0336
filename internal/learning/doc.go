// Package learning keeps what people take home from a peer challenge (E2) and what
// the findings of a region have in common (E3).
//
// Everybody with a live part in a region has a learning log that only they read.
// An idea in it can be shared with the region: a copy, with its author, and without
// the host until the host has published its report or agreed to be named. A text
// that names the host before that is refused, and so is one that holds a personal
// identifier; possible names of people are asked about. Sharing can be withdrawn.
// A host's director can agree earlier, and take it back.
//
// Regional themes count findings by area over all final reports whose host has
// published or agreed, three hosts or more together: never one host's, and never
// several side by side.
//
// It writes learning_idea, shared_idea and learning_agreement. It reads besides:
// challenge, council, framework, person, and through database functions the
// findings of final reports.
package learning
