package service_test

import (
	"context"
	"slices"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
)

func TestSeveralAnswersOfAStructureAreSettledAndTheDecisionTakenBack(t *testing.T) {
	ctx, system := context.Background(), consult.System()
	cases := map[string]struct {
		kind      consult.SettlementKind
		statuses  [2]consult.ResponseStatus
		needs     []string
		drawbacks []string // of the first, afterwards
	}{
		"all kept":   {consult.SettleBoth, [2]consult.ResponseStatus{"submitted", "submitted"}, []string{"Un four", "Un local"}, []string{"argent"}},
		"one chosen": {consult.SettleChoose, [2]consult.ResponseStatus{"submitted", "withdrawn"}, []string{"Un local"}, []string{"argent"}},
		"merged":     {consult.SettleMerge, [2]consult.ResponseStatus{"submitted", "withdrawn"}, []string{"Un four"}, []string{"argent"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			h, o, first, second := twoAnswers(t)
			if view := h.ledger(t, service.LedgerQuery{}); view.Doubles != 1 || view.Whole.At(consult.StepAnswered) != 1 {
				t.Fatalf("before: %d doubles, %+v", view.Doubles, view.Whole)
			}
			side, err := h.Double(ctx, system, "essai", o.ID)
			if err != nil || len(side.Answers) != 2 || !side.OneRevision || len(side.Questions) != 4 {
				t.Fatalf("side by side: %+v, %v", side, err)
			}
			err = h.Settle(ctx, system, "essai", service.SettleChoice{Organisation: o.ID, Kind: c.kind, Seen: []consult.ID{second.ID, first.ID}, Kept: first.ID,
				From: map[string]consult.ID{"besoin": second.ID}, Note: "vu au téléphone"})
			if err != nil {
				t.Fatal(err)
			}
			check := func(when string, statuses [2]consult.ResponseStatus, needs, drawbacks []string) {
				t.Helper()
				one, two := h.response(t, first.ID), h.response(t, second.ID)
				if [2]consult.ResponseStatus{one.Status, two.Status} != statuses || !slices.Equal(h.needs(t), needs) || !slices.Equal(one.Submission.Answers["freins"].Codes, drawbacks) {
					t.Fatalf("%s: %s and %s, needs %v, drawbacks %+v", when, one.Status, two.Status, h.needs(t), one.Submission.Answers["freins"])
				}
				if identities, err := h.store.Identities(ctx, first.ID); err != nil || len(identities) != 1 || identities[0].Value != "Moulin" {
					t.Fatalf("%s: the identities of the first are %v, %v", when, identities, err)
				}
			}
			check("settled", c.statuses, c.needs, c.drawbacks)
			if view := h.ledger(t, service.LedgerQuery{}); view.Doubles != 0 || view.Whole.At(consult.StepAnswered) != 1 {
				t.Fatalf("settled: %d doubles, %+v", view.Doubles, view.Whole)
			}
			list, err := h.Doubles(ctx, system, "essai")
			if err != nil || len(list.Settlements) != 1 || list.Settlements[0].Note != "vu au téléphone" {
				t.Fatalf("decisions: %+v, %v", list, err)
			}
			if err := h.Unsettle(ctx, system, "essai", list.Settlements[0].ID); err != nil {
				t.Fatal(err)
			}
			check("taken back", [2]consult.ResponseStatus{"submitted", "submitted"}, []string{"Un four", "Un local"}, []string{"argent"})
			if view := h.ledger(t, service.LedgerQuery{}); view.Doubles != 1 {
				t.Fatalf("taken back: %d doubles", view.Doubles)
			}
			if err := h.Unsettle(ctx, system, "essai", list.Settlements[0].ID); consult.CodeOf(err) != consult.CodeConflict {
				t.Fatalf("taken back twice: %v", err)
			}
		})
	}
}

func TestADecisionOnAnswersThatChangedIsNotTaken(t *testing.T) {
	ctx, system := context.Background(), consult.System()
	h, o, first, second := twoAnswers(t)
	both := []consult.ID{first.ID, second.ID}
	for name, c := range map[string]struct {
		choice service.SettleChoice
		code   consult.Code
	}{
		"a third answer came":           {service.SettleChoice{Kind: consult.SettleBoth, Seen: []consult.ID{first.ID}}, consult.CodeConflict},
		"nothing is said to stay":       {service.SettleChoice{Kind: consult.SettleChoose, Seen: both}, consult.CodeInvalid},
		"no decision":                   {service.SettleChoice{Seen: both}, consult.CodeInvalid},
		"an identity is taken":          {service.SettleChoice{Kind: consult.SettleMerge, Seen: both, Kept: first.ID, From: map[string]consult.ID{"nom": second.ID}}, consult.CodeInvalid},
		"answers that break the rules":  {service.SettleChoice{Kind: consult.SettleMerge, Seen: both, Kept: first.ID, From: map[string]consult.ID{"rien": second.ID}}, consult.CodeInvalid},
		"a response of somebody else's": {service.SettleChoice{Kind: consult.SettleChoose, Seen: both, Kept: consult.NewID()}, consult.CodeInvalid},
	} {
		t.Run(name, func(t *testing.T) {
			c.choice.Organisation = o.ID
			if err := h.Settle(ctx, system, "essai", c.choice); consult.CodeOf(err) != c.code {
				t.Fatalf("got %v", err)
			}
			if h.response(t, first.ID).Status != consult.ResponseSubmitted || h.response(t, second.ID).Status != consult.ResponseSubmitted {
				t.Fatal("an answer was withdrawn")
			}
		})
	}
	if err := h.Settle(ctx, consult.Actor{Role: consult.RoleReader}, "essai", service.SettleChoice{}); consult.CodeOf(err) != consult.CodeForbidden {
		t.Fatalf("a reader gets %v", err)
	}
}

func TestADecisionTakenBackLeavesAloneWhatPeopleHadFrozenOrErased(t *testing.T) {
	ctx, system := context.Background(), consult.System()
	settled := func(t *testing.T, kind consult.SettlementKind) (h *house, first, second consult.Response, decision consult.ID) {
		h, o, first, second := twoAnswers(t)
		err := h.Settle(ctx, system, "essai", service.SettleChoice{Organisation: o.ID, Kind: kind, Seen: []consult.ID{first.ID, second.ID}, Kept: first.ID,
			From: map[string]consult.ID{"besoin": second.ID}})
		if err != nil {
			t.Fatal(err)
		}
		list, err := h.Doubles(ctx, system, "essai")
		if err != nil {
			t.Fatal(err)
		}
		return h, first, second, list.Settlements[0].ID
	}
	opened := func(t *testing.T, h *house, r consult.Response) consult.ID {
		made, err := h.OpenRightsCase(ctx, system, []consult.RecordRef{{Kind: consult.RecordResponse, ID: r.ID}})
		if err != nil {
			t.Fatal(err)
		}
		return made.ID
	}
	t.Run("a frozen answer stays frozen, and the decision stands", func(t *testing.T) {
		h, _, second, decision := settled(t, consult.SettleChoose)
		if err := h.HoldRecords(ctx, system, opened(t, h, second), consult.HoldObjected); err != nil {
			t.Fatal(err)
		}
		if err := h.Unsettle(ctx, system, "essai", decision); consult.CodeOf(err) != consult.CodeConflict {
			t.Errorf("taken back: %v", err)
		}
		if got := h.response(t, second.ID).Status; got != consult.ResponseWithdrawn || !slices.Equal(h.needs(t), []string{"Un local"}) {
			t.Errorf("the frozen answer is %s, needs %v", got, h.needs(t))
		}
	})
	t.Run("an erased answer that was withdrawn does not count again", func(t *testing.T) {
		h, first, second, decision := settled(t, consult.SettleMerge)
		if err := h.EraseRecords(ctx, system, opened(t, h, second)); err != nil {
			t.Fatal(err)
		}
		if err := h.Unsettle(ctx, system, "essai", decision); err != nil {
			t.Fatal(err)
		}
		if one, two := h.response(t, first.ID), h.response(t, second.ID); one.Status != consult.ResponseSubmitted || two.Status != consult.ResponseWithdrawn ||
			!slices.Equal(h.needs(t), []string{"Un local"}) {
			t.Errorf("%s and %s, needs %v", one.Status, two.Status, h.needs(t))
		}
	})
	t.Run("an erased answer takes back the words that the kept one took from it, and no count changes", func(t *testing.T) {
		h, first, second, _ := settled(t, consult.SettleMerge)
		before, texts := shown(h.engine(t)), len(h.needs(t))
		if !slices.Equal(h.needs(t), []string{"Un four"}) {
			t.Fatalf("merged: %v", h.needs(t))
		}
		if err := h.EraseRecords(ctx, system, opened(t, h, second)); err != nil {
			t.Fatal(err)
		}
		one := h.response(t, first.ID)
		if one.Submission.Answers["besoin"].Text != consult.Erased || !slices.Equal(h.needs(t), []string{consult.Erased}) {
			t.Errorf("the kept answer says %q, needs %v", one.Submission.Answers["besoin"].Text, h.needs(t))
		}
		if one.Reference != first.Reference || one.Draft.First("besoin") != "Un local" || one.Dirty {
			t.Errorf("the kept answer lost what is its own: %+v", one)
		}
		if after := shown(h.engine(t)); after != before || recounted(t, h) != after || len(h.needs(t)) != texts {
			t.Errorf("tallies before\n%safter\n%s", before, after)
		}
		identities, err := h.store.Identities(ctx, first.ID)
		if err != nil || len(identities) != 1 {
			t.Errorf("the identities of the kept one: %v, %v", identities, err)
		}
	})
	t.Run("words that went through two merges are taken back from the last", func(t *testing.T) {
		h, first, second, _ := settled(t, consult.SettleMerge)
		owner, err := h.store.OwnerOfResponse(ctx, first.ID)
		if err != nil {
			t.Fatal(err)
		}
		third := h.spoke(t, "Encore le Moulin", "Un pré", "argent")
		h.tie(t, third, consult.Organisation{ID: owner.OrganisationID})
		if err := h.Settle(ctx, system, "essai", service.SettleChoice{Organisation: owner.OrganisationID, Kind: consult.SettleMerge, Seen: []consult.ID{first.ID, third.ID},
			Kept: third.ID, From: map[string]consult.ID{"besoin": first.ID}}); err != nil {
			t.Fatal(err)
		}
		if err := h.EraseRecords(ctx, system, opened(t, h, second)); err != nil {
			t.Fatal(err)
		}
		for _, r := range []consult.Response{first, third} {
			if got := h.response(t, r.ID).Submission.Answers["besoin"].Text; got != consult.Erased {
				t.Errorf("%s still says %q", r.ID, got)
			}
		}
	})
	t.Run("what its respondent sent again since is theirs", func(t *testing.T) {
		h, first, second, decision := settled(t, consult.SettleMerge)
		if err := h.Unsettle(ctx, system, "essai", decision); err != nil {
			t.Fatal(err)
		}
		if err := h.EraseRecords(ctx, system, opened(t, h, second)); err != nil {
			t.Fatal(err)
		}
		if got := h.response(t, first.ID).Submission.Answers["besoin"].Text; got != "Un local" {
			t.Errorf("it says %q", got)
		}
	})
	t.Run("an erased answer that was kept keeps what is counted of it", func(t *testing.T) {
		h, first, second, decision := settled(t, consult.SettleMerge)
		if err := h.EraseRecords(ctx, system, opened(t, h, first)); err != nil {
			t.Fatal(err)
		}
		if err := h.Unsettle(ctx, system, "essai", decision); err != nil {
			t.Fatal(err)
		}
		one, two := h.response(t, first.ID), h.response(t, second.ID)
		if !slices.Equal(one.Submission.Answers["freins"].Codes, []string{"argent"}) || one.Submission.Answers["besoin"].Text != consult.Erased || two.Status != consult.ResponseSubmitted {
			t.Errorf("%+v, %s", one.Submission.Answers, two.Status)
		}
	})
	t.Run("an erased answer speaks for no structure any more", func(t *testing.T) {
		h, o, first, _ := twoAnswers(t)
		if err := h.EraseRecords(ctx, system, opened(t, h, first)); err != nil {
			t.Fatal(err)
		}
		if view, err := h.Untied(ctx, system, "essai", 1); err != nil || view.Count != 0 {
			t.Errorf("to tie: %+v, %v", view, err)
		}
		if err := h.TieResponse(ctx, system, "essai", first.ID, o.ID); consult.CodeOf(err) != consult.CodeConflict {
			t.Errorf("tied again: %v", err)
		}
	})
}
