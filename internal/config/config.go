// Package config holds what the program is told from outside: flags and environment, one struct, no global.
// Defaults suit a laptop. The command line fills it; app reads it.
package config

import (
	"fmt"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// Config is what every command is told.
type Config struct {
	DB string `name:"db" env:"CONCERTATION_DB" default:"sqlite:data/concertation.db" help:"Base de données : sqlite:CHEMIN ou postgres://…" placeholder:"URL"`
}

// Serve is what the server is told besides.
type Serve struct {
	Addr           string        `name:"addr" env:"CONCERTATION_ADDR" default:"127.0.0.1:8080" help:"Adresse d’écoute."`
	BaseURL        string        `name:"base-url" env:"CONCERTATION_BASE_URL" help:"Adresse publique du site, telle que les personnes la voient (https://…)." placeholder:"URL"`
	TrustedProxies []string      `name:"trusted-proxies" env:"CONCERTATION_TRUSTED_PROXIES" help:"Réseaux des mandataires (CIDR) dont l’en-tête X-Forwarded-For est cru." placeholder:"CIDR"`
	Empty          bool          `name:"empty" help:"Ne pas créer la consultation de référence ni la démonstration au premier démarrage."`
	StartRate      float64       `name:"start-rate" env:"CONCERTATION_START_RATE" default:"1" help:"Réponses commencées par seconde et par adresse, en régime établi."`
	StartBurst     int           `name:"start-burst" env:"CONCERTATION_START_BURST" default:"120" help:"Réponses commencées d’affilée par une même adresse."`
	LoginRate      float64       `name:"login-rate" env:"CONCERTATION_LOGIN_RATE" default:"0.1" help:"Essais de connexion par seconde et par adresse."`
	LoginBurst     int           `name:"login-burst" env:"CONCERTATION_LOGIN_BURST" default:"10" help:"Essais de connexion d’affilée."`
	PostRate       float64       `name:"post-rate" env:"CONCERTATION_POST_RATE" default:"1" help:"Envois dans la boîte à idées (idées, soutiens, commentaires, signalements) par seconde et par adresse, en régime établi."`
	PostBurst      int           `name:"post-burst" env:"CONCERTATION_POST_BURST" default:"120" help:"Envois d’affilée dans la boîte à idées par une même adresse."`
	SupportRate    float64       `name:"support-rate" env:"CONCERTATION_SUPPORT_RATE" default:"0.02" help:"Soutiens d’une même idée par seconde et par adresse, en régime établi."`
	SupportBurst   int           `name:"support-burst" env:"CONCERTATION_SUPPORT_BURST" default:"30" help:"Soutiens d’une même idée d’affilée par une même adresse."`
	SMTP           string        `name:"smtp" env:"CONCERTATION_SMTP" help:"Serveur par lequel les courriels partent : smtp://utilisateur:motdepasse@serveur:port, ou smtps://… De préférence par la variable d’environnement, qui cache le mot de passe aux autres comptes de la machine." placeholder:"URL"`
	MailFrom       string        `name:"mail-from" env:"CONCERTATION_MAIL_FROM" help:"Adresse d’où les courriels partent." placeholder:"ADRESSE"`
	MailName       string        `name:"mail-name" env:"CONCERTATION_MAIL_NAME" help:"Nom montré avec cette adresse." placeholder:"NOM"`
	Bounces        string        `name:"bounces" env:"CONCERTATION_BOUNCES" help:"Boîte où les courriels non remis reviennent, que le service relève : imaps://utilisateur:motdepasse@serveur:port/INBOX, imap://… ou maildir:/chemin. De préférence par la variable d’environnement, comme --smtp." placeholder:"URL"`
	StopDelay      time.Duration `name:"stop-delay" env:"CONCERTATION_STOP_DELAY" default:"0s" help:"À l’arrêt, temps pendant lequel /readyz répond non et le service répond encore, pour qu’un répartiteur envoie les personnes ailleurs (10s)." placeholder:"DURÉE"`
	Profile        string        `name:"cpu-profile" hidden:"" help:"Écrire un profil du processeur dans ce fichier (développement)." placeholder:"FICHIER"`
}

// Check says what is wrong with the server's settings before anything starts.
func (s *Serve) Check() error {
	if s.BaseURL != "" {
		base, err := url.Parse(s.BaseURL)
		if err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https" {
			return fmt.Errorf("--base-url %q : attendu http(s)://hôte", s.BaseURL)
		}
		if strings.Trim(base.Path, "/") != "" || base.RawQuery != "" || base.Fragment != "" {
			return fmt.Errorf("--base-url %q : le service occupe tout le nom d’hôte, sans chemin", s.BaseURL)
		}
	}
	if (s.SMTP == "") != (s.MailFrom == "") {
		return fmt.Errorf("--smtp et --mail-from vont ensemble : le serveur d’envoi et l’adresse d’où les courriels partent")
	}
	if s.StopDelay < 0 {
		return fmt.Errorf("--stop-delay %s : attendu une durée positive (10s)", s.StopDelay)
	}
	for _, network := range s.TrustedProxies {
		if _, err := netip.ParsePrefix(network); err != nil {
			if _, err := netip.ParseAddr(network); err != nil {
				return fmt.Errorf("--trusted-proxies %q : attendu une adresse ou un réseau (10.0.0.0/8)", network)
			}
		}
	}
	return nil
}

// Origin gives the public address without a final slash, from BaseURL or else from the address listened on.
func (s *Serve) Origin(listening string) string {
	if s.BaseURL != "" {
		return strings.TrimRight(s.BaseURL, "/")
	}
	return "http://" + listening
}
