package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"

	"concertation/internal/app"
	"concertation/internal/config"
	"concertation/internal/consult"
)

// UserCmd gathers the commands on accounts.
type UserCmd struct {
	Add     UserAddCmd     `cmd:"" help:"Créer un compte et donner le lien où choisir son mot de passe."`
	List    UserListCmd    `cmd:"" help:"Lister les comptes."`
	Reset   UserResetCmd   `cmd:"" help:"Donner un lien où choisir un nouveau mot de passe."`
	Disable UserDisableCmd `cmd:"" help:"Fermer un compte."`
}

// linkFlags say under which address the links printed are to be opened.
type linkFlags struct {
	Addr    string `name:"addr" env:"CONCERTATION_ADDR" default:"127.0.0.1:8080" help:"Adresse d’écoute du serveur."`
	BaseURL string `name:"base-url" env:"CONCERTATION_BASE_URL" help:"Adresse publique du site." placeholder:"URL"`
}

func (f *linkFlags) print(globals *Globals, token string) {
	serving := config.Serve{BaseURL: f.BaseURL}
	fmt.Fprintln(globals.Stdout, "Lien à transmettre, valable 7 jours et une seule fois :")
	fmt.Fprintln(globals.Stdout, serving.Origin(f.Addr)+"/console/premiere-connexion/"+token)
}

// UserAddCmd makes an account.
type UserAddCmd struct {
	Email string `required:"" placeholder:"ADRESSE" help:"Adresse électronique."`
	Name  string `required:"" placeholder:"NOM" help:"Nom de la personne."`
	Role  string `enum:"organiser,analyst,reader" default:"reader" help:"organiser, analyst ou reader."`
	linkFlags
}

// Run makes the account and prints its link.
func (c *UserAddCmd) Run(ctx context.Context, globals *Globals) error {
	return withApp(ctx, globals, func(a *app.App) error {
		_, token, err := a.Service.AddUser(ctx, consult.System(), c.Name, c.Email, consult.Role(c.Role))
		if err == nil {
			c.print(globals, token)
		}
		return err
	})
}

// UserListCmd lists the accounts.
type UserListCmd struct{}

// Run prints a line per account.
func (c *UserListCmd) Run(ctx context.Context, globals *Globals) error {
	return withApp(ctx, globals, func(a *app.App) error {
		users, err := a.Service.Users(ctx, consult.System())
		if err != nil {
			return err
		}
		if globals.JSON {
			type line struct {
				Email, Name, Role string
				Disabled          bool
			}
			lines := make([]line, len(users))
			for i, user := range users {
				lines[i] = line{user.Email, user.Name, string(user.Role), !user.DisabledAt.IsZero()}
			}
			return json.NewEncoder(globals.Stdout).Encode(lines)
		}
		table := tabwriter.NewWriter(globals.Stdout, 0, 4, 2, ' ', 0)
		for _, user := range users {
			state := "ouvert"
			if !user.DisabledAt.IsZero() {
				state = "fermé"
			}
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", user.Email, user.Name, user.Role, state)
		}
		return table.Flush()
	})
}

// UserResetCmd gives a link by which a person chooses a new password.
type UserResetCmd struct {
	Email string `required:"" placeholder:"ADRESSE" help:"Adresse électronique du compte."`
	linkFlags
}

// Run prints the link.
func (c *UserResetCmd) Run(ctx context.Context, globals *Globals) error {
	return withUser(ctx, globals, c.Email, func(a *app.App, user consult.User) error {
		token, err := a.Service.ResetUser(ctx, consult.System(), user.ID)
		if err == nil {
			c.print(globals, token)
		}
		return err
	})
}

// UserDisableCmd closes an account.
type UserDisableCmd struct {
	Email string `required:"" placeholder:"ADRESSE" help:"Adresse électronique du compte."`
}

// Run closes the account.
func (c *UserDisableCmd) Run(ctx context.Context, globals *Globals) error {
	return withUser(ctx, globals, c.Email, func(a *app.App, user consult.User) error {
		return a.Service.DisableUser(ctx, consult.System(), user.ID)
	})
}

func withApp(ctx context.Context, globals *Globals, act func(*app.App) error) error {
	a, err := app.Open(ctx, globals.Config, nil)
	if err != nil {
		return err
	}
	defer a.Close()
	return act(a)
}

func withUser(ctx context.Context, globals *Globals, email string, act func(*app.App, consult.User) error) error {
	return withApp(ctx, globals, func(a *app.App) error {
		user, err := a.Store.UserByEmail(ctx, strings.ToLower(strings.TrimSpace(email)))
		if err != nil {
			return err
		}
		return act(a, user)
	})
}
