package app

import (
	"context"
	"fmt"
	"html"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"concertation/forms"
	"concertation/internal/config"
	"concertation/internal/consult"
	"concertation/internal/service"
)

// The account of the gallery: its database lives as long as the command.
const (
	galleryEmail    = "organisatrice@exemple.fr"
	galleryPassword = "une phrase pour voir les écrans"
)

// Screens serves every screen over sample data in a temporary database, with a page that lists them at /ecrans.
func Screens(ctx context.Context, addr string, stdout, stderr io.Writer) error {
	folder, err := os.MkdirTemp("", "concertation-screens-")
	if err != nil {
		return fmt.Errorf("screens: %w", err)
	}
	defer os.RemoveAll(folder)
	log := slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	a, err := Open(ctx, config.Config{DB: "sqlite:" + filepath.Join(folder, "screens.db")}, log)
	if err != nil {
		return err
	}
	defer a.Close()
	links, err := fillGallery(ctx, a)
	if err != nil {
		return fmt.Errorf("screens: %w", err)
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	origin := "http://" + listener.Addr().String()
	pages, err := site(a, config.Serve{}, origin, log)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /ecrans", func(w http.ResponseWriter, _ *http.Request) { writeGallery(w, links) })
	mux.Handle("/", pages)
	fmt.Fprintln(stdout, "Tous les écrans :", origin+"/ecrans")
	return run(ctx, listener, mux)
}

// galleryLink is one screen.
type galleryLink struct{ group, path string }

// fillGallery makes the sample data, and gives the address of every screen.
func fillGallery(ctx context.Context, a *App) ([]galleryLink, error) {
	s := a.Service
	if err := s.SeedReference(ctx); err != nil {
		return nil, err
	}
	if err := s.Demo(ctx, service.DemoOptions{Responses: 60, Ideas: 10, Seed: 1, Coded: true}, nil); err != nil {
		return nil, err
	}
	_, token, err := s.AddUser(ctx, consult.System(), "Amina Organisatrice", galleryEmail, consult.RoleOrganiser)
	if err != nil {
		return nil, err
	}
	if _, err := s.UseLogin(ctx, token, service.Account{Password: galleryPassword}); err != nil {
		return nil, err
	}
	begun, err := s.Begin(ctx, "demonstration", "questionnaire", "fr")
	if err != nil {
		return nil, err
	}
	// A network that goes on to the optional part is asked everything.
	for section, posted := range map[int]forms.Raw{0: {"repond": {"structure"}, "categorie": {"tete_reseau"}}, 3: {"continuer": {"oui"}}} {
		if _, err := s.SavePage(ctx, begun.Token, service.PagePost{Section: section, Posted: posted, Force: true}); err != nil {
			return nil, err
		}
	}
	links := []galleryLink{}
	add := func(group string, paths ...string) {
		for _, path := range paths {
			links = append(links, galleryLink{group, path})
		}
	}
	add("Pages publiques", "/", "/c/sress-2016", "/c/demonstration", "/c/demonstration/donnees-personnelles", "/accessibilite", "/mentions-legales", "/plan-du-site", "/aide", "/contact", "/page-absente")
	add("Répondre", "/c/demonstration/q/questionnaire")
	for step := range 7 {
		add("Répondre", fmt.Sprintf("/r/%s/etape/%d", begun.Token, step+1))
	}
	add("Répondre", "/r/"+begun.Token+"/verification", "/r/"+begun.Token+"/pause", "/r/"+begun.Token+"/langue")
	idea, token, err := galleryIdea(ctx, s)
	if err != nil {
		return nil, err
	}
	const box = "/c/demonstration/idees"
	add("Boîte à idées", box, box+"?territoire=44&thematique=2", box+"?mots=zzzz", box+"/nouvelle", box+"/"+string(idea), box+"/"+string(idea)+"/signaler", box+"/charte",
		"/i/"+token+"/confirmation", "/i/"+token, "/i/"+token+"/modifier", "/i/"+token+"/retirer")
	add("Console", "/console/connexion", "/console", "/console/comptes", "/console/journal", "/console/mot-de-passe", "/console/droits", "/console/instances")
	for _, path := range []string{"", "/textes", "/pages", "/pages/mentions-legales", "/etapes", "/questionnaires", "/confirmer/fermer", "/suivi", "/suivi/doublons", "/suivi/reponses", "/participation", "/reponses", "/contributions", "/contributions/suivante", "/thematiques", "/grille", "/actions-proposees", "/resultats", "/croisements", "/classeurs", "/conservation", "/conservation/purger", "/registre"} {
		add("Console", "/console/concertations/demonstration"+path)
	}
	asked, err := s.OpenRightsCase(ctx, consult.System(), []consult.RecordRef{{Kind: consult.RecordIdea, ID: idea}})
	if err != nil {
		return nil, err
	}
	committee, err := s.SaveBody(ctx, consult.System(), consult.Body{Name: "Comité de pilotage"})
	if err != nil {
		return nil, err
	}
	file := "/console/droits/" + string(asked.ID)
	add("Console", file, file+"/rectifier", file+"/confirmer/effacer", "/console/instances/"+string(committee.ID))
	for _, path := range []string{"", "?etat=publiees", "/" + string(idea), "/" + string(idea) + "/reunir", "/journal", "/reglages"} {
		add("Console", "/console/concertations/demonstration/idees"+path)
	}
	collected, err := galleryCollect(ctx, s, galleryEmail)
	if err != nil {
		return nil, err
	}
	for _, path := range collected {
		add("Contributions d’ailleurs", "/console/concertations/demonstration"+path)
	}
	listed, err := galleryOrganisations(ctx, s, galleryEmail)
	if err != nil {
		return nil, err
	}
	for _, path := range listed {
		add("Structures", "/console/concertations/demonstration"+path)
	}
	mails, refusal, err := galleryMails(ctx, s, galleryEmail)
	if err != nil {
		return nil, err
	}
	for _, path := range mails {
		add("Courriels", "/console/concertations/demonstration"+path)
	}
	add("Courriels", refusal)
	meetings, err := galleryEvents(ctx, s)
	if err != nil {
		return nil, err
	}
	add("Rencontres", meetings...)
	themes, err := galleryThemes(ctx, s, galleryEmail)
	if err != nil {
		return nil, err
	}
	add("Thématiques", themes...)
	return links, nil
}

// galleryIdea drops an idea, and gives its author's token with it.
func galleryIdea(ctx context.Context, s *service.Service) (consult.ID, string, error) {
	form, err := s.NewIdea(ctx, "demonstration")
	if err != nil {
		return "", "", err
	}
	dropped, err := s.DropIdea(ctx, "demonstration", service.IdeaDraft{ID: form.ID, Token: form.Token, Title: "Une caravane des métiers dans les lycées ruraux",
		Observation: "Les lycéens des communes rurales connaissent mal ces métiers.", Proposal: "Faire tourner chaque automne une caravane, avec des salariés et des sociétaires.",
		Theme: form.Choices.Themes[1].ID, Territory: "44", Publication: consult.PublicationNamed, Signature: "Amina"})
	if err != nil {
		return "", "", err
	}
	return dropped.Idea.ID, dropped.Token, nil
}

// writeGallery lists the screens.
func writeGallery(w http.ResponseWriter, links []galleryLink) {
	var page strings.Builder
	page.WriteString(`<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Écrans</title></head><body><h1>Écrans</h1>`)
	fmt.Fprintf(&page, "<p>Pour la console : %s, mot de passe « %s ».</p>", galleryEmail, galleryPassword)
	group := ""
	for _, link := range links {
		if link.group != group {
			if group != "" {
				page.WriteString("</ul>")
			}
			group = link.group
			page.WriteString("<h2>" + html.EscapeString(group) + "</h2><ul>")
		}
		page.WriteString(`<li><a href="` + html.EscapeString(link.path) + `">` + html.EscapeString(link.path) + "</a></li>")
	}
	page.WriteString("</ul></body></html>")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	io.WriteString(w, page.String())
}
