// Package accuracy is the pages of the fact check (F7): comments on the draft
// report and the team's answers. One page shows both sides what was sent and
// answered; what each side drafts is on pages that to the other are not there.
package accuracy
