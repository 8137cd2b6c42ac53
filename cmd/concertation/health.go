package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"
)

// HealthCmd asks a running server how it is: the health check of a container, which holds no other program.
type HealthCmd struct {
	Addr string `name:"addr" env:"CONCERTATION_ADDR" default:"127.0.0.1:8080" help:"Adresse d’écoute du serveur."`
}

// Run asks /healthz.
func (c *HealthCmd) Run(ctx context.Context) error {
	host, port, err := net.SplitHostPort(c.Addr)
	if err != nil {
		return usageError{fmt.Sprintf("--addr %q : attendu hôte:port", c.Addr)}
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/healthz", nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("le service ne répond pas : %w", err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("le service répond %s", response.Status)
	}
	return nil
}
