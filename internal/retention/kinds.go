package retention

// Kind is one kind of thing that is kept about a challenge (I2): who holds it, who
// may come to see it, and what becomes of it. Key is what the database calls it.
type Kind struct {
	Key, Name, Holder, Disclosure, Becomes string
	// Destroyed tells whether the daily job destroys it; its day is then computed.
	Destroyed bool
	Not       string // said where the day is not known yet, or for what stays
}

const (
	afterFinal  = "12 weeks after the report is final"
	afterClosed = "One year after the challenge closes"
)

// Kinds are all kinds of things, in the order of the journey.
var Kinds = []Kind{
	{Key: "working_texts", Name: "Working texts: self-assessment, risk awareness tool, findings while they are written", Holder: "Each side: the host council its own, the team its own",
		Disclosure: "Not disclosed by one side to the other. What was handed over is another line.", Becomes: "The words are destroyed; who saved when stays.", Destroyed: true, Not: afterClosed},
	{Key: "documents", Name: "Documents the host council provided", Holder: "The host council", Disclosure: "Read by the team for this challenge only. A request for one goes to the host council.",
		Becomes: "Our copies are destroyed. The council keeps its own.", Destroyed: true, Not: afterClosed},
	{Key: "practice", Name: "Entries of the practice review and its group notes", Holder: "The two visiting principal social workers and the host’s", Disclosure: "Confidential. Only patterns in words leave, from at least three files.",
		Becomes: "The words are destroyed. How many files there were stays.", Destroyed: true, Not: afterFinal},
	{Key: "notes", Name: "Notes of the team", Holder: "The team", Disclosure: "Confidential. Never shown to the host council or the public.",
		Becomes: "Destroyed. A finding keeps that it was read, heard or seen.", Destroyed: true, Not: afterFinal},
	{Key: "daily", Name: "Topics of the daily conversations", Holder: "The team and the host’s director", Disclosure: "Confidential between lead, director and team.", Becomes: "Destroyed with the notes.", Destroyed: true, Not: afterFinal},
	{Key: "tellings", Name: "Messages to the team from people who came to a group", Holder: "The team", Disclosure: "Confidential. No name is kept.", Becomes: "Destroyed with the notes.", Destroyed: true, Not: afterFinal},
	{Key: "invited", Name: "Names of people invited to groups, and their needs", Holder: "Whoever invited them, in the host council", Disclosure: "Seen by that person alone.", Becomes: "Destroyed with the notes.", Destroyed: true, Not: afterFinal},
	{Key: "comment_drafts", Name: "Comments and answers while they were written", Holder: "Each side its own", Disclosure: "Not disclosed. What was sent is another line.", Becomes: "Destroyed with the notes.", Destroyed: true, Not: afterFinal},
	{Key: "surveys", Name: "Survey answers and the open link", Holder: "The region", Disclosure: "Anonymous. Fewer than five answers show nothing.", Becomes: "The link stops working when the survey closes. Answers carry no name and stay.", Not: "They stay"},
	{Key: "shared_copies", Name: "Copies that were handed over: self-assessment, findings, draft, comments and answers, final report", Holder: "The host council and the team together",
		Disclosure: "Read by those on the challenge. A request goes to the host council.", Becomes: "They stay as the record of what was said to whom. A part that identifies somebody can be erased; proof of it stays.", Not: "They stay"},
	{Key: "published", Name: "The published report", Holder: "The host council", Disclosure: "Public.", Becomes: "It stays. A version that identifies somebody is taken down; a notice stays.", Not: "It stays"},
	{Key: "people", Name: "Names and contact details of people on the challenge", Holder: "The region", Disclosure: "Names are seen by people on the same challenge, contact details by the region.",
		Becomes: "The coordinator erases somebody whose last part has ended. Contact and ways to sign in go at once.", Not: "When somebody’s last part has ended"},
	{Key: "record", Name: "The record of changes", Holder: "The region", Disclosure: "Each person reads the lines about what they may open.", Becomes: "It stays. It holds what was done and when, never words.", Not: "It stays"},
}

// Gathered is what is kept of a whole cycle, of no single challenge (package offer).
var Gathered = Kind{Key: "gathered", Name: "What people and councils said so that a cycle could be planned: days, ties with councils, training, needs, wishes", Holder: "The person or the council that said it, and the region",
	Disclosure: "Seen by them and the region’s coordinators.", Becomes: "Destroyed. Who was offered, whether they said yes, and a council’s signature stay.", Destroyed: true, Not: "12 weeks after the cycle and its last visit are over"}

// KindNamed finds a kind by its key.
func KindNamed(key string) (Kind, bool) {
	for _, k := range Kinds {
		if k.Key == key {
			return k, true
		}
	}
	return Kind{}, false
}

// Destroyable are the keys of the kinds that the daily job destroys.
func Destroyable() []string {
	var keys []string
	for _, k := range Kinds {
		if k.Destroyed {
			keys = append(keys, k.Key)
		}
	}
	return keys
}

// Coverable are the kinds a request may cover: what is destroyed, and people.
func Coverable() []Kind {
	var list []Kind
	for _, k := range Kinds {
		if k.Destroyed || k.Key == "people" {
			list = append(list, k)
		}
	}
	return list
}
