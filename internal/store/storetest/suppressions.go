package storetest

import (
	"time"

	"concertation/internal/consult"
)

var suppressionTests = map[string]func(*world){
	"an erased address is suppressed everywhere, and lifted in one consultation until it is erased again": func(w *world) {
		here, there := w.consultation(), w.consultation()
		w.write(func(tx consult.Tx) error { return tx.Suppress(w.ctx, "print", noon) })
		same(w, must[time.Time](w)(w.store.Suppressed(w.ctx, here.ID, "print")), noon)
		_, err := w.store.Suppressed(w.ctx, here.ID, "other")
		w.code(consult.CodeNotFound, err)
		for range 2 {
			w.write(func(tx consult.Tx) error { return tx.LiftSuppression(w.ctx, "print", here.ID, noon) })
		}
		_, err = w.store.Suppressed(w.ctx, here.ID, "print")
		w.code(consult.CodeNotFound, err)
		same(w, must[map[string]time.Time](w)(w.store.Suppressions(w.ctx, here.ID)), map[string]time.Time{})
		same(w, must[map[string]time.Time](w)(w.store.Suppressions(w.ctx, there.ID)), map[string]time.Time{"print": noon})
		later := noon.AddDate(0, 1, 0)
		w.write(func(tx consult.Tx) error { return tx.Suppress(w.ctx, "print", later) })
		same(w, must[map[string]time.Time](w)(w.store.Suppressions(w.ctx, here.ID)), map[string]time.Time{"print": later})
		w.refused(consult.CodeNotFound, func(tx consult.Tx) error { return tx.LiftSuppression(w.ctx, "other", here.ID, noon) })
	},
	"prints of old erasures are purged": func(w *world) {
		c := w.consultation()
		w.write(func(tx consult.Tx) error {
			for print, at := range map[string]time.Time{"old": noon, "new": noon.AddDate(1, 0, 0)} {
				if err := tx.Suppress(w.ctx, print, at); err != nil {
					return err
				}
			}
			return tx.LiftSuppression(w.ctx, "old", c.ID, noon)
		})
		same(w, must[consult.DueCount](w)(w.store.CountSuppressions(w.ctx)), consult.DueCount{Count: 2, Oldest: noon})
		w.write(func(tx consult.Tx) error {
			gone, err := tx.PurgeSuppressions(w.ctx, noon.AddDate(0, 6, 0))
			same(w, gone, 1)
			return err
		})
		same(w, must[consult.DueCount](w)(w.store.CountSuppressions(w.ctx)), consult.DueCount{Count: 1, Oldest: noon.AddDate(1, 0, 0)})
	},
	"an address is known for that of a structure that stands": func(w *world) {
		c := w.consultation()
		o := w.organisation(c, "Abeille")
		o.Email = "Contact@Abeille.fr"
		w.write(func(tx consult.Tx) error { return tx.UpdateOrganisation(w.ctx, o, "abeille", "abeille") })
		same(w, must[bool](w)(w.store.AddressOfOrganisation(w.ctx, "contact@abeille.FR")), true)
		same(w, must[bool](w)(w.store.AddressOfOrganisation(w.ctx, "autre@abeille.fr")), false)
	},
}
