package app

import (
	"fmt"

	"concertation/internal/config"
	"concertation/internal/mail"
	"concertation/internal/service"
)

// CheckMail says what is wrong with how mails are to leave and come back. It never repeats a server's address, which may
// hold a password.
func CheckMail(serving config.Serve) error {
	if _, err := postboxOf(serving, ""); err != nil {
		return err
	}
	_, err := bouncesOf(serving)
	return err
}

// bouncesOf reads where returned mails arrive; a blank mailbox: nobody reads it.
func bouncesOf(serving config.Serve) (mail.Box, error) {
	if serving.Bounces == "" {
		return mail.Box{}, nil
	}
	box, err := mail.ParseBox(serving.Bounces)
	if err != nil {
		return mail.Box{}, fmt.Errorf("--bounces : %w", err)
	}
	return box, nil
}

// postboxOf reads from where mails leave; a blank server: from nowhere, yet
// links are printed.
func postboxOf(serving config.Serve, origin string) (service.Postbox, error) {
	if serving.SMTP == "" {
		return service.Postbox{Origin: origin}, nil
	}
	server, err := mail.ParseServer(serving.SMTP)
	if err != nil {
		return service.Postbox{}, fmt.Errorf("--smtp : %w", err)
	}
	from, err := mail.ParseAddress(serving.MailFrom)
	if err != nil {
		return service.Postbox{}, fmt.Errorf("--mail-from %q : attendu une adresse électronique", serving.MailFrom)
	}
	return service.Postbox{Server: server, From: from.ASCII, Name: serving.MailName, Origin: origin, Patience: mail.UsualPatience()}, nil
}
