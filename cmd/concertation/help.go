package main

import (
	"bytes"
	"io"
	"strings"

	"github.com/alecthomas/kong"
)

// frenchHelp writes what the library writes of a command, its own words in French: it has no way to say them otherwise.
func frenchHelp(options kong.HelpOptions, ctx *kong.Context) error {
	var english bytes.Buffer
	out := ctx.Stdout
	ctx.Stdout = &english
	err := kong.DefaultHelpPrinter(options, ctx)
	ctx.Stdout = out
	if err != nil {
		return err
	}
	_, err = io.WriteString(out, inFrench(english.String()))
	return err
}

// inFrench turns the titles and marks of the library's help into French ones, line by line; texts of commands stay.
func inFrench(help string) string {
	marks := strings.NewReplacer("<command>", "<commande>", "[flags]", "[options]")
	lines := strings.Split(help, "\n")
	for i, line := range lines {
		switch {
		case strings.HasPrefix(line, "Usage: "):
			line = "Usage\u00a0: " + strings.TrimPrefix(line, "Usage: ")
		case line == "Flags:":
			line = "Options\u00a0:"
		case line == "Commands:":
			line = "Commandes\u00a0:"
		case line == "Arguments:":
			line = "Arguments\u00a0:"
		case strings.HasPrefix(line, `Run "`):
			line = "Pour en savoir plus sur une commande\u00a0: " + strings.TrimSuffix(strings.TrimPrefix(line, `Run "`), `" for more information on a command.`)
		}
		lines[i] = marks.Replace(line)
	}
	return strings.Join(lines, "\n")
}
