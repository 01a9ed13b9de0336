// Package people is the coordinator's pages about the people of the region: the
// list, one person, adding by hand, and the import of a list with its preview.
package people
