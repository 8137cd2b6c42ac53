package storetest

import (
	"time"

	"concertation/internal/consult"
)

var organisationListTests = map[string]func(*world){
	"strata count the organisations that stand, blanks apart": func(w *world) {
		c := w.consultation()
		kept, merged, blank := w.organisation(c, "Abeille"), w.organisation(c, "Abeilles"), w.organisation(c, "Zeste")
		merged.MergedInto, blank.Category, blank.Size = kept.ID, "", ""
		w.write(func(tx consult.Tx) error { return tx.UpdateOrganisation(w.ctx, merged, "abeilles", "abeilles") })
		w.write(func(tx consult.Tx) error { return tx.UpdateOrganisation(w.ctx, blank, "zeste", "zeste") })
		same(w, must[[]consult.Stratum](w)(w.store.Strata(w.ctx, c.ID)), []consult.Stratum{
			{Territory: "44", Count: 1}, {Category: "association", Territory: "44", Size: "small", Count: 1}})
		same(w, must[int](w)(w.store.CountOrganisations(w.ctx, consult.OrganisationFilter{ConsultationID: c.ID, Blank: []consult.Stratifier{consult.ByCategory}})), 1)
		same(w, must[int](w)(w.store.CountOrganisations(w.ctx, consult.OrganisationFilter{ConsultationID: c.ID, Size: "small"})), 1)
	},
	"an import remembers what each organisation was before it": func(w *world) {
		c := w.consultation()
		i, o, other := w.imported(c, noon), w.organisation(c, "Abeille"), w.organisation(c, "Zeste")
		mended := *o
		mended.Name = "Abeilles"
		insert := func(changes ...consult.OrganisationChange) {
			w.write(func(tx consult.Tx) error { return tx.InsertOrganisationChanges(w.ctx, changes) })
		}
		insert(consult.OrganisationChange{ImportID: i.ID, OrganisationID: o.ID, After: *o}, consult.OrganisationChange{ImportID: i.ID, OrganisationID: other.ID, Before: other, After: *other})
		insert(consult.OrganisationChange{ImportID: i.ID, OrganisationID: o.ID, Before: o, After: mended})
		same(w, must[[]consult.OrganisationChange](w)(w.store.OrganisationChanges(w.ctx, i.ID, 10)), []consult.OrganisationChange{
			{ImportID: i.ID, OrganisationID: o.ID, After: mended}, {ImportID: i.ID, OrganisationID: other.ID, Before: other, After: *other}})
		added, updated, err := w.store.CountOrganisationChanges(w.ctx, i.ID)
		same(w, []any{added, updated, err}, []any{1, 1, error(nil)})
		w.write(func(tx consult.Tx) error { return tx.DeleteOrganisationChange(w.ctx, i.ID, o.ID) })
		same(w, len(must[[]consult.OrganisationChange](w)(w.store.OrganisationChanges(w.ctx, i.ID, 10))), 1)
	},
	"a merge is kept with its trace, and undone once": func(w *world) {
		c := w.consultation()
		kept, merged := w.organisation(c, "Abeille"), w.organisation(c, "Abeilles")
		m := consult.OrganisationMerge{ID: consult.NewID(), ConsultationID: c.ID, KeptID: kept.ID, MergedID: merged.ID,
			Trace: consult.MergeTrace{KeptBefore: *kept, KeptAfter: *kept, Merged: *merged, Responses: []consult.ID{"r"}, Invitation: true}, ByName: "Amina", At: noon}
		w.write(func(tx consult.Tx) error { return tx.InsertOrganisationMerge(w.ctx, &m) })
		undo := func(tx consult.Tx) error { return tx.UndoOrganisationMerge(w.ctx, m.ID, noon.Add(time.Hour), "Bruno") }
		w.write(undo)
		w.refused(consult.CodeConflict, undo)
		m.UndoneAt, m.UndoneByName = noon.Add(time.Hour), "Bruno"
		same(w, must[consult.OrganisationMerge](w)(w.store.OrganisationMerge(w.ctx, m.ID)), m)
		same(w, must[[]consult.OrganisationMerge](w)(w.store.OrganisationMergesOf(w.ctx, merged.ID)), []consult.OrganisationMerge{m})
		same(w, must[[]consult.OrganisationMerge](w)(w.store.OrganisationMerges(w.ctx, c.ID)), []consult.OrganisationMerge{m})
	},
	"two organisations said to be two stay two, whichever is named first": func(w *world) {
		c := w.consultation()
		a, b := w.organisation(c, "Abeille"), w.organisation(c, "Abeilles")
		for _, d := range []consult.DistinctOrganisations{{A: b.ID, B: a.ID, At: noon}, {A: a.ID, B: b.ID, At: noon.Add(time.Hour)}} {
			w.write(func(tx consult.Tx) error { return tx.InsertDistinctOrganisations(w.ctx, &d) })
		}
		same(w, must[[]consult.DistinctOrganisations](w)(w.store.DistinctOrganisations(w.ctx, c.ID)), []consult.DistinctOrganisations{{A: min(a.ID, b.ID), B: max(a.ID, b.ID), At: noon}})
	},
	"a link moves to an organisation without one": func(w *world) {
		c := w.consultation()
		from, to := w.organisation(c, "Abeilles"), w.organisation(c, "Abeille")
		i := consult.Invitation{ID: consult.NewID(), ConsultationID: c.ID, OrganisationID: from.ID, TokenHash: []byte("hash"), CreatedAt: noon}
		w.write(func(tx consult.Tx) error { return tx.InsertInvitation(w.ctx, &i) })
		move := func(tx consult.Tx) error { return tx.MoveInvitation(w.ctx, from.ID, to.ID) }
		w.write(move)
		same(w, must[consult.Invitation](w)(w.store.InvitationOf(w.ctx, to.ID)).ID, i.ID)
		w.refused(consult.CodeNotFound, move)
		same(w, len(must[[]consult.ResponseOwner](w)(w.store.ResponsesOfOrganisation(w.ctx, to.ID))), 0)
	},
}
