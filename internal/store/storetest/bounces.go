package storetest

import (
	"time"

	"concertation/internal/consult"
)

var bounceTests = map[string]func(*world){
	"the mailbox of returned messages is kept as it was last saved": func(w *world) {
		_, err := w.store.BounceBox(w.ctx, "a")
		w.code(consult.CodeNotFound, err)
		box := consult.BounceBox{Box: "a", TriedAt: noon}
		save := func(tx consult.Tx) error { return tx.SaveBounceBox(w.ctx, &box) }
		w.write(save)
		same(w, must[consult.BounceBox](w)(w.store.BounceBox(w.ctx, "a")), box)
		box = consult.BounceBox{Box: "a", TriedAt: noon.Add(time.Minute), ReadAt: noon, Trouble: "silent", TroubleAt: noon.Add(time.Minute), NewsAt: noon,
			News:  consult.BounceReport{Messages: 1, Reports: 2, Bounced: 3, Already: 4, Delivered: 5, Delayed: 6, Unknown: 7, Dead: 8},
			Total: consult.BounceReport{Messages: 9}, Waiting: 1, Foreign: 2, Left: 3}
		w.write(save)
		same(w, must[consult.BounceBox](w)(w.store.BounceBox(w.ctx, "a")), box)
	},
	"a message of the mailbox is read once": func(w *world) {
		insert := func(box, key string, fate consult.BounceFate) (inserted bool) {
			w.write(func(tx consult.Tx) (err error) {
				inserted, err = tx.InsertBounceMessage(w.ctx, &consult.BounceMessage{Box: box, Key: key, Fate: fate})
				return err
			})
			return inserted
		}
		w.write(func(tx consult.Tx) error {
			for i, box := range []string{"a", "b", "c"} {
				if err := tx.SaveBounceBox(w.ctx, &consult.BounceBox{Box: box, TriedAt: noon.Add(time.Duration(i) * time.Hour)}); err != nil {
					return err
				}
			}
			return nil
		})
		same(w, insert("a", "7.1", consult.BounceApplied), true)
		same(w, insert("a", "7.1", consult.BounceOther), false)
		same(w, insert("a", "7.2", consult.BounceOther), true)
		same(w, insert("b", "7.1", consult.BounceForeign), true)
		same(w, must[map[string]consult.BounceFate](w)(w.store.BounceMessages(w.ctx, "a")), map[string]consult.BounceFate{"7.1": consult.BounceApplied, "7.2": consult.BounceOther})
		for range 2 {
			w.write(func(tx consult.Tx) error { return tx.DeleteBounceMessage(w.ctx, "a", "7.1") })
		}
		same(w, must[map[string]consult.BounceFate](w)(w.store.BounceMessages(w.ctx, "a")), map[string]consult.BounceFate{"7.2": consult.BounceOther})
		w.write(func(tx consult.Tx) error { return tx.DeleteBounceBoxes(w.ctx, "a", noon.Add(90*time.Minute)) })
		same(w, len(must[map[string]consult.BounceFate](w)(w.store.BounceMessages(w.ctx, "a"))), 1)
		same(w, len(must[map[string]consult.BounceFate](w)(w.store.BounceMessages(w.ctx, "b"))), 0)
		_, err := w.store.BounceBox(w.ctx, "b")
		w.code(consult.CodeNotFound, err)
		must[consult.BounceBox](w)(w.store.BounceBox(w.ctx, "c"))
	},
}
