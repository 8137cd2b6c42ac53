// Package testkit helps tests: what they need of the machine, golden files, a browser, checks of pages.
//
// Nothing here is part of the program. Start with require.go; htmlcheck.go and axe.go check pages, browser.go drives
// Chromium.
package testkit
