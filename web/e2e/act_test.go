package e2e

import (
	"strconv"

	"github.com/go-rod/rod"
	"github.com/go-rod/rod/lib/input"
	"github.com/go-rod/rod/lib/proto"
)

// What a visitor does is found by the words they read: links, buttons, labels.

// said is the page's words for something, in one line.
const said = `const said = e => e.textContent.replace(/\s+/g, " ").trim();
	const best = (list, words) => list.find(e => said(e) === words) ?? list.find(e => said(e).startsWith(words)) ?? list.find(e => said(e).includes(words));`

// find waits for what js gives: an element.
func (v *visitor) find(js string, args ...any) *rod.Element {
	v.t.Helper()
	el, err := v.page.Timeout(patience / 3).ElementByJS(rod.Eval(js, args...))
	if err != nil {
		v.fail("does not find %v", args)
	}
	return el.CancelTimeout()
}

// inside gives the part of the page about something: the smallest section,
// article, list item or row that holds these words; everything when empty.
const inside = `const about = words => {
		if (!words) return document;
		const parts = [...document.querySelectorAll("main section, main article, main li, main tr, main form, main fieldset, main dl > div, main .pc-card, main .govuk-form-group")].filter(e => said(e).includes(words));
		return parts.sort((a, b) => said(a).length - said(b).length)[0] ?? null;
	};`

// follow presses a link.
func (v *visitor) follow(words string) *visitor {
	v.t.Helper()
	return v.followIn("", words)
}

// followIn presses a link in the part of the page about something.
func (v *visitor) followIn(about, words string) *visitor {
	v.t.Helper()
	v.clickOn(v.find(`(part, words) => {`+said+inside+`const p = about(part); return p && best([...p.querySelectorAll("a[href]")], words)}`, about, words), true)
	v.arrived(200)
	return v
}

// press presses a button and comes to the next page.
func (v *visitor) press(words string) *visitor {
	v.t.Helper()
	return v.pressIn("", words)
}

// pressIn presses a button in the part of the page about something.
func (v *visitor) pressIn(about, words string) *visitor {
	v.t.Helper()
	v.clickOn(v.button(about, words), true)
	v.arrived(200)
	v.look(200)
	return v
}

// refused presses a button and gets the page again with this status.
func (v *visitor) refused(words string, status int) *visitor {
	v.t.Helper()
	v.watch.expect(status)
	v.clickOn(v.button("", words), true)
	v.arrived(status)
	v.look(status)
	return v
}

func (v *visitor) button(about, words string) *rod.Element {
	v.t.Helper()
	return v.find(`(part, words) => {`+said+inside+`const p = about(part); return p && best([...p.querySelectorAll("button, a.govuk-button")].filter(e => !e.closest("header")), words)}`, about, words)
}

// clickOn presses with the mouse, opening what is folded around it first, and
// waits for the next page if one is expected.
func (v *visitor) clickOn(el *rod.Element, leads bool) {
	v.t.Helper()
	if v.noMouse {
		v.keyOn(el, leads)
		return
	}
	_, err := el.Eval(`() => { for (let d = this.closest("details"); d; d = d.parentElement.closest("details")) d.open = true; this.scrollIntoView({block: "center"}) }`)
	v.must(err)
	shape, err := el.Shape()
	v.must(err)
	at := shape.OnePointInside()
	if at == nil {
		v.fail("cannot press what has no size")
	}
	press := func() {
		v.must(v.page.Mouse.MoveTo(*at))
		v.must(v.page.Mouse.Click(proto.InputMouseButtonLeft, 1))
	}
	if !leads {
		press()
		return
	}
	v.navigating(press)
}

// navigating does what leads to another page, and waits for it.
func (v *visitor) navigating(act func()) {
	v.t.Helper()
	p := v.page.Timeout(patience + v.slow)
	wait := p.WaitNavigation(proto.PageLifecycleEventNameLoad)
	act()
	wait()
	if err := p.GetContext().Err(); err != nil {
		v.fail("pressed, and no page came: %v", err)
	}
}

// control finds what a label names.
func (v *visitor) control(label string) *rod.Element {
	v.t.Helper()
	return v.controlIn("", label)
}

func (v *visitor) controlIn(about, label string) *rod.Element {
	v.t.Helper()
	return v.find(`(part, words) => {`+said+inside+`const p = about(part); const l = p && best([...p.querySelectorAll("label")], words); return l && document.getElementById(l.htmlFor)}`, about, label)
}

// write puts words in place of what a box holds.
func (v *visitor) write(label, words string) *visitor {
	v.t.Helper()
	v.into(v.control(label), words)
	return v
}

func (v *visitor) into(el *rod.Element, words string) {
	v.t.Helper()
	if v.noMouse {
		v.tabOnto(el) // which marks what a box holds, as everywhere
	} else {
		_, err := el.Eval(`() => { for (let d = this.closest("details"); d; d = d.parentElement.closest("details")) d.open = true; this.focus(); this.select() }`)
		v.must(err)
	}
	if words == "" {
		v.must(v.page.Keyboard.Type(input.Backspace))
		return
	}
	v.must(v.page.InsertText(words))
}

// choose takes a radio button or ticks a box.
func (v *visitor) choose(label string) *visitor {
	v.t.Helper()
	return v.chooseIn("", label)
}

func (v *visitor) chooseIn(about, label string) *visitor {
	v.t.Helper()
	el := v.controlIn(about, label)
	v.clickOn(el, false)
	if !el.MustProperty("checked").Bool() {
		v.fail("pressed %q and it is not chosen", label)
	}
	return v
}

// chooseInRest takes this answer to every question of radio buttons that has none.
func (v *visitor) chooseInRest(label string) *visitor {
	v.t.Helper()
	open := `label => {` + said + `return [...document.querySelectorAll("main fieldset")].filter(f => f.querySelector("input[type=radio]") && !f.querySelector("input:checked"))
		.map(f => document.getElementById(best([...f.querySelectorAll("label")], label)?.htmlFor)).find(e => e)}`
	for v.eval(`label => String(Boolean((`+open+`)(label)))`, label) == "true" {
		v.clickOn(v.find(open, label), false)
	}
	return v
}

// pick takes an option of a list.
func (v *visitor) pick(label, option string) *visitor {
	v.t.Helper()
	got, err := v.control(label).Eval(`words => {`+said+`const o = best([...this.options], words); if (!o) return false; this.value = o.value; this.dispatchEvent(new Event("change", {bubbles: true})); return true}`, option)
	v.must(err)
	if !got.Value.Bool() {
		v.fail("no option %q in %q", option, label)
	}
	return v
}

// day fills the three boxes of a date.
func (v *visitor) day(name string, year, month, day int) *visitor {
	v.t.Helper()
	for part, n := range map[string]int{"year": year, "month": month, "day": day} {
		v.into(v.find(`name => document.getElementsByName(name)[0]`, name+"-"+part), strconv.Itoa(n))
	}
	return v
}

// attach chooses a file.
func (v *visitor) attach(label, file string) *visitor {
	v.t.Helper()
	v.must(v.control(label).SetFiles([]string{file}))
	return v
}
