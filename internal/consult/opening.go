package consult

import (
	"slices"
	"strings"
	"time"
)

// legalLeast is how long a «consultation ouverte» lasts at least (CRPA L132-1).
const legalLeast = 15 * 24 * time.Hour

// Lacks says what a consultation still lacks before it can open (R1.1), as translation keys, in the order of its
// screens; none when it can. published says whether it has a questionnaire to answer.
func (c *Consultation) Lacks(published bool, now time.Time) []string {
	var lacks []string
	need := func(ok bool, key string) {
		if !ok {
			lacks = append(lacks, key)
		}
	}
	written := func(text, key string) { need(strings.TrimSpace(text) != "", key) }
	written(c.Title, "opening.title")
	written(c.Texts.Purpose, "opening.purpose")
	written(c.Texts.Procedure, "opening.procedure")
	written(c.Texts.Documents, "opening.documents")
	written(c.Texts.Visibility, "opening.visibility")
	written(c.Texts.FollowUp, "opening.follow_up")
	need(!c.OpensAt.IsZero(), "opening.opens_at")
	need(!c.ClosesAt.IsZero(), "opening.closes_at")
	if !c.OpensAt.IsZero() && !c.ClosesAt.IsZero() {
		need(c.ClosesAt.After(c.OpensAt), "opening.dates_order")
		need(c.ClosesAt.After(now), "opening.already_over")
		need(!c.Settings.Legal || c.ClosesAt.Sub(c.OpensAt) >= legalLeast, "opening.too_short")
	}
	notice := c.Texts.Notice
	for _, item := range []struct{ text, key string }{
		{notice.Controller, "opening.notice.controller"}, {notice.Purpose, "opening.notice.purpose"},
		{notice.LegalBasis, "opening.notice.legal_basis"}, {notice.Compulsory, "opening.notice.compulsory"},
		{notice.Recipients, "opening.notice.recipients"}, {notice.Retention, "opening.notice.retention"},
		{notice.Rights, "opening.notice.rights"}, {notice.DPO, "opening.notice.dpo"}, {notice.Complaint, "opening.notice.complaint"},
	} {
		written(item.text, item.key)
	}
	written(c.Texts.LegalNotice, "opening.legal_notice")
	written(c.Texts.Contact, "opening.contact")
	need(c.Settings.Accessibility != "", "opening.accessibility")
	need(published, "opening.questionnaire")
	return lacks
}

// Loses says what a consultation that was published would lack again after an edit (R1.1), as Lacks does; none when it
// is still in preparation, or when the edit takes nothing away.
func (c *Consultation) Loses(after *Consultation, now time.Time) []string {
	if c.Status != StatusOpen && c.Status != StatusClosed {
		return nil
	}
	before := c.Lacks(true, now)
	return slices.DeleteFunc(after.Lacks(true, now), func(key string) bool { return slices.Contains(before, key) })
}
