package gallery

import (
	"context"
	"fmt"
	"time"

	"concertation/internal/consult"
	"concertation/internal/service"
)

// ledger ties answers to structures of the list: one answered twice, one was called.
func (f *filling) ledger(ctx context.Context) error {
	consultation, err := f.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return err
	}
	answers, err := f.Store.Responses(ctx, consult.ResponseFilter{ConsultationID: consultation.ID, Status: consult.ResponseSubmitted, Limit: 6})
	if err != nil {
		return err
	}
	var listed []consult.Organisation
	for i := range 6 {
		said := consult.Organisation{Name: fmt.Sprintf("Structure %02d", i+1), Category: answers[i%4].Category, Territory: answers[i%3].Territory, Phone: "02 41 00 00 00",
			Contacts: []consult.Contact{{Name: "Amina Benali", Role: "présidente", Phone: "06 00 00 00 00", Email: "amina@exemple.fr"}}}
		saved, err := f.SaveOrganisation(ctx, f.amina, slug, said, time.Time{}, "")
		if err != nil {
			return err
		}
		listed = append(listed, saved)
	}
	for i, owner := range []int{0, 0, 1, 2} {
		if err := f.TieResponse(ctx, f.amina, slug, answers[i].ID, listed[owner].ID); err != nil {
			return err
		}
	}
	if err := f.NoteCall(ctx, f.amina, slug, service.CallNote{ID: consult.NewID(), Organisation: listed[4].ID, Reached: true, Note: "Rappeler lundi"}); err != nil {
		return err
	}
	f.under(desk+"/suivi", "", "?liste=all", "/doublons", "/doublons/"+string(listed[0].ID), "/reponses")
	f.state("à rattacher", desk+"/suivi/reponses/"+string(answers[5].ID)+"?mots=structure", 200)
	f.state("rattachée", desk+"/suivi/reponses/"+string(answers[2].ID), 200)
	return nil
}
