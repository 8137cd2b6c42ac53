// Package chart draws small SVG charts for pages: bars of one question, stacked bars of a grid, a curve by day. Each has
// a title and a description, wraps its labels, tells its series by pattern and figure and never by colour alone (R3.4),
// and carries no style attribute nor script. The table of the same figures stands beside it: that is the page's affair.
//
// Colours are presentation attributes, which a style sheet may override by class (chart-bar, chart-line, chart-grid…);
// words take the colour of the page. Start with bars.go.
package chart
