package service_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/service"
)

// team is a response that Amina began and opened to Bruno; Amina holds it.
func team(t *testing.T) (h *house, amina, bruno string) {
	t.Helper()
	ctx := context.Background()
	h = openHouse(t, small())
	amina = h.begin(t)
	check(t, h.StartTeam(ctx, amina, "Amina", "directrice"))
	check(t, h.AddMember(ctx, amina, consult.NewID(), "Bruno", ""))
	members := h.answering(t, amina).Team.Members
	if len(members) != 2 {
		t.Fatalf("members %v", members)
	}
	bruno, err := h.MemberLink(ctx, &members[1])
	check(t, err)
	return h, amina, bruno
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func memberID(h *house, t testing.TB, token string) consult.ID {
	return h.answering(t, token).Team.Me.ID
}

func TestAnsweringTogether(t *testing.T) {
	ctx := context.Background()
	t.Run("each member has a link to the same response, and only the one who holds it writes", func(t *testing.T) {
		h, amina, bruno := team(t)
		h.save(t, amina, h.page(t, amina, 0, forms.Raw{"qui": {"personne"}, "age": {"41"}}))
		seen := h.answering(t, bruno)
		if seen.Raw.First("age") != "41" || seen.MayWrite() || !seen.Team.Busy() || seen.Team.NameOf(seen.Team.HolderID) != "Amina" {
			t.Errorf("raw %v, may write %t", seen.Raw, seen.MayWrite())
		}
		result := h.save(t, bruno, h.page(t, bruno, 0, forms.Raw{"qui": {"personne"}, "age": {"12"}}))
		if result.Outcome != service.PageHeld || len(result.Differences) != 1 || result.Answering.Raw.First("age") != "12" {
			t.Errorf("outcome %d, differences %v", result.Outcome, result.Differences)
		}
		if _, err := h.Autosave(ctx, bruno, h.page(t, bruno, 0, forms.Raw{"age": {"12"}})); consult.CodeOf(err) != consult.CodeForbidden {
			t.Errorf("autosave: %v", err)
		}
		if got := h.answering(t, amina).Raw.First("age"); got != "41" {
			t.Errorf("age %q", got)
		}
	})
	t.Run("the response is handed over", func(t *testing.T) {
		h, amina, bruno := team(t)
		check(t, h.PassHold(ctx, amina, memberID(h, t, bruno)))
		if err := h.PassHold(ctx, amina, memberID(h, t, bruno)); consult.CodeOf(err) != consult.CodeForbidden {
			t.Errorf("handed over by who no longer holds: %v", err)
		}
		if result := h.save(t, bruno, h.page(t, bruno, 0, forms.Raw{"qui": {"personne"}})); result.Outcome != service.PageNext {
			t.Errorf("outcome %d", result.Outcome)
		}
	})
	t.Run("one who waits asks, and takes over once the other is away", func(t *testing.T) {
		h, amina, bruno := team(t)
		check(t, h.TakeHold(ctx, bruno))
		if a := h.answering(t, amina); !a.MayWrite() || a.Team.NameOf(a.Team.AskedID) != "Bruno" {
			t.Errorf("asked by %q", a.Team.NameOf(a.Team.AskedID))
		}
		h.clock.advance(consult.HeldFor)
		check(t, h.TakeHold(ctx, bruno))
		if a := h.answering(t, bruno); !a.MayWrite() || a.Team.AskedID != "" {
			t.Error("Bruno does not hold")
		}
	})
	t.Run("writing holds it for longer", func(t *testing.T) {
		h, amina, bruno := team(t)
		h.clock.advance(consult.HeldFor - time.Minute)
		h.save(t, amina, h.page(t, amina, 0, forms.Raw{"qui": {"personne"}}))
		h.clock.advance(time.Minute)
		if !h.answering(t, bruno).Team.Busy() {
			t.Error("Amina is taken for away")
		}
	})
	t.Run("only the signer sends, and who sent is known", func(t *testing.T) {
		h, amina, bruno := team(t)
		check(t, h.NameSigner(ctx, amina, memberID(h, t, bruno)))
		if err := h.NameSigner(ctx, amina, memberID(h, t, amina)); consult.CodeOf(err) != consult.CodeForbidden {
			t.Errorf("the signer was replaced by another: %v", err)
		}
		h.save(t, amina, h.page(t, amina, 0, forms.Raw{"qui": {"personne"}}))
		if outcome, _, err := h.Submit(ctx, amina, h.answering(t, amina).Stamp(-1)); err != nil || outcome != service.SendHeld {
			t.Errorf("outcome %d, %v", outcome, err)
		}
		check(t, h.PassHold(ctx, amina, memberID(h, t, bruno)))
		if a := h.send(t, bruno); !a.Submitted() {
			t.Error("not sent")
		}
		if a := h.answering(t, amina); !a.Done() || a.Team.NameOf(a.Team.SignerID) != "Bruno" {
			t.Errorf("done %t, signed by %q", a.Done(), a.Team.NameOf(a.Team.SignerID))
		}
		if _, err := h.Withdraw(ctx, amina); consult.CodeOf(err) != consult.CodeForbidden {
			t.Errorf("withdrawn by another: %v", err)
		}
	})
	t.Run("without a signer, who holds sends and signs", func(t *testing.T) {
		h, amina, _ := team(t)
		h.save(t, amina, h.page(t, amina, 0, forms.Raw{"qui": {"personne"}}))
		h.send(t, amina)
		if a := h.answering(t, amina); a.Team.NameOf(a.Team.SignerID) != "Amina" {
			t.Errorf("signed by %q", a.Team.NameOf(a.Team.SignerID))
		}
	})
	t.Run("a member removed no longer opens it, and gives back what they held", func(t *testing.T) {
		h, amina, bruno := team(t)
		check(t, h.PassHold(ctx, amina, memberID(h, t, bruno)))
		h.clock.advance(consult.HeldFor)
		check(t, h.RemoveMember(ctx, amina, memberID(h, t, bruno)))
		if _, err := h.Answering(ctx, bruno); consult.CodeOf(err) != consult.CodeNotFound {
			t.Errorf("still opens: %v", err)
		}
		if !h.answering(t, amina).MayWrite() {
			t.Error("nobody holds it")
		}
		if err := h.RemoveMember(ctx, amina, memberID(h, t, amina)); consult.CodeOf(err) != consult.CodeNotFound {
			t.Errorf("removed oneself: %v", err)
		}
	})
	t.Run("who is at work, and who was named to send, are not put out by another", func(t *testing.T) {
		h, amina, bruno := team(t)
		h.answering(t, bruno)
		if err := h.RemoveMember(ctx, bruno, memberID(h, t, amina)); consult.CodeOf(err) != consult.CodeForbidden {
			t.Errorf("who writes was put out: %v", err)
		}
		check(t, h.NameSigner(ctx, amina, memberID(h, t, amina)))
		h.clock.advance(consult.HeldFor)
		if err := h.RemoveMember(ctx, bruno, memberID(h, t, amina)); consult.CodeOf(err) != consult.CodeForbidden {
			t.Errorf("who was to send was put out: %v", err)
		}
		h.clock.advance(consult.LeftFor) // nobody saw her since: she left the structure
		check(t, h.RemoveMember(ctx, bruno, memberID(h, t, amina)))
		check(t, h.TakeHold(ctx, bruno))
		if !h.answering(t, bruno).MaySend() {
			t.Error("nobody may send any more")
		}
	})
	t.Run("a form posted twice adds one member, one comment", func(t *testing.T) {
		h, amina, _ := team(t)
		id := consult.NewID()
		for range 2 {
			check(t, h.StartTeam(ctx, amina, "Amina", ""))
			check(t, h.AddMember(ctx, amina, id, "Chloé", "trésorière"))
			check(t, h.CommentDraft(ctx, amina, id, "age", "À vérifier"))
		}
		if a := h.answering(t, amina); len(a.Team.Members) != 3 || len(a.Team.Comments) != 1 {
			t.Errorf("%d members, %d comments", len(a.Team.Members), len(a.Team.Comments))
		}
	})
	t.Run("comments are no part of the answers, and are settled", func(t *testing.T) {
		h, amina, bruno := team(t)
		id := consult.NewID()
		check(t, h.CommentDraft(ctx, bruno, id, "age", "  À vérifier\r\navant l’envoi "))
		a := h.answering(t, amina)
		if a.Team.Open("age") != 1 || a.Team.Comments[0].Body != "À vérifier\navant l’envoi" || a.Raw.First("age") != "" {
			t.Errorf("comments %+v", a.Team.Comments)
		}
		check(t, h.SettleComment(ctx, amina, id, true))
		if h.answering(t, bruno).Team.Open("age") != 0 {
			t.Error("still open")
		}
		check(t, h.SettleComment(ctx, bruno, id, false))
		if h.answering(t, bruno).Team.Open("age") != 1 {
			t.Error("not opened again")
		}
		h.save(t, amina, h.page(t, amina, 0, forms.Raw{"qui": {"personne"}}))
		h.send(t, amina)
		if len(h.contributions(t)) != 0 {
			t.Error("a comment became a contribution")
		}
	})
	t.Run("whoever answers alone has no team to act in", func(t *testing.T) {
		h := openHouse(t, small())
		token := h.begin(t)
		if err := h.TakeHold(ctx, token); consult.CodeOf(err) != consult.CodeNotFound {
			t.Errorf("%v", err)
		}
		if a := h.answering(t, token); a.Team != nil || !a.MayWrite() || !a.MaySend() {
			t.Error("not alone")
		}
	})
	t.Run("names are asked and bounded", func(t *testing.T) {
		h, amina, _ := team(t)
		long := strings.Repeat("a", consult.MaxMemberName+1)
		if err := h.AddMember(ctx, amina, consult.NewID(), long, ""); consult.CodeOf(err) != consult.CodeInvalid {
			t.Errorf("%v", err)
		}
		if err := h.AddMember(ctx, amina, consult.NewID(), "  ", ""); consult.CodeOf(err) != consult.CodeInvalid {
			t.Errorf("%v", err)
		}
	})
}

func TestTwoMembersWhoTakeOverAtOnceDoNotBothWrite(t *testing.T) {
	ctx := context.Background()
	h, amina, bruno := team(t)
	check(t, h.AddMember(ctx, amina, consult.NewID(), "Chloé", ""))
	members := h.answering(t, amina).Team.Members
	chloe, err := h.MemberLink(ctx, &members[2])
	check(t, err)
	h.clock.advance(consult.HeldFor)
	var all sync.WaitGroup
	for _, token := range []string{bruno, chloe} {
		all.Go(func() {
			if err := h.TakeHold(ctx, token); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if b, c := h.answering(t, bruno).MayWrite(), h.answering(t, chloe).MayWrite(); b == c {
		t.Errorf("Bruno %t, Chloé %t", b, c)
	}
}
