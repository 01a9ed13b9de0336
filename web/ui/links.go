package ui

// This file is the one place that knows the addresses of pages. Parts and pages
// ask these functions, so that an address is changed in one line.
//
// A helper takes the identifier as it stands in the address and gives a path
// that begins with a slash.

// HomePath is "What you need to do", or the first page for someone signed out.
func HomePath() string { return "/" }

// SignInPath is the page with the one e-mail field.
func SignInPath() string { return "/sign-in" }

// SignOutPath takes a POST and ends the session.
func SignOutPath() string { return "/sign-out" }

// HelpPath is the help page.
func HelpPath() string { return "/help" }

// ConcernPath is where a serious concern is raised.
func ConcernPath() string { return "/concern" }

// WordsPath is the page of words explained.
func WordsPath() string { return "/words" }

// PrivacyPath is the privacy notice.
func PrivacyPath() string { return "/privacy" }

// AccessibilityPath is the accessibility statement.
func AccessibilityPath() string { return "/accessibility" }

// DemonstrationPath lists the invented people of the demonstration.
func DemonstrationPath() string { return "/sign-in" }

// ReportsPath is the public list of published reports.
func ReportsPath() string { return "/reports" }

// AboutPath tells the public what a peer challenge is.
func AboutPath() string { return "/about" }

// ReportPath is one published report: a council's slug and the first day of the visit.
func ReportPath(council, day string) string { return "/reports/" + council + "/" + day }

// CookiesPath is the page about cookies.
func CookiesPath() string { return "/cookies" }

// DataPath is "About the data".
func DataPath() string { return "/about-the-data" }

// ChallengesPath lists the reader's challenges.
func ChallengesPath() string { return "/challenges" }

// ChallengePath is a challenge's overview.
func ChallengePath(challenge string) string { return "/challenges/" + challenge }

// ChallengePart is a page of a challenge: its parts are named here and in the
// route table, such as "findings" or "comments".
func ChallengePart(challenge, part string) string { return ChallengePath(challenge) + "/" + part }

// WhoCanSeePath is "Who can see what" of a challenge.
func WhoCanSeePath(challenge string) string { return ChallengePart(challenge, "who-can-see") }

// AccountPath is the page about oneself: password and roles.
func AccountPath() string { return "/account" }

// ChallengeConcernPath is where a serious concern is raised on one challenge.
func ChallengeConcernPath(challenge string) string { return ChallengePart(challenge, "concern") }
