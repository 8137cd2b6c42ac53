package main

import (
	"bytes"
	"io"
	"regexp"
	"strings"

	"github.com/alecthomas/kong"
)

// frenchHelp writes the library's help with its own words in French: those of commands and flags are French already.
func frenchHelp(options kong.HelpOptions, ctx *kong.Context) error {
	stdout := ctx.Stdout
	defer func() { ctx.Stdout = stdout }()
	var written bytes.Buffer
	ctx.Stdout = &written
	if err := kong.DefaultHelpPrinter(options, ctx); err != nil {
		return err
	}
	lines := strings.Split(written.String(), "\n")
	for i, line := range lines {
		switch line {
		case "Flags:":
			line = "Options :"
		case "Commands:":
			line = "Commandes :"
		case "Arguments:":
			line = "Arguments :"
		}
		if rest, ok := strings.CutPrefix(line, "Usage: "); ok {
			line = "Usage : " + rest
		}
		if command, ok := strings.CutPrefix(line, `Run "`); ok {
			command, _, _ = strings.Cut(command, `"`)
			line = "Pour en savoir plus : " + command
		}
		lines[i] = helpWords.Replace(line)
	}
	_, err := io.WriteString(stdout, strings.Join(lines, "\n"))
	return err
}

var helpWords = strings.NewReplacer("[flags]", "[options]", "<command>", "<commande>")

// usageWords say in French what the library finds wrong with a command line.
var usageWords = []struct {
	english *regexp.Regexp
	french  string
}{
	{regexp.MustCompile(`^missing flags?: (.+)$`), "il manque : $1"},
	{regexp.MustCompile(`^missing positional arguments (.+)$`), "il manque : $1"},
	{regexp.MustCompile(`^expected one of (.+)$`), "attendu l’un de : $1"},
	{regexp.MustCompile(`^expected "(.+)"$`), "attendu : $1"},
	{regexp.MustCompile(`^unknown flag (\S+), did you mean (?:one of )?(.+)\?$`), "option inconnue : $1 ; vouliez-vous dire $2 ?"},
	{regexp.MustCompile(`^unknown flag (\S+)$`), "option inconnue : $1"},
	{regexp.MustCompile(`^unexpected argument (\S+), did you mean (?:one of )?(.+)\?$`), "mot inattendu : $1 ; vouliez-vous dire $2 ?"},
	{regexp.MustCompile(`^unexpected argument (.+)$`), "mot inattendu : $1"},
	{regexp.MustCompile(`^(--[^:]+): expected an? (?:valid \d+ bit )?u?int but got (?:"([^"]*)"|.*)(?: \(\w+\))?$`), "$1 : un nombre entier est attendu, et non « $2 »"},
	{regexp.MustCompile(`^(--[^:]+): expected a float but got "([^"]*)".*$`), "$1 : un nombre est attendu, et non « $2 »"},
	{regexp.MustCompile(`^(--[^:]+): expected duration but got "([^"]*)".*$`), "$1 : une durée est attendue (30s, 5m), et non « $2 »"},
	{regexp.MustCompile(`^(--\S+) must be one of (.+) but got "([^"]*)"$`), "$1 : attendu l’un de $2, et non « $3 »"},
	{regexp.MustCompile(`^(--[^:]+): expected .* value but got "EOL".*$`), "$1 : il manque la valeur"},
	{regexp.MustCompile(`^(--[^:]+): missing value.*$`), "$1 : il manque la valeur"},
}

// usageInFrench gives what is wrong with a command line; what it has no words for stays as the library says it.
func usageInFrench(err error) string {
	for _, words := range usageWords {
		if words.english.MatchString(err.Error()) {
			return words.english.ReplaceAllString(err.Error(), words.french)
		}
	}
	return err.Error()
}
