// Package region is the coordinator's pages about the region's councils: their
// elections, confirmed year by year, the days on which they take no visit, and school
// holidays.
package region
