package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"

	"concertation/internal/app/gallery"
	"concertation/internal/config"
	"concertation/internal/web"
)

// Screens serves every screen over sample data in a temporary database, with a page that lists them.
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
	screens, err := gallery.Fill(ctx, a.Service)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	origin := "http://" + listener.Addr().String()
	deps, err := siteDeps(a, config.Serve{}, origin, log)
	if err != nil {
		return err
	}
	pages, err := web.New(deps)
	if err != nil {
		return err
	}
	fmt.Fprintln(stdout, "Tous les écrans :", origin+gallery.Address)
	return run(ctx, listener, gallery.Handler(pages, deps, screens), log, 0)
}
