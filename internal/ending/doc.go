// Package ending is what happens when a challenge does not go on as planned
// (product.md section 3). Before findings are presented the coordinator can
// postpone it, so that its dates return to planning, or withdraw it; afterwards
// the region can close it early. Each says why, everybody on the challenge reads
// the reason, and everybody is told by mail. While a challenge is ended its verbs
// refuse; what people may read does not change.
//
// A postponed challenge goes on where it was once the coordinator has set new
// dates: package schedule does that, with its move. The other two are for good.
//
// The host's director can ask in one step to postpone, on notice of an assessment
// by the Care Quality Commission or for another reason (S4); the coordinator
// decides. The request is read by the host and the region alone.
//
// It writes postponement_request, and of challenge the columns ended and
// ended_reason.
package ending
