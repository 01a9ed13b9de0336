// Package offer gathers what is known before a cycle is planned: what each council
// offers and asks for, who could come and when, what ties them to a council, and
// who has not answered yet.
//
// A coordinator opens the gathering of a cycle. From then on every director (DASS)
// of the region has one thing to do: say what their council offers, on one page,
// with its signature under the cycle's memorandum of understanding. What is saved
// for later is the directors' alone; what is sent counts, and can be sent again.
// Everybody they offer, or whom the coordinator names, answers on a page of their
// own: yes or no, when not, links with councils (T5), training held (T9), access
// needs. An expert by experience can say yes only after they have got what T10
// promises. Coordinators may enter any of it on somebody's behalf; who typed it is
// kept and shown. Reminders go out from the list, at most one a person a day.
//
// It is planning. A council's directors read what is their council's and whether
// the people they offered said yes and when they cannot come; a person reads what is
// theirs; links, access needs and training are between the person and the region's
// coordinators. No other council and no other region reads anything (V1, V3).
//
// An answer of a council or a person has two states: none yet, or answered. Somebody
// who answers no stays in the list and is not planned with.
//
// Twelve weeks after the cycle, or after its last visit, the job of package retention
// destroys what was said (I2); who was offered, yes or no, and signatures stay.
//
// FactsTx hands all of it to the slice that plans.
//
// It writes gathering, council_offer, council_assessment, council_offer_draft,
// person_offer, person_answer, person_unavailable, person_link, person_training,
// person_need, person_promise and gathering_reminder; days a council cannot host
// through package council. It reads cycle, council, person, role_holding and
// expert_default by join.
package offer
