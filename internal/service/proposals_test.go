package service_test

import (
	"context"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
)

// proposed gives the proposed actions as an analyst sees them.
func (r *room) proposed(t testing.TB) []service.ProposalRow {
	t.Helper()
	view, err := r.ProposalsView(context.Background(), r.amina, "demonstration")
	if err != nil {
		t.Fatal(err)
	}
	return view.Rows
}

func (r *room) propose(t testing.TB, actor consult.Actor, text consult.ID, title string) {
	t.Helper()
	if err := r.Margin(context.Background(), actor, "demonstration", service.MarginAct{Contribution: text, Kind: service.MarginPropose, Title: title}); err != nil {
		t.Fatal(err)
	}
}

func TestProposedActionsCountWhatProposesThem(t *testing.T) {
	r := codingRoom(t, 20)
	texts := r.texts(t, consult.ContributionFilter{ConsultationID: r.consultation.ID})
	r.propose(t, r.amina, texts[0].ID, "Ouvrir un guichet")
	r.propose(t, r.bruno, texts[1].ID, "ouvrir un  GUICHET") // the same, as another types it
	r.propose(t, r.bruno, texts[1].ID, "Former des tuteurs")
	r.code(t, r.amina, texts[1].ID, service.CodingGive, 3)

	rows := r.proposed(t)
	if len(rows) != 2 || rows[0].Proposal.Title != "Former des tuteurs" || rows[1].Proposal.Title != "Ouvrir un guichet" {
		t.Fatalf("%+v", rows)
	}
	if both := rows[1]; both.Counts.Contributions != 2 || both.Counts.Statements != 2 || len(both.Sources) != 2 {
		t.Errorf("proposed twice: %+v", both.Counts)
	}
	if len(rows[0].Themes) != 1 || rows[0].Themes[0].Position != 3 {
		t.Errorf("themes %+v", rows[0].Themes)
	}
}

func TestAnActionIsRenamedMergedDetachedAndRemoved(t *testing.T) {
	ctx, r := context.Background(), codingRoom(t, 20)
	texts := r.texts(t, consult.ContributionFilter{ConsultationID: r.consultation.ID})
	r.propose(t, r.amina, texts[0].ID, "Ouvrir un guichet")
	r.propose(t, r.amina, texts[1].ID, "Ouvrir un guichet")
	r.propose(t, r.amina, texts[1].ID, "Tenir un guichet")
	rows := r.proposed(t)
	stays, goes := rows[0].Proposal.ID, rows[1].Proposal.ID
	change := func(act service.ProposalAct) {
		t.Helper()
		if err := r.ChangeProposal(ctx, r.bruno, "demonstration", act); err != nil {
			t.Fatal(err)
		}
	}

	change(service.ProposalAct{Proposal: stays, Kind: service.ProposalRename, Title: " Un  guichet ", Note: "par canton"})
	change(service.ProposalAct{Proposal: goes, Kind: service.ProposalMerge, Into: stays})
	rows = r.proposed(t)
	if len(rows) != 1 || rows[0].Proposal.Title != "Un guichet" || rows[0].Proposal.Note != "par canton" || len(rows[0].Sources) != 2 {
		t.Fatalf("after merging: %+v", rows)
	}
	change(service.ProposalAct{Proposal: stays, Kind: service.ProposalDrop, Statement: texts[1].ID})
	if rows = r.proposed(t); len(rows[0].Sources) != 1 || rows[0].Sources[0].Statement != texts[0].ID {
		t.Errorf("after a source was taken off: %+v", rows[0].Sources)
	}
	change(service.ProposalAct{Proposal: stays, Kind: service.ProposalRemove})
	if rows = r.proposed(t); len(rows) != 0 {
		t.Errorf("after removing: %+v", rows)
	}
}

func TestWhatCannotBeDoneToAnActionIsRefused(t *testing.T) {
	ctx, r := context.Background(), codingRoom(t, 20)
	r.propose(t, r.amina, r.first(t).ID, "Ouvrir un guichet")
	id := r.proposed(t)[0].Proposal.ID
	for name, c := range map[string]struct {
		actor consult.Actor
		slug  string
		act   service.ProposalAct
		code  consult.Code
	}{
		"a blank title":        {r.amina, "demonstration", service.ProposalAct{Proposal: id, Kind: service.ProposalRename, Title: " "}, consult.CodeInvalid},
		"into itself":          {r.amina, "demonstration", service.ProposalAct{Proposal: id, Kind: service.ProposalMerge, Into: id}, consult.CodeInvalid},
		"into nothing":         {r.amina, "demonstration", service.ProposalAct{Proposal: id, Kind: service.ProposalMerge, Into: consult.NewID()}, consult.CodeNotFound},
		"of no kind":           {r.amina, "demonstration", service.ProposalAct{Proposal: id, Kind: "paint"}, consult.CodeNotFound},
		"from a reader":        {consult.Actor{User: consult.NewID(), Role: consult.RoleReader}, "demonstration", service.ProposalAct{Proposal: id, Kind: service.ProposalRemove}, consult.CodeForbidden},
		"of another's actions": {r.amina, "sress-2016", service.ProposalAct{Proposal: id, Kind: service.ProposalRemove}, consult.CodeNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			if err := r.ChangeProposal(ctx, c.actor, c.slug, c.act); consult.CodeOf(err) != c.code {
				t.Errorf("%v, want %s", err, c.code)
			}
		})
	}
	if len(r.proposed(t)) != 1 {
		t.Error("the action is gone")
	}
}
