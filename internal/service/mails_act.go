package service

import (
	"context"
	"slices"

	"concertation/internal/consult"
)

// SendTestMail queues a mail that says that mails arrive; it leaves before all others, even when the queue is stopped.
// The identifier comes with the form: the same form posted twice sends one.
func (s *Service) SendTestMail(ctx context.Context, actor consult.Actor, slug string, id consult.ID, address string) (consult.ID, error) {
	consultation, err := s.mailing(ctx, actor, slug)
	if err != nil {
		return "", err
	}
	if !s.postbox.Ready() {
		return "", consult.Conflict("mails.error.no_server")
	}
	if id, err = consult.ParseID(string(id)); err != nil {
		return "", consult.Conflict("mails.error.page")
	}
	m := &consult.Mail{ID: id, ConsultationID: consultation.ID, Key: "test/" + string(id), Kind: consult.MailTest, Address: address,
		Subject: s.sentence("mails.test.subject"), Text: s.sentence("mails.test.text"), QueuedAt: s.Now()}
	if err := CheckMail(m); err != nil {
		return "", err
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		queued, err := tx.QueueMail(ctx, m)
		if err != nil || !queued {
			return err
		}
		return s.audit(ctx, tx, actor, "mails.test", consultation.ID, "mail "+string(id))
	})
	return id, err
}

// RenewMail sends again a mail that failed or whose handing over is uncertain; for an uncertain one, the person may have
// it twice. It keeps its Message-ID, by which some servers know a message that they already have.
func (s *Service) RenewMail(ctx context.Context, actor consult.Actor, slug string, id consult.ID) error {
	return s.moveMail(ctx, actor, slug, id, "mails.renew", []consult.MailState{consult.MailUncertain, consult.MailFailed, consult.MailStopped}, func(m *consult.Mail) {
		m.State, m.Attempts, m.NotBefore, m.Reply = consult.MailQueued, 0, s.Now(), ""
	})
}

// HoldMailSent settles an uncertain mail without sending it again: the mail server's log shows it, or it is of no use any
// more.
func (s *Service) HoldMailSent(ctx context.Context, actor consult.Actor, slug string, id consult.ID) error {
	return s.moveMail(ctx, actor, slug, id, "mails.hold_sent", []consult.MailState{consult.MailUncertain}, func(m *consult.Mail) {
		m.State, m.Reply = consult.MailSent, "mails.reply.held_sent"
	})
}

// StopMail keeps one queued mail from leaving.
func (s *Service) StopMail(ctx context.Context, actor consult.Actor, slug string, id consult.ID) error {
	return s.moveMail(ctx, actor, slug, id, "mails.stop_one", []consult.MailState{consult.MailQueued}, func(m *consult.Mail) { m.State = consult.MailStopped })
}

func (s *Service) moveMail(ctx context.Context, actor consult.Actor, slug string, id consult.ID, operation string, from []consult.MailState, change func(*consult.Mail)) error {
	consultation, _, err := s.mailOf(ctx, actor, slug, id)
	if err != nil {
		return err
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		m, err := tx.Mail(ctx, id)
		if err != nil {
			return err
		}
		if !slices.Contains(from, m.State) {
			return consult.Conflict("mails.error.moved")
		}
		before := m.State
		change(&m)
		m.ChangedAt = s.Now()
		if err := tx.MoveMail(ctx, &m, before); err != nil {
			return err
		}
		if before == consult.MailUncertain && m.State == consult.MailSent && m.OrganisationID != "" {
			if kind := sentTouch(m.Kind); kind != "" {
				if err := touchOfMail(ctx, tx, &m, kind, ""); err != nil {
					return err
				}
			}
		}
		return s.audit(ctx, tx, actor, operation, consultation.ID, "mail "+string(id))
	})
	s.wakeMails()
	return err
}

// StopRestoredMails stops every queue that has mails to send, and tells how many mails wait: in a database put back from a
// backup, mails that left since would leave again.
func (s *Service) StopRestoredMails(ctx context.Context) (waiting int, err error) {
	queues, err := s.Store.QueuesWithMails(ctx)
	if err != nil {
		return 0, err
	}
	for id := range queues {
		fates, err := s.Store.MailFates(ctx, consult.MailFilter{ConsultationID: id, State: consult.MailQueued})
		if err != nil {
			return 0, err
		}
		waiting += len(fates)
		err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
			queue, err := tx.MailQueue(ctx, id)
			if err != nil {
				return err
			}
			queue.StoppedAt, queue.ChangedBy = s.Now(), consult.StoppedByRestore
			if err := tx.SaveMailQueue(ctx, &queue); err != nil {
				return err
			}
			return s.audit(ctx, tx, consult.System(), "mails.stop_restore", id, "")
		})
		if err != nil {
			return 0, err
		}
	}
	return waiting, nil
}

// ForgetBounce lets mails go again to an address that had returned one: the organiser has it repaired. What a person
// refused themselves stays refused.
func (s *Service) ForgetBounce(ctx context.Context, actor consult.Actor, slug, address string) error {
	consultation, err := s.mailing(ctx, actor, slug)
	if err != nil {
		return err
	}
	return s.Store.Atomic(ctx, func(tx consult.Tx) error {
		refusal, err := tx.MailRefusal(ctx, consultation.ID, address)
		if err != nil {
			return err
		}
		if refusal.Reason != consult.RefusalBounced {
			return consult.Forbidden("mails.error.person_refused")
		}
		if err := tx.DeleteMailRefusal(ctx, consultation.ID, address); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, "mails.forget_bounce", consultation.ID, "mail "+string(refusal.MailID))
	})
}
