package reference

// Offsets say when everything falls, counted from the days on site (S2).
type Offsets struct {
	OnSiteDays int `json:"on_site_days"` // consecutive working days

	// Weeks before the first day on site.
	ScopeAndTeam         int `json:"scope_and_team_weeks"`
	PracticeReviewStarts int `json:"practice_review_starts_weeks"`
	PracticeReviewEnds   int `json:"practice_review_ends_weeks"`
	GroupsWanted         int `json:"groups_wanted_weeks"`
	SelfAssessment       int `json:"self_assessment_weeks"` // and the documents
	ReadingOpens         int `json:"reading_opens_weeks"`   // and the programme of meetings
	Invitations          int `json:"invitations_weeks"`     // and the briefings
	FirstTeamMeeting     int `json:"first_team_meeting_weeks"`

	// After the last day on site.
	PublicationDue int   `json:"publication_due_weeks"`
	FollowUps      []int `json:"follow_up_months"` // the first is the follow-up, the others are checks
}

// Windows are how long somebody has, in working days. The first working day
// after the start counts as 1, and the last day counts until it is over.
type Windows struct {
	DraftReport         int `json:"draft_report"`         // from the last day on site (F6)
	FactCheck           int `json:"fact_check"`           // from handing over the draft (F7)
	SignOff             int `json:"sign_off"`             // then recorded as "did not answer" (F8)
	SignOffReminders    int `json:"sign_off_reminders"`   // how many in that time
	PracticeCorrections int `json:"practice_corrections"` // the host director's, on facts (P3)
	FollowUpSilence     int `json:"follow_up_silence"`    // then the coordinator may record it

	SurveyOpens     int `json:"survey_opens"`      // from the last day on site (E1)
	SurveyOpenWeeks int `json:"survey_open_weeks"` // how long each survey is open (E1)

	NotesDestroyedWeeks int `json:"notes_destroyed_weeks"` // calendar weeks after final (I2)
}

// Planning are the limits and wishes for the calendar of a cycle (S3, S4).
type Planning struct {
	DaysBetweenVisitsOfOnePerson int   `json:"days_between_visits_of_one_person"`
	VisitsInAMonth               int   `json:"visits_in_a_month"`
	MonthsSinceLastChallenge     int   `json:"months_since_last_challenge"`
	BudgetMonths                 []int `json:"budget_months"` // 1 is January; kept free where possible

	// What the planner of a whole cycle needs beside. A version from before has none
	// of it: zero and nil are then the product's defaults.
	StartDays       []int          `json:"start_days,omitempty"`         // days of the week on which a visit may begin; 1 is Monday
	ReviewDays      int            `json:"review_days,omitempty"`        // working days a PSW must be free in the time of the practice review
	NoticeWeeks     int            `json:"notice_weeks,omitempty"`       // a new date is at least so far ahead
	OtherPlanDays   int            `json:"other_plan_days,omitempty"`    // dates nearer than this are the same in two proposals
	VisitsOfAPerson int            `json:"visits_of_a_person,omitempty"` // of somebody who has not said how often
	Weights         map[string]int `json:"weights,omitempty"`            // what missing each goal costs, by the planner's name of the goal
}

// TeamRules say who makes a team (T1 to T8).
type TeamRules struct {
	Leads                   int  `json:"leads"`
	Councillors             int  `json:"councillors"`
	SeniorManagers          int  `json:"senior_managers"`
	ExpertsAtLeast          int  `json:"experts_at_least"`
	PrincipalSocialWorkers  int  `json:"principal_social_workers"` // from other councils (T6)
	FromDifferentCouncils   bool `json:"from_different_councils"`  // managers and social workers, where possible
	SomebodyExperienced     bool `json:"somebody_experienced"`     // T8
	YearsWorkedThereWeighed int  `json:"years_worked_there_weighed"`
}

// VisitRules are about groups and people on site (O1, O6) and small numbers (E1, P4).
type VisitRules struct {
	GroupAtLeast     int `json:"group_at_least"`
	GroupAtMost      int `json:"group_at_most"`
	MembersInSession int `json:"members_in_session"`
	DailyTopics      int `json:"daily_topics"`       // O4: topics of the daily conversation
	AnswersAtLeast   int `json:"answers_at_least"`   // E1: fewer show nothing
	PatternFromFiles int `json:"pattern_from_files"` // P4: fewer leave the council as nothing
}

// The defaults of product rules S2, S3, S4, F6 to F8, P3, P4, I2, O1, O4, O6, E1
// and T1 to T8.
var (
	defaultOffsets = Offsets{
		OnSiteDays: 3, ScopeAndTeam: 12, PracticeReviewStarts: 6, PracticeReviewEnds: 3, GroupsWanted: 6,
		SelfAssessment: 5, ReadingOpens: 3, Invitations: 2, FirstTeamMeeting: 1,
		PublicationDue: 12, FollowUps: []int{6, 12, 24},
	}
	defaultWindows = Windows{
		DraftReport: 10, FactCheck: 10, SignOff: 10, SignOffReminders: 2,
		PracticeCorrections: 5, FollowUpSilence: 20, NotesDestroyedWeeks: 12, SurveyOpens: 5, SurveyOpenWeeks: 3,
	}
	defaultPlanning = Planning{
		DaysBetweenVisitsOfOnePerson: 14, VisitsInAMonth: 2, MonthsSinceLastChallenge: 18, BudgetMonths: []int{1, 2},
		StartDays: []int{1, 2, 3}, ReviewDays: 3, NoticeWeeks: 12, OtherPlanDays: 28, VisitsOfAPerson: 3,
		Weights: map[string]int{"preferred_months": 4, "school_holidays": 4, "budget_setting": 3, "last_challenge": 6, "assessment": 6, "weighed_link": 3,
			"managers_apart": 2, "psws_apart": 2, "other_region": 2, "mutual_review": 6, "beyond_share": 2, "far_beyond_share": 2, "no_experience": 1,
			"visit_changed": 1000, "person_changed": 20, "same_as_other": 1},
	}
	defaultTeam = TeamRules{
		Leads: 1, Councillors: 1, SeniorManagers: 2, ExpertsAtLeast: 1, PrincipalSocialWorkers: 2,
		FromDifferentCouncils: true, SomebodyExperienced: true, YearsWorkedThereWeighed: 3,
	}
	defaultVisit = VisitRules{
		GroupAtLeast: 6, GroupAtMost: 8, MembersInSession: 2, DailyTopics: 5, AnswersAtLeast: 5, PatternFromFiles: 3,
	}
)
