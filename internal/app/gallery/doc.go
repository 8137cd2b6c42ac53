// Package gallery shows every screen of the site with sample data, for whoever works on them.
//
// Fill makes the data and gives the screens (a file per part of the site); Handler lists them at Address and serves what no
// address of the site shows by itself: pages of errors, refused forms, pages as they are printed. Whoever adds an address
// to the site adds its screen here, or says in unseen.go why it has none: a test asks for it.
package gallery
