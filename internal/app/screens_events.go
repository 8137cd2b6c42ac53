package app

import (
	"context"
	"fmt"
	"time"

	"concertation/internal/consult"
	"concertation/internal/service"
)

// galleryEvents makes a meeting with people on its list, and gives the paths of its screens.
func galleryEvents(ctx context.Context, s *service.Service) ([]string, error) {
	const slug = "demonstration"
	event, err := s.SaveEvent(ctx, consult.System(), slug, service.EventDraft{Title: "Rencontre de lancement", Place: "Halle des machines, Nantes",
		Description: "Accueil dès 13 h 30, avec un café.", StartsAt: s.Now().Add(24 * time.Hour), EndsAt: s.Now().Add(27 * time.Hour), Capacity: 2, Public: true,
		Registration: true, Declared: 120, DeclaredBy: "les animateurs"})
	if err != nil {
		return nil, fmt.Errorf("gallery event: %w", err)
	}
	var paths []string
	public := "/c/" + slug + "/rencontres"
	desk := "/console/concertations/" + slug + "/rencontres"
	at := desk + "/" + string(event.ID)
	for i, name := range []string{"Amina", "Bruno", "Chloé"} {
		made, err := s.Register(ctx, slug, event.ID, service.PersonDraft{ID: consult.NewID(), Name: name, Structure: "Épicerie du port"})
		if err != nil {
			return nil, fmt.Errorf("gallery event: %w", err)
		}
		paths = append(paths, "/e/"+made.Token)
		if i == 0 {
			if _, err := s.Arrive(ctx, consult.System(), made.Attendee.ID); err != nil {
				return nil, fmt.Errorf("gallery event: %w", err)
			}
			paths = append(paths, "/e/"+made.Token+"/modifier", "/e/"+made.Token+"/annuler", "/console/arrivee/"+made.Attendee.Code, at+"/personnes/"+string(made.Attendee.ID))
		}
	}
	if _, err := s.AddWorkshop(ctx, consult.System(), slug, event.ID, consult.NewID(), "1", "12"); err != nil {
		return nil, fmt.Errorf("gallery event: %w", err)
	}
	return append(paths, public, public+"/"+string(event.ID), desk, desk+"/nouvelle", desk+"/importer", at, at+"/modifier", at+"/accueil", at+"/accueil?q=a", at+"/emargement",
		"/console/arrivee", "/console/arrivee/FORGED22"), nil
}
