package document

import "peerchallenge/internal/access"

var open = access.Between(access.Preparing, access.FollowUp)

// Keep is adding, replacing and removing documents and answering the required list (D1).
var Keep = access.Verb{Name: "document.keep", Label: "Add a document",
	Roles: []access.Role{access.DASS, access.LinkOfficer}, Stages: open, Content: true}

// AcceptUnscanned is accepting, once and on record, that files are not scanned (D2).
var AcceptUnscanned = access.Verb{Name: "document.accept-unscanned", Label: "Accept that documents are not scanned",
	Roles: []access.Role{access.DASS, access.LinkOfficer}, Stages: open}

// Share is handing documents over to the team; the link officer does all but this.
var Share = access.Verb{Name: "document.share", Label: "Share with the team", Roles: []access.Role{access.DASS}, Stages: open}

// Mark is marking a shared document as read, or as not read (D3).
var Mark = access.Verb{Name: "document.mark-read", Label: "Mark as read",
	Roles: access.Team, Stages: access.Between(access.Reading, access.FollowUp)}

// Ask is asking the host for a document by name (D1): visitors, until the whole
// draft report is handed over.
var Ask = access.Verb{Name: "document.ask", Label: "Ask for this document",
	Roles: append([]access.Role{access.VisitingPSW}, access.Team...), Stages: access.Between(access.Preparing, access.Drafting), Content: true}

// AnswerRequest is the host's answer to that.
var AnswerRequest = access.Verb{Name: "document.answer-request", Label: "Send the answer",
	Roles: []access.Role{access.DASS, access.LinkOfficer}, Stages: open, Content: true}

// Verbs are all verbs of this slice.
var Verbs = []access.Verb{Keep, AcceptUnscanned, Share, Mark, Ask, AnswerRequest}

// readers may open the host's own list: its drafts are theirs (V2).
var readers = []access.Role{access.DASS, access.LinkOfficer, access.HostReader}
