// Package visit is the pages of the three days on site: the programme and its
// sessions, the organiser's list, the briefing as a sheet and as an open page,
// today on a phone, what people told the team, and the daily conversation.
package visit
