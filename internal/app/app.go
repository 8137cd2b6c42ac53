package app

import (
	"context"
	"fmt"
	"log/slog"

	"concertation/internal/config"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/store"
)

// App is what every command that touches data needs.
type App struct {
	Store     *store.Store
	Service   *service.Service
	Catalogue *i18n.Catalogue
}

// Open opens the database (made and migrated when needed) and the use cases over it.
func Open(ctx context.Context, settings config.Config, log *slog.Logger, options ...store.Option) (*App, error) {
	catalogue, err := i18n.New()
	if err != nil {
		return nil, fmt.Errorf("read the catalogue: %w", err)
	}
	opened, err := store.Open(ctx, settings.DB, options...)
	if err != nil {
		return nil, err
	}
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	uses := service.New(opened, service.WithLog(log), service.WithVersion(Version()), service.WithCatalogue(catalogue),
		service.WithSoleServer(opened.Sole()), service.WithBackups(opened.Backups))
	return &App{Store: opened, Service: uses, Catalogue: catalogue}, nil
}

// Close stops what goes on in the background, then closes the database.
func (a *App) Close() error {
	a.Service.Stop()
	return a.Store.Close()
}
