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
func DemonstrationPath() string { return "/demonstration" }

// ReportsPath is the public list of published reports.
func ReportsPath() string { return "/reports" }

// AboutPath tells the public what a peer challenge is.
func AboutPath() string { return "/about" }
