package gallery

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"concertation/internal/consult"
	"concertation/internal/service"
)

// galleryTable is a file of contributions as somebody brings one, with a mistake.
const galleryTable = "Identifiant;Atelier;Participants;Texte;Date;Auteur\n" +
	"1;Atelier du marché;12;Plus de bancs devant la halle;02/04/2016;\n" +
	"2;Atelier du marché;12;Moins de voitures le samedi;02/04/2016;\n" +
	"3;;;Un lieu pour les associations;05/04/2016;Amina\n" +
	"4;;;;06/04/2016;Amina\n"

// collect gathers contributions from elsewhere: a file that waits, one imported, notes, letters of which three are nearly
// the same, with a scan.
func (f *filling) collect(ctx context.Context) error {
	waiting, err := f.ContributionsDesk().Receive(ctx, f.amina, slug, "recueil.csv", strings.NewReader(galleryTable))
	if err != nil {
		return err
	}
	done, err := f.imported(ctx, f.ContributionsDesk(), "ateliers.csv", galleryTable)
	if err != nil {
		return err
	}
	about := service.GatheredText{Question: "Que faudrait-il dans le quartier ?", Publication: consult.PublicationAnonymous}
	notes, err := f.CaptureNotes(ctx, f.amina, slug, service.NotesDraft{ID: consult.NewID(), Event: "Rencontre de Cholet", Table: "1", People: "14",
		Notes: "- Plus de bancs\n- Des vélos partagés", GatheredText: about})
	if err != nil {
		return err
	}
	var letter consult.ID
	for _, sender := range []string{"Bruno", "Chloé", "David"} {
		about.Body = petition + "\n\n" + sender
		captured, err := f.CaptureLetter(ctx, f.amina, slug, service.LetterDraft{ID: consult.NewID(), Kind: consult.KindLetter, Sender: sender, GatheredText: about})
		if err != nil {
			return err
		}
		letter = captured.Contribution
	}
	scans := []service.Upload{{Name: "lettre.pdf", Content: strings.NewReader("%PDF-1.4\n%%EOF")}}
	if _, _, err := f.Attach(ctx, f.amina, slug, consult.Owner{ContributionID: letter}, scans); err != nil {
		return err
	}
	f.under(desk+"/collecte", "", "/importer", "/notes", "/courrier", "/seances/"+string(notes.Session.ID), "/textes/"+string(letter))
	f.state("à vérifier", desk+"/collecte/importer/"+string(waiting.ID), 200)
	f.state("fini", desk+"/collecte/importer/"+string(done), 200)
	f.refused("notes sans texte", desk+"/collecte/notes", url.Values{"id": {string(consult.NewID())}})
	return f.campaignOf(ctx, letter)
}

// petition is a text that several people send.
const petition = "Nous demandons à la région de soutenir les épiceries solidaires des communes rurales par une aide au loyer, sans quoi il n’y aura plus de commerce."

// campaignOf shows a text that others resemble, and what giving them all its themes would do.
func (f *filling) campaignOf(ctx context.Context, text consult.ID) error {
	consultation, err := f.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return err
	}
	if err := f.RefreshSuggestions(ctx, consultation.ID); err != nil {
		return err
	}
	grid, err := f.Store.ThemeGrid(ctx, consultation.ID)
	if err != nil {
		return err
	}
	if err := f.Code(ctx, f.amina, slug, service.CodingAct{Contribution: text, Theme: grid.Themes[1].ID, Kind: service.CodingGive}); err != nil {
		return err
	}
	if err := f.Margin(ctx, f.amina, slug, service.MarginAct{Contribution: text, Kind: service.MarginPropose, Title: "Aider au loyer des épiceries solidaires"}); err != nil {
		return err
	}
	f.under(desk, "/contributions/"+string(text), "/contributions/"+string(text)+"/lot", "/contributions/regrouper", "/actions-proposees")
	f.screens = append(f.screens, Screen{Group: f.group, Path: desk + "/contributions/regrouper", State: "aperçu", Status: http.StatusOK, Post: url.Values{"portee": {"filtre"}}})
	return nil
}

// imported has a file imported whole.
func (f *filling) imported(ctx context.Context, imports *service.ImportDesk, name, content string) (consult.ID, error) {
	done, err := imports.Receive(ctx, f.amina, slug, name, strings.NewReader(content))
	if err != nil {
		return "", err
	}
	if err := imports.Start(ctx, f.amina, slug, done.ID); err != nil {
		return "", err
	}
	f.Idle()
	return done.ID, nil
}
