package service

import (
	"context"
	"time"

	"concertation/internal/consult"
	"concertation/internal/mail"
)

// UseBounces sets the mailbox in which returned messages arrive, before anything is served. The zero Box is none.
func (s *Service) UseBounces(box mail.Box, patience mail.BoxPatience) {
	s.bounces.box, s.bounces.patience = box, patience
}

// BounceBoxView is what an organiser sees of the mailbox in which returned messages arrive.
type BounceBoxView struct {
	Followed bool
	From     string // the address to which they come back; "": mails do not leave yet
	User     string // of the mailbox; "": a Maildir
	Server   string // without its password
	Folder   string // of the server, or on this machine
	Every    time.Duration
	Reading  bool // at this moment
	State    consult.BounceBox
}

// BounceBox gives what is known of the mailbox.
func (s *Service) BounceBox(ctx context.Context, actor consult.Actor, slug string) (*BounceBoxView, error) {
	if _, err := s.mailing(ctx, actor, slug); err != nil {
		return nil, err
	}
	box := s.bounces.box
	view := &BounceBoxView{Followed: box.Followed(), From: s.postbox.From, User: box.User, Server: box.Server(), Folder: box.Folder, Every: bounceEvery}
	if !view.Followed {
		return view, nil
	}
	if view.Server == "" {
		view.Folder = box.Path
	}
	state, err := s.Store.BounceBox(ctx, box.ID())
	if err != nil && consult.CodeOf(err) != consult.CodeNotFound {
		return nil, err
	}
	view.State = state
	lease, err := s.Store.Lease(ctx, bounceLease)
	if err != nil && consult.CodeOf(err) != consult.CodeNotFound {
		return nil, err
	}
	view.Reading = s.Now().Before(lease.Until)
	return view, nil
}

// ReadBounceBox begins to read the mailbox now, unless somebody does already, and waits for the end as long as ctx lasts. It
// tells whether the end was seen. The reading goes on without whoever asked for it.
func (s *Service) ReadBounceBox(ctx context.Context, actor consult.Actor, slug string) (ended bool, err error) {
	consultation, err := s.mailing(ctx, actor, slug)
	if err != nil {
		return false, err
	}
	if !s.bounces.box.Followed() {
		return false, consult.Conflict("mails.error.no_box")
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error { return s.audit(ctx, tx, actor, "mails.read_box", consultation.ID, "") })
	if err != nil {
		return false, err
	}
	select {
	case <-s.startCollecting(true):
		return true, nil
	case <-ctx.Done():
		return false, nil
	}
}
