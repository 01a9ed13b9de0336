package ui

import (
	"slices"
	"strings"
	"testing"

	"peerchallenge/internal/problem"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"
)

// refused is a form that comes back with an error on each kind of field.
func refused() (templ.Component, []problem.Field) {
	fields := []problem.Field{
		{Name: "title", Message: "Write a title"}, {Name: "mail", Message: "Write an address"},
		{Name: "word", Message: "Write your password"}, {Name: "text", Message: "Write an answer"},
		{Name: "kind", Message: "Choose a kind"}, {Name: "source", Message: "Choose a source"},
		{Name: "area", Message: "Choose an area"}, {Name: "visit", Message: "Write a day"},
		{Name: "file", Message: "Choose the file again"},
	}
	e := func(name string) string { return ErrorOn(fields, name) }
	two := []Option{{Value: "a", Text: "First"}, {Value: "b", Text: "Second", Hint: "More"}}
	form := with(Form(FormModel{Action: "/send", Autosave: "/save", Version: 7, Keep: true, Files: true}),
		ErrorSummary(fields, ""),
		TextInput(Input{Name: "title", Label: "Title", Hint: "Short", Value: `A "quoted" <title>`, Error: e("title")}),
		EmailInput(Input{Name: "mail", Label: "E-mail", Value: "a@example", Error: e("mail"), Autocomplete: "email"}),
		PasswordInput(Input{Name: "word", Label: "Password", Value: "secret", Error: e("word"), Autocomplete: "current-password"}),
		TextArea(Area{Name: "text", Label: "Answer", Hint: "Around 300 words", Value: "\nTwo\nlines <b>", Error: e("text"), Words: 300}),
		Radios(Choice{Name: "kind", Label: "Kind", Value: "b", Error: e("kind"), Options: two}),
		Checkboxes(Choice{Name: "source", Label: "Source", Values: []string{"a", "b"}, Error: e("source"), Options: two}),
		Select(Choice{Name: "area", Label: "Area", Value: "b", Error: e("area"), Options: two, Empty: "Choose"}),
		DateInput(Date{Name: "visit", Label: "Visit", Hint: "11 5 2027", Day: "31", Month: "2", Year: "27", Error: e("visit")}),
		FileInput(File{Name: "file", Label: "File", Error: e("file"), Accept: ".pdf", Multiple: true}),
	)
	return form, fields
}

func TestEveryErrorLeadsToItsField(t *testing.T) {
	form, fields := refused()
	doc := render(t, form)
	links := doc.Find(".govuk-error-summary a")
	if links.Length() != len(fields) {
		t.Fatalf("links in the summary: want %d, got %d", len(fields), links.Length())
	}
	links.Each(func(i int, link *goquery.Selection) {
		equal(t, "words of the link", fields[i].Message, textOf(link))
		target := one(t, doc, link.AttrOr("href", ""))
		if !target.Is("input, textarea, select") {
			t.Errorf("%s: the link leads to no field", fields[i].Name)
		}
	})
}

func TestEveryErrorIsReadOutWithItsField(t *testing.T) {
	form, fields := refused()
	doc := render(t, form)
	for _, f := range fields {
		message := one(t, doc, "#"+f.Name+"-error")
		equal(t, "message", "Error: "+f.Message, textOf(message))
		field := one(t, doc, "#"+f.Name)
		holder := field
		if set := field.Closest("fieldset"); set.Length() == 1 {
			holder = set
		}
		if ids := strings.Fields(holder.AttrOr("aria-describedby", "")); !slices.Contains(ids, f.Name+"-error") {
			t.Errorf("%s: the error is not among what describes the field: %v", f.Name, ids)
		}
	}
}

func TestWhatDescribesAFieldExistsAndEachFieldHasItsLabel(t *testing.T) {
	form, _ := refused()
	doc := render(t, form)
	doc.Find("[aria-describedby]").Each(func(_ int, s *goquery.Selection) {
		for _, id := range strings.Fields(s.AttrOr("aria-describedby", "")) {
			one(t, doc, "#"+id)
		}
	})
	doc.Find("input:not([type=hidden]), textarea, select").Each(func(_ int, s *goquery.Selection) {
		one(t, doc, `label[for="`+s.AttrOr("id", "?")+`"]`)
	})
}

func TestWhatWasTypedIsKept(t *testing.T) {
	form, _ := refused()
	doc := render(t, form)
	equal(t, "title", `A "quoted" <title>`, one(t, doc, "#title").AttrOr("value", ""))
	equal(t, "mail", "a@example", one(t, doc, "#mail").AttrOr("value", ""))
	equal(t, "text", "Two\nlines <b>", strings.TrimPrefix(one(t, doc, "#text").Text(), "\n"))
	equal(t, "kind", "b", one(t, doc, "[name=kind][checked]").AttrOr("value", ""))
	equal(t, "area", "b", one(t, doc, "#area option[selected]").AttrOr("value", ""))
	equal(t, "day", "31", one(t, doc, "[name=visit-day]").AttrOr("value", ""))
	equal(t, "month", "2", one(t, doc, "[name=visit-month]").AttrOr("value", ""))
	equal(t, "year", "27", one(t, doc, "[name=visit-year]").AttrOr("value", ""))
	if n := doc.Find("[name=source][checked]").Length(); n != 2 {
		t.Errorf("sources ticked: want 2, got %d", n)
	}
}

func TestAPasswordIsNeverSentBack(t *testing.T) {
	form, _ := refused()
	if v, ok := one(t, render(t, form), "#word").Attr("value"); ok {
		t.Errorf("want no value, got %q", v)
	}
}

// A first line that is empty must survive: HTML drops one line end after the tag.
func TestAnEmptyFirstLineIsKept(t *testing.T) {
	doc := render(t, TextArea(Area{Name: "text", Label: "Answer", Value: "\nSecond line"}))
	equal(t, "text", "\nSecond line", one(t, doc, "#text").Text())
}

func TestNothingIsChosenBeforehand(t *testing.T) {
	doc := render(t, Radios(Choice{Name: "kind", Label: "Kind", Options: []Option{{Value: "", Text: "None"}, {Value: "a", Text: "A"}}}))
	if doc.Find("[checked]").Length() != 0 {
		t.Error("a kind was chosen before the person chose")
	}
	equal(t, "question", "Kind", textOf(one(t, doc, "fieldset > legend")))
}

func TestFormSaysWhatScriptNeeds(t *testing.T) {
	form, _ := refused()
	doc := render(t, form)
	f := one(t, doc, "form")
	for name, want := range map[string]string{
		"method": "post", "action": "/send", "data-autosave": "/save", "enctype": "multipart/form-data",
	} {
		equal(t, name, want, f.AttrOr(name, ""))
	}
	if _, ok := f.Attr("data-keep"); !ok {
		t.Error("the form does not ask to keep unsent words")
	}
	equal(t, "version", "7", one(t, doc, "input[type=hidden][name=version]").AttrOr("value", ""))
}

func TestErrorSummaryIsSilentWithoutProblems(t *testing.T) {
	if got := render(t, ErrorSummary(nil, "")).Find("div").Length(); got != 0 {
		t.Errorf("want nothing printed, got %d blocks", got)
	}
	doc := render(t, ErrorSummary(nil, "The time for comments has passed"))
	equal(t, "message", "The time for comments has passed", textOf(one(t, doc, ".govuk-error-summary__body")))
}

func TestCheckAnswersNamesReaderAndFinality(t *testing.T) {
	doc := render(t, CheckAnswers(Check{Rows: []SummaryRow{{Key: "Area", Value: "Use of resources", Action: &Link{"Change", "/x"}}},
		To: "Ruth Abernethy and the team", Action: "/submit", Button: "Submit to the team", Hidden: []HiddenValue{{"version", "3"}}}))
	words := textOf(doc.Selection)
	for _, want := range []string{"This goes to: Ruth Abernethy and the team", "You cannot take this back."} {
		if !strings.Contains(words, want) {
			t.Errorf("want %q in %q", want, words)
		}
	}
	equal(t, "link to change", "Change area", textOf(one(t, doc, "a[href='/x']")))
	equal(t, "sent with it", "3", one(t, doc, "form[method=post][action='/submit'] [name=version]").AttrOr("value", ""))
}
