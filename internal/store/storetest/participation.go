package storetest

import (
	"time"

	"concertation/internal/consult"
)

var participationTests = map[string]func(*world){
	"a structure has one personal link, found by its hash, which can be renewed": func(w *world) {
		c := w.consultation()
		o := w.organisation(c, "Épicerie du port")
		link := &consult.Invitation{ID: consult.NewID(), ConsultationID: c.ID, OrganisationID: o.ID, TokenHash: []byte("one"), CreatedAt: noon}
		insert := func(tx consult.Tx) error { return tx.InsertInvitation(w.ctx, link) }
		w.write(insert)
		w.refused(consult.CodeConflict, func(tx consult.Tx) error {
			return tx.InsertInvitation(w.ctx, &consult.Invitation{ID: consult.NewID(), ConsultationID: c.ID, OrganisationID: o.ID, TokenHash: []byte("two"), CreatedAt: noon})
		})
		same(w, must[consult.Invitation](w)(w.store.InvitationByToken(w.ctx, []byte("one"))), *link)
		link.ID, link.TokenHash, link.RevokedAt = consult.NewID(), []byte("three"), noon.Add(time.Hour)
		w.write(func(tx consult.Tx) error { return tx.UpdateInvitation(w.ctx, link) })
		_, err := w.store.InvitationByToken(w.ctx, []byte("one"))
		w.code(consult.CodeNotFound, err)
		same(w, must[consult.Invitation](w)(w.store.InvitationOf(w.ctx, o.ID)), *link)
		same(w, must[[]consult.Invitation](w)(w.store.Invitations(w.ctx, c.ID)), []consult.Invitation{*link})
	},
	"what happened with a structure is kept once per kind and source, and can be taken back": func(w *world) {
		c := w.consultation()
		o := w.organisation(c, "Épicerie du port")
		call := touch(o, consult.TouchCalled, "appel 1", noon.Add(time.Hour))
		call.Note, call.By, call.Channel = "rappeler lundi", consult.NewID(), consult.ChannelPhone
		opened := touch(o, consult.TouchOpened, "", noon)
		w.write(func(tx consult.Tx) error {
			for _, each := range []*consult.Touch{call, opened, touch(o, consult.TouchOpened, "", noon.Add(time.Hour))} {
				if err := tx.InsertTouch(w.ctx, each); err != nil {
					return err
				}
			}
			return nil
		})
		all := consult.TouchFilter{ConsultationID: c.ID}
		same(w, must[[]consult.Touch](w)(w.store.Touches(w.ctx, all)), []consult.Touch{*opened, *call})
		same(w, must[[]consult.Touch](w)(w.store.Touches(w.ctx, consult.TouchFilter{OrganisationID: o.ID, Kind: consult.TouchCalled, Since: noon})), []consult.Touch{*call})
		remove := func(tx consult.Tx) error { return tx.DeleteTouch(w.ctx, o.ID, consult.TouchCalled, "appel 1") }
		w.write(remove)
		w.refused(consult.CodeNotFound, remove)
		same(w, must[[]consult.Touch](w)(w.store.Touches(w.ctx, all)), []consult.Touch{*opened})
	},
	"a touch given to another structure is not told twice there": func(w *world) {
		c := w.consultation()
		kept, other := w.organisation(c, "Abeille"), w.organisation(c, "Abeilles")
		same0 := touch(kept, consult.TouchOpened, "", noon)
		twice, alone := touch(other, consult.TouchOpened, "", noon), touch(other, consult.TouchIdea, "idée 4", noon)
		w.write(func(tx consult.Tx) error {
			for _, each := range []*consult.Touch{same0, twice, alone} {
				if err := tx.InsertTouch(w.ctx, each); err != nil {
					return err
				}
			}
			for _, id := range []consult.ID{twice.ID, alone.ID} {
				if err := tx.MoveTouch(w.ctx, id, kept.ID); err != nil {
					return err
				}
			}
			return nil
		})
		alone.OrganisationID = kept.ID
		sameOrder(w, must[[]consult.Touch](w)(w.store.Touches(w.ctx, consult.TouchFilter{ConsultationID: c.ID})),
			func(t consult.Touch) consult.ID { return t.ID }, same0.ID, alone.ID)
	},
	"a response speaks for one structure at a time": func(w *world) {
		c := w.consultation()
		first, second := w.organisation(c, "Abeille"), w.organisation(c, "Zeste")
		r := w.submitted(w.revision(c), noon, "texte")
		_, err := w.store.OwnerOfResponse(w.ctx, r.ID)
		w.code(consult.CodeNotFound, err)
		for _, o := range []*consult.Organisation{first, second} {
			owner := &consult.ResponseOwner{ResponseID: r.ID, OrganisationID: o.ID, At: noon}
			w.write(func(tx consult.Tx) error { return tx.TieResponse(w.ctx, owner) })
			same(w, must[consult.ResponseOwner](w)(w.store.OwnerOfResponse(w.ctx, r.ID)), *owner)
		}
		owned := must[[]consult.OwnedResponse](w)(w.store.OwnedResponses(w.ctx, c.ID))
		same(w, owned, []consult.OwnedResponse{{ResponseID: r.ID, OrganisationID: second.ID, Status: consult.ResponseSubmitted,
			Channel: r.Channel, StartedAt: r.StartedAt, SubmittedAt: noon}})
		same(w, must[[]consult.OwnedResponse](w)(w.store.ResponsesOf(w.ctx, second.ID)), owned)
		same(w, len(must[[]consult.OwnedResponse](w)(w.store.ResponsesOf(w.ctx, first.ID))), 0)
		untie := func(tx consult.Tx) error { return tx.UntieResponse(w.ctx, r.ID) }
		w.write(untie)
		w.refused(consult.CodeNotFound, untie)
	},
	"a key made once holds for ever": func(w *world) {
		_, err := w.store.Secret(w.ctx, "links")
		w.code(consult.CodeNotFound, err)
		for _, value := range []string{"first", "second"} {
			w.write(func(tx consult.Tx) error {
				held, err := tx.KeepSecret(w.ctx, "links", []byte(value), noon)
				same(w, string(held), "first")
				return err
			})
		}
		same(w, string(must[[]byte](w)(w.store.Secret(w.ctx, "links"))), "first")
	},
}

func touch(o *consult.Organisation, kind consult.TouchKind, source string, at time.Time) *consult.Touch {
	return &consult.Touch{ID: consult.NewID(), ConsultationID: o.ConsultationID, OrganisationID: o.ID, Kind: kind,
		Channel: consult.ChannelWeb, Source: source, At: at}
}
