package service

import (
	"context"
	"strings"
	"time"

	"concertation/internal/consult"
	"concertation/internal/mail"
)

// MailsPerPage is how many mails the screen shows at a time.
const MailsPerPage = 50

// quickestMailPace is the most that may be asked for: one mail every tenth of a second.
const quickestMailPace = 36_000

// mailing gives the consultation for whoever may send mails.
func (s *Service) mailing(ctx context.Context, actor consult.Actor, slug string) (consult.Consultation, error) {
	if err := actor.Require(consult.SendInvitations); err != nil {
		return consult.Consultation{}, err
	}
	consultation, err := s.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return consult.Consultation{}, err
	}
	if consultation.Status == consult.StatusRecord {
		return consult.Consultation{}, consult.Forbidden("consultation.error.record")
	}
	return consultation, nil
}

// MailFilter narrows the mails of the screen.
type MailFilter struct {
	State   consult.MailState
	Address string
	Page    int // from 1
}

// MailsView is the screen of mails.
type MailsView struct {
	Consultation consult.Consultation
	Ready        bool   // the server knows how to send
	Server       string // without its password
	From         string
	Queue        consult.MailQueue
	Trouble      string // what keeps mails from leaving, in the server's words
	TroubleAt    time.Time
	Counts       map[consult.MailState]int
	Total        int
	Filter       MailFilter
	Matching     int
	Rows         []MailRow
	Refusals     []consult.MailRefusal
	// LastsFor is how long the queue takes at its pace.
	LastsFor time.Duration
}

// MailRow is a mail of the list.
type MailRow struct {
	consult.MailFate
	Doubtful bool // the domain imitates another, perhaps
}

// Mails gives the screen of mails.
func (s *Service) Mails(ctx context.Context, actor consult.Actor, slug string, filter MailFilter) (*MailsView, error) {
	consultation, err := s.mailing(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	view := &MailsView{Consultation: consultation, Ready: s.postbox.Ready(), From: s.postbox.From, Filter: filter, Counts: map[consult.MailState]int{}}
	if view.Ready {
		view.Server = s.postbox.Server.String()
	}
	if view.Queue, err = s.Store.MailQueue(ctx, consultation.ID); err != nil {
		return nil, err
	}
	counts, err := s.Store.CountMails(ctx, consultation.ID)
	if err != nil {
		return nil, err
	}
	for _, count := range counts {
		view.Counts[count.State] += count.Count
		view.Total += count.Count
	}
	view.LastsFor = time.Duration(view.Counts[consult.MailQueued]) * mailInterval(view.Queue.PerHour)
	if lease, err := s.Store.Lease(ctx, mailLease); err == nil {
		view.Trouble, view.TroubleAt = lease.Note, lease.NoteAt
	} else if consult.CodeOf(err) != consult.CodeNotFound {
		return nil, err
	}
	if view.Refusals, err = s.Store.MailRefusals(ctx, consultation.ID); err != nil {
		return nil, err
	}
	return view, s.mailRows(ctx, view)
}

// mailRows fills in the page of the list.
func (s *Service) mailRows(ctx context.Context, view *MailsView) error {
	f := &view.Filter
	asked := consult.MailFilter{ConsultationID: view.Consultation.ID, State: f.State, Address: consult.FoldAddress(f.Address), Newest: true}
	switch {
	case asked.Address != "":
		all, err := s.Store.MailFates(ctx, asked)
		if err != nil {
			return err
		}
		view.Matching = len(all)
	case f.State != "":
		view.Matching = view.Counts[f.State]
	default:
		view.Matching = view.Total
	}
	last := max(1, (view.Matching+MailsPerPage-1)/MailsPerPage)
	f.Page = min(max(f.Page, 1), last)
	asked.Offset, asked.Limit = (f.Page-1)*MailsPerPage, MailsPerPage
	fates, err := s.Store.MailFates(ctx, asked)
	if err != nil {
		return err
	}
	for _, fate := range fates {
		view.Rows = append(view.Rows, MailRow{fate, DoubtfulAddress(fate.Address)})
	}
	return nil
}

// MailView is the screen of one mail.
type MailView struct {
	Consultation consult.Consultation
	Mail         consult.Mail
	Organisation string // its name; "": none
	Doubtful     bool
	MessageID    string // what the mail server's log calls it
}

// MailView gives the screen of one mail.
func (s *Service) MailView(ctx context.Context, actor consult.Actor, slug string, id consult.ID) (*MailView, error) {
	consultation, m, err := s.mailOf(ctx, actor, slug, id)
	if err != nil {
		return nil, err
	}
	view := &MailView{Consultation: consultation, Mail: m, Doubtful: DoubtfulAddress(m.Address), MessageID: mail.MessageID(string(m.ID), s.postbox.From)}
	if m.OrganisationID != "" {
		organisation, err := s.Store.Organisation(ctx, m.OrganisationID)
		if err != nil && consult.CodeOf(err) != consult.CodeNotFound {
			return nil, err
		}
		view.Organisation = organisation.Name
	}
	return view, nil
}

func (s *Service) mailOf(ctx context.Context, actor consult.Actor, slug string, id consult.ID) (consult.Consultation, consult.Mail, error) {
	consultation, err := s.mailing(ctx, actor, slug)
	if err != nil {
		return consultation, consult.Mail{}, err
	}
	m, err := s.Store.Mail(ctx, id)
	if err == nil && m.ConsultationID != consultation.ID {
		err = consult.NotFound("error.not_found")
	}
	return consultation, m, err
}

// MailSettings are what the organiser chooses for the mails of a consultation.
type MailSettings struct {
	PerHour int
	ReplyTo string
}

// SetMails writes the pace and the address for answers.
func (s *Service) SetMails(ctx context.Context, actor consult.Actor, slug string, settings MailSettings) error {
	if err := actor.Require(consult.SendInvitations); err != nil {
		return err
	}
	settings.ReplyTo = strings.TrimSpace(settings.ReplyTo)
	var faults []consult.FieldError
	if settings.PerHour < 1 || settings.PerHour > quickestMailPace {
		faults = append(faults, consult.FieldError{Field: "per_hour", Key: "mails.error.pace", Args: []any{"most", quickestMailPace}})
	}
	if settings.ReplyTo != "" {
		if _, err := mail.ParseAddress(settings.ReplyTo); err != nil {
			faults = append(faults, consult.FieldError{Field: "reply_to", Key: addressFault(err)})
		}
	}
	if len(faults) > 0 {
		return consult.Invalid(faults...)
	}
	return s.changeQueue(ctx, actor, slug, "mails.settings", func(q *consult.MailQueue) {
		q.PerHour, q.ReplyTo = settings.PerHour, settings.ReplyTo
	})
}

// StopMails keeps the mails of a consultation from leaving, all at once; the one that is being handed over leaves.
func (s *Service) StopMails(ctx context.Context, actor consult.Actor, slug string) error {
	return s.changeQueue(ctx, actor, slug, "mails.stop", func(q *consult.MailQueue) {
		if q.StoppedAt.IsZero() {
			q.StoppedAt = s.Now()
		}
	})
}

// ResumeMails lets them leave again.
func (s *Service) ResumeMails(ctx context.Context, actor consult.Actor, slug string) error {
	return s.changeQueue(ctx, actor, slug, "mails.resume", func(q *consult.MailQueue) { q.StoppedAt = time.Time{} })
}

func (s *Service) changeQueue(ctx context.Context, actor consult.Actor, slug, operation string, change func(*consult.MailQueue)) error {
	consultation, err := s.mailing(ctx, actor, slug)
	if err != nil {
		return err
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		queue, err := tx.MailQueue(ctx, consultation.ID)
		if err != nil {
			return err
		}
		change(&queue)
		queue.ChangedBy = actor.User
		if err := tx.SaveMailQueue(ctx, &queue); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, operation, consultation.ID, "")
	})
	s.wakeMails()
	return err
}
