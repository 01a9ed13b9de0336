// Package selfassessment is how a host writes about itself before the team
// comes: the areas of the region's framework, each with prompts to answer (A1).
//
// While the challenge is being prepared the director (DASS) and the link officer
// see everything; contributors write the areas they were invited to and nothing
// else, and other areas do not exist for them (V6). Each area has an owner, and
// several people write at once without losing text (A2): answers are prose
// documents, saved whole against the version they rest on. An answer is empty,
// being written, or ready. An area may carry the council's own view of itself;
// it is labelled so wherever it is shown and is never the team's.
//
// Only the director submits (A5). That hands over a sealed copy, from which the
// team, link officer, senior leaders and visiting PSWs read; afterwards nothing
// can be changed, unless the director reopens it with a reason. Reopening keeps the
// copy; a second submission makes a newer one.
//
// Everything being written lies in the host's room, each area in a locked part of
// it (access.AreaCupboard). Rows are made when first needed: PrepareTx makes all,
// a contributor's first save makes those of their area.
//
// The risk awareness tool is filled beside it (A4): each save is a version that is
// never changed, and what is written goes into the same sealed copy.
//
// Besides its own tables it reads room_key, role_holding and person (who writes an
// area), prose_document and prose_version, document, and handover.
package selfassessment
