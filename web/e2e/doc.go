// Package e2e walks the journeys of product.md in a real browser, on the built
// program: once with scripts and once without. The browser is found by package
// browser, the program is run by package site. Every page that a visitor meets is
// watched: nothing the content security policy refuses, no error in the console,
// no sideways scroll, the status that was expected.
package e2e
