// Package regions is the technical operator's pages: the regions of this
// installation, setting one up, and inviting its coordinators.
package regions
