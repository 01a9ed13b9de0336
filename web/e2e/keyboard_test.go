package e2e

import (
	"github.com/go-rod/rod"
	"github.com/go-rod/rod/lib/input"
	"github.com/go-rod/rod/lib/proto"
)

// tabTo presses Tab until the focus is on what has this label or these words;
// somebody without a mouse has no other way. What has the focus must be seen.
func (v *visitor) tabTo(words string) *visitor {
	v.t.Helper()
	for range 200 {
		v.must(v.page.Keyboard.Type(input.Tab))
		got := v.eval(`words => {`+said+`
			const e = document.activeElement, names = [e, ...(e.labels ?? [])].map(said);
			if (!names.some(n => n.startsWith(words))) return "";
			const box = (e.labels?.[0] ?? e).getBoundingClientRect();
			return box.width > 0 && box.height > 0 ? "here" : "unseen"
		}`, words)
		if got == "here" {
			return v
		}
		if got == "unseen" {
			v.fail("the focus is on %q, which cannot be seen", words)
		}
	}
	v.fail("200 times Tab and never at %q", words)
	return v
}

func (v *visitor) keys(keys ...input.Key) *visitor {
	v.t.Helper()
	v.must(v.page.Keyboard.Type(keys...))
	return v
}

func (v *visitor) typing(words string) *visitor {
	v.t.Helper()
	v.must(v.page.InsertText(words))
	return v
}

// enter presses Enter and comes to the next page.
func (v *visitor) enter() *visitor {
	v.t.Helper()
	wait := v.page.Timeout(patience).WaitNavigation(proto.PageLifecycleEventNameLoad)
	v.keys(input.Enter)
	wait()
	v.arrived(200)
	return v
}

// tabOnto presses Tab until the focus is on something, which must then be seen.
func (v *visitor) tabOnto(el *rod.Element) {
	v.t.Helper()
	for range 300 {
		v.keys(input.Tab)
		got, err := el.Eval(`() => {
			if (document.activeElement !== this) return "";
			const box = (this.labels?.[0] ?? this).getBoundingClientRect();
			return box.width > 0 && box.height > 0 ? "here" : "unseen"
		}`)
		v.must(err)
		switch got.Value.Str() {
		case "here":
			return
		case "unseen":
			v.fail("the focus is on what cannot be seen")
		}
	}
	v.fail("300 times Tab and never at %s", el)
}

// keyOn goes to something by Tab: a box is ticked with Space, a link or button is
// pressed with Enter.
func (v *visitor) keyOn(el *rod.Element, leads bool) {
	v.t.Helper()
	v.tabOnto(el)
	if leads {
		v.navigating(func() { v.keys(input.Enter) })
	} else {
		v.keys(input.Space)
	}
}
