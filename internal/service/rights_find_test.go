package service_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
)

func TestAPersonIsFoundByWhatTheyGive(t *testing.T) {
	b := openBox(t)
	ctx := context.Background()
	token := b.answered(t, "Amina Éboué", "Un local")
	reference := b.answering(t, token).Response.Reference
	b.drop(t, func(d *service.IdeaDraft) { d.Signature, d.Email = "A. Éboué", "amina.eboue@exemple.fr" })
	organisation := consult.Organisation{ID: consult.NewID(), ConsultationID: b.id, Name: "Épicerie", CreatedAt: noon, ChangedAt: noon,
		Contacts: []consult.Contact{{Name: "Amina Eboue", Email: "Amina.Eboue@exemple.fr", Phone: "06 12 34 56 78"}}}
	b.atomic(t, func(tx consult.Tx) error { return tx.InsertOrganisation(ctx, &organisation, "epicerie", "epicerie") })
	for query, want := range map[string]string{
		"amina eboue":                        "idea organisation response",
		"AMINA.EBOUE@exemple.fr":             "idea organisation",
		"+33 6 12 34 56 78":                  "organisation idea",
		strings.ToLower(reference):           "response",
		"https://exemple.fr/r/" + token:      "response",
		"eboue":                              "idea organisation response",
		"personne@exemple.fr":                "",
		"https://exemple.fr/r/" + token[:25]: "",
	} {
		found, err := b.FindPerson(ctx, b.organiser, query)
		if err != nil {
			t.Fatal(err)
		}
		var kinds []string
		for _, one := range found {
			kinds = append(kinds, string(one.Ref.Kind))
		}
		wanted := strings.Fields(want)
		slices.Sort(kinds)
		slices.Sort(wanted)
		if fmt.Sprint(kinds) != fmt.Sprint(wanted) {
			t.Errorf("%q finds %v, want %v", query, kinds, wanted)
		}
	}
	if _, err := b.FindPerson(ctx, b.analyst, "amina eboue"); consult.CodeOf(err) != consult.CodeForbidden {
		t.Errorf("an analyst: %v", err)
	}
	if _, err := b.FindPerson(ctx, b.organiser, "a"); consult.CodeOf(err) != consult.CodeInvalid {
		t.Errorf("one letter: %v", err)
	}
}
