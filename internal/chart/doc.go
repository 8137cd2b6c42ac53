// Package chart draws the charts of pages as SVG: horizontal bars with their figures, and counts by day. Each has a
// title and a description (R3.4); the page puts a table beside it. No inline style and no script: colours come from
// classes of the site's styles, with plain attributes for where there are none. Pure.
package chart
