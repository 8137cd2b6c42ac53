package service

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"concertation/internal/consult"
)

// Several people answering together: respond_team.go says who may write, team_acts.go what members do, team_comments.go
// what they say to each other. The way of a response is the same; only its holder writes, only its signer sends.

// Together is the team of a response, as one of its members sees it.
type Together struct {
	consult.Team
	Me       consult.Member
	Members  []consult.Member // of the team now, in the order in which they came
	Comments []consult.DraftComment

	gone []consult.Member
	now  time.Time
}

// Holds says whether this member may write.
func (t *Together) Holds() bool { return t.HolderID == t.Me.ID }

// Busy says whether another member is at work.
func (t *Together) Busy() bool { return !t.Holds() && t.Held(t.now) }

// Signs says whether this member may send.
func (t *Together) Signs() bool { return t.SignerID == "" || t.SignerID == t.Me.ID }

// Removable says whether this member may put another out: not who is at work, unless by who was named to send; nor who was
// named to send, until they have not come for long. Whose link was never followed can always be: it may have gone astray.
func (t *Together) Removable(m *consult.Member) bool {
	switch {
	case m.ID == t.Me.ID:
		return false
	case m.SeenAt.IsZero():
		return true
	case m.ID == t.SignerID:
		return !t.now.Before(m.SeenAt.Add(consult.LeftFor))
	case m.ID == t.HolderID:
		return !t.Held(t.now) || t.SignerID == t.Me.ID
	}
	return true
}

// NameOf gives a member's name, of those who left too; "" for no member.
func (t *Together) NameOf(id consult.ID) string {
	for _, m := range slices.Concat(t.Members, t.gone) {
		if m.ID == id {
			return m.Name
		}
	}
	return ""
}

// Open counts the comments on a question that are still to be dealt with.
func (t *Together) Open(question string) (count int) {
	for _, c := range t.Comments {
		if c.Question == question && c.SettledAt.IsZero() {
			count++
		}
	}
	return count
}

// MayWrite says whether who opened the response may change it: alone, or as the one who holds it.
func (a *Answering) MayWrite() bool { return a.Team == nil || a.Team.Holds() }

// MaySend says whether who opened the response may send it.
func (a *Answering) MaySend() bool { return a.Team == nil || a.Team.Holds() && a.Team.Signs() }

// errNotHolder refuses an act of a member who does not hold the response.
func errNotHolder() error { return consult.Forbidden("respond.team.error.holder") }

// throughMember gives the response that the link of a member opens.
func (s *Service) throughMember(ctx context.Context, hash []byte) (consult.Response, *Together, error) {
	me, err := s.Store.MemberByToken(ctx, hash)
	if err != nil {
		return consult.Response{}, nil, err
	}
	if !me.RemovedAt.IsZero() {
		return consult.Response{}, nil, consult.NotFound("error.not_found")
	}
	response, err := s.Store.Response(ctx, me.ResponseID)
	if err != nil {
		return consult.Response{}, nil, err
	}
	together := &Together{Me: me, now: s.Now()}
	if together.Team, err = s.Store.Team(ctx, response.ID); err != nil {
		return consult.Response{}, nil, err
	}
	members, err := s.Store.Members(ctx, response.ID)
	if err != nil {
		return consult.Response{}, nil, fmt.Errorf("read the team of %s: %w", response.ID, err)
	}
	for _, m := range members {
		if m.RemovedAt.IsZero() {
			together.Members = append(together.Members, m)
		} else {
			together.gone = append(together.gone, m)
		}
	}
	if together.Comments, err = s.Store.DraftComments(ctx, response.ID); err != nil {
		return consult.Response{}, nil, fmt.Errorf("read comments on %s: %w", response.ID, err)
	}
	return response, together, nil
}

// keepHold makes sure, inside the transaction of a write, that the member still holds the response, and holds it longer.
// CodeConflict when another took over meanwhile: the write is looked at again, and refused.
func (t *Together) keepHold(ctx context.Context, tx consult.Tx, now time.Time) error {
	if t == nil {
		return nil
	}
	team, err := tx.Team(ctx, t.ResponseID)
	if err != nil {
		return err
	}
	if team.HolderID != t.Me.ID {
		return consult.Conflict("respond.error.stale")
	}
	team.HeldUntil = now.Add(consult.HeldFor)
	if err := tx.UpdateTeam(ctx, &team); err != nil {
		return err
	}
	return t.seen(ctx, tx, now)
}

// seen notes that the member was here.
func (t *Together) seen(ctx context.Context, tx consult.Tx, now time.Time) error {
	me := t.Me
	me.SeenAt = now
	return tx.UpdateMember(ctx, &me)
}

// sign notes who sends, inside the transaction that does; CodeConflict when another was named meanwhile.
func (t *Together) sign(ctx context.Context, tx consult.Tx, now time.Time) error {
	if t == nil {
		return nil
	}
	if err := t.keepHold(ctx, tx, now); err != nil {
		return err
	}
	team, err := tx.Team(ctx, t.ResponseID)
	switch {
	case err != nil:
		return err
	case team.SignerID != "" && team.SignerID != t.Me.ID:
		return consult.Conflict("respond.error.stale")
	}
	team.SignerID = t.Me.ID
	return tx.UpdateTeam(ctx, &team)
}

// MemberLink gives the token of a member's link, to pass it on, until it was followed a first time; "" afterwards, and
// for the first member, whose link is that of the response.
func (s *Service) MemberLink(ctx context.Context, m *consult.Member) (string, error) {
	if !m.SeenAt.IsZero() {
		return "", nil
	}
	return s.memberToken(ctx, m.ID)
}

// memberToken gives the token of a member's link, derived so that it can be shown again though it is not stored.
func (s *Service) memberToken(ctx context.Context, id consult.ID) (string, error) {
	return s.derivedToken(ctx, "members", id)
}

// readMember checks what is said of a member.
func readMember(name, role string) (string, string, error) {
	name, role = strings.Join(strings.Fields(name), " "), strings.Join(strings.Fields(role), " ")
	switch {
	case name == "":
		return "", "", &consult.Error{Code: consult.CodeInvalid, Key: "error.invalid",
			Fields: []consult.FieldError{{Field: "name", Key: "respond.team.error.name"}}}
	case utf8.RuneCountInString(name) > consult.MaxMemberName:
		return "", "", &consult.Error{Code: consult.CodeInvalid, Key: "error.invalid",
			Fields: []consult.FieldError{{Field: "name", Key: "respond.team.error.long", Args: []any{"most", consult.MaxMemberName}}}}
	case utf8.RuneCountInString(role) > consult.MaxMemberName:
		return "", "", &consult.Error{Code: consult.CodeInvalid, Key: "error.invalid",
			Fields: []consult.FieldError{{Field: "role", Key: "respond.team.error.long", Args: []any{"most", consult.MaxMemberName}}}}
	}
	return name, role, nil
}
