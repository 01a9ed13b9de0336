// Package scope is what a challenge looks at: its scope, the areas to focus on,
// and up to six key lines of enquiry, each a question (product.md section 3).
//
// The host's director proposes it, and agrees by proposing. The lead comments, or
// agrees to exactly the version they read: agreeing to an older one is a conflict.
// A change is a new version, agreed again by both; none is ever changed or lost.
// Everybody on the challenge reads all of it (the common room holds dates, scope
// and names).
//
// It writes scope_version, scope_agreement and scope_comment, and reads person by
// join. Package schedule opens the director's first task.
package scope
