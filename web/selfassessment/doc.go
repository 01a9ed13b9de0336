// Package selfassessment is the pages of the self-assessment: its areas, one
// area, one prompt with its text, the two texts after a conflict, earlier
// versions, evidence, contributors, submitting, and the submitted copy.
package selfassessment
