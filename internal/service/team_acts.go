package service

import (
	"context"
	"fmt"
	"slices"

	"concertation/internal/consult"
)

// StartTeam makes a team of a response: who asks becomes its first member and holds it; the link stays theirs. A team
// already stays as it is.
func (s *Service) StartTeam(ctx context.Context, token, name, role string) error {
	a, err := s.answering(ctx, token)
	if err != nil || a.Team != nil {
		return err
	}
	if !a.Editable {
		return consult.Closed("respond.error.closed")
	}
	if name, role, err = readMember(name, role); err != nil {
		return err
	}
	now := s.Now()
	me := &consult.Member{ID: consult.NewID(), ResponseID: a.Response.ID, Name: name, Role: role,
		TokenHash: hashToken(token), CreatedAt: now, SeenAt: now}
	team := &consult.Team{ResponseID: a.Response.ID, HolderID: me.ID, HeldUntil: now.Add(consult.HeldFor), CreatedAt: now}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error { return tx.InsertTeam(ctx, team, me) })
	if consult.CodeOf(err) == consult.CodeConflict { // the same button pressed twice
		return nil
	}
	if err != nil {
		return fmt.Errorf("make a team of response %s: %w", a.Response.ID, err)
	}
	return nil
}

// AddMember adds somebody, once however often the same form is posted: id is the form's own.
func (s *Service) AddMember(ctx context.Context, token string, id consult.ID, name, role string) error {
	name, role, err := readMember(name, role)
	if err != nil {
		return err
	}
	link, err := s.memberToken(ctx, id) // may write the key: not inside the transaction below
	if err != nil {
		return err
	}
	return s.teamAct(ctx, token, func(tx consult.Tx, t *Together) error {
		members, err := tx.Members(ctx, t.ResponseID)
		switch {
		case err != nil:
			return err
		case slices.ContainsFunc(members, func(m consult.Member) bool { return m.ID == id }):
			return nil
		case len(members) >= consult.MostMembers:
			return &consult.Error{Code: consult.CodeInvalid, Key: "error.invalid",
				Fields: []consult.FieldError{{Field: "name", Key: "respond.team.error.full", Args: []any{"most", consult.MostMembers}}}}
		}
		return tx.InsertMember(ctx, &consult.Member{ID: id, ResponseID: t.ResponseID, Name: name, Role: role,
			TokenHash: hashToken(link), CreatedAt: s.Now()})
	})
}

// RemoveMember ends the link of another member. What they held goes to who removes them; a signer so removed leaves
// sending to whoever holds. Who may not be put out: see Removable.
func (s *Service) RemoveMember(ctx context.Context, token string, id consult.ID) error {
	return s.teamAct(ctx, token, func(tx consult.Tx, t *Together) error {
		member, known := t.member(id)
		if !known || id == t.Me.ID {
			return consult.NotFound("error.not_found")
		}
		team, err := tx.Team(ctx, t.ResponseID)
		if err != nil {
			return err
		}
		now := *t
		if now.Team = team; !now.Removable(&member) {
			if id == team.SignerID {
				return consult.Forbidden("respond.team.error.signer_stays")
			}
			return errNotHolder()
		}
		member.RemovedAt = s.Now()
		if err := tx.UpdateMember(ctx, &member); err != nil {
			return err
		}
		if team.HolderID == id {
			team.HolderID, team.HeldUntil = t.Me.ID, s.Now().Add(consult.HeldFor)
		}
		if team.SignerID == id {
			team.SignerID = ""
		}
		if team.AskedID == id {
			team.AskedID = ""
		}
		return tx.UpdateTeam(ctx, &team)
	})
}

// PassHold hands the response over to another member.
func (s *Service) PassHold(ctx context.Context, token string, to consult.ID) error {
	return s.teamAct(ctx, token, func(tx consult.Tx, t *Together) error {
		team, err := tx.Team(ctx, t.ResponseID)
		if err != nil {
			return err
		}
		if _, known := t.member(to); !known {
			return consult.NotFound("error.not_found")
		}
		if team.HolderID != t.Me.ID {
			return errNotHolder()
		}
		return t.give(ctx, tx, &team, to)
	})
}

// TakeHold takes the response when nobody is at work on it; otherwise it asks who is, who will see it.
func (s *Service) TakeHold(ctx context.Context, token string) error {
	return s.teamAct(ctx, token, func(tx consult.Tx, t *Together) error {
		team, err := tx.Team(ctx, t.ResponseID)
		switch {
		case err != nil || team.HolderID == t.Me.ID:
			return err
		case !team.Held(t.now):
			return t.give(ctx, tx, &team, t.Me.ID)
		}
		team.AskedID, team.AskedAt = t.Me.ID, t.now
		return tx.UpdateTeam(ctx, &team)
	})
}

// NameSigner says who alone may send; "": whoever holds. The signer named, or anybody when there is none, may say so.
func (s *Service) NameSigner(ctx context.Context, token string, id consult.ID) error {
	return s.teamAct(ctx, token, func(tx consult.Tx, t *Together) error {
		team, err := tx.Team(ctx, t.ResponseID)
		if err != nil {
			return err
		}
		if _, known := t.member(id); id != "" && !known {
			return consult.NotFound("error.not_found")
		}
		if team.SignerID != "" && team.SignerID != t.Me.ID {
			return consult.Forbidden("respond.team.error.signer")
		}
		team.SignerID = id
		return tx.UpdateTeam(ctx, &team)
	})
}

// teamAct does what a member asks, in one transaction; CodeNotFound for a response without a team.
func (s *Service) teamAct(ctx context.Context, token string, act func(consult.Tx, *Together) error) error {
	a, err := s.answering(ctx, token)
	switch {
	case err != nil:
		return err
	case a.Team == nil:
		return consult.NotFound("error.not_found")
	case !a.Editable:
		return consult.Closed("respond.error.closed")
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		if err := a.Team.seen(ctx, tx, s.Now()); err != nil {
			return err
		}
		return act(tx, a.Team)
	})
	if err != nil {
		return fmt.Errorf("act in the team of %s: %w", a.Response.ID, err)
	}
	return nil
}

// give makes a member hold, and answers whoever asked.
func (t *Together) give(ctx context.Context, tx consult.Tx, team *consult.Team, to consult.ID) error {
	team.HolderID, team.HeldUntil = to, t.now.Add(consult.HeldFor)
	if team.AskedID == to {
		team.AskedID = ""
	}
	return tx.UpdateTeam(ctx, team)
}

func (t *Together) member(id consult.ID) (consult.Member, bool) {
	i := slices.IndexFunc(t.Members, func(m consult.Member) bool { return m.ID == id })
	if i < 0 {
		return consult.Member{}, false
	}
	return t.Members[i], true
}
