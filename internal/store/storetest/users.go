package storetest

import (
	"time"

	"concertation/internal/consult"
)

var userTests = map[string]func(*world){
	"a user comes back as written, by id and by address": func(w *world) {
		amina := w.user("amina@exemple.fr")
		amina.LastLoginAt, amina.DisabledAt, amina.Role, amina.SessionEpoch = noon, noon, consult.RoleReader, 3
		w.write(func(tx consult.Tx) error { return tx.UpdateUser(w.ctx, amina) })
		same(w, must[consult.User](w)(w.store.User(w.ctx, amina.ID)), *amina)
		same(w, must[consult.User](w)(w.store.UserByEmail(w.ctx, amina.Email)), *amina)
		_, err := w.store.UserByEmail(w.ctx, "personne@exemple.fr")
		w.code(consult.CodeNotFound, err)
	},
	"an address is given once": func(w *world) {
		amina, bruno := w.user("amina@exemple.fr"), w.user("bruno@exemple.fr")
		bruno.Email = amina.Email
		w.refused(consult.CodeConflict, func(tx consult.Tx) error { return tx.UpdateUser(w.ctx, bruno) })
		bruno.ID = consult.NewID()
		w.refused(consult.CodeConflict, func(tx consult.Tx) error { return tx.InsertUser(w.ctx, bruno) })
		same(w, len(must[[]consult.User](w)(w.store.Users(w.ctx))), 2)
	},
	"a one-time link works once, and in time": func(w *world) {
		amina := w.user("amina@exemple.fr")
		hash, late, first := []byte("hash of a link"), []byte("hash of a late link"), []byte("hash of the first link")
		w.write(func(tx consult.Tx) error {
			for _, login := range []consult.Login{
				{TokenHash: hash, UserID: amina.ID, Purpose: consult.LoginSetPassword, ExpiresAt: noon.Add(time.Hour)},
				{TokenHash: late, UserID: amina.ID, Purpose: consult.LoginSetPassword, ExpiresAt: noon},
				{TokenHash: first, Purpose: consult.LoginFirstOrganiser, ExpiresAt: noon.Add(time.Hour)},
			} {
				if err := tx.InsertLogin(w.ctx, &login); err != nil {
					return err
				}
			}
			return nil
		})
		use := func(hash []byte) func(consult.Tx) error {
			return func(tx consult.Tx) error {
				login, err := tx.UseLogin(w.ctx, hash, noon)
				if err == nil && !login.UsedAt.Equal(noon) {
					w.Errorf("the link says it was used at %v", login.UsedAt)
				}
				return err
			}
		}
		w.write(use(hash))
		w.refused(consult.CodeNotFound, use(hash))
		w.refused(consult.CodeNotFound, use(late))
		w.refused(consult.CodeNotFound, use([]byte("unknown")))
		w.write(use(first))
		same(w, must[consult.Login](w)(w.store.Login(w.ctx, first)).UserID, "")
	},
	"the unused links of one user are voided": func(w *world) {
		amina, bruno := w.user("amina@exemple.fr"), w.user("bruno@exemple.fr")
		link := func(user *consult.User, hash string) {
			w.write(func(tx consult.Tx) error {
				return tx.InsertLogin(w.ctx, &consult.Login{TokenHash: []byte(hash), UserID: user.ID, Purpose: consult.LoginSetPassword, ExpiresAt: noon.Add(time.Hour)})
			})
		}
		use := func(hash string, at time.Time) func(consult.Tx) error {
			return func(tx consult.Tx) error { _, err := tx.UseLogin(w.ctx, []byte(hash), at); return err }
		}
		link(amina, "used")
		link(amina, "unused")
		link(bruno, "another's")
		w.write(use("used", noon))
		w.write(func(tx consult.Tx) error { return tx.VoidLogins(w.ctx, amina.ID, noon.Add(time.Minute)) })
		w.refused(consult.CodeNotFound, use("unused", noon))
		w.write(use("another's", noon))
		if used := must[consult.Login](w)(w.store.Login(w.ctx, []byte("used"))); !used.UsedAt.Equal(noon) {
			w.Errorf("a link used at noon says %v", used.UsedAt)
		}
	},
	"the audit log comes newest first, page by page": func(w *world) {
		c := w.consultation()
		var ids []consult.ID
		w.write(func(tx consult.Tx) error {
			ids = nil
			for i := range 3 {
				entry := consult.AuditEntry{ID: consult.NewID(), At: noon.Add(time.Duration(i) * time.Minute), Actor: consult.NewID(),
					ActorName: "Amina", Operation: "revision.publish", Record: "revision 1"}
				if i < 2 {
					entry.ConsultationID = c.ID
				}
				ids = append(ids, entry.ID)
				if err := tx.AppendAudit(w.ctx, &entry); err != nil {
					return err
				}
			}
			return nil
		})
		id := func(e consult.AuditEntry) consult.ID { return e.ID }
		sameOrder(w, must[[]consult.AuditEntry](w)(w.store.Audit(w.ctx, consult.AuditFilter{})), id, ids[2], ids[1], ids[0])
		sameOrder(w, must[[]consult.AuditEntry](w)(w.store.Audit(w.ctx, consult.AuditFilter{ConsultationID: c.ID})), id, ids[1], ids[0])
		sameOrder(w, must[[]consult.AuditEntry](w)(w.store.Audit(w.ctx, consult.AuditFilter{Offset: 1, Limit: 1})), id, ids[1])
	},
}

func (w *world) user(email string) *consult.User {
	w.Helper()
	u := &consult.User{ID: consult.NewID(), Email: email, Name: "Quelqu’un", Role: consult.RoleAnalyst, CreatedAt: noon}
	w.write(func(tx consult.Tx) error { return tx.InsertUser(w.ctx, u) })
	return u
}
