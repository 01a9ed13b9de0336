// Package indicator is the published numbers about councils that the product
// carries: what each measures, its values by council and period, and the range
// of a region. They are compiled in, so they are looked up without a database.
//
// The values are from NHS Digital (key A), the Office for Local Government's
// prototype (O), and the Department of Health and Social Care and Skills for Care
// (M); see About and the page "About the data". A value that was not published is
// not here: it is absent, never nought. Codes mean different things before and
// after 2023, so an indicator is always named by its whole id.
package indicator
