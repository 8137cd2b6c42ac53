package service

import (
	"context"
	"fmt"
	"slices"
	"time"

	"concertation/forms"
	"concertation/internal/consult"
)

// PersonFile is everything held of a person in the records of a case.
type PersonFile struct {
	Case    consult.RightsCase
	Entries []consult.RightsEntry
	Records []FileRecord
}

// Held counts the records on hold.
func (f *PersonFile) Held() int {
	held := 0
	for i := range f.Records {
		if f.Records[i].Hold != nil {
			held++
		}
	}
	return held
}

// FileRecord is what one record holds of a person, where and why.
type FileRecord struct {
	Ref          consult.RecordRef
	Consultation consult.Consultation // zero: of the house
	Gone         bool                 // erased, or removed since
	Hold         *consult.Hold
	Reference    string
	State        string // of its kind: a key
	Since        time.Time
	Last         time.Time
	Channel      consult.Channel
	Values       []FileValue
	Texts        []FileText
	// Notice is what the person could read when they gave this; zero where nothing was collected from them.
	Notice consult.NoticeVersion
}

// FileValue is a value that identifies the person.
type FileValue struct {
	Field       string
	Label       string // the question as it was asked; "": the field says it
	Value       string
	Rectifiable bool
}

// FileText is something the person said, or that was sent to them.
type FileText struct {
	Label string // the question; "": Field says it
	Field string
	Lines []string
}

// PersonFile shows everything held of a person, and logs that it was seen.
func (s *Service) PersonFile(ctx context.Context, actor consult.Actor, id consult.ID) (*PersonFile, error) {
	return s.personFile(ctx, actor, id, consult.RightsShown)
}

// ExportPersonFile gives the same to be handed to the person, and logs it.
func (s *Service) ExportPersonFile(ctx context.Context, actor consult.Actor, id consult.ID) (*PersonFile, error) {
	return s.personFile(ctx, actor, id, consult.RightsExported)
}

func (s *Service) personFile(ctx context.Context, actor consult.Actor, id consult.ID, act consult.RightsAct) (*PersonFile, error) {
	if err := actor.Require(consult.HandleRights); err != nil {
		return nil, err
	}
	file := &PersonFile{}
	// Read in one transaction: an erase before it leaves nothing to show, one after it is not half shown.
	err := s.Store.Atomic(ctx, func(tx consult.Tx) error {
		found, err := tx.RightsCase(ctx, id)
		if err != nil {
			return err
		}
		*file = PersonFile{Case: found}
		if err := s.logRights(ctx, tx, actor, &found, act, len(found.Records)); err != nil {
			return err
		}
		if file.Entries, err = tx.RightsEntries(ctx, id); err != nil {
			return err
		}
		held := map[consult.RecordRef][]consult.HeldValue{}
		if err := tx.EachHeldValue(ctx, func(v consult.HeldValue) {
			if slices.Contains(found.Records, v.Ref) {
				held[v.Ref] = append(held[v.Ref], v)
			}
		}); err != nil {
			return err
		}
		for _, ref := range found.Records {
			record, err := s.fileRecord(ctx, tx, ref, held[ref])
			if err != nil {
				return err
			}
			file.Records = append(file.Records, record)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("show rights case %s: %w", id, err)
	}
	return file, nil
}

func (s *Service) fileRecord(ctx context.Context, tx consult.Tx, ref consult.RecordRef, held []consult.HeldValue) (FileRecord, error) {
	record := FileRecord{Ref: ref}
	hold, err := tx.Hold(ctx, ref)
	if err == nil {
		record.Hold = &hold
	} else if !gone(err) {
		return record, err
	}
	for _, v := range held {
		value := FileValue{Field: v.Field, Value: v.Value, Rectifiable: record.Hold == nil && rectifiable(ref, v.Field)}
		if !slices.Contains(record.Values, value) {
			record.Values = append(record.Values, value)
		}
	}
	consultation, err := s.fillRecord(ctx, tx, &record)
	if gone(err) {
		record.Gone = true
		return record, nil
	}
	if err != nil || consultation == "" {
		return record, err
	}
	if record.Consultation, err = tx.Consultation(ctx, consultation); err != nil {
		return record, err
	}
	if record.collected() {
		versions, err := tx.NoticeVersions(ctx, consultation)
		if err != nil {
			return record, err
		}
		record.Notice = consult.NoticeAt(versions, record.Since)
	}
	return record, nil
}

// collected says whether the person gave this themselves, with a notice before them.
func (r *FileRecord) collected() bool {
	return r.Ref.Kind == consult.RecordResponse || r.Ref.Kind == consult.RecordIdea || r.Ref.Kind == consult.RecordComment
}

// fillRecord reads what a record says, and gives its consultation.
func (s *Service) fillRecord(ctx context.Context, tx consult.Tx, record *FileRecord) (consult.ID, error) {
	id := record.Ref.ID
	switch record.Ref.Kind {
	case consult.RecordResponse:
		return s.fillResponse(ctx, tx, record)
	case consult.RecordIdea:
		return s.fillIdea(ctx, tx, record)
	case consult.RecordComment:
		comment, err := tx.Comment(ctx, id)
		record.State, record.Since, record.Last = string(comment.Moderation), comment.CreatedAt, comment.CreatedAt
		record.say("comment", comment.Body)
		record.Gone = comment.Body == consult.Erased
		return comment.ConsultationID, err
	case consult.RecordContribution:
		text, err := tx.Contribution(ctx, id)
		record.State, record.Channel, record.Since, record.Last = "counted", text.Channel, text.CreatedAt, text.ChangedAt
		if !text.RetractedAt.IsZero() {
			record.State = "retracted"
		}
		record.say("title", text.Title)
		record.say("body", text.Body)
		record.Gone = text.Body == consult.Erased
		return text.ConsultationID, err
	case consult.RecordOrganisation:
		organisation, err := tx.Organisation(ctx, id)
		record.State, record.Since, record.Last = "listed", organisation.CreatedAt, organisation.ChangedAt
		record.say("organisation", organisation.Name)
		record.Gone = len(record.Values) == 0
		return organisation.ConsultationID, err
	case consult.RecordMail:
		mail, err := tx.Mail(ctx, id)
		record.State, record.Since, record.Last = string(mail.State), mail.QueuedAt, mail.ChangedAt
		record.say("subject", mail.Subject)
		record.say("text", mail.Text)
		record.Gone = mail.Address == ""
		return mail.ConsultationID, err
	case consult.RecordRefusal:
		record.State = "listed"
		record.Gone = len(record.Values) == 0
		return id, nil
	case consult.RecordAttendance:
		attendee, err := tx.Attendance(ctx, id)
		if err != nil {
			return "", err
		}
		event, err := tx.Event(ctx, attendee.EventID)
		record.State, record.Since, record.Last = "registered", attendee.CreatedAt, attendee.ChangedAt
		if attendee.Here() {
			record.State = "attended"
		}
		record.say("event", event.Title)
		record.Gone = len(record.Values) == 0
		return attendee.ConsultationID, err
	case consult.RecordNote:
		note, err := tx.HeldNote(ctx, id)
		if err != nil {
			return "", err
		}
		organisation, err := tx.Organisation(ctx, note.OrganisationID)
		record.State, record.Since, record.Last = "listed", note.At, note.At
		record.say("organisation", organisation.Name)
		record.Gone = len(record.Values) == 0
		return note.ConsultationID, err
	case consult.RecordUser:
		user, err := tx.User(ctx, id)
		record.State, record.Since, record.Last = "open", user.CreatedAt, user.LastLoginAt
		if !user.DisabledAt.IsZero() {
			record.State = "disabled"
		}
		record.Gone = user.Name == consult.Erased
		return "", err
	default:
		return "", consult.NotFound("error.not_found")
	}
}

func (r *FileRecord) say(field string, lines ...string) {
	lines = slices.DeleteFunc(lines, func(line string) bool { return line == "" })
	if len(lines) > 0 {
		r.Texts = append(r.Texts, FileText{Field: field, Lines: lines})
	}
}

func (s *Service) fillResponse(ctx context.Context, tx consult.Tx, record *FileRecord) (consult.ID, error) {
	response, err := tx.Response(ctx, record.Ref.ID)
	if err != nil {
		return "", err
	}
	published, err := s.Published(ctx, response.RevisionID)
	if err != nil {
		return "", err
	}
	form := published.Questionnaire
	record.State, record.Channel, record.Reference = string(response.Status), response.Channel, response.Reference
	record.Since, record.Last = response.StartedAt, response.ChangedAt
	record.Gone = len(response.TokenHash) == 0 && response.Reference == "" && len(record.Values) == 0
	language := response.Language
	for i := range record.Values {
		if question, known := form.Question(record.Values[i].Field); known {
			record.Values[i].Label = question.Label.In(language, form.Definition().DefaultLanguage)
		}
	}
	for _, question := range form.Questions() {
		lines := form.Summary(question, response.Submission.Answers, language)
		if len(lines) > 0 {
			record.Texts = append(record.Texts, FileText{Label: question.Label.In(language, form.Definition().DefaultLanguage), Lines: lines})
		}
	}
	record.typed(form, response, language)
	return response.ConsultationID, s.fillTeam(ctx, tx, record)
}

// typed tells what stands in a draft that was not sent.
func (r *FileRecord) typed(form *forms.Questionnaire, response consult.Response, language string) {
	if !response.SubmittedAt.IsZero() && !response.Dirty {
		return
	}
	for _, question := range form.Questions() {
		if lines := slices.DeleteFunc(slices.Clone(response.Draft[question.Name]), func(line string) bool { return line == "" }); len(lines) > 0 {
			r.Texts = append(r.Texts, FileText{Field: "draft", Label: question.Label.In(language, form.Definition().DefaultLanguage), Lines: lines})
		}
	}
}

func (s *Service) fillTeam(ctx context.Context, tx consult.Tx, record *FileRecord) error {
	comments, err := tx.DraftComments(ctx, record.Ref.ID)
	for _, comment := range comments {
		record.say("draft_comment", comment.Body)
	}
	return err
}

func (s *Service) fillIdea(ctx context.Context, tx consult.Tx, record *FileRecord) (consult.ID, error) {
	idea, err := tx.Idea(ctx, record.Ref.ID)
	if err != nil {
		return "", err
	}
	record.State, record.Reference, record.Channel = string(idea.Moderation), idea.Reference, consult.ChannelWeb
	if !idea.WithdrawnAt.IsZero() {
		record.State = string(consult.IdeaWithdrawn)
	}
	record.Since, record.Last, record.Gone = idea.CreatedAt, idea.ChangedAt, idea.Proposal == consult.Erased
	record.say("title", idea.Title)
	record.say("observation", idea.Observation)
	record.say("proposal", idea.Proposal)
	record.say("beneficiaries", idea.Beneficiaries)
	record.say("bearer", idea.Bearer)
	return idea.ConsultationID, nil
}
