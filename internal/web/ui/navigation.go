package ui

import (
	"concertation/internal/consult"
	"concertation/internal/i18n"
)

// ConsultationNav gives the ways between a consultation's own pages; nothing while it has but
// one. ideas says whether it has a box of ideas, open or to be read.
func ConsultationNav(p *i18n.Printer, c *consult.Consultation, ideas bool) []Link {
	if !ideas {
		return nil
	}
	base := "/c/" + c.Slug
	return []Link{{Text: p.T("ideas_pages.nav.presentation"), URL: base}, {Text: p.T("ideas_pages.nav.box"), URL: base + "/idees"}}
}
