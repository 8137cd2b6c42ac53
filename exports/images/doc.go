// Package images draws an export's charts as PNG images for slides, in one archive: participation by day, each closed
// question, the themes. Each image bears its title, its base and its source, since it leaves the page that explains it.
// A public archive hides what a public workbook hides (R2.5). It opens no store and knows no page. Start with write.go.
package images
