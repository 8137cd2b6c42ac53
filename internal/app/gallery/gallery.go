package gallery

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"concertation/internal/consult"
	"concertation/internal/service"
)

// The account of the gallery: its database lives as long as the command.
const (
	Email    = "organisatrice@exemple.fr"
	Password = "une phrase pour voir les écrans"
)

// The consultations of the gallery: the one that is full of data, one in preparation, with nothing yet, and one that is over.
const (
	slug   = "demonstration"
	empty  = "plan-velo"
	closed = "jardins-partages"
)

const (
	desk    = "/console/concertations/" + slug
	unready = "/console/concertations/" + empty
)

// Screen is a page of the site in one of its states.
type Screen struct {
	Group  string
	Path   string
	State  string     // what tells it from the other states of the same page; "": nothing to say
	Status int        // that of its answer
	Post   url.Values // what is sent to its address to see it; nil: it is opened by a link
	Paper  bool       // it is as wide as a sheet of paper
	Door   bool       // it is for who is not logged in yet: others are led on
}

// Address gives where the gallery shows the screen.
func (s *Screen) Address() string {
	if s.Post == nil {
		return s.Path
	}
	return postPrefix + s.Path + "?" + s.Post.Encode()
}

// filling makes the sample data, and gathers the screens on its way.
type filling struct {
	*service.Service
	amina   consult.Actor
	screens []Screen
	group   string
}

// add adds screens of the group that open.
func (f *filling) add(paths ...string) {
	for _, path := range paths {
		f.state("", path, http.StatusOK)
	}
}

// under adds screens below an address.
func (f *filling) under(base string, paths ...string) {
	for _, path := range paths {
		f.add(base + path)
	}
}

func (f *filling) state(state, path string, status int) {
	f.screens = append(f.screens, Screen{Group: f.group, Path: path, State: state, Status: status})
}

// refused adds the page that answers a post that is not as it should be.
func (f *filling) refused(state, path string, post url.Values) {
	f.screens = append(f.screens, Screen{Group: f.group, Path: path, State: state, Status: http.StatusUnprocessableEntity, Post: post})
}

// Fill makes the sample data in a database that has none, and gives the screens, group after group.
func Fill(ctx context.Context, s *service.Service) ([]Screen, error) {
	f := &filling{Service: s}
	if err := f.posting(); err != nil {
		return nil, fmt.Errorf("fill the gallery: %w", err)
	}
	for _, part := range []struct {
		group string
		fill  func(context.Context) error
	}{
		{"Entrer dans la console", f.doors},
		{"Pages publiques", f.public},
		{"Thématiques", f.themes}, // before texts come that nobody read: a theme must wait for nothing
		{"Répondre", f.answering},
		{"Toutes les sortes de questions", f.everyKind},
		{"Réponse envoyée", f.answered},
		{"Répondre à plusieurs", f.together},
		{"Boîte à idées", f.ideas},
		{"Console", f.console},
		{"Une concertation en préparation", f.preparing},
		{"Données des personnes", f.rights},
		{"Contributions d’ailleurs", f.collect},
		{"Structures", f.organisations},
		{"Invitations", f.invitations},
		{"Suivi", f.ledger},
		{"Courriels", f.mails},
		{"Rencontres", f.events},
		{"Erreurs", f.errors},
		{"Pages imprimées", f.printed},
	} {
		f.group = part.group
		if err := part.fill(ctx); err != nil {
			return nil, fmt.Errorf("fill the gallery: %s: %w", part.group, err)
		}
	}
	return f.screens, nil
}
