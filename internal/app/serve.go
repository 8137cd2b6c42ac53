package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"concertation/internal/config"
	"concertation/internal/mail"
	"concertation/internal/store"
	"concertation/internal/web"
	"concertation/internal/web/assets"
)

// Time-outs of a connection. Reading allows a large file on a slow line, writing a large workbook.
const (
	headerTimeout   = 10 * time.Second
	readTimeout     = 2 * time.Minute
	writeTimeout    = 5 * time.Minute
	idleTimeout     = 2 * time.Minute
	shutdownTimeout = 20 * time.Second
	largestHeaders  = 32 << 10
)

// Serve runs the site until ctx ends, then finishes what is under way and closes the database.
func Serve(ctx context.Context, settings config.Config, serving config.Serve, stdout, stderr io.Writer) error {
	book := &logbook{out: stderr}
	defer book.Flush()
	log := slog.New(slog.NewTextHandler(book, nil))
	if serving.Profile != "" {
		stop, err := profile(serving.Profile)
		if err != nil {
			return err
		}
		defer stop()
	}
	a, err := Open(ctx, settings, log, store.Exclusive())
	if err != nil {
		return err
	}
	defer a.Close()
	if directory := a.Store.OpenDirectory(); directory != "" {
		log.Warn("other accounts may enter the directory of the database, which holds other things: give it one of its own", "directory", directory)
	}
	if !serving.Empty {
		if err := a.Service.SeedReference(ctx); err != nil {
			return fmt.Errorf("set up the reference consultation: %w", err)
		}
	}
	listener, err := net.Listen("tcp", serving.Addr)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	origin := serving.Origin(listener.Addr().String())
	handler, err := site(a, serving, origin, log, func() bool { return ctx.Err() != nil })
	if err != nil {
		return err
	}
	postbox, err := postboxOf(serving, origin)
	if err != nil {
		return err
	}
	a.Service.UseMail(postbox)
	box, err := bouncesOf(serving)
	if err != nil {
		return err
	}
	a.Service.UseBounces(box, mail.UsualBoxPatience())
	if postbox.Ready() && serving.BaseURL == "" {
		log.Warn("mails hold links to the address listened on, which others may not reach: --base-url", "origin", origin)
	}
	if err := announce(ctx, a, origin, stdout); err != nil {
		return err
	}

	// Tallies fill and suggestions are learnt after listening, so that the first page never waits for them.
	following, stopFollowing := context.WithCancel(context.Background())
	var followed sync.WaitGroup
	followed.Go(func() { a.Service.Follow(following) })
	followed.Go(func() { a.Service.ReadCorpora(following) })
	followed.Go(func() { a.Service.Sweep(following) })
	followed.Go(func() { a.Service.PurgeNightly(following) })
	followed.Go(func() { a.Service.FollowReadings(following) })
	followed.Go(func() { a.Service.SendMails(ctx) }) // until the first word of an end: the mail under way has time to finish
	followed.Go(func() { a.Service.FollowCampaigns(ctx) })
	followed.Go(func() { a.Service.CollectBounces(ctx) })
	defer func() {
		stopFollowing()
		followed.Wait()
	}()
	return run(ctx, listener, handler, log, serving.StopDelay)
}

// site mounts the pages.
func site(a *App, serving config.Serve, origin string, log *slog.Logger, leaving func() bool) (http.Handler, error) {
	deps, err := siteDeps(a, serving, origin, log)
	if err != nil {
		return nil, err
	}
	deps.Leaving = leaving
	return web.New(deps)
}

// siteDeps is what the pages stand on.
func siteDeps(a *App, serving config.Serve, origin string, log *slog.Logger) (web.Deps, error) {
	built, err := assets.Embedded()
	if err != nil {
		return web.Deps{}, fmt.Errorf("read the assets: %w", err)
	}
	return web.Deps{Service: a.Service, Catalogue: a.Catalogue, Assets: built, Sessions: a.Store.SessionStore(), Log: log, Config: web.Config{
		Origin: origin, TrustedProxies: serving.TrustedProxies, Metrics: true,
		StartRate: serving.StartRate, StartBurst: serving.StartBurst, LoginRate: serving.LoginRate, LoginBurst: serving.LoginBurst,
		PostRate: serving.PostRate, PostBurst: serving.PostBurst, SupportRate: serving.SupportRate, SupportBurst: serving.SupportBurst,
	}}, nil
}

// announce prints the address and, while nobody has an account, the one-time link of the first organiser.
func announce(ctx context.Context, a *App, origin string, stdout io.Writer) error {
	fmt.Fprintln(stdout, "concertation", Version(), "est à l’écoute :", origin)
	token, wanted, err := a.Service.FirstLink(ctx)
	if err != nil {
		return fmt.Errorf("make the first link: %w", err)
	}
	if wanted {
		fmt.Fprintln(stdout, "Personne n’a encore de compte. Ce lien, valable 30 minutes et une seule fois, crée celui du premier organisateur :")
		fmt.Fprintln(stdout, origin+"/console/premiere-connexion/"+token)
	}
	return nil
}

// run serves until ctx ends, and a while longer so that those who send people here hear of it; then it drains: no new
// connection, requests under way finish.
func run(ctx context.Context, listener net.Listener, handler http.Handler, log *slog.Logger, longer time.Duration) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout,
		WriteTimeout: writeTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: largestHeaders}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	select {
	case err := <-served:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	if longer > 0 {
		log.Info("stopping soon: not ready for others, and serving those who come", "for", longer)
		server.SetKeepAlivesEnabled(false) // whoever comes back looks where to go anew
		select {
		case err := <-served:
			return fmt.Errorf("serve: %w", err)
		case <-time.After(longer):
		}
	}
	log.Info("stopping: requests under way finish")
	asked := time.Now()
	patience, cancel := context.WithTimeout(context.Background(), shutdownTimeout)
	defer cancel()
	err := server.Shutdown(patience)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		log.Warn("stopped before every request was answered", "after", shutdownTimeout)
	case err != nil:
		return fmt.Errorf("stop: %w", err)
	default:
		log.Info("every request is answered", "took", time.Since(asked))
	}
	return nil
}
