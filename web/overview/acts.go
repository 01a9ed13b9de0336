package overview

import (
	"strings"

	"peerchallenge/internal/access"
)

// acts says in words what a line of the trail records. Words say the act, never
// content; the names on the left are the program's own.
var acts = map[string]string{
	"schedule.place": "Placed the visit", "schedule.move": "Moved the visit", "schedule.set-date": "Set a date",
	"schedule.agree": "Agreed the dates and the team", "schedule.ask-for-others": "Asked for other dates or people",
	"challenge.postpone": "Postponed the challenge", "challenge.withdraw": "Withdrew the challenge", "challenge.close-early": "Closed the challenge early",
	"challenge.resume": "Set new dates, and the challenge went on", "challenge.ask-to-postpone": "Asked to postpone", "challenge.keep-dates": "Answered that the dates stay",
	"people.pass-on-post": "Passed a post on",
	"role.begin":          "Gave somebody a part", "role.end": "Ended somebody’s part",
	"person.add": "Added a person", "person.invite": "Sent an invitation",
	"host.name": "Named somebody of the council", "host.name-reader": "Named a reader", "host.let-in": "Let a senior leader read drafts",
	"host.take-back": "Ended a senior leader’s reading of drafts", "host.end": "Ended a part in the council",
	"team.propose": "Asked somebody to join the team", "team.accept": "Joined the team", "team.sign": "Signed the undertaking",
	"team.remove": "Took somebody off the team", "team.decline": "Declined", "team.declare": "Declared interests", "team.decide": "Weighed a link",
	"team.promise": "Wrote what an expert is promised", "team.needs": "Said what they need", "team.train": "Recorded training",
	"team.confirm-brief": "Answered the question of day 1 about the brief", "team.decide-brief": "Decided about the councillor’s place",
	"scope.propose": "Proposed a scope", "scope.agree": "Agreed to the scope", "scope.comment": "Commented on the scope",
	"self-assessment.write": "Wrote in the self-assessment", "self-assessment.risk": "Wrote in the risk awareness tool", "self-assessment.invite": "Asked somebody to write",
	"self-assessment.owner": "Gave an area an owner", "self-assessment.own-view": "Gave the council’s own view",
	"self-assessment.manage-area": "Changed an area", "self-assessment.reopen": "Reopened the self-assessment",
	"self-assessment.add-evidence": "Linked evidence", "self-assessment.remove-evidence": "Removed evidence", "self-assessment.link-evidence": "Linked evidence",
	"document.keep": "Changed a document", "document.add": "Added a document", "document.add-version": "Added a version of a document", "document.remove": "Removed a document",
	"document.write":       "Changed a document",
	"document.requirement": "Answered a line of the required list", "document.accept-unscanned": "Accepted that files are not scanned",
	"document.download": "Opened a document", "document.mark-read": "Marked a document",
	"document.ask": "Asked the host for a document", "document.answer-request": "Answered a request for a document",
	"self-assessment.ready": "Marked an answer as ready", "self-assessment.not-ready": "Took back that an answer is ready", "self-assessment.submit": "Submitted the self-assessment",
	"finding.evidence-remove": "Removed evidence of a finding", "finding.question-ask": "Asked a question", "finding.question-answer": "Answered a question",
	"finding.question-withdraw": "Withdrew a question", "report.no-expert": "Said why no expert was on the team", "document.share": "Shared documents with the team",
	"note.add": "Added a note", "finding.add": "Added a finding", "finding.edit": "Changed a finding", "finding.withdraw": "Withdrew a finding",
	"finding.restore": "Brought a finding back", "finding.mark-lived-experience": "Marked lived experience", "finding.evidence": "Changed the evidence of a finding",
	"finding.question": "Asked or answered a question", "finding.position": "Took a position", "finding.present": "Presented the findings",
	"report.write": "Wrote in the report", "report.hand-over-draft": "Handed over the draft report", "report.finalise": "Made the report final", "report.publish": "Published the report",
	"comment.save": "Wrote a comment", "comment.remark": "Left a note for colleagues", "comment.send": "Sent a comment", "comment.end-early": "Ended comments early",
	"answer.save": "Wrote an answer", "answer.send": "Sent an answer",
	"sign-off.after-leaving":    "Recorded a reservation after leaving the team",
	"report.propose-correction": "Proposed a correction of the final report", "report.agree-correction": "Agreed to a correction",
	"report.withdraw-correction": "Withdrew a proposed correction",
	"sign-off.sign":              "Signed off, or recorded a reservation", "sign-off.remind": "Reminded a member", "sign-off.did-not-answer": "Recorded that a member did not answer",
	"visit.want": "Said which kinds of people to meet", "visit.build": "Changed the programme of the visit", "visit.share": "Shared the programme of the visit",
	"visit.assign": "Said who leads and takes notes", "visit.number": "Gave a telephone number for the visit", "visit.organiser": "Named who invites people to a session",
	"visit.invite": "Changed a list of those invited", "visit.brief": "Marked a briefing as given", "visit.ask": "Added a question to ask", "visit.question-drop": "Took a question away",
	"visit.hear": "Noted who was heard", "visit.topics": "Noted the topics of the day", "visit.line": "Added a line to the topics of the day",
	"learning.agree": "Agreed that the council may be named beside ideas", "learning.take-back": "Took back that the council may be named",
	"evaluation.consent": "Agreed to the independent evaluator", "evaluation.take-back-consent": "Took back the agreement to the independent evaluator",
	"information.record-agreements": "Recorded the agreements about information", "information.confirm": "Confirmed the agreements about information",
	"information.log-request": "Logged a request for information", "information.close-request": "Closed a request for information",
	"information.take-down": "Took a published version out of sight", "information.decide-take-down": "Decided about a version that was taken down",
	"information.destroyed.notes": "The team’s notes were destroyed, on their day", "information.destroyed.practice": "Practice entries were destroyed, on their day",
	"information.destroyed.daily": "Topics of the daily conversations were destroyed, on their day", "information.destroyed.tellings": "Messages to the team were destroyed, on their day",
	"information.destroyed.invited": "Names of those invited were destroyed, on their day", "information.destroyed.comment_drafts": "Drafts of comments and answers were destroyed, on their day",
	"information.destroyed.documents": "Documents were destroyed, on their day", "information.destroyed.working_texts": "Working texts were destroyed, on their day",
	"person.erase":    "Erased a person",
	"handover.submit": "Handed over the self-assessment", "handover.share": "Shared documents with the team", "handover.present": "Presented the findings to the host",
	"handover.hand_over_draft": "Handed over the draft report", "handover.comment": "Handed a comment to the team", "handover.answer": "Handed over an answer",
	"response.start": "Started the response", "response.write": "Wrote in the response", "response.hand-over": "Handed over the response",
	"plan.write": "Changed the improvement plan", "plan.remove": "Took something out of the improvement plan", "plan.action": "Said how far an action is", "plan.hand-over": "Handed over the plan",
	"progress.write": "Wrote about progress", "progress.record": "Recorded progress", "progress.close": "Closed a check that a side did not answer", "progress.publish": "Published progress",
	"handover.respond": "Handed over the response to the recommendations", "handover.plan": "Handed over the improvement plan",
	"handover.report_progress": "Recorded progress", "handover.publish_progress": "Published progress",
	"practice.propose-sample": "Proposed a sample for the practice review", "practice.agree-sample": "Agreed the sample", "practice.count": "Counted the references",
	"practice.draw": "Drew the case files", "practice.enter": "Wrote an entry of the practice review", "practice.group": "Wrote about a focus group",
	"practice.write": "Wrote a practice finding", "practice.position": "Said what they think of the practice findings", "practice.hand-over": "Handed over the practice findings",
	"practice.correct": "Corrected a fact", "practice.answer": "Answered a correction", "practice.excuse": "Said why the practice review goes on without all three",
	"handover.practice_findings": "Handed over the practice findings", "concern.raise": "Raised a serious concern", "concern.acknowledge": "Confirmed a serious concern", "concern.contacts": "Entered contacts for serious concerns",
	"handover.finalise": "Handed over the final report", "handover.publish": "Published",
}

// actWords are the words for a line; a stage is named, and what has no words yet
// is called a change.
func actWords(verb string) string {
	if stage, ok := strings.CutPrefix(verb, "stage."); ok {
		return "The stage became “" + access.Stage(stage).Name() + "”"
	}
	if words, ok := acts[verb]; ok {
		return words
	}
	return "Made a change"
}
