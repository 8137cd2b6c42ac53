package service

import (
	"context"
	"fmt"
	"io"
	"strings"

	"concertation/exports/register"
	"concertation/forms"
	"concertation/internal/consult"
)

// RegisterField is a line of the sheet of a treatment in the register (article 30 of the RGPD).
type RegisterField string

// The lines, in the order of the sheet.
const (
	RegisterTreatment  RegisterField = "treatment"
	RegisterController RegisterField = "controller"
	RegisterDPO        RegisterField = "dpo"
	RegisterPurposes   RegisterField = "purposes"
	RegisterLegalBasis RegisterField = "legal_basis"
	RegisterPersons    RegisterField = "persons"
	RegisterData       RegisterField = "data"
	RegisterRecipients RegisterField = "recipients"
	RegisterProcessors RegisterField = "processors"
	RegisterTransfers  RegisterField = "transfers"
	RegisterRights     RegisterField = "rights"
	RegisterSecurity   RegisterField = "security"
)

// RegisterOwn lists the lines that the organiser writes, since nothing else says them.
func RegisterOwn() []RegisterField {
	return []RegisterField{RegisterPersons, RegisterProcessors, RegisterTransfers, RegisterSecurity}
}

// RegisterLine is a line with what it says; Blank: nobody has written it yet.
type RegisterLine struct {
	Field RegisterField
	Text  string
	Blank bool
}

// RegisterSheet is the sheet of a treatment.
type RegisterSheet struct {
	Consultation consult.Consultation
	Lines        []RegisterLine
	Retention    []RetentionLine
	Notices      []consult.NoticeVersion
}

// Text gives what a line says.
func (r *RegisterSheet) Text(field RegisterField) string {
	for _, line := range r.Lines {
		if line.Field == field {
			return line.Text
		}
	}
	return ""
}

// RegisterSheet gathers what the register says of a consultation: its notice, its questionnaire, how long data are kept, and
// what the organiser wrote besides.
func (s *Service) RegisterSheet(ctx context.Context, actor consult.Actor, slug string) (*RegisterSheet, error) {
	consultation, err := s.readable(ctx, actor, consult.HandleRights, slug)
	if err != nil {
		return nil, err
	}
	own, err := s.Store.RegisterTexts(ctx, consultation.ID)
	if err != nil {
		return nil, fmt.Errorf("read the register of %s: %w", slug, err)
	}
	sheet := &RegisterSheet{Consultation: consultation}
	if sheet.Retention, err = s.retentionLines(ctx, consultation.ID, closedAt(&consultation, s.Now())); err != nil {
		return nil, fmt.Errorf("read the register of %s: %w", slug, err)
	}
	prints, err := s.keptPrints(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the register of %s: %w", slug, err)
	}
	sheet.Retention = append(sheet.Retention, prints)
	if sheet.Notices, err = s.Store.NoticeVersions(ctx, consultation.ID); err != nil {
		return nil, fmt.Errorf("read the register of %s: %w", slug, err)
	}
	asked, err := s.identityAsked(ctx, consultation.ID)
	if err != nil {
		return nil, fmt.Errorf("read the register of %s: %w", slug, err)
	}
	notice := consultation.Texts.Notice
	for _, line := range []RegisterLine{{Field: RegisterTreatment, Text: consultation.Title}, {Field: RegisterController, Text: notice.Controller},
		{Field: RegisterDPO, Text: notice.DPO}, {Field: RegisterPurposes, Text: notice.Purpose}, {Field: RegisterLegalBasis, Text: notice.LegalBasis},
		{Field: RegisterPersons}, {Field: RegisterData, Text: s.P.T("retention.register.data", "asked", asked)}, {Field: RegisterRecipients, Text: notice.Recipients},
		{Field: RegisterProcessors}, {Field: RegisterTransfers}, {Field: RegisterRights, Text: notice.Rights}, {Field: RegisterSecurity}} {
		if written, ok := own[string(line.Field)]; ok {
			line.Text = written
		} else if key := "retention.default." + string(line.Field); s.P.Has(key) {
			line.Text = s.P.T(key)
		}
		line.Blank = strings.TrimSpace(line.Text) == ""
		sheet.Lines = append(sheet.Lines, line)
	}
	return sheet, nil
}

// identityAsked lists the questions that identify people, those withdrawn since too: their answers are kept.
func (s *Service) identityAsked(ctx context.Context, consultation consult.ID) (string, error) {
	questionnaires, err := s.Store.Questionnaires(ctx, consultation)
	if err != nil {
		return "", err
	}
	var labels []string
	for _, questionnaire := range questionnaires {
		if questionnaire.Published == "" {
			continue
		}
		published, err := s.Published(ctx, questionnaire.Published)
		if err != nil {
			return "", err
		}
		form, err := s.united(ctx, published)
		if err != nil {
			return "", err
		}
		for _, question := range form.Questions() {
			if question.Identity {
				labels = append(labels, labelOf(form, question))
			}
		}
	}
	if len(labels) == 0 {
		return s.P.T("retention.register.nothing_asked"), nil
	}
	return strings.Join(labels, ", "), nil
}

func labelOf(form *forms.Questionnaire, question *forms.Question) string {
	language := form.Definition().DefaultLanguage
	return question.Label.In(language, language)
}

// WriteRegister writes the lines that the organiser words. CodeInvalid with those that are too long.
func (s *Service) WriteRegister(ctx context.Context, actor consult.Actor, slug string, texts map[RegisterField]string) error {
	consultation, err := s.readable(ctx, actor, consult.HandleRights, slug)
	if err != nil {
		return err
	}
	var faults []consult.FieldError
	for _, field := range RegisterOwn() {
		if len([]rune(texts[field])) > longestText {
			faults = append(faults, consult.FieldError{Field: string(field), Key: "consultation.error.too_long", Args: []any{"max", longestText}})
		}
	}
	if len(faults) > 0 {
		return consult.Invalid(faults...)
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		for _, field := range RegisterOwn() {
			if written, ok := texts[field]; ok {
				if err := tx.SaveRegisterText(ctx, consultation.ID, string(field), cleanText(written)); err != nil {
					return err
				}
			}
		}
		return s.audit(ctx, tx, actor, "register.edit", consultation.ID, "consultation "+string(consultation.ID))
	})
	if err != nil {
		return fmt.Errorf("write the register of %s: %w", slug, err)
	}
	return nil
}

// ExportRegister writes the sheet as a workbook for the data-protection officer.
func (s *Service) ExportRegister(ctx context.Context, actor consult.Actor, slug string, out io.Writer) error {
	sheet, err := s.RegisterSheet(ctx, actor, slug)
	if err != nil {
		return err
	}
	book := s.registerBook(sheet)
	if err := book.Write(out); err != nil {
		return err
	}
	return s.Store.Atomic(ctx, func(tx consult.Tx) error {
		return s.audit(ctx, tx, actor, "register.export", sheet.Consultation.ID, "consultation "+string(sheet.Consultation.ID))
	})
}

func (s *Service) registerBook(sheet *RegisterSheet) *register.Book {
	p := s.P
	book := &register.Book{Title: p.T("retention.register.title"), Index: p.T("retention.sheet.index"), Modified: s.Now()}
	if sheet.Consultation.Demonstration {
		book.Banner = p.T("retention.sheet.demonstration")
	}
	treatment := register.Table{Name: p.T("retention.sheet.treatment"), About: p.T("retention.sheet.treatment.about"),
		Header: []string{p.T("retention.column.heading"), p.T("retention.column.content")}, Widths: []float64{32, 100}}
	for _, line := range sheet.Lines {
		text := line.Text
		if line.Blank {
			text = p.T("retention.register.blank")
		}
		treatment.Rows = append(treatment.Rows, []string{p.T("retention.line." + string(line.Field)), text})
	}
	kept := register.Table{Name: p.T("retention.sheet.kept"), About: p.T("retention.sheet.kept.about"), Widths: []float64{40, 16, 60, 24},
		Header: []string{p.T("retention.column.kind"), p.T("retention.column.months"), p.T("retention.column.then"), p.T("retention.column.from")}}
	for _, line := range sheet.Retention {
		from := p.T("retention.from.unknown")
		if !line.From.IsZero() {
			from = p.ShortDate(line.From)
		}
		kept.Rows = append(kept.Rows, []string{p.T("retention.kind." + string(line.Kind)), s.monthsWords(line), p.T("retention.then." + string(line.Kind)), from})
	}
	notices := register.Table{Name: p.T("retention.sheet.notices"), About: p.T("retention.sheet.notices.about"), Widths: []float64{10, 20, 60, 60},
		Header: []string{p.T("retention.column.version"), p.T("retention.column.from"), p.T("retention.line.purposes"), p.T("retention.line.legal_basis")}}
	for _, version := range sheet.Notices {
		notices.Rows = append(notices.Rows, []string{p.Number(version.Number), p.DateTime(version.From), version.Notice.Purpose, version.Notice.LegalBasis})
	}
	book.Tables = []register.Table{treatment, kept, notices}
	return book
}

func (s *Service) monthsWords(line RetentionLine) string {
	if line.Kind.PerRecord() {
		return s.P.T("retention.per_record")
	}
	return s.P.T("retention.months", "count", line.Months)
}
