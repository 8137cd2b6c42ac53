package gallery

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"concertation/internal/consult"
	"concertation/internal/service"
)

// listOfTheDay is a list of who came, with a mistake.
const listOfTheDay = "Nom;Courriel;Présence\nChloé;chloe@exemple.fr;oui\nDavid;pas une adresse;oui\n"

// events makes a meeting with people on its list.
func (f *filling) events(ctx context.Context) error {
	event, err := f.SaveEvent(ctx, f.amina, slug, service.EventDraft{Title: "Rencontre de lancement", Place: "Halle des machines, Nantes",
		Description: "Accueil dès 13 h 30, avec un café.", StartsAt: f.Now().Add(24 * time.Hour), EndsAt: f.Now().Add(27 * time.Hour), Capacity: 2, Public: true,
		Registration: true, Declared: 120, DeclaredBy: "les animateurs"})
	if err != nil {
		return err
	}
	const public, base = "/c/" + slug + "/rencontres", desk + "/rencontres"
	at := base + "/" + string(event.ID)
	f.add(public)
	f.state("des places", public+"/"+string(event.ID), 200)
	f.refused("sans nom", public+"/"+string(event.ID), url.Values{"envoi": {string(consult.NewID())}, "lien": {f.NewComment().Token}})
	for _, name := range []string{"Amina", "Bruno", "Chloé"} {
		if err := f.registered(ctx, event.ID, name, at); err != nil {
			return err
		}
	}
	if _, err := f.AddWorkshop(ctx, f.amina, slug, event.ID, consult.NewID(), "1", "12"); err != nil {
		return err
	}
	waiting, err := f.AttendancesDesk().Receive(ctx, f.amina, slug, "emargement.csv", strings.NewReader(listOfTheDay))
	if err != nil {
		return err
	}
	f.add(base, base+"/nouvelle", base+"/importer", base+"/importer/"+string(waiting.ID), at, at+"/modifier", at+"/accueil", at+"/accueil?q=a", at+"/emargement")
	f.under("/console/arrivee", "")
	f.state("code inconnu", "/console/arrivee/FORGED22", http.StatusNotFound)
	return nil
}

// registered puts a person on the list; the first comes.
func (f *filling) registered(ctx context.Context, event consult.ID, name, at string) error {
	made, err := f.Register(ctx, slug, event, service.PersonDraft{ID: consult.NewID(), Name: name, Structure: "Épicerie du port"})
	if err != nil {
		return err
	}
	f.state(name, "/e/"+made.Token, 200)
	if name != "Amina" {
		return nil
	}
	if _, err := f.Arrive(ctx, f.amina, made.Attendee.ID); err != nil {
		return err
	}
	f.add("/e/"+made.Token+"/modifier", "/e/"+made.Token+"/annuler", "/console/arrivee/"+made.Attendee.Code, at+"/personnes/"+string(made.Attendee.ID))
	return nil
}
