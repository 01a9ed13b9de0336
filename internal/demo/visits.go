package demo

// visited is how a visit went from its dates to the published report, as far as
// it has come: every moment in order, and who acts. An empty moment has not come.
type visited struct {
	host, dass, officer, lead         string
	chief, member                     string    // senior leaders, where they act
	ready                             [5]string // asked, agreed, handed to the team, reading opens, first day
	found, presented, handed          string
	commented, answered, commentsOver string
	signed, final, published          string
}

var visits = []visited{
	{host: "Hollinsea", dass: "dass-closed", officer: "link-officer-closed", chief: "chief-executive-closed", lead: "lead-final",
		ready: [5]string{"2024-03-04", "2024-03-11", "2024-08-30", "2024-09-17", "2024-10-08"},
		found: "2024-10-09 17:00", presented: "2024-10-10 15:00", handed: "2024-10-22 11:00",
		commented: "2024-10-29 10:00", answered: "2024-11-01 10:00", commentsOver: "2024-11-04 09:00",
		signed: "2024-11-06 10:00", final: "2024-11-14 10:00", published: "2024-12-16 09:30"},
	{host: "Thornbeck", dass: "dass-follow-up", officer: "link-officer-follow-up", chief: "chief-executive-follow-up", lead: "lead-follow-up",
		ready: [5]string{"2026-03-02", "2026-03-09", "2026-07-27", "2026-08-18", "2026-09-08"},
		found: "2026-09-09 17:00", presented: "2026-09-10 15:00", handed: "2026-09-22 11:00",
		commented: "2026-09-29 10:00", answered: "2026-10-01 10:00", commentsOver: "2026-10-02 09:00",
		signed: "2026-10-05 10:00", final: "2026-10-13 10:00", published: "2026-12-01 09:30"},
	{host: "Kestrelton", dass: "dass-published", officer: "link-officer-published", chief: "chief-executive-published", lead: "lead-fact-check",
		ready: [5]string{"2026-07-13", "2026-07-20", "2026-10-08", "2026-10-27", "2026-11-17"},
		found: "2026-11-18 17:00", presented: "2026-11-19 15:00", handed: "2026-12-01 11:00",
		commented: "2026-12-08 10:00", answered: "2026-12-11 10:00", commentsOver: "2026-12-14 09:00",
		signed: "2026-12-17 10:00", final: "2027-01-06 10:00", published: "2027-02-04 09:30"},
	{host: "Larkwater", dass: "dass-final", officer: "link-officer-final", chief: "chief-executive-final", lead: "lead-final",
		ready: [5]string{"2026-09-07", "2026-09-14", "2026-12-07", "2026-12-22", "2027-01-12"},
		found: "2027-01-13 17:00", presented: "2027-01-14 15:00", handed: "2027-01-27 11:00",
		commented: "2027-02-03 10:00", answered: "2027-02-08 10:00", commentsOver: "2027-02-09 09:00",
		signed: "2027-02-11 10:00", final: "2027-02-22 10:00"},
	{host: "Stavenholm", dass: "dass-finalising", officer: "link-officer-finalising", chief: "chief-executive-finalising", lead: "lead-finalising",
		ready: [5]string{"2026-09-21", "2026-09-28", "2026-12-17", "2027-01-05", "2027-01-26"},
		found: "2027-01-27 17:00", presented: "2027-01-28 15:00", handed: "2027-02-09 11:00",
		commented: "2027-02-16 10:00", answered: "2027-02-22 10:00", commentsOver: "2027-02-24 09:00"},
	{host: "Calderwick", dass: "dass-fact-check", officer: "link-officer-fact-check", chief: "chief-executive-fact-check", member: "lead-member-fact-check", lead: "lead-fact-check",
		ready: [5]string{"2026-10-05", "2026-10-12", "2027-01-08", "2027-01-26", "2027-02-16"},
		found: "2027-02-17 17:00", presented: "2027-02-18 15:00", handed: "2027-03-04 11:00",
		commented: "2027-03-05 10:00", answered: "2027-03-09 10:00"},
	{host: "Wrenhaven", dass: "dass-drafting", officer: "link-officer-drafting", chief: "chief-executive-drafting", lead: "lead-drafting",
		ready: [5]string{"2026-10-12", "2026-10-19", "2027-01-15", "2027-02-02", "2027-02-23"},
		found: "2027-02-24 17:00", presented: "2027-02-25 15:00"},
	{host: "Dunmere", dass: "dass-on-site", officer: "link-officer-on-site", chief: "chief-executive-on-site", lead: "lead-on-site",
		ready: [5]string{"2026-11-02", "2026-11-09", "2027-01-29", "2027-02-16", "2027-03-09"}, found: "2027-03-09 16:30"},
	{host: "Brindleport", dass: "dass-reading", officer: "link-officer-reading", chief: "chief-executive-reading", lead: "lead-reading",
		ready: [5]string{"2026-11-09", "2026-11-16", "2027-02-15", "2027-03-02"}, found: "2027-03-05 10:00"},
}
