// Package followup is what becomes of a report (U1 to U3): the host's response to
// each recommendation, its improvement plan, and progress at three checks.
//
// From final on, the host's director opens the response: the recommendations are
// laid into the host's room, where director and link officer draft a response to
// each, actions with owner and date, and one to three measures. An action's owner
// sees that action and no others. The director hands the response over, and the
// plan; from then the team, the coordinator and readers in the council see them.
// Each can be handed over again: the newest counts, the earlier ones stay.
//
// At each check, 6, 12 and 24 months after the visit, both sides draft on their
// own: the host for each recommendation where it is and what its measures say, the
// lead how the team sees it. Each side records its own word, sealed for the
// council's readers; a check closes when both did, or when the coordinator closes
// it because a side was silent for the framework's working days, which is said.
// The last check closes the challenge. Nothing here waits for publication.
//
// What is closed can be published by the director as a part of its own beside the
// published report, whose bytes never change. And everybody of the team can see
// what came of what they raised, and is told when a check closes, experts first.
//
// It writes response_draft, plan_action, action_progress, measure,
// measure_reading, progress_draft, progress_check, published_progress and
// progress_publication. It reads besides: handover, handover_part, person,
// room_key, council, finding, finding_evidence, published_report.
package followup
