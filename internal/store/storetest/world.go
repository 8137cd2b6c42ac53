package storetest

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"concertation/forms"
	"concertation/internal/consult"
)

// world is a store with what the tests put in it.
type world struct {
	*testing.T
	store consult.Store
	ctx   context.Context
	made  int
}

// noon is when things happen unless a test says otherwise.
var noon = time.Date(2026, time.November, 23, 11, 0, 0, 123e6, time.UTC)

func newWorld(t *testing.T, store consult.Store) *world {
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return &world{T: t, store: store, ctx: t.Context()}
}

// write runs f in a transaction that must succeed.
func (w *world) write(f func(tx consult.Tx) error) {
	w.Helper()
	if err := w.store.Atomic(w.ctx, f); err != nil {
		w.Fatalf("write: %v", err)
	}
}

// refused runs f in a transaction that must fail with that code.
func (w *world) refused(code consult.Code, f func(tx consult.Tx) error) {
	w.Helper()
	w.code(code, w.store.Atomic(w.ctx, f))
}

// code checks the code of an error.
func (w *world) code(want consult.Code, err error) {
	w.Helper()
	if err == nil || consult.CodeOf(err) != want {
		w.Fatalf("got error %v, want code %s", err, want)
	}
}

// must gives a value read without error.
func must[T any](w *world) func(value T, err error) T {
	return func(value T, err error) T {
		w.Helper()
		if err != nil {
			w.Fatalf("read: %v", err)
		}
		return value
	}
}

// same compares what was read with what was written.
func same[T any](w *world, got, want T) {
	w.Helper()
	if !reflect.DeepEqual(got, want) {
		w.Fatalf("got  %+v\nwant %+v", got, want)
	}
}

// sameOrder compares the identifiers of a list.
func sameOrder[T any](w *world, list []T, id func(T) consult.ID, want ...consult.ID) {
	w.Helper()
	var got []consult.ID
	for _, one := range list {
		got = append(got, id(one))
	}
	if !slices.Equal(got, want) {
		w.Fatalf("got order %v, want %v", got, want)
	}
}

func (w *world) number() int {
	w.made++
	return w.made
}

// consultation makes an open consultation.
func (w *world) consultation() *consult.Consultation {
	w.Helper()
	c := &consult.Consultation{ID: consult.NewID(), Slug: fmt.Sprintf("consultation-%d", w.number()), Title: "Économie sociale",
		Status: consult.StatusOpen, CreatedAt: noon, ChangedAt: noon}
	w.write(func(tx consult.Tx) error { return tx.InsertConsultation(w.ctx, c) })
	return c
}

// definition is a questionnaire of two questions, one of them open.
func definition() forms.Definition {
	return forms.Definition{Title: forms.Text{"fr": "Questionnaire"}, DefaultLanguage: "fr", Languages: []string{"fr"},
		Sections: []forms.Section{{Name: "page", Questions: []forms.Question{
			{Name: "besoins", Kind: forms.LongText, Open: true, Label: forms.Text{"fr": "Vos besoins"}},
		}}}}
}

// revision makes a questionnaire with a published revision.
func (w *world) revision(c *consult.Consultation) *consult.Revision {
	w.Helper()
	q := &consult.Questionnaire{ID: consult.NewID(), ConsultationID: c.ID, Slug: fmt.Sprintf("questionnaire-%d", w.number()),
		Title: "Questionnaire", CreatedAt: noon}
	r := &consult.Revision{ID: consult.NewID(), QuestionnaireID: q.ID, ConsultationID: c.ID, Definition: definition(), CreatedAt: noon}
	w.write(func(tx consult.Tx) error {
		if err := tx.InsertQuestionnaire(w.ctx, q); err != nil {
			return err
		}
		if err := tx.InsertRevision(w.ctx, r); err != nil {
			return err
		}
		return tx.PublishRevision(w.ctx, r.ID, "", noon)
	})
	return r
}

// drafted describes a response just begun.
func (w *world) drafted(r *consult.Revision) *consult.Response {
	n := w.number()
	return &consult.Response{ID: consult.NewID(), ConsultationID: r.ConsultationID, QuestionnaireID: r.QuestionnaireID,
		RevisionID: r.ID, Status: consult.ResponseDraft, Origin: consult.OriginCollected, Channel: consult.ChannelWeb,
		Language: "fr", Reference: fmt.Sprintf("REF%05d", n), TokenHash: []byte(fmt.Sprintf("hash %027d", n)),
		Seed: 1<<63 + 7, Draft: forms.Raw{}, DraftVersion: 1, StartedAt: noon, ChangedAt: noon}
}

// draft makes a response just begun.
func (w *world) draft(r *consult.Revision) *consult.Response {
	w.Helper()
	response := w.drafted(r)
	w.write(func(tx consult.Tx) error { return tx.InsertResponse(w.ctx, response) })
	return response
}

// submitted makes a response sent at that time with one open answer.
func (w *world) submitted(r *consult.Revision, at time.Time, text string) *consult.Response {
	w.Helper()
	response := w.draft(r)
	w.submit(response, at, text)
	return response
}

// submit sends a response with one open answer, or none when text is blank.
func (w *world) submit(response *consult.Response, at time.Time, text string) []consult.Contribution {
	w.Helper()
	wanted := w.answers(response, at, text)
	w.write(func(tx consult.Tx) (err error) { return w.submitIn(tx, response, at, text, wanted) })
	return wanted
}

func (w *world) submitIn(tx consult.Tx, response *consult.Response, at time.Time, text string, wanted []consult.Contribution) (err error) {
	if response.ChangeSeq, err = tx.NextSeq(w.ctx); err != nil {
		return err
	}
	response.Status, response.ChangedAt, response.Dirty = consult.ResponseSubmitted, at, false
	if response.SubmittedAt.IsZero() {
		response.SubmittedAt = at
	}
	response.Submission = forms.Submission{Answers: forms.Answers{"besoins": forms.TextAnswer(text)}}
	if err := tx.SubmitResponse(w.ctx, response, nil); err != nil {
		return err
	}
	for i := range wanted {
		wanted[i].ChangeSeq = response.ChangeSeq
	}
	return tx.UpsertAnswerContributions(w.ctx, response.ID, wanted)
}

// answers describes the contributions of a response, one a text.
func (w *world) answers(response *consult.Response, at time.Time, texts ...string) []consult.Contribution {
	var wanted []consult.Contribution
	for i, text := range texts {
		if text != "" {
			wanted = append(wanted, consult.Contribution{ConsultationID: response.ConsultationID, Kind: consult.KindAnswer,
				Origin: response.Origin, Channel: response.Channel, ResponseID: response.ID,
				QuestionnaireID: response.QuestionnaireID, Question: "besoins", Item: i, Body: text, Folded: text,
				Publication: consult.PublicationNo, TextVersion: 1, CreatedAt: at, ChangedAt: at})
		}
	}
	return wanted
}

// note makes a contribution that is no answer.
func (w *world) note(c *consult.Consultation, body string) *consult.Contribution {
	w.Helper()
	note := &consult.Contribution{ID: consult.NewID(), ConsultationID: c.ID, Kind: consult.KindNote,
		Origin: consult.OriginImported, Channel: consult.ChannelWorkshop, Question: "Que faire ?", Title: "Atelier",
		Body: body, Folded: body, Publication: consult.PublicationNo, TextVersion: 1, CreatedAt: noon, ChangedAt: noon}
	w.write(func(tx consult.Tx) error { return tx.InsertContribution(w.ctx, note) })
	return note
}

// coded makes a theme given by a coder to a contribution.
func (w *world) coded(contribution *consult.Contribution, theme, coder consult.ID, state consult.AssignmentState) *consult.Assignment {
	w.Helper()
	a := &consult.Assignment{ID: consult.NewID(), ConsultationID: contribution.ConsultationID, ContributionID: contribution.ID,
		StatementID: contribution.ID, ThemeID: theme, CoderID: coder, Round: 1, State: state,
		TextVersion: contribution.TextVersion, GridVersion: 1, At: noon}
	w.write(func(tx consult.Tx) error { return tx.InsertAssignment(w.ctx, a) })
	return a
}
