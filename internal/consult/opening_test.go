package consult_test

import (
	"slices"
	"testing"
	"time"

	"concertation/internal/consult"
)

func complete(now time.Time) consult.Consultation {
	return consult.Consultation{Title: "T", OpensAt: now, ClosesAt: now.Add(20 * 24 * time.Hour),
		Texts: consult.Texts{Purpose: "p", Procedure: "p", Documents: "d", Visibility: "v", FollowUp: "f", LegalNotice: "l", Contact: "c",
			Notice: consult.Notice{Controller: "a", Purpose: "b", LegalBasis: "c", Compulsory: "d", Recipients: "e", Retention: "f",
				Rights: "g", DPO: "h", Complaint: "i"}},
		Settings: consult.Settings{Accessibility: consult.AccessibilityNone, Legal: true}}
}

func TestWhatAConsultationLacksBeforeItOpens(t *testing.T) {
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	cases := []struct {
		name      string
		change    func(*consult.Consultation)
		published bool
		want      []string
	}{
		{"nothing once everything is written", func(*consult.Consultation) {}, true, nil},
		{"a questionnaire to answer", func(*consult.Consultation) {}, false, []string{"opening.questionnaire"}},
		{"a text of blanks is no text", func(c *consult.Consultation) { c.Texts.Purpose = " \n" }, true, []string{"opening.purpose"}},
		{"each of the nine items of the notice", func(c *consult.Consultation) { c.Texts.Notice = consult.Notice{} }, true,
			[]string{"opening.notice.controller", "opening.notice.purpose", "opening.notice.legal_basis", "opening.notice.compulsory",
				"opening.notice.recipients", "opening.notice.retention", "opening.notice.rights", "opening.notice.dpo", "opening.notice.complaint"}},
		{"fifteen days for an open consultation of the code", func(c *consult.Consultation) { c.ClosesAt = now.Add(14 * 24 * time.Hour) }, true,
			[]string{"opening.too_short"}},
		{"fewer days where the code does not ask for them", func(c *consult.Consultation) {
			c.ClosesAt, c.Settings.Legal = now.Add(14*24*time.Hour), false
		}, true, nil},
		{"an end after the beginning, and to come", func(c *consult.Consultation) { c.ClosesAt, c.Settings.Legal = now.Add(-time.Hour), false }, true,
			[]string{"opening.dates_order", "opening.already_over"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			consultation := complete(now)
			c.change(&consultation)
			if got := consultation.Lacks(c.published, now); !slices.Equal(got, c.want) {
				t.Errorf("lacks %v, want %v", got, c.want)
			}
		})
	}
}

func TestWhatAnEditTakesFromAConsultationThatOpened(t *testing.T) {
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	cases := []struct {
		name   string
		status consult.Status
		before func(*consult.Consultation)
		edit   func(*consult.Consultation)
		want   []string
	}{
		{"a text it had to show", consult.StatusOpen, nil, func(c *consult.Consultation) { c.Texts.FollowUp = " " }, []string{"opening.follow_up"}},
		{"a text after it closed", consult.StatusClosed, nil, func(c *consult.Consultation) { c.Texts.Notice.DPO = "" }, []string{"opening.notice.dpo"}},
		{"its days", consult.StatusOpen, nil, func(c *consult.Consultation) { c.ClosesAt = now.Add(10 * 24 * time.Hour) }, []string{"opening.too_short"}},
		{"nothing while it is prepared", consult.StatusDraft, nil, func(c *consult.Consultation) { c.Texts = consult.Texts{} }, nil},
		{"nothing when a text is another", consult.StatusOpen, nil, func(c *consult.Consultation) { c.Texts.Purpose = "autre" }, nil},
		{"nothing of what it never had", consult.StatusOpen, func(c *consult.Consultation) { c.Texts.Contact = "" },
			func(c *consult.Consultation) { c.Texts.Purpose = "autre" }, nil},
		{"nothing when its end has passed since", consult.StatusClosed, func(c *consult.Consultation) { c.OpensAt, c.ClosesAt = now.Add(-20*24*time.Hour), now.Add(-time.Hour) },
			func(c *consult.Consultation) { c.Texts.Purpose = "autre" }, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			before := complete(now)
			before.Status = c.status
			if c.before != nil {
				c.before(&before)
			}
			after := before
			c.edit(&after)
			if got := before.Loses(&after, now); !slices.Equal(got, c.want) {
				t.Errorf("loses %v, want %v", got, c.want)
			}
		})
	}
}
