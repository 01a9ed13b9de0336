package e2e

import (
	"github.com/go-rod/rod/lib/proto"
)

// lost finds what cannot be told from a black ground: fields and buttons without an
// edge (a button that reads as a link may be underlined; the browser draws a file's), and text and shapes of
// pictures in a colour of their own. What a picture calls its ground may be one.
const lost = `() => {
	const rgb = c => (c.match(/[\d.]+/g) || []).map(Number)
	const light = c => { const f = v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; return 0.2126 * f(c[0]) + 0.7152 * f(c[1]) + 0.0722 * f(c[2]) }
	const contrast = c => { const a = light(rgb(c)), b = light(rgb(getComputedStyle(document.documentElement).backgroundColor)); return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) }
	const drawn = (s, side) => parseFloat(s["border" + side + "Width"]) > 0 && s["border" + side + "Style"] !== "none"
	const edge = s => ["Top", "Right", "Bottom", "Left"].some(side => drawn(s, side)) || s.textDecorationLine.includes("underline")
	const painted = c => c !== "none" && c !== "" && rgb(c)[3] !== 0
	const gone = [...document.querySelectorAll("button, input:not([type=hidden], [type=file]), select, textarea")].filter(e => e.checkVisibility())
		.filter(e => !edge(["checkbox", "radio"].includes(e.type) ? getComputedStyle(e.nextElementSibling, "::before") : getComputedStyle(e)))
	const words = [...document.querySelectorAll("svg text")].filter(e => contrast(getComputedStyle(e).fill) < 4.5)
	const shapes = [...document.querySelectorAll("svg :is(rect, circle, path, line, polygon)")].filter(e => !/-ground\b/.test(e.getAttribute("class"))).filter(e => {
		const s = getComputedStyle(e)
		return ![s.fill, s.stroke].some(c => painted(c) && contrast(c) >= 3)
	})
	return [...gone, ...words, ...shapes].slice(0, 5).map(e => e.outerHTML.slice(0, 160)).join("\n")
}`

// forcedColours looks at the page as somebody does who has their own colours, white
// on black (WCAG 2.2, 1.4.11), and leaves it as it was.
func (v *visitor) forcedColours() {
	v.t.Helper()
	v.colours("active", "dark")
	if gone := v.eval(lost); gone != "" {
		v.t.Errorf("%s: with forced colours %s loses\n%s", v.name, v.path(), gone)
	}
	v.colours("none", "light")
}

func (v *visitor) colours(forced, scheme string) {
	v.t.Helper()
	v.must(proto.EmulationSetEmulatedMedia{Features: []*proto.EmulationMediaFeature{
		{Name: "forced-colors", Value: forced}, {Name: "prefers-color-scheme", Value: scheme}}}.Call(v.page))
}
