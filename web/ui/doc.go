// Package ui is how every page looks: the frame (Layout) and the parts pages
// are built from, as templ components.
//
// The parts are small and hold no rules of the programme. A page decides what
// a person may see and which words they read; a part only decides where those
// words stand. All parts work without script, carry no style attribute and no
// inline script, and stay readable at 320 CSS pixels, in print and in forced
// colours. Times are shown in Europe/London.
package ui
