package storetest

import (
	"strings"
	"time"

	"concertation/internal/consult"
)

var organisationTests = map[string]func(*world){
	"an organisation comes back as it was written": func(w *world) {
		o := w.organisation(w.consultation(), "Épicerie du port")
		same(w, must[consult.Organisation](w)(w.store.Organisation(w.ctx, o.ID)), *o)
		o.Name, o.Contacts, o.ChangedAt = "Épicerie du large", nil, noon.Add(time.Hour)
		w.write(func(tx consult.Tx) error {
			return tx.UpdateOrganisation(w.ctx, o, "epicerie du large", "epicerie du large")
		})
		same(w, must[consult.Organisation](w)(w.store.Organisation(w.ctx, o.ID)), *o)
		w.write(func(tx consult.Tx) error { return tx.DeleteOrganisation(w.ctx, o.ID) })
		_, err := w.store.Organisation(w.ctx, o.ID)
		w.code(consult.CodeNotFound, err)
		w.refused(consult.CodeNotFound, func(tx consult.Tx) error { return tx.UpdateOrganisation(w.ctx, o, "", "") })
	},
	"organisations are listed by name, those merged into another left out": func(w *world) {
		c := w.consultation()
		second, first := w.organisation(c, "Zeste"), w.organisation(c, "Abeille")
		w.organisation(w.consultation(), "Ailleurs")
		merged := w.organisation(c, "Abeilles")
		merged.MergedInto = first.ID
		w.write(func(tx consult.Tx) error { return tx.UpdateOrganisation(w.ctx, merged, "abeilles", "abeilles") })
		id := func(o consult.Organisation) consult.ID { return o.ID }
		all := consult.OrganisationFilter{ConsultationID: c.ID}
		sameOrder(w, must[[]consult.Organisation](w)(w.store.Organisations(w.ctx, all)), id, first.ID, second.ID)
		same(w, must[int](w)(w.store.CountOrganisations(w.ctx, all)), 2)
		all.Merged = true
		same(w, must[int](w)(w.store.CountOrganisations(w.ctx, all)), 3)
		sameOrder(w, must[[]consult.Organisation](w)(w.store.Organisations(w.ctx, consult.OrganisationFilter{ConsultationID: c.ID, Words: "zest", Category: "association"})), id, second.ID)
	},
	"the list's own identifier names one organisation": func(w *world) {
		c := w.consultation()
		for _, try := range []struct {
			key     string
			refused bool
		}{{"A1", false}, {"", false}, {"", false}, {"A1", true}} {
			o := &consult.Organisation{ID: consult.NewID(), ConsultationID: c.ID, Key: try.key, Name: "x", CreatedAt: noon, ChangedAt: noon}
			insert := func(tx consult.Tx) error { return tx.InsertOrganisation(w.ctx, o, "x", "x") }
			if try.refused {
				w.refused(consult.CodeConflict, insert)
			} else {
				w.write(insert)
			}
		}
	},
}

// organisation is one of the list of a consultation.
func (w *world) organisation(c *consult.Consultation, name string) *consult.Organisation {
	w.Helper()
	o := &consult.Organisation{ID: consult.NewID(), ConsultationID: c.ID, Name: name, SIRET: "73282932000074", RNA: "W441234567",
		Category: "association", Territory: "44", Size: "small", Email: "a@exemple.fr", Phone: "0240123456", Address: "3, quai des Lilas",
		Postcode: "44000", Town: "Nantes", Contacts: []consult.Contact{{Name: "Amina", Role: "présidente", Email: "amina@exemple.fr"}},
		Note: "à rappeler", CreatedAt: noon, ChangedAt: noon}
	folded := fold(name)
	w.write(func(tx consult.Tx) error { return tx.InsertOrganisation(w.ctx, o, folded, folded) })
	return o
}

// fold stands for the service's own way of making names comparable.
func fold(name string) string { return strings.ToLower(strings.ReplaceAll(name, "É", "E")) }
