package service_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/service"
)

// answered begins a response and fills both sections of the small questionnaire.
func answered(t testing.TB, h *house, besoin string) string {
	t.Helper()
	token := h.begin(t)
	h.save(t, token, h.page(t, token, 0, forms.Raw{"qui": {"structure"}}))
	h.save(t, token, h.page(t, token, 0, forms.Raw{"qui": {"structure"}, "nom": {"Les Jardins"}}))
	h.save(t, token, h.page(t, token, 1, forms.Raw{"besoin": {besoin}, "publication": {"anonymous"}}))
	return token
}

func TestSendingAResponse(t *testing.T) {
	ctx := context.Background()

	t.Run("writes answers, identities and contributions together", func(t *testing.T) {
		h := openHouse(t, small())
		token := answered(t, h, "  Des locaux à Nantes  ")
		a := h.send(t, token)
		if !a.Done() || a.Response.Category != "structure" || a.Response.ChangeSeq == 0 || !a.Response.SubmittedAt.Equal(noon) {
			t.Errorf("response %+v", a.Response)
		}
		if _, kept := a.Response.Submission.Answers["nom"]; kept {
			t.Error("an identifying answer stays with the response")
		}
		identities, err := h.store.Identities(ctx, a.Response.ID)
		if err != nil || len(identities) != 1 || identities[0].Value != "Les Jardins" {
			t.Errorf("identities %v, %v", identities, err)
		}
		contribution := h.contributions(t)["besoin"]
		if contribution.Body != "Des locaux à Nantes" || contribution.Folded != "des locaux a nantes" || contribution.Category != "structure" ||
			contribution.Publication != consult.PublicationAnonymous || contribution.Origin != consult.OriginCollected || contribution.TextVersion != 1 {
			t.Errorf("contribution %+v", contribution)
		}
	})
	t.Run("once, however often it is asked", func(t *testing.T) {
		h := openHouse(t, small())
		token := answered(t, h, "Des locaux")
		stamp := h.answering(t, token).Stamp(-1)
		first := h.send(t, token)
		h.clock.advance(time.Minute)
		outcome, again, err := h.Submit(ctx, token, stamp)
		if err != nil || outcome != service.Sent || again.Response.ChangeSeq != first.Response.ChangeSeq {
			t.Errorf("outcome %d, sequence %d then %d, %v", outcome, first.Response.ChangeSeq, again.Response.ChangeSeq, err)
		}
		count, err := h.store.CountResponses(ctx, consult.ResponseFilter{ConsultationID: h.id, Status: consult.ResponseSubmitted})
		if err != nil || count != 1 {
			t.Errorf("%d responses, %v", count, err)
		}
	})
	t.Run("as if once, when its transaction was undone before", func(t *testing.T) {
		plain, undoing := openHouse(t, small()), openHouse(t, small())
		undoing.Service = service.New(undoneFirst{undoing.store}, service.WithClock(undoing.clock.Now))
		for _, h := range []*house{plain, undoing} {
			token := answered(t, h, "Des locaux")
			h.send(t, token)
			h.clock.advance(time.Minute)
			h.save(t, token, h.page(t, token, 1, forms.Raw{"besoin": {"Des locaux chauffés"}, "publication": {"anonymous"}}))
			h.send(t, token)
		}
		want, got := plain.contributions(t)["besoin"], undoing.contributions(t)["besoin"]
		if got.Body != want.Body || got.Folded != want.Folded || got.TextVersion != want.TextVersion || !got.ChangedAt.Equal(want.ChangedAt) || !got.CreatedAt.Equal(want.CreatedAt) {
			t.Errorf("contribution %+v\n       want %+v", got, want)
		}
	})
	t.Run("once, when it is asked eight times at once", func(t *testing.T) {
		h := openHouse(t, small())
		token := answered(t, h, "Des locaux")
		stamp := h.answering(t, token).Stamp(-1)
		done := make(chan int64, 8)
		for range 8 {
			go func() {
				outcome, a, err := h.Submit(ctx, token, stamp)
				if err != nil || outcome != service.Sent {
					t.Errorf("outcome %d, %v", outcome, err)
				}
				done <- a.Response.ChangeSeq
			}()
		}
		first := <-done
		for range 7 {
			if seq := <-done; seq != first {
				t.Errorf("sequences %d and %d", first, seq)
			}
		}
	})
	t.Run("not while something is left to mend", func(t *testing.T) {
		h := openHouse(t, small())
		token := h.begin(t)
		outcome, a, err := h.Submit(ctx, token, h.answering(t, token).Stamp(-1))
		if err != nil || outcome != service.SendIncomplete || len(a.Evaluation.Failures) == 0 {
			t.Errorf("outcome %d, %v", outcome, err)
		}
	})
	t.Run("not what the person did not see", func(t *testing.T) {
		h := openHouse(t, small())
		token := answered(t, h, "Des locaux")
		stamp := h.answering(t, token).Stamp(-1)
		h.save(t, token, h.page(t, token, 1, forms.Raw{"besoin": {"Autre chose"}}))
		if outcome, _, err := h.Submit(ctx, token, stamp); err != nil || outcome != service.SendChanged {
			t.Errorf("outcome %d, %v", outcome, err)
		}
	})
	t.Run("straight from the last page, in one transaction", func(t *testing.T) {
		h := openHouse(t, small())
		token := h.begin(t)
		post := h.page(t, token, 0, forms.Raw{"qui": {"personne"}, "age": {"5"}})
		post.Submit = true
		for range 2 { // a double click
			if result := h.save(t, token, post); result.Outcome != service.PageSubmitted {
				t.Fatalf("outcome %d, failures %v", result.Outcome, result.Failures)
			}
		}
		a := h.answering(t, token)
		if !a.Done() || a.Response.Submission.Answers["age"].Number != 5 {
			t.Errorf("response %+v", a.Response)
		}
		if changes, err := h.store.Changes(ctx, 0, 10); err != nil || len(changes) != 1 {
			t.Errorf("%d changes, %v", len(changes), err)
		}
	})
	t.Run("not from a page that is not the last", func(t *testing.T) {
		h := openHouse(t, small())
		token := h.begin(t)
		h.save(t, token, h.page(t, token, 0, forms.Raw{"qui": {"structure"}}))
		post := h.page(t, token, 0, forms.Raw{"qui": {"structure"}, "nom": {"Les Jardins"}})
		post.Submit = true
		if result := h.save(t, token, post); result.Outcome != service.PageNext || h.answering(t, token).Submitted() {
			t.Errorf("outcome %d", result.Outcome)
		}
	})
	t.Run("drops what is no longer asked, and keeps it in the draft", func(t *testing.T) {
		h := openHouse(t, small())
		token := answered(t, h, "Des locaux")
		post := h.page(t, token, 0, forms.Raw{"qui": {"personne"}})
		post.Shown = []string{"qui"}
		h.save(t, token, post)
		a := h.send(t, token)
		if _, kept := a.Response.Submission.Answers["besoin"]; kept || a.Response.Submission.Shown("besoin") {
			t.Error("an answer that is no longer asked was sent")
		}
		if h.answering(t, token).Raw.First("besoin") != "Des locaux" {
			t.Error("the draft lost it")
		}
	})
}

func TestChangingASentResponse(t *testing.T) {
	h := openHouse(t, small())
	token := answered(t, h, "Des locaux")
	first := h.send(t, token)
	h.clock.advance(time.Hour)

	h.save(t, token, h.page(t, token, 1, forms.Raw{"besoin": {"Des bureaux"}, "publication": {"anonymous"}}))
	a := h.answering(t, token)
	if !a.Response.Dirty || a.Response.Submission.Answers["besoin"].Text != "Des locaux" {
		t.Errorf("before sending again: dirty %v, counted %v", a.Response.Dirty, a.Response.Submission.Answers["besoin"])
	}
	if h.contributions(t)["besoin"].Body != "Des locaux" {
		t.Error("the contribution changed before it was sent")
	}
	again := h.send(t, token)
	if !again.Response.SubmittedAt.Equal(first.Response.SubmittedAt) || again.Response.ChangeSeq <= first.Response.ChangeSeq {
		t.Errorf("submitted %v then %v, sequence %d then %d", first.Response.SubmittedAt, again.Response.SubmittedAt, first.Response.ChangeSeq, again.Response.ChangeSeq)
	}
	if c := h.contributions(t)["besoin"]; c.Body != "Des bureaux" || c.TextVersion != 2 {
		t.Errorf("contribution %+v", c)
	}
}

func TestWithdrawing(t *testing.T) {
	ctx := context.Background()
	h := openHouse(t, small())
	token := answered(t, h, "Des locaux")
	h.send(t, token)
	for range 2 {
		a, err := h.Withdraw(ctx, token)
		if err != nil || a.Response.Status != consult.ResponseWithdrawn {
			t.Fatalf("%v %v", a, err)
		}
	}
	if h.contributions(t)["besoin"].RetractedAt.IsZero() {
		t.Error("the contribution still counts")
	}
	changes, err := h.store.Changes(ctx, 0, 10)
	if err != nil || len(changes) != 1 || changes[0].Status != consult.ResponseWithdrawn {
		t.Errorf("changes %v, %v", changes, err)
	}

	if a := h.send(t, token); !a.Done() {
		t.Errorf("sent again: %+v", a.Response)
	}
	if !h.contributions(t)["besoin"].RetractedAt.IsZero() {
		t.Error("the contribution did not come back")
	}
	h.clock.now = closes.Add(2 * time.Hour)
	if _, err := h.Withdraw(ctx, token); consult.CodeOf(err) != consult.CodeClosed {
		t.Errorf("after closing: %v", err)
	}
}

func TestTheCheckPageReadsAsPeopleDo(t *testing.T) {
	h := openHouse(t, small())
	token := h.begin(t)
	h.save(t, token, h.page(t, token, 0, forms.Raw{"qui": {"autre"}, "qui_autre": {"un collectif"}, "freins": {"argent", "temps"}, "age": {"douze"}}))
	sections := h.answering(t, token).Check("fr")
	if len(sections) != 1 || len(sections[0].Rows) != 3 {
		t.Fatalf("sections %+v", sections)
	}
	rows := sections[0].Rows
	if !slices.Equal(rows[1].Lines, []string{"L’argent", "Le temps"}) || rows[0].Failed {
		t.Errorf("rows %+v", rows)
	}
	if !rows[2].Failed || !slices.Equal(rows[2].Typed, []string{"douze"}) {
		t.Errorf("an answer that cannot be read: %+v", rows[2])
	}
}

// undoneFirst undoes the first run of every transaction, as a neighbour that fails does.
type undoneFirst struct{ consult.Store }

var errUndone = errors.New("undone")

func (u undoneFirst) Atomic(ctx context.Context, f func(consult.Tx) error) error {
	err := u.Store.Atomic(ctx, func(tx consult.Tx) error {
		if err := f(tx); err != nil {
			return err
		}
		return errUndone
	})
	if !errors.Is(err, errUndone) {
		return err
	}
	return u.Store.Atomic(ctx, f)
}
