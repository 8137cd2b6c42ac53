package service_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
)

func TestWhatIdentifiesSomebodyIsPutRightEverywhere(t *testing.T) {
	b := openBox(t)
	ctx := context.Background()
	token := b.answered(t, "Zenobie Quetsal", "Un local")
	dropped := b.drop(t, func(d *service.IdeaDraft) { d.Signature = "Zenobie Quetsal" })
	organisation := consult.Organisation{ID: consult.NewID(), ConsultationID: b.id, Name: "Épicerie", CreatedAt: noon, ChangedAt: noon,
		Contacts: []consult.Contact{{Name: "Zenobie Quetsal", Email: "z@exemple.fr"}}}
	b.atomic(t, func(tx consult.Tx) error { return tx.InsertOrganisation(ctx, &organisation, "epicerie", "epicerie") })
	opened := b.opened(t, "quetsal")
	var changes []service.Rectification
	for _, ref := range opened.Records {
		field := map[consult.RecordKind]string{consult.RecordResponse: "nom", consult.RecordIdea: "signature", consult.RecordOrganisation: "name"}[ref.Kind]
		changes = append(changes, service.Rectification{Ref: ref, Field: field, Value: "Zénobie Quetzal"})
		if ref.Kind == consult.RecordOrganisation {
			changes = append(changes, service.Rectification{Ref: ref, Field: "email", Value: "zq@exemple.fr"})
		}
	}
	if err := b.RectifyRecords(ctx, b.organiser, opened.ID, changes); err != nil {
		t.Fatal(err)
	}
	a := b.answering(t, token)
	if a.Raw.First("nom") != "Zénobie Quetzal" || a.Response.Dirty {
		t.Errorf("the response: %q, dirty %v", a.Raw.First("nom"), a.Response.Dirty)
	}
	identities, err := b.store.Identities(ctx, a.Response.ID)
	if err != nil || len(identities) != 1 || identities[0].Value != "Zénobie Quetzal" {
		t.Errorf("%v, %v", identities, err)
	}
	if got := b.file(t, dropped.Idea.ID).Idea.Signature; got != "Zénobie Quetzal" {
		t.Errorf("the idea: %q", got)
	}
	kept, err := b.store.Organisation(ctx, organisation.ID)
	if err != nil || kept.Contacts[0] != (consult.Contact{Name: "Zénobie Quetzal", Email: "zq@exemple.fr"}) {
		t.Errorf("%v, %v", kept.Contacts, err)
	}
	if found, err := b.FindPerson(ctx, b.organiser, "quetsal"); err != nil || len(found) != 0 {
		t.Errorf("found %v, %v", found, err)
	}
	file, err := b.PersonFile(ctx, b.organiser, opened.ID)
	if err != nil || strings.Count(fmt.Sprint(file.Records), "Zénobie Quetzal") != 3 {
		t.Errorf("%v, %v", file, err)
	}
}
