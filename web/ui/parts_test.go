package ui

import (
	"strings"
	"testing"
)

func TestStageBarSaysWhereInWordsAndMarksTheStep(t *testing.T) {
	doc := render(t, with(StageBar([]Stage{
		{Name: "Scheduled", State: StageDone, Note: "9 February"},
		{Name: "Preparing", State: StageNow, Word: "Postponed", Note: "election"},
		{Name: "Reading", State: StageTodo, Note: "from 20 April"},
	}), Quote("Jo Tanner moved it on early")))
	equal(t, "sentence", "Stage 2 of 3: Preparing", textOf(one(t, doc, ".pc-stages__here")))
	equal(t, "next", "Next stage: Reading, from 20 April", textOf(one(t, doc, ".pc-stages__next")))
	equal(t, "done", "Scheduled ✓ Done, 9 February", textOf(one(t, doc, ".pc-stages__list .pc-stage--done")))
	equal(t, "own word in place of Now", "Preparing Postponed election", textOf(one(t, doc, ".pc-stages__list [aria-current=step]")))
	one(t, doc, ".pc-stages > blockquote")
}

func TestStageBarAtTheEnd(t *testing.T) {
	doc := render(t, StageBar([]Stage{{Name: "Scheduled", State: StageDone}, {Name: "Closed", State: StageDone}}))
	equal(t, "sentence", "All 2 stages are done", textOf(one(t, doc, ".pc-stages__here")))
	if doc.Find("[aria-current], .pc-stages__next").Length() != 0 {
		t.Error("a closed challenge has no present and no next stage")
	}
}

func TestWhoCanSeeSaysNowLaterAndWhere(t *testing.T) {
	doc := render(t, WhoCanSee("the team only.", "/who", "You see it on 13 May."))
	equal(t, "sentence", "Who can see this: the team only. You see it on 13 May. Who can see what", textOf(one(t, doc, ".pc-who")))
	equal(t, "link", "/who", one(t, doc, ".pc-who a").AttrOr("href", ""))
}

func TestStatusColours(t *testing.T) {
	for words, want := range map[string]Colour{
		"Kept": Grey, "Late": Red, "Due soon": Amber, "Starts 30 March": Grey, "Done": Plain, "Agreed": Green, "On site now": Plum, "To do": Blue,
	} {
		if got := Status(words).Colour; got != want {
			t.Errorf("%s: want %q, got %q", words, want, got)
		}
	}
}

func TestTaskRowHasWordsDateAndTag(t *testing.T) {
	doc := render(t, TaskList([]TaskRow{
		{Text: "Agree how case files are chosen", Href: "/a", Lines: []string{"Meera Joshi is waiting"}, Due: "Friday 12 March", Distance: "in 2 days", Tag: Status("Due soon")},
		{Text: "Meera Joshi", Side: PostButton("/d", Secondary, "Sign in", []HiddenValue{{"who", "7"}})},
	}))
	equal(t, "first row", "Agree how case files are chosen | Meera Joshi is waiting | Friday 12 March | in 2 days | Due soon",
		texts(doc, "li:first-child p, li:first-child .pc-tag"))
	equal(t, "link", "/a", one(t, doc, "li a").AttrOr("href", ""))
	equal(t, "sent with the button", "7", one(t, doc, "form [name=who]").AttrOr("value", ""))
}

func TestTableNamesRowsAndColumnsAlsoOnAPhone(t *testing.T) {
	doc := render(t, Table("Dates", []string{"Council", "Visit", "State"}, [][]Cell{
		{{Text: "Ashcombe", Href: "/c"}, {Text: "11 to 13 May"}, {Tag: Status("Agreed")}},
	}))
	equal(t, "caption", "Dates", textOf(one(t, doc, "table > caption")))
	equal(t, "row", "Ashcombe", textOf(one(t, doc, "tbody th[scope=row] a")))
	equal(t, "label on a phone", "Visit:", textOf(doc.Find("td .pc-table__label[aria-hidden=true]").First()))
	if n := doc.Find("thead th[scope=col]").Length(); n != 3 {
		t.Errorf("columns: want 3, got %d", n)
	}
}

func TestBalanceShowsEachFindingOnceAndTheSameInWords(t *testing.T) {
	rows := []BalanceRow{{"Use of resources", 3, 12, 0}, {"Leadership and partnerships", 1, 0, 2}}
	doc := render(t, BalancePicture(rows))
	svg := one(t, doc, "svg[role=img]")
	for _, id := range strings.Fields(svg.AttrOr("aria-labelledby", "")) {
		one(t, doc, "#"+id)
	}
	for selector, want := range map[string]int{".pc-b-strength-mark": 4, ".pc-b-consider-mark": 8, ".pc-b-recommend-mark": 2} {
		if got := svg.Find(selector).Length(); got != want {
			t.Errorf("%s: want %d, got %d", selector, want, got)
		}
	}
	if !strings.Contains(svg.Text(), "+4") {
		t.Error("12 findings: want 8 marks and +4")
	}
	equal(t, "sentence", "4 strengths, 12 areas for consideration and 2 recommendations so far. This counts what is written. It is not a score.",
		textOf(doc.Find(".pc-balance > p")))
	equal(t, "phone", "3 strengths, 12 to consider, none recommended", textOf(doc.Find(".pc-balance__small dd").First()))
	equal(t, "table", "Use of resources | Strengths: 3 | Areas for consideration: 12 | Recommendations: 0",
		texts(doc, "tbody tr:first-child > *"))
}

func TestTermStandsInFull(t *testing.T) {
	doc := render(t, Term("DASS", "director of adult social services"))
	equal(t, "term", "director of adult social services (DASS)", textOf(doc.Selection))
}

func TestSideNavOnAPhoneIsAFormThatWorksWithoutScript(t *testing.T) {
	doc := render(t, SideNav(Side{Title: "Areas", Action: "/findings", Param: "area", Select: "Area",
		Items: []SideItem{{Text: "One", Href: "/1", Value: "1"}, {Text: "Two", Href: "/2", Value: "2", Note: "8", Current: true}}}))
	equal(t, "chosen", "Two (8)", textOf(one(t, doc, "form[method=get] select[name=area] option[selected]")))
	equal(t, "button", "Show", textOf(one(t, doc, "button[type=submit]")))
	equal(t, "here", "Two", textOf(one(t, doc, "li a[aria-current=page]")))
}

func TestBannersSayWhatKindTheyAre(t *testing.T) {
	equal(t, "role", "alert", one(t, render(t, FlashBanner(Flash{FlashDone, "Sent"})), "[data-flash=done]").AttrOr("role", ""))
	equal(t, "role", "region", one(t, render(t, FlashBanner(Flash{FlashImportant, "Read"})), "[data-flash=important]").AttrOr("role", ""))
}

func TestNoNextPageNoLink(t *testing.T) {
	if n := render(t, Pagination("", "Next page")).Find("a").Length(); n != 0 {
		t.Errorf("want no link, got %d", n)
	}
	equal(t, "link", "/p?after=9", one(t, render(t, Pagination("/p?after=9", "")), "a[rel=next]").AttrOr("href", ""))
}
