package storetest

import (
	"time"

	"concertation/internal/consult"
)

var teamTests = map[string]func(*world){
	"a response that has a team is found by its members' links and no longer by its own": func(w *world) {
		r := w.draft(w.revision(w.consultation()))
		team := &consult.Team{ResponseID: r.ID, HeldUntil: noon.Add(consult.HeldFor), CreatedAt: noon}
		amina := &consult.Member{ID: consult.NewID(), ResponseID: r.ID, Name: "Amina", Role: "directrice", TokenHash: r.TokenHash, CreatedAt: noon, SeenAt: noon}
		bruno := &consult.Member{ID: consult.NewID(), ResponseID: r.ID, Name: "Bruno", TokenHash: []byte("a link of his own"), CreatedAt: noon.Add(time.Minute)}
		team.HolderID = amina.ID
		w.write(func(tx consult.Tx) error {
			if err := tx.InsertTeam(w.ctx, team, amina); err != nil {
				return err
			}
			return tx.InsertMember(w.ctx, bruno)
		})
		w.refused(consult.CodeConflict, func(tx consult.Tx) error { return tx.InsertTeam(w.ctx, team, amina) })
		_, err := w.store.ResponseByToken(w.ctx, r.TokenHash)
		w.code(consult.CodeNotFound, err)
		same(w, must[consult.Member](w)(w.store.MemberByToken(w.ctx, r.TokenHash)), *amina)
		same(w, must[[]consult.Member](w)(w.store.Members(w.ctx, r.ID)), []consult.Member{*amina, *bruno})

		team.HolderID, team.AskedID, team.AskedAt, team.SignerID = bruno.ID, amina.ID, noon, amina.ID
		bruno.Name, bruno.RemovedAt = "Bruno B.", noon.Add(time.Hour)
		w.write(func(tx consult.Tx) error {
			if err := tx.UpdateTeam(w.ctx, team); err != nil {
				return err
			}
			return tx.UpdateMember(w.ctx, bruno)
		})
		same(w, must[consult.Team](w)(w.store.Team(w.ctx, r.ID)), *team)
		same(w, must[consult.Member](w)(w.store.MemberByToken(w.ctx, bruno.TokenHash)), *bruno)
	},
	"comments on a draft come in order and are settled in their own response only": func(w *world) {
		r := w.draft(w.revision(w.consultation()))
		first := consult.DraftComment{ID: consult.NewID(), ResponseID: r.ID, MemberID: consult.NewID(), Question: "ouverte", Body: "À étoffer", CreatedAt: noon}
		second := consult.DraftComment{ID: consult.NewID(), ResponseID: r.ID, MemberID: first.MemberID, Question: "ouverte", Body: "Oui", CreatedAt: noon.Add(time.Minute)}
		w.write(func(tx consult.Tx) error {
			if err := tx.InsertDraftComment(w.ctx, &second); err != nil {
				return err
			}
			return tx.InsertDraftComment(w.ctx, &first)
		})
		first.SettledAt = noon.Add(time.Hour)
		w.write(func(tx consult.Tx) error { return tx.SettleDraftComment(w.ctx, r.ID, first.ID, first.SettledAt) })
		w.refused(consult.CodeNotFound, func(tx consult.Tx) error { return tx.SettleDraftComment(w.ctx, consult.NewID(), second.ID, noon) })
		same(w, must[[]consult.DraftComment](w)(w.store.DraftComments(w.ctx, r.ID)), []consult.DraftComment{first, second})
	},
}
