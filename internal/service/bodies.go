package service

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"concertation/internal/consult"
)

// BodiesView is the bodies with what they may be let into, and whom they may be of.
type BodiesView struct {
	Bodies        []consult.Body
	Consultations []consult.Consultation
	Readers       []consult.User
}

// Bodies gives the bodies to whoever manages accounts.
func (s *Service) Bodies(ctx context.Context, actor consult.Actor) (*BodiesView, error) {
	if err := actor.Require(consult.ManageUsers); err != nil {
		return nil, err
	}
	view := &BodiesView{}
	var err error
	if view.Bodies, err = s.Store.Bodies(ctx); err != nil {
		return nil, fmt.Errorf("read bodies: %w", err)
	}
	if view.Consultations, err = s.Store.Consultations(ctx); err != nil {
		return nil, err
	}
	users, err := s.Store.Users(ctx)
	for _, user := range users {
		if user.Role == consult.RoleReader {
			view.Readers = append(view.Readers, user)
		}
	}
	return view, err
}

// SaveBody makes a body, or changes what it reads and who is of it. Only readers can be of one; whoever is of one reads what
// their bodies need, and nothing else, from their next request on.
func (s *Service) SaveBody(ctx context.Context, actor consult.Actor, body consult.Body) (consult.Body, error) {
	if err := actor.Require(consult.ManageUsers); err != nil {
		return body, err
	}
	body.Name = plainLine(body.Name)
	if n := len([]rune(body.Name)); n == 0 || n > longestLine {
		return body, consult.Invalid(consult.FieldError{Field: "nom", Key: "bodies.error.name"})
	}
	operation := "body.edit"
	if body.ID == "" {
		operation, body.ID, body.CreatedAt = "body.add", consult.NewID(), s.Now()
	}
	err := s.Store.Atomic(ctx, func(tx consult.Tx) error {
		if err := checkBody(ctx, tx, &body, operation == "body.edit"); err != nil {
			return err
		}
		if err := tx.SaveBody(ctx, &body); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, operation, "", "body "+string(body.ID))
	})
	var domain *consult.Error
	if errors.As(err, &domain) && domain.Code == consult.CodeConflict {
		err = consult.Invalid(consult.FieldError{Field: "nom", Key: "bodies.error.taken"})
	}
	return body, err
}

// checkBody refuses a body that is gone, rooms there are none of, and members who are no readers.
func checkBody(ctx context.Context, tx consult.Tx, body *consult.Body, exists bool) error {
	if exists {
		known, err := tx.Bodies(ctx)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(known, func(b consult.Body) bool { return b.ID == body.ID })
		if at < 0 {
			return consult.NotFound("error.not_found")
		}
		body.CreatedAt = known[at].CreatedAt
	}
	for _, grant := range body.Grants {
		if !slices.Contains(consult.Rooms(), grant.Room) {
			return consult.NotFound("error.not_found")
		}
		if _, err := tx.Consultation(ctx, grant.ConsultationID); err != nil {
			return err
		}
	}
	for _, member := range body.Members {
		user, err := tx.User(ctx, member)
		if err != nil {
			return err
		}
		if user.Role != consult.RoleReader {
			return consult.Invalid(consult.FieldError{Field: "membre", Key: "bodies.error.reader"})
		}
	}
	return nil
}

// RemoveBody ends a body. Its members read what their other bodies need, or what every reader may when they have none.
func (s *Service) RemoveBody(ctx context.Context, actor consult.Actor, id consult.ID) error {
	if err := actor.Require(consult.ManageUsers); err != nil {
		return err
	}
	return s.Store.Atomic(ctx, func(tx consult.Tx) error {
		if err := tx.DeleteBody(ctx, id); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, "body.remove", "", "body "+string(id))
	})
}

// readable gives a consultation to whoever has the permission there.
func (s *Service) readable(ctx context.Context, actor consult.Actor, permission consult.Permission, slug string) (consult.Consultation, error) {
	if err := actor.Require(permission); err != nil {
		return consult.Consultation{}, err
	}
	consultation, err := s.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return consultation, err
	}
	return consultation, actor.RequireIn(permission, consultation.ID)
}
