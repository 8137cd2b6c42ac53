package app

import (
	"context"
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

// galleryCollect gathers contributions from elsewhere, and gives the paths of their screens within the consultation.
func galleryCollect(ctx context.Context, s *service.Service, email string) ([]string, error) {
	user, err := s.Store.UserByEmail(ctx, email)
	if err != nil {
		return nil, err
	}
	const slug = "demonstration"
	actor := consult.Actor{User: user.ID, Role: user.Role}
	waiting, err := s.ContributionsDesk().Receive(ctx, actor, slug, "recueil.csv", strings.NewReader(galleryTable))
	if err != nil {
		return nil, err
	}
	done, err := s.ContributionsDesk().Receive(ctx, actor, slug, "ateliers.csv", strings.NewReader(galleryTable))
	if err != nil {
		return nil, err
	}
	if err := s.ContributionsDesk().Start(ctx, actor, slug, done.ID); err != nil {
		return nil, err
	}
	s.Idle()
	about := service.GatheredText{Question: "Que faudrait-il dans le quartier ?", Publication: consult.PublicationAnonymous}
	notes, err := s.CaptureNotes(ctx, actor, slug, service.NotesDraft{ID: consult.NewID(), Event: "Rencontre de Cholet", Table: "1", People: "14",
		Notes: "- Plus de bancs\n- Des vélos partagés", GatheredText: about})
	if err != nil {
		return nil, err
	}
	about.Body = "Madame,\nIl faudrait un lieu pour se réunir."
	letter, err := s.CaptureLetter(ctx, actor, slug, service.LetterDraft{ID: consult.NewID(), Kind: consult.KindLetter, Sender: "Bruno Exemple", GatheredText: about})
	if err != nil {
		return nil, err
	}
	const base = "/collecte"
	return []string{base, base + "/importer", base + "/importer/" + string(waiting.ID), base + "/importer/" + string(done.ID), base + "/notes", base + "/courrier",
		base + "/seances/" + string(notes.Session.ID), base + "/textes/" + string(letter.Contribution)}, nil
}
