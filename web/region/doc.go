// Package region is the coordinator's pages about the region's councils: their
// elections, confirmed year by year, and the days on which they take no visit.
package region
