package service

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/google/uuid"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/intake"
)

// ImportOptions say how a table of responses is read.
type ImportOptions struct {
	Questionnaire string // its slug; "": the only one of the consultation
	// Map gives the column of a question, of a question's choice («question/choice») or of one of the fields id,
	// submitted_at, language, channel. What it does not name is looked for under its own name.
	Map    map[string]string
	Name   string // of the file, as its owner calls it; for the list of imports
	DryRun bool
	// BringBack are the rows of a list of organisations whose erased contacts are taken all the same, for that reason.
	BringBack    []int
	BringBackWhy consult.BringBackReason
	// Progress, when set, is told how many rows were read.
	Progress func(rows int)
}

// ImportReport is what came of an import. Nothing of a refused row is kept.
type ImportReport struct {
	Rows     int // read
	Imported int
	Already  int // imported by an earlier run: left as they are
	Refused  []RefusedRow
	// Ignored are the columns that no question or field uses.
	Ignored []string
}

// RefusedRow says why a row was not imported.
type RefusedRow struct {
	Row      int
	Failures []forms.Failure
}

// importChunk is how many responses go into one transaction: about 20 ms of work (rule 1).
const importChunk = 100

// ImportResponses reads a table, a response a row, into the published revision; each row passes the same checks as a
// post. Cells hold codes or labels. A second run of the same file imports nothing again: a response's identity is its
// column id, or else the content of its row.
func (s *Service) ImportResponses(ctx context.Context, actor consult.Actor, slug string, file *intake.File, options ImportOptions) (*ImportReport, error) {
	if err := actor.Require(consult.ManageConsultations); err != nil {
		return nil, err
	}
	published, err := s.publishedFor(ctx, slug, options.Questionnaire)
	if err != nil {
		return nil, err
	}
	reader := newImportReader(published.Questionnaire, file, options.Map)
	if len(reader.columns) == 0 {
		return nil, consult.Invalid(consult.FieldError{Field: "file", Key: "import.no_column"})
	}
	report := &ImportReport{Ignored: reader.ignored}
	var waiting []*sending
	for row, err := range file.Rows() {
		if err != nil {
			return report, fmt.Errorf("import responses: %w", err)
		}
		report.Rows++
		a := s.importedAnswering(published, reader, row)
		if failures := reader.faults(a.Evaluation.Failures); len(failures) > 0 {
			report.Refused = append(report.Refused, RefusedRow{Row: row.Number, Failures: failures})
		} else {
			waiting = append(waiting, s.prepare(a))
		}
		if len(waiting) == importChunk {
			if err := s.importChunk(ctx, waiting, options.DryRun, report); err != nil {
				return report, err
			}
			waiting = waiting[:0]
			if options.Progress != nil {
				options.Progress(report.Rows)
			}
		}
	}
	if err := s.importChunk(ctx, waiting, options.DryRun, report); err != nil {
		return report, err
	}
	if !options.DryRun && report.Imported > 0 {
		err := s.Store.Atomic(ctx, func(tx consult.Tx) error {
			return s.audit(ctx, tx, actor, "responses.import", published.Revision.ConsultationID,
				fmt.Sprintf("questionnaire %s, %d responses", published.Revision.QuestionnaireID, report.Imported))
		})
		if err != nil {
			return report, err
		}
		s.tallies.wake()
	}
	return report, nil
}

// importedAnswering makes of a row what a respondent would have at hand before sending.
func (s *Service) importedAnswering(published *Published, reader *importReader, row intake.Row) *Answering {
	now := s.Now()
	raw := reader.raw(row)
	submittedAt := now
	if at, ok := reader.submittedAt(row); ok {
		submittedAt = at
	}
	channel := consult.Channel(reader.field(row, "channel"))
	if channel == "" {
		channel = consult.ChannelImport
	}
	identity := reader.identity(row)
	sum := sha256.Sum256([]byte(string(published.Revision.QuestionnaireID) + "\x00" + identity))
	id := uuid.UUID(sum[:16])
	id[6], id[8] = id[6]&0x0f|0x80, id[8]&0x3f|0x80 // version 8: made from content
	a := &Answering{Published: published, Raw: raw, Response: consult.Response{
		ID: consult.ID(id.String()), ConsultationID: published.Revision.ConsultationID,
		QuestionnaireID: published.Revision.QuestionnaireID, RevisionID: published.Revision.ID,
		Origin: consult.OriginImported, Channel: channel, Language: reader.language(row),
		Reference: referenceFrom(sum[16:]), TokenHash: sum[:], Seed: 1, DraftVersion: 1,
		StartedAt: submittedAt, SubmittedAt: submittedAt, ChangedAt: now,
	}}
	a.evaluate(submittedAt.In(paris()))
	return a
}

// importChunk writes some responses in one transaction, those already there left aside.
func (s *Service) importChunk(ctx context.Context, chunk []*sending, dryRun bool, report *ImportReport) error {
	if len(chunk) == 0 {
		return nil
	}
	if dryRun {
		report.Imported += len(chunk)
		return nil
	}
	imported, already := 0, 0
	err := s.Store.Atomic(ctx, func(tx consult.Tx) error {
		imported, already = 0, 0 // the callback may run twice
		for _, one := range chunk {
			_, err := tx.Response(ctx, one.response.ID)
			if err == nil {
				already++
				continue
			}
			if consult.CodeOf(err) != consult.CodeNotFound {
				return err
			}
			begun := one.response
			begun.Status, begun.SubmittedAt, begun.Submission = consult.ResponseDraft, time.Time{}, forms.Submission{}
			if err := tx.InsertResponse(ctx, &begun); err != nil {
				return err
			}
			if err := one.write(ctx, tx, false); err != nil {
				return err
			}
			imported++
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("import responses: %w", err)
	}
	report.Imported += imported
	report.Already += already
	return nil
}

// publishedFor gives the published revision of a consultation's questionnaire.
func (s *Service) publishedFor(ctx context.Context, slug, questionnaire string) (*Published, error) {
	consultation, err := s.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return nil, err
	}
	all, err := s.Store.Questionnaires(ctx, consultation.ID)
	if err != nil {
		return nil, err
	}
	for _, one := range all {
		if (questionnaire == "" && len(all) == 1 || one.Slug == questionnaire) && one.Published != "" {
			return s.Published(ctx, one.Published)
		}
	}
	return nil, consult.NotFound("import.no_questionnaire")
}

func referenceFrom(bytes []byte) string {
	reference := make([]byte, referenceLength)
	for i := range reference {
		reference[i] = referenceLetters[int(bytes[i])%len(referenceLetters)]
	}
	return string(reference)
}
