package service_test

import (
	"context"
	"crypto/sha256"
	"testing"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/service"
)

// invitedTo adds structures to the list of the house's consultation, makes their links, and gives the tokens.
func invitedTo(t *testing.T, h *house, names ...string) (organisations []consult.Organisation, tokens []string) {
	t.Helper()
	ctx := context.Background()
	for _, name := range names {
		o := consult.Organisation{ID: consult.NewID(), ConsultationID: h.id, Name: name, CreatedAt: noon, ChangedAt: noon}
		check(t, h.store.Atomic(ctx, func(tx consult.Tx) error { return tx.InsertOrganisation(ctx, &o, name, name) }))
		organisations = append(organisations, o)
	}
	_, err := h.MakeInvitations(ctx, consult.System(), h.id)
	check(t, err)
	for _, o := range organisations {
		i, err := h.store.InvitationOf(ctx, o.ID)
		check(t, err)
		token, err := h.InvitationToken(ctx, i.ID)
		check(t, err)
		tokens = append(tokens, token)
	}
	return organisations, tokens
}

func hashOf(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

func (h *house) touches(t *testing.T, organisation consult.ID) (kinds []consult.TouchKind) {
	t.Helper()
	all, err := h.store.Touches(context.Background(), consult.TouchFilter{OrganisationID: organisation})
	check(t, err)
	for _, touch := range all {
		kinds = append(kinds, touch.Kind)
	}
	return kinds
}

func TestTheLinkOfAStructure(t *testing.T) {
	ctx := context.Background()
	t.Run("is made once for each, and can be printed again", func(t *testing.T) {
		h := openHouse(t, small())
		_, tokens := invitedTo(t, h, "Abeille", "Zeste")
		if made, err := h.MakeInvitations(ctx, consult.System(), h.id); err != nil || made != 0 {
			t.Errorf("made %d again, %v", made, err)
		}
		if tokens[0] == tokens[1] {
			t.Error("the same link for both")
		}
		// Another process over the same store prints the same links.
		other := service.New(h.store)
		i, err := h.store.InvitationByToken(ctx, hashOf(tokens[0]))
		check(t, err)
		if again, err := other.InvitationToken(ctx, i.ID); err != nil || again != tokens[0] {
			t.Errorf("%q, %v", again, err)
		}
	})
	t.Run("begins responses in its name, each with a link of its own, and shows nothing of them", func(t *testing.T) {
		h := openHouse(t, small())
		organisations, tokens := invitedTo(t, h, "Abeille")
		begun, err := h.BeginInvited(ctx, tokens[0], "questionnaire", "")
		check(t, err)
		owner, err := h.store.OwnerOfResponse(ctx, begun.Response.ID)
		check(t, err)
		if owner.OrganisationID != organisations[0].ID {
			t.Errorf("speaks for %s", owner.OrganisationID)
		}
		view, err := h.Invited(ctx, tokens[0])
		check(t, err)
		if view.Begun != 1 || view.Sent != 0 || view.Organisation.Name != "Abeille" || len(view.Questionnaires) != 1 {
			t.Errorf("%+v", view)
		}
		h.save(t, begun.Token, h.page(t, begun.Token, 0, forms.Raw{"qui": {"personne"}}))
		h.send(t, begun.Token)
		if view, err = h.Invited(ctx, tokens[0]); err != nil || view.Begun != 0 || view.Sent != 1 {
			t.Errorf("%+v, %v", view, err)
		}
		if kinds := h.touches(t, organisations[0].ID); len(kinds) != 1 || kinds[0] != consult.TouchOpened {
			t.Errorf("touches %v", kinds)
		}
	})
	t.Run("is noted as opened once", func(t *testing.T) {
		h := openHouse(t, small())
		organisations, tokens := invitedTo(t, h, "Abeille")
		for range 3 {
			check(t, h.NoteOpened(ctx, tokens[0]))
		}
		if kinds := h.touches(t, organisations[0].ID); len(kinds) != 1 {
			t.Errorf("touches %v", kinds)
		}
	})
	t.Run("leads to the structure that it was merged into", func(t *testing.T) {
		h := openHouse(t, small())
		organisations, tokens := invitedTo(t, h, "Abeille", "Abeilles")
		merged := organisations[1]
		merged.MergedInto = organisations[0].ID
		check(t, h.store.Atomic(ctx, func(tx consult.Tx) error { return tx.UpdateOrganisation(ctx, &merged, "", "") }))
		if view, err := h.Invited(ctx, tokens[1]); err != nil || view.Organisation.ID != organisations[0].ID {
			t.Errorf("%+v, %v", view, err)
		}
	})
	t.Run("stops when it is revoked, and another serves once renewed", func(t *testing.T) {
		h := openHouse(t, small())
		organisations, tokens := invitedTo(t, h, "Abeille")
		check(t, h.RevokeInvitation(ctx, consult.System(), organisations[0].ID))
		if _, err := h.BeginInvited(ctx, tokens[0], "questionnaire", ""); consult.CodeOf(err) != consult.CodeNotFound {
			t.Errorf("%v", err)
		}
		check(t, h.RenewInvitation(ctx, consult.System(), organisations[0].ID))
		if _, err := h.Invited(ctx, tokens[0]); consult.CodeOf(err) != consult.CodeNotFound {
			t.Errorf("the former link: %v", err)
		}
		i, err := h.store.InvitationOf(ctx, organisations[0].ID)
		check(t, err)
		token, err := h.InvitationToken(ctx, i.ID)
		check(t, err)
		if _, err := h.Invited(ctx, token); err != nil {
			t.Errorf("the new link: %v", err)
		}
	})
	t.Run("opens nothing when it is forged, and is made by organisers alone", func(t *testing.T) {
		h := openHouse(t, small())
		for _, token := range []string{"", "x", "aaaaaaaaaaaaaaaaaaaaaaaaaa", "AAAAAAAAAAAAAAAAAAAAAAAAAA"} {
			if _, err := h.Invited(ctx, token); consult.CodeOf(err) != consult.CodeNotFound {
				t.Errorf("%q: %v", token, err)
			}
		}
		if _, err := h.MakeInvitations(ctx, consult.Actor{Role: consult.RoleAnalyst}, h.id); consult.CodeOf(err) != consult.CodeForbidden {
			t.Errorf("an analyst: %v", err)
		}
	})
}
