// Package info is the pages about the product itself, for everybody: what a peer
// challenge is, help, the words explained, where the data comes from, privacy,
// cookies, accessibility, and how to raise a serious concern.
//
// What they say must be true: a page that promises what is not built yet is
// mended here, in the commit that finds it.
package info
