package service_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/i18n"
)

func TestWhatBecomesOfAContribution(t *testing.T) {
	ctx := context.Background()
	h := openHouse(t, small())
	theme := consult.Theme{ID: consult.NewID(), Position: 1, Kind: consult.ThemeRegular, Title: "Emploi"}
	check(t, h.store.Atomic(ctx, func(tx consult.Tx) error {
		return tx.InsertThemeGrid(ctx, &consult.ThemeGrid{ConsultationID: h.id, Version: 1, Themes: []consult.Theme{theme}})
	}))
	token := h.begin(t)
	h.save(t, token, h.page(t, token, 0, forms.Raw{"qui": {"structure"}, "nom": {"Les Jardins"}}))
	h.save(t, token, h.page(t, token, 1, forms.Raw{"besoin": {"Des locaux"}, "publication": {"anonymous"}}))
	h.send(t, token)
	text := h.contributions(t)["besoin"]
	is := func(read bool, themes int, quoted bool) {
		t.Helper()
		fate, err := h.Fate(ctx, token)
		check(t, err)
		if len(fate.Texts) != 1 || fate.Texts[0].Text != "Des locaux" || fate.Texts[0].Read != read || len(fate.Texts[0].Themes) != themes || fate.Texts[0].Quoted != quoted {
			t.Errorf("%+v", fate.Texts)
		}
	}
	is(false, 0, false)
	coder := consult.NewID()
	check(t, h.store.Atomic(ctx, func(tx consult.Tx) error {
		if err := tx.InsertUser(ctx, &consult.User{ID: coder, Email: "a@exemple.fr", Name: "Amina", Role: consult.RoleAnalyst, CreatedAt: noon}); err != nil {
			return err
		}
		return tx.InsertAssignment(ctx, &consult.Assignment{ID: consult.NewID(), ConsultationID: h.id, ContributionID: text.ID, StatementID: text.ID,
			ThemeID: theme.ID, CoderID: coder, Round: 1, State: consult.AssignmentConfirmed, TextVersion: text.TextVersion, GridVersion: 1, At: noon})
	}))
	is(true, 0, false) // nobody validated the theme: its name is not said
	check(t, h.ValidateTheme(ctx, consult.Actor{User: coder, Role: consult.RoleAnalyst}, "essai", theme.ID, 0))
	is(true, 1, false)
	check(t, h.store.Atomic(ctx, func(tx consult.Tx) error {
		return tx.InsertQuote(ctx, &consult.Quote{ConsultationID: h.id, ContributionID: text.ID, StatementID: text.ID, TextVersion: text.TextVersion, By: coder, At: noon})
	}))
	is(true, 1, true)
}

func TestARespondentAsksForTheirLinkByMail(t *testing.T) {
	ctx := context.Background()
	h := openHouse(t, small())
	catalogue, err := i18n.New()
	check(t, err)
	h.P = catalogue.In("fr")
	token := h.begin(t)
	const link = "https://avis.exemple.fr/r/x"
	if err := h.MailLink(ctx, token, "a@exemple.fr", link); consult.CodeOf(err) != consult.CodeClosed {
		t.Errorf("without a server: %v", err)
	}
	post := openPost(t)
	h.UseMail(postbox(t, post.server.URL()))
	for _, address := range []string{"", "pas une adresse", "a@exemple.fr\r\nBcc: b@exemple.fr"} {
		if err := h.MailLink(ctx, token, address, link); consult.CodeOf(err) != consult.CodeInvalid {
			t.Errorf("%q: %v", address, err)
		}
	}
	queued := func() []consult.MailFate {
		fates, err := h.store.MailFates(ctx, consult.MailFilter{ConsultationID: h.id})
		check(t, err)
		return fates
	}
	for range 3 {
		check(t, h.MailLink(ctx, token, "A@exemple.fr", link))
	}
	if all := queued(); len(all) != 1 || all[0].Kind != consult.MailReceipt {
		t.Errorf("%d mails", len(all))
	}
	h.save(t, token, h.page(t, token, 0, forms.Raw{"qui": {"personne"}}))
	h.send(t, token)
	check(t, h.MailLink(ctx, token, "a@exemple.fr", link))
	all := queued()
	if len(all) != 2 {
		t.Fatalf("%d mails", len(all))
	}
	sent, err := h.store.Mail(ctx, all[1].ID)
	check(t, err)
	if !strings.Contains(sent.Text, h.answering(t, token).Response.Reference) || !strings.Contains(sent.Text, link) || sent.Refusable {
		t.Errorf("%+v", sent)
	}
	h.clock.advance(24 * time.Hour)
	check(t, h.MailLink(ctx, token, "a@exemple.fr", link))
	if got := len(queued()); got != 3 {
		t.Errorf("%d mails the day after", got)
	}
}
