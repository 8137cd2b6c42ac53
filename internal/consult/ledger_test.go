package consult_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"concertation/internal/consult"
)

// happening is a random list with what happened in it.
type happening struct {
	list      []consult.LedgerOrganisation
	touches   []consult.LedgerTouch
	responses []consult.OwnedResponse
}

func happenings(t *rapid.T) happening {
	var h happening
	for i := range rapid.IntRange(1, 12).Draw(t, "organisations") {
		h.list = append(h.list, consult.LedgerOrganisation{ID: consult.ID(fmt.Sprintf("o%02d", i)), Category: rapid.SampledFrom([]string{"", "asso", "coop"}).Draw(t, "category"),
			Territory: rapid.SampledFrom([]string{"44", "49"}).Draw(t, "territory"), Size: rapid.SampledFrom([]string{"", "10"}).Draw(t, "size")})
	}
	start := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	someone := rapid.IntRange(0, len(h.list)-1)
	kinds := rapid.SampledFrom([]consult.TouchKind{consult.TouchInvited, consult.TouchReminded, consult.TouchBounced, consult.TouchReached, consult.TouchOpened,
		consult.TouchCalled, consult.TouchRegistered, consult.TouchAttended, consult.TouchIdea})
	for range rapid.IntRange(0, 40).Draw(t, "touches") {
		h.touches = append(h.touches, consult.LedgerTouch{OrganisationID: h.list[someone.Draw(t, "of")].ID, Kind: kinds.Draw(t, "kind"),
			At: start.Add(time.Duration(rapid.IntRange(0, 200).Draw(t, "hours")) * time.Hour)})
	}
	status := rapid.SampledFrom([]consult.ResponseStatus{consult.ResponseDraft, consult.ResponseSubmitted, consult.ResponseWithdrawn})
	for i := range rapid.IntRange(0, 12).Draw(t, "responses") {
		r := consult.OwnedResponse{ResponseID: consult.ID(fmt.Sprintf("r%02d", i)), OrganisationID: h.list[someone.Draw(t, "by")].ID, Status: status.Draw(t, "status"), StartedAt: start}
		if r.Status != consult.ResponseDraft {
			r.SubmittedAt = start.Add(time.Duration(i) * 7 * time.Hour)
		}
		h.responses = append(h.responses, r)
	}
	return h
}

func (h happening) ledger() *consult.Ledger {
	ledger := consult.NewLedger(h.list, time.UTC)
	ledger.Touch(h.touches...)
	ledger.Respond(h.responses...)
	return ledger
}

func TestEachStructureIsCountedOnceAndTheStrataAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := happenings(t)
		by := rapid.SampledFrom([][]consult.Stratifier{{consult.ByCategory, consult.ByTerritory}, {consult.BySize}, consult.Stratifiers()}).Draw(t, "strata")
		ledger := h.ledger()
		whole, strata := consult.CountLines(ledger.Lines(), by)
		if whole.Count != len(h.list) {
			t.Fatalf("%d structures counted of %d", whole.Count, len(h.list))
		}
		base, silent, steps := 0, 0, map[consult.LedgerStep]int{}
		for i := range strata {
			base, silent = base+strata[i].Count, silent+strata[i].Silent
			for _, step := range consult.LedgerSteps() {
				steps[step] += strata[i].At(step)
			}
			if i > 0 && strata[i].SilentRate() > strata[i-1].SilentRate() {
				t.Fatalf("stratum %d is more silent than the one before", i)
			}
		}
		if base != whole.Count || silent != whole.Silent {
			t.Fatalf("strata make %d structures and %d silent ones, the whole %d and %d", base, silent, whole.Count, whole.Silent)
		}
		for step, sum := range steps {
			distinct := 0
			for _, line := range ledger.Lines() {
				if line.Did(step) {
					distinct++
				}
			}
			if sum != whole.At(step) || sum != distinct || sum > whole.Count {
				t.Fatalf("%s: strata make %d, the whole %d, structures %d", step, sum, whole.At(step), distinct)
			}
		}
		if whole.At(consult.StepAnswered) > whole.At(consult.StepBegun) || whole.At(consult.StepBegun) > whole.At(consult.StepReached) || whole.At(consult.StepOpened) > whole.At(consult.StepReached) {
			t.Fatalf("a later step counts more than an earlier one: %+v", whole)
		}
		answered := 0
		for _, day := range ledger.Days() {
			answered += day.Answered
		}
		if answered != whole.At(consult.StepAnswered) {
			t.Fatalf("the days make %d answers, the whole %d", answered, whole.At(consult.StepAnswered))
		}
	})
}

func TestMergingTwoStructuresKeepsWhatHappened(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := happenings(t)
		if len(h.list) < 2 {
			return
		}
		before := h.ledger()
		kept, gone := before.Line(h.list[0].ID), before.Line(h.list[1].ID)
		merged := happening{list: append([]consult.LedgerOrganisation{h.list[0]}, h.list[2:]...)}
		for _, touch := range h.touches {
			if touch.OrganisationID == gone.ID {
				touch.OrganisationID = kept.ID
			}
			merged.touches = append(merged.touches, touch)
		}
		for _, response := range h.responses {
			if response.OrganisationID == gone.ID {
				response.OrganisationID = kept.ID
			}
			merged.responses = append(merged.responses, response)
		}
		after := merged.ledger()
		one := after.Line(kept.ID)
		for _, step := range consult.LedgerSteps() {
			if one.Did(step) != (kept.Did(step) || gone.Did(step)) {
				t.Fatalf("%s: one structure says %v, the two said %v and %v", step, one.Did(step), kept.Did(step), gone.Did(step))
			}
		}
		if len(one.Responses) != len(kept.Responses)+len(gone.Responses) || one.Calls != kept.Calls+gone.Calls {
			t.Fatalf("responses or calls were lost")
		}
		wholeBefore, _ := consult.CountLines(before.Lines(), nil)
		wholeAfter, _ := consult.CountLines(after.Lines(), nil)
		for _, step := range consult.LedgerSteps() {
			twice := 0
			if kept.Did(step) && gone.Did(step) {
				twice = 1
			}
			if wholeAfter.At(step) != wholeBefore.At(step)-twice {
				t.Fatalf("%s: %d before, %d after, both had it %d times", step, wholeBefore.At(step), wholeAfter.At(step), twice)
			}
		}
	})
}

func TestALedgerFedPieceByPieceIsTheOneFedAtOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := happenings(t)
		pieces := consult.NewLedger(h.list, time.UTC)
		for i := range h.responses { // first as drafts of another, then as they are
			early := h.responses[i]
			early.Status, early.OrganisationID = consult.ResponseDraft, h.list[0].ID
			pieces.Respond(early)
		}
		for i := len(h.touches) - 1; i >= 0; i-- {
			pieces.Touch(h.touches[i])
		}
		for i := len(h.responses) - 1; i >= 0; i-- {
			pieces.Respond(h.responses[i], h.responses[i])
		}
		whole, strata := consult.CountLines(h.ledger().Lines(), consult.Stratifiers())
		again, strataAgain := consult.CountLines(pieces.Lines(), consult.Stratifiers())
		if whole != again || fmt.Sprint(strata) != fmt.Sprint(strataAgain) || fmt.Sprint(h.ledger().Days()) != fmt.Sprint(pieces.Days()) {
			t.Fatalf("at once %+v, piece by piece %+v", whole, again)
		}
		for _, response := range h.responses {
			response.OrganisationID = ""
			pieces.Respond(response)
		}
		if untied, _ := consult.CountLines(pieces.Lines(), nil); untied.At(consult.StepAnswered) != 0 {
			t.Fatalf("%d answers once all are untied", untied.At(consult.StepAnswered))
		}
	})
}
