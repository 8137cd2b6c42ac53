package main

import (
	"context"
	"fmt"

	"concertation/internal/store"
)

// BackupCmd saves the database while it is in use.
type BackupCmd struct {
	Out string `name:"out" required:"" help:"Fichier de la sauvegarde." placeholder:"FICHIER"`
}

// Run writes the backup and says where.
func (c *BackupCmd) Run(ctx context.Context, globals *Globals) error {
	if err := store.Backup(ctx, globals.DB, c.Out); err != nil {
		return err
	}
	_, err := fmt.Fprintln(globals.Stdout, "Sauvegarde écrite et vérifiée :", c.Out)
	return err
}
