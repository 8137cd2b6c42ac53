package service

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"concertation/forms"
	"concertation/forms/files"
	"concertation/internal/consult"
)

// MaxQuestionnaireFile is the largest questionnaire file taken, in bytes.
const MaxQuestionnaireFile = 10 << 20

// QuestionnaireLine is a questionnaire with its revisions, newest first.
type QuestionnaireLine struct {
	Questionnaire consult.Questionnaire
	Revisions     []consult.Revision
	Responses     int // begun, sent or withdrawn
}

// Questionnaires lists the questionnaires of a consultation with their revisions.
func (s *Service) Questionnaires(ctx context.Context, actor consult.Actor, consultation consult.ID) ([]QuestionnaireLine, error) {
	if err := actor.RequireIn(consult.SeeConsole, consultation); err != nil {
		return nil, err
	}
	all, err := s.Store.Questionnaires(ctx, consultation)
	if err != nil {
		return nil, fmt.Errorf("read questionnaires: %w", err)
	}
	lines := make([]QuestionnaireLine, len(all))
	for i, questionnaire := range all {
		revisions, err := s.Store.Revisions(ctx, questionnaire.ID)
		if err != nil {
			return nil, fmt.Errorf("read revisions: %w", err)
		}
		responses, err := s.Store.CountResponses(ctx, consult.ResponseFilter{ConsultationID: consultation, QuestionnaireID: questionnaire.ID})
		if err != nil {
			return nil, fmt.Errorf("count responses: %w", err)
		}
		lines[i] = QuestionnaireLine{questionnaire, revisions, responses}
	}
	return lines, nil
}

// CheckedFile is what a questionnaire file is worth.
type CheckedFile struct {
	Definition forms.Definition
	Issues     []forms.Issue
	// Words are the issues as its author reads them, in the file's order.
	Words []files.Issue
}

// Errors and Warnings part the issues.
func (c *CheckedFile) Errors() []files.Issue { return c.of(forms.SeverityError) }

// Warnings gives the issues that do not forbid publishing.
func (c *CheckedFile) Warnings() []files.Issue { return c.of(forms.SeverityWarning) }

func (c *CheckedFile) of(severity forms.Severity) []files.Issue {
	var kept []files.Issue
	for _, issue := range c.Words {
		if forms.Severity(issue.Severity) == severity {
			kept = append(kept, issue)
		}
	}
	return kept
}

// CheckQuestionnaire reads a file and says everything that is wrong with it; an error is a file that cannot be read.
func (s *Service) CheckQuestionnaire(filename string, content []byte) (*CheckedFile, error) {
	if len(content) > MaxQuestionnaireFile {
		return nil, &consult.Error{Code: consult.CodeTooLarge, Key: "questionnaire.error.too_large"}
	}
	if filename == "" {
		return nil, consult.Invalid(consult.FieldError{Field: "file", Key: "questionnaire.error.missing"})
	}
	definition, issues, err := files.Examine(content, filename)
	if err != nil {
		return nil, consult.Invalid(consult.FieldError{Field: "file", Key: "questionnaire.error.unreadable",
			Args: []any{"reason", files.Explain(err, s.P.T)}})
	}
	return &CheckedFile{Definition: definition, Issues: issues, Words: files.Words(issues, extensionOf(filename), s.P.T)}, nil
}

func extensionOf(filename string) string {
	if dot := strings.LastIndexByte(filename, '.'); dot >= 0 {
		return strings.ToLower(filename[dot:])
	}
	return ""
}

// UploadQuestionnaire keeps a file without errors as a draft revision, of the questionnaire that into says: the slug of
// one of the consultation, IntoNew, or "" for the one that the file's form_id designates, made if there is none. A file
// with errors is CodeInvalid: CheckQuestionnaire says which.
func (s *Service) UploadQuestionnaire(ctx context.Context, actor consult.Actor, slug, into, filename string, content []byte) (consult.Revision, error) {
	if err := actor.Require(consult.PublishForms); err != nil {
		return consult.Revision{}, err
	}
	checked, err := s.CheckQuestionnaire(filename, content)
	if err != nil {
		return consult.Revision{}, err
	}
	if forms.HasErrors(checked.Issues) {
		return consult.Revision{}, consult.Invalid(consult.FieldError{Field: "file", Key: "questionnaire.error.faulty", Args: []any{"count", len(checked.Errors())}})
	}
	revision := consult.Revision{ID: consult.NewID(), Definition: checked.Definition, SourceName: filename, CreatedAt: s.Now()}
	made := consult.Questionnaire{ID: consult.NewID(), Slug: questionnaireSlug(&checked.Definition), Title: checked.Definition.Title.In("fr", checked.Definition.DefaultLanguage), CreatedAt: s.Now()}
	var stored consult.Revision
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		stored = revision
		consultation, err := tx.ConsultationBySlug(ctx, slug)
		if err != nil {
			return err
		}
		if consultation.Status == consult.StatusRecord {
			return consult.Conflict("consultation.error.record")
		}
		all, err := tx.Questionnaires(ctx, consultation.ID)
		if err != nil {
			return err
		}
		stored.ConsultationID = consultation.ID
		at, err := questionnaireFor(ctx, tx, all, into, &revision.Definition)
		if err != nil {
			return err
		}
		if at >= 0 {
			stored.QuestionnaireID = all[at].ID
		} else {
			questionnaire := made
			questionnaire.Slug = freshSlug(made.Slug, all)
			questionnaire.ConsultationID = consultation.ID
			if err := tx.InsertQuestionnaire(ctx, &questionnaire); err != nil {
				return err
			}
			stored.QuestionnaireID = questionnaire.ID
		}
		if err := tx.InsertRevision(ctx, &stored); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, "revision.upload", consultation.ID, "revision "+string(stored.ID))
	})
	return stored, err
}

// Revision gives a revision to whoever may see the console, compiled.
func (s *Service) Revision(ctx context.Context, actor consult.Actor, id consult.ID) (*Published, error) {
	if err := actor.Require(consult.SeeConsole); err != nil {
		return nil, err
	}
	published, err := s.Published(ctx, id)
	if err != nil {
		return nil, err
	}
	return published, actor.RequireIn(consult.SeeConsole, published.Revision.ConsultationID)
}

// PublishRevision makes a draft revision the one that new responses are given; it never changes again.
func (s *Service) PublishRevision(ctx context.Context, actor consult.Actor, id consult.ID) error {
	if err := actor.Require(consult.PublishForms); err != nil {
		return err
	}
	s.questionnaires.Delete(id) // its number and date of publication are about to be set
	defer s.questionnaires.Delete(id)
	return s.Store.Atomic(ctx, func(tx consult.Tx) error {
		revision, err := tx.Revision(ctx, id)
		if err != nil {
			return err
		}
		if err := tx.PublishRevision(ctx, id, actor.User, s.Now()); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, "revision.publish", revision.ConsultationID, "revision "+string(id))
	})
}

// DeleteDraftRevision removes a revision never published.
func (s *Service) DeleteDraftRevision(ctx context.Context, actor consult.Actor, id consult.ID) error {
	if err := actor.Require(consult.PublishForms); err != nil {
		return err
	}
	defer s.questionnaires.Delete(id)
	return s.Store.Atomic(ctx, func(tx consult.Tx) error {
		revision, err := tx.Revision(ctx, id)
		if err != nil {
			return err
		}
		if err := tx.DeleteDraftRevision(ctx, id); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, "revision.delete", revision.ConsultationID, "revision "+string(id))
	})
}

// RevisionFile gives a revision as a file: .xlsx or .yaml.
func (s *Service) RevisionFile(ctx context.Context, actor consult.Actor, id consult.ID, extension string) ([]byte, error) {
	published, err := s.Revision(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(files.Extensions(), extension) {
		return nil, consult.NotFound("error.not_found")
	}
	return files.WriteBytes(extension, published.Revision.Definition)
}

// RevisionDifference is what one revision changes of another, by question name.
type RevisionDifference struct {
	Added, Removed []string
	// Changed have another kind, list or wording.
	Changed []string
}

// CompareRevisions says what a revision changes against the published one; nil when there is none.
func (s *Service) CompareRevisions(ctx context.Context, actor consult.Actor, id consult.ID) (*RevisionDifference, error) {
	next, err := s.Revision(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	questionnaire, err := s.Store.Questionnaire(ctx, next.Revision.QuestionnaireID)
	if err != nil {
		return nil, err
	}
	if questionnaire.Published == "" || questionnaire.Published == id {
		return nil, nil
	}
	before, err := s.Published(ctx, questionnaire.Published)
	if err != nil {
		return nil, err
	}
	return compareForms(before.Questionnaire, next.Questionnaire), nil
}

func compareForms(before, after *forms.Questionnaire) *RevisionDifference {
	difference := &RevisionDifference{}
	for _, question := range after.Questions() {
		old, known := before.Question(question.Name)
		switch {
		case !known:
			difference.Added = append(difference.Added, question.Name)
		case old.Kind != question.Kind || old.Required != question.Required || !sameText(old.Label, question.Label) ||
			!slices.EqualFunc(before.Choices(old), after.Choices(question), func(a, b forms.Choice) bool {
				return a.Name == b.Name && sameText(a.Label, b.Label)
			}):
			difference.Changed = append(difference.Changed, question.Name)
		}
	}
	for _, question := range before.Questions() {
		if _, kept := after.Question(question.Name); !kept {
			difference.Removed = append(difference.Removed, question.Name)
		}
	}
	return difference
}

func sameText(a, b forms.Text) bool {
	if len(a) != len(b) {
		return false
	}
	for language, wording := range a {
		if b[language] != wording {
			return false
		}
	}
	return true
}
