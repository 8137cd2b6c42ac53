package gallery

import (
	"context"

	"concertation/internal/consult"
)

// rights is what people ask about their data, and what bodies of readers read.
func (f *filling) rights(ctx context.Context) error {
	idea, _, err := f.dropped(ctx, "Un jardin pour l’école", "La cour est goudronnée.", "Planter un verger avec les familles.")
	if err != nil {
		return err
	}
	asked, err := f.OpenRightsCase(ctx, f.amina, []consult.RecordRef{{Kind: consult.RecordIdea, ID: idea}})
	if err != nil {
		return err
	}
	committee, err := f.SaveBody(ctx, f.amina, consult.Body{Name: "Comité de pilotage"})
	if err != nil {
		return err
	}
	f.under("/console", "/droits", "/instances", "/instances/"+string(committee.ID))
	f.under("/console/droits/"+string(asked.ID), "", "/rectifier", "/confirmer/effacer", "/confirmer/geler")
	f.under(desk, "/conservation", "/conservation/purger", "/registre")
	return nil
}
