package storetest

import (
	"time"

	"concertation/internal/consult"
)

var mailTests = map[string]func(*world){
	"a mail is queued once per key, whatever is asked again": func(w *world) {
		c := w.consultation()
		mail := queuedMail(c, "campagne/1", noon)
		mail.HTML, mail.Refusable, mail.Name = "<p>Bonjour</p>", true, "Amina"
		again := queuedMail(c, "campagne/1", noon.Add(time.Hour))
		w.write(func(tx consult.Tx) error {
			queued, err := tx.QueueMails(w.ctx, []*consult.Mail{mail, again, queuedMail(c, "campagne/2", noon)})
			same(w, queued, 2)
			return err
		})
		w.write(func(tx consult.Tx) error {
			queued, err := tx.QueueMail(w.ctx, again)
			same(w, queued, false)
			return err
		})
		same(w, must[consult.Mail](w)(w.store.Mail(w.ctx, mail.ID)), *mail)
		same(w, len(must[[]consult.MailFate](w)(w.store.MailFates(w.ctx, consult.MailFilter{ConsultationID: c.ID, Address: "amina@exemple.fr"}))), 2)
	},
	"mails leave when their time has come, tests before all others": func(w *world) {
		c := w.consultation()
		late, early, test := queuedMail(c, "1", noon.Add(time.Minute)), queuedMail(c, "2", noon), queuedMail(c, "3", noon.Add(time.Hour))
		test.Kind = consult.MailTest
		w.write(func(tx consult.Tx) error {
			_, err := tx.QueueMails(w.ctx, []*consult.Mail{late, early, test})
			return err
		})
		same(w, must[[]consult.ID](w)(w.store.DueMails(w.ctx, c.ID, noon, 5)), []consult.ID{test.ID, early.ID})
		same(w, must[map[consult.ID]time.Time](w)(w.store.QueuesWithMails(w.ctx)), map[consult.ID]time.Time{c.ID: time.UnixMilli(0).UTC()})
	},
	"a mail changes state only from the states it may leave": func(w *world) {
		c := w.consultation()
		mail := queuedMail(c, "1", noon)
		w.write(func(tx consult.Tx) error {
			_, err := tx.QueueMail(w.ctx, mail)
			return err
		})
		same(w, must[time.Time](w)(w.store.LastHanded(w.ctx, c.ID)), time.Time{})
		mail.State, mail.Attempts, mail.HandedAt, mail.ChangedAt = consult.MailHanding, 1, noon.Add(time.Second), noon.Add(time.Second)
		move := func(tx consult.Tx) error { return tx.MoveMail(w.ctx, mail, consult.MailQueued) }
		w.write(move)
		w.refused(consult.CodeConflict, move)
		same(w, must[time.Time](w)(w.store.LastHanded(w.ctx, c.ID)), noon.Add(time.Second))
		w.write(func(tx consult.Tx) error {
			cut, err := tx.LeaveUncertain(w.ctx, "coupé", noon.Add(time.Minute))
			same(w, cut, []consult.ID{mail.ID})
			return err
		})
		mail.State, mail.Reply, mail.ChangedAt = consult.MailUncertain, "coupé", noon.Add(time.Minute)
		same(w, must[consult.Mail](w)(w.store.Mail(w.ctx, mail.ID)), *mail)
		same(w, must[[]consult.MailCount](w)(w.store.CountMails(w.ctx, c.ID)),
			[]consult.MailCount{{Kind: consult.MailInvitation, State: consult.MailUncertain, Count: 1}})
	},
	"the mails of a campaign can be stopped, and leave again": func(w *world) {
		c := w.consultation()
		one, other := queuedMail(c, "1", noon), queuedMail(c, "2", noon)
		one.CampaignID = consult.NewID()
		w.write(func(tx consult.Tx) error {
			if _, err := tx.QueueMails(w.ctx, []*consult.Mail{one, other}); err != nil {
				return err
			}
			stopped, err := tx.StopMails(w.ctx, c.ID, one.CampaignID, noon)
			same(w, stopped, 1)
			return err
		})
		same(w, must[[]consult.ID](w)(w.store.DueMails(w.ctx, c.ID, noon, 5)), []consult.ID{other.ID})
		w.write(func(tx consult.Tx) error {
			if _, err := tx.StopMails(w.ctx, c.ID, "", noon); err != nil {
				return err
			}
			resumed, err := tx.ResumeMails(w.ctx, c.ID, "", noon)
			same(w, resumed, 2)
			return err
		})
	},
	"an erased mail keeps its fate and forgets its person": func(w *world) {
		c := w.consultation()
		mail := queuedMail(c, "amina@exemple.fr", noon)
		w.write(func(tx consult.Tx) error {
			if _, err := tx.QueueMail(w.ctx, mail); err != nil {
				return err
			}
			return tx.EraseMail(w.ctx, mail.ID, noon.Add(time.Minute))
		})
		left := must[consult.Mail](w)(w.store.Mail(w.ctx, mail.ID))
		same(w, []string{left.Key, left.Name, left.Address, left.Subject, left.Text, left.HTML}, []string{string(mail.ID), "", "", "", "", ""})
		same(w, left.State, consult.MailStopped)
	},
	"a queue has the usual pace until somebody chooses": func(w *world) {
		c := w.consultation()
		same(w, must[consult.MailQueue](w)(w.store.MailQueue(w.ctx, c.ID)), consult.MailQueue{ConsultationID: c.ID, PerHour: consult.DefaultMailPace})
		chosen := &consult.MailQueue{ConsultationID: c.ID, PerHour: 60, StoppedAt: noon, ReplyTo: "reponse@exemple.fr", ChangedBy: consult.NewID()}
		for range 2 {
			w.write(func(tx consult.Tx) error { return tx.SaveMailQueue(w.ctx, chosen) })
		}
		same(w, must[consult.MailQueue](w)(w.store.MailQueue(w.ctx, c.ID)), *chosen)
	},
	"who refuses is refused whatever bounces afterwards": func(w *world) {
		c := w.consultation()
		_, err := w.store.MailRefusal(w.ctx, c.ID, "amina@exemple.fr")
		w.code(consult.CodeNotFound, err)
		refusal := func(reason consult.RefusalReason, at time.Time) *consult.MailRefusal {
			return &consult.MailRefusal{ConsultationID: c.ID, Address: "Amina@exemple.fr", Reason: reason, At: at}
		}
		w.write(func(tx consult.Tx) error {
			for i, reason := range []consult.RefusalReason{consult.RefusalBounced, consult.RefusalUnsubscribed, consult.RefusalBounced} {
				if err := tx.InsertMailRefusal(w.ctx, refusal(reason, noon.Add(time.Duration(i)*time.Minute))); err != nil {
					return err
				}
			}
			return nil
		})
		held := must[consult.MailRefusal](w)(w.store.MailRefusal(w.ctx, c.ID, "AMINA@exemple.fr"))
		same(w, held.Reason, consult.RefusalUnsubscribed)
		same(w, must[[]consult.MailRefusal](w)(w.store.MailRefusals(w.ctx, c.ID)), []consult.MailRefusal{held})
		remove := func(tx consult.Tx) error { return tx.DeleteMailRefusal(w.ctx, c.ID, "amina@exemple.fr") }
		w.write(remove)
		w.refused(consult.CodeNotFound, remove)
	},
	"a lease has one holder until it ends or is dropped": func(w *world) {
		first, second := consult.NewID(), consult.NewID()
		take := func(holder consult.ID, now time.Time, force bool) (taken bool) {
			w.write(func(tx consult.Tx) (err error) {
				taken, err = tx.TakeLease(w.ctx, "envoi", holder, now, now.Add(time.Minute), force)
				return err
			})
			return taken
		}
		same(w, take(first, noon, false), true)
		same(w, take(second, noon.Add(30*time.Second), false), false)
		same(w, take(first, noon.Add(30*time.Second), false), true)
		same(w, take(second, noon.Add(80*time.Second), false), false)
		same(w, take(second, noon.Add(90*time.Second), false), true)
		w.refused(consult.CodeConflict, func(tx consult.Tx) error { return tx.NoteLease(w.ctx, "envoi", first, "panne", noon) })
		w.write(func(tx consult.Tx) error { return tx.NoteLease(w.ctx, "envoi", second, "panne", noon) })
		same(w, must[consult.Lease](w)(w.store.Lease(w.ctx, "envoi")), consult.Lease{Name: "envoi", Holder: second, Until: noon.Add(150 * time.Second), Note: "panne", NoteAt: noon})
		same(w, take(first, noon.Add(91*time.Second), true), true)
		w.write(func(tx consult.Tx) error { return tx.DropLease(w.ctx, "envoi", first) })
		same(w, take(second, noon, false), true)
	},
}

func queuedMail(c *consult.Consultation, key string, at time.Time) *consult.Mail {
	return &consult.Mail{ID: consult.NewID(), ConsultationID: c.ID, Key: key, Kind: consult.MailInvitation, Address: "Amina@exemple.fr",
		Subject: "Votre avis", Text: "Bonjour", QueuedAt: at}
}
