package service

import (
	"context"
	"fmt"
	"io"
	"iter"
	"slices"
	"time"

	"concertation/exports"
	"concertation/exports/csv"
	"concertation/exports/images"
	"concertation/exports/workbook"
	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/tally"
)

// ExportOffer is which files somebody may have.
type ExportOffer struct {
	Consultation consult.Consultation
	Internal     bool // those that are not to publish too
	Long         bool // there are so many texts that making a file takes minutes
}

// longExport is how many texts make an export take minutes rather than seconds.
const longExport = 300_000

// OfferExports says which files of a consultation somebody may have.
func (s *Service) OfferExports(ctx context.Context, actor consult.Actor, slug string) (ExportOffer, error) {
	consultation, err := s.ConsultationBySlug(ctx, actor, slug)
	if err != nil {
		return ExportOffer{}, err
	}
	texts, err := s.Store.CountContributions(ctx, consult.ContributionFilter{ConsultationID: consultation.ID})
	if err != nil {
		return ExportOffer{}, fmt.Errorf("count the texts of %s: %w", slug, err)
	}
	return ExportOffer{Consultation: consultation, Internal: actor.Can(consult.ExportInternal), Long: texts >= longExport}, nil
}

// ExportWorkbook writes the workbook of a consultation: the internal one, or the one to publish (R2.4).
func (s *Service) ExportWorkbook(ctx context.Context, actor consult.Actor, slug string, public bool, out io.Writer) error {
	return s.export(ctx, actor, slug, public, func(input *exports.Input) error { return workbook.Write(out, input) })
}

// ExportCSV writes the data of a consultation as an archive of CSV files.
func (s *Service) ExportCSV(ctx context.Context, actor consult.Actor, slug string, public bool, out io.Writer) error {
	return s.export(ctx, actor, slug, public, func(input *exports.Input) error { return csv.Write(out, input) })
}

// ExportImages writes the charts of a consultation as images for slides, in an archive.
func (s *Service) ExportImages(ctx context.Context, actor consult.Actor, slug string, public bool, out io.Writer) error {
	return s.export(ctx, actor, slug, public, func(input *exports.Input) error { return images.Write(out, input) })
}

// export hands over what a file shows. One file is made at a time: that of a million texts takes a processor for minutes,
// and people who answer need the others. Whoever gives up waiting leaves.
func (s *Service) export(ctx context.Context, actor consult.Actor, slug string, public bool, write func(*exports.Input) error) error {
	if err := s.exporting.take(ctx); err != nil {
		return err
	}
	defer s.exporting.give()
	return s.ofOneMoment(ctx, func() error {
		input, err := s.exportInput(ctx, actor, slug, public)
		if err != nil {
			return err
		}
		return write(input)
	})
}

// exportInput gathers what an export shows, after checking that the actor may have it.
func (s *Service) exportInput(ctx context.Context, actor consult.Actor, slug string, public bool) (*exports.Input, error) {
	permission := consult.ExportInternal
	if public {
		permission = consult.ExportPublic
	}
	consultation, err := s.readable(ctx, actor, permission, slug)
	if err != nil {
		return nil, err
	}
	input := &exports.Input{Consultation: consultation, Program: s.Version, Public: public, P: s.P, Date: consultation.ChangedAt}
	for _, fill := range []func(context.Context, *exports.Input) error{s.fillSurveys, s.fillParticipation, s.fillGrouping, s.fillIdeas, s.fillGrid, s.fillLedger} {
		if err := fill(ctx, input); err != nil {
			return nil, fmt.Errorf("export %s: %w", slug, err)
		}
	}
	if !public {
		if err := s.fillProposals(ctx, actor, input); err != nil {
			return nil, fmt.Errorf("export %s: %w", slug, err)
		}
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		return s.audit(ctx, tx, actor, "export."+readership(public), consultation.ID, "consultation "+string(consultation.ID))
	})
	return input, err
}

func readership(public bool) string {
	if public {
		return "public"
	}
	return "internal"
}

// fillSurveys adds the questionnaires with their tallies and crossings, and the responses of those who may see them.
func (s *Service) fillSurveys(ctx context.Context, input *exports.Input) error {
	steps, err := s.Store.Steps(ctx, input.Consultation.ID)
	if err != nil {
		return err
	}
	input.Steps = steps
	surveys, err := s.surveys(ctx, input.Consultation.ID)
	if err != nil {
		return err
	}
	for i := range surveys {
		one := &surveys[i]
		filled := exports.Survey{Title: one.title(), Slug: one.questionnaire.Slug, Form: one.form, Revision: one.revision,
			Submitted: one.engine.Responses(), Days: one.engine.ByDay(s.P.Zone()), Tallies: one.tallies(), Crosses: one.crossings()}
		if !input.Public {
			filled.Responses = s.eachResponse(ctx, consult.ResponseFilter{ConsultationID: input.Consultation.ID, QuestionnaireID: one.questionnaire.ID})
		}
		input.Surveys = append(input.Surveys, filled)
	}
	return nil
}

// crossings crosses each attribute (category, territory, size) with each question that has choices.
func (s *survey) crossings() []tally.Cross {
	var crosses []tally.Cross
	for _, role := range crossingRoles() {
		attribute := s.form.ByRole(role)
		if attribute == nil {
			continue
		}
		for _, question := range s.form.Questions() {
			if question == attribute || question.Identity {
				continue
			}
			if cross, ok := s.cross(attribute.Name, question.Name); ok {
				crosses = append(crosses, cross)
			}
		}
	}
	return crosses
}

// crossingRoles are the attributes that answers are crossed with.
func crossingRoles() []forms.Role {
	return []forms.Role{forms.RoleCategory, forms.RoleTerritory, forms.RoleSize}
}

// fillParticipation counts responses by status and channel.
func (s *Service) fillParticipation(ctx context.Context, input *exports.Input) error {
	participation := &input.Participation
	participation.Eligible, participation.Source = input.Consultation.Settings.Invited, input.Consultation.Settings.InvitedSource
	for _, counted := range []struct {
		status consult.ResponseStatus
		into   *int
	}{{consult.ResponseDraft, &participation.Drafts}, {consult.ResponseSubmitted, &participation.Submitted}, {consult.ResponseWithdrawn, &participation.Withdrawn}} {
		n, err := s.Store.CountResponses(ctx, consult.ResponseFilter{ConsultationID: input.Consultation.ID, Status: counted.status})
		if err != nil {
			return err
		}
		*counted.into = n
	}
	channels := map[consult.Channel]int{}
	err := s.Store.SubmittedHeads(ctx, input.Consultation.ID, func(head *consult.ResponseHead) {
		channels[head.Channel]++
		input.Date = later(input.Date, head.ChangedAt)
	})
	if err != nil {
		return fmt.Errorf("read responses: %w", err)
	}
	for _, channel := range []consult.Channel{consult.ChannelWeb, consult.ChannelPaper, consult.ChannelPhone, consult.ChannelMail,
		consult.ChannelEmail, consult.ChannelWorkshop, consult.ChannelImport} {
		if n := channels[channel]; n > 0 {
			participation.Channels = append(participation.Channels, exports.Counted{Label: channelWord(s.P, channel), Count: n})
		}
	}
	return nil
}

// fillLedger adds the ledger where there is a list; its lines are for those who work with it.
func (s *Service) fillLedger(ctx context.Context, input *exports.Input) error {
	by := input.Consultation.Settings.Stratifiers()
	err := s.withLedger(ctx, input.Consultation.ID, func(ledger *consult.Ledger) error {
		if len(ledger.Lines()) == 0 {
			return nil
		}
		input.Ledger = &exports.Ledger{By: by}
		input.Ledger.Whole, input.Ledger.Strata = consult.CountLines(ledger.Lines(), by)
		for _, line := range ledger.Lines() {
			if !input.Public {
				copied := *line
				copied.Responses = slices.Clone(line.Responses)
				input.Ledger.Lines = append(input.Ledger.Lines, copied)
			}
		}
		return nil
	})
	if err != nil || input.Ledger == nil {
		return err
	}
	strata := make([]consult.Stratum, len(input.Ledger.Strata))
	for i := range strata {
		strata[i] = input.Ledger.Strata[i].Stratum
	}
	words, err := s.organisationWords(ctx, input.Consultation.ID, strata)
	if err != nil {
		return err
	}
	input.Ledger.Strata = sortedStrata(input.Ledger.Strata, by, &words)
	return nil
}

// channelWord says a channel. Literal keys: a test finds those that nothing uses.
func channelWord(p *i18n.Printer, channel consult.Channel) string {
	return p.T("exports.channel." + string(channel))
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// eachResponse reads the submitted responses that pass a filter, page by page.
func (s *Service) eachResponse(ctx context.Context, filter consult.ResponseFilter) iter.Seq2[*consult.Response, error] {
	return func(yield func(*consult.Response, error) bool) {
		filter := filter // read anew each time
		filter.Status, filter.Limit = consult.ResponseSubmitted, s.exportPage
		for {
			page, err := s.Store.Responses(ctx, filter)
			if err != nil {
				yield(nil, fmt.Errorf("read responses: %w", err))
				return
			}
			for i := range page {
				if !yield(&page[i], nil) {
					return
				}
			}
			if len(page) < s.exportPage {
				return
			}
			filter.After = &page[len(page)-1]
		}
	}
}

// eachContribution reads the contributions that pass a filter, as many at once as its limit, in the order of lists.
func (s *Service) eachContribution(ctx context.Context, filter consult.ContributionFilter) iter.Seq2[*consult.Contribution, error] {
	return func(yield func(*consult.Contribution, error) bool) {
		filter := filter // read anew each time
		for {
			page, err := s.Store.Contributions(ctx, filter)
			if err != nil {
				yield(nil, fmt.Errorf("read contributions: %w", err))
				return
			}
			for i := range page {
				if !yield(&page[i], nil) {
					return
				}
			}
			if filter.Limit == 0 || len(page) < filter.Limit {
				return
			}
			filter.After = page[len(page)-1].Place()
		}
	}
}
