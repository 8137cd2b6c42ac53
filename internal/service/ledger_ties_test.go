package service_test

import (
	"context"
	"testing"

	"concertation/internal/consult"
)

func TestResponsesWithoutAStructureAreSuggestedTheLikelyOnes(t *testing.T) {
	ctx, system := context.Background(), consult.System()
	h := openHouse(t, small())
	mill := h.structure(t, "Association du Moulin Vert", "asso", "44")
	h.structure(t, "Zeste", "coop", "49")
	r := h.spoke(t, "Le Moulin vert", "Un local")
	view, err := h.Untied(ctx, system, "essai", 1)
	if err != nil || len(view.Rows) != 1 || len(view.Rows[0].Suggestions) != 1 || view.Rows[0].Suggestions[0].Organisation.ID != mill.ID || view.Rows[0].Suggestions[0].Reason != "name" {
		t.Fatalf("untied: %+v, %v", view, err)
	}
	analyst, err := h.Untied(ctx, consult.Actor{Role: consult.RoleAnalyst}, "essai", 1)
	if err != nil || analyst.Rows[0].Suggestions != nil {
		t.Fatalf("an analyst sees %+v, %v", analyst, err)
	}
	found, err := h.Tie(ctx, system, "essai", r.ID, "moulin")
	if err != nil || found.Owner != nil || len(found.Found) != 1 {
		t.Fatalf("looked for: %+v, %v", found, err)
	}
	h.tie(t, r, mill)
	if found, err = h.Tie(ctx, system, "essai", r.ID, ""); err != nil || found.Owner == nil || found.Owner.ID != mill.ID {
		t.Fatalf("tied: %+v, %v", found, err)
	}
	if view, err = h.Untied(ctx, system, "essai", 1); err != nil || view.Count != 0 {
		t.Fatalf("left: %+v, %v", view, err)
	}
}
