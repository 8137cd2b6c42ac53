// Command concertation carries a public consultation: it serves the questionnaires and the console, and does from the
// command line what an administrator needs. Each command has a file of its own, with nothing but flags and calls.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"concertation/internal/app"
	"concertation/internal/config"
)

// Exit codes of every command.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// Globals are the flags every command understands, and where it writes.
type Globals struct {
	config.Config
	JSON   bool      `name:"json" help:"Écrire les chiffres en JSON."`
	Stdout io.Writer `kong:"-"`
	Stderr io.Writer `kong:"-"`
}

// commands is the command line.
type commands struct {
	Globals

	Serve   ServeCmd   `cmd:"" help:"Démarrer le service."`
	Demo    DemoCmd    `cmd:"" help:"Remplir la démonstration de réponses et d’idées fictives."`
	Forms   FormsCmd   `cmd:"" help:"Vérifier ou convertir des questionnaires."`
	Import  ImportCmd  `cmd:"" help:"Importer un questionnaire, des réponses ou des contributions."`
	Export  ExportCmd  `cmd:"" help:"Exporter le classeur ou les fichiers CSV."`
	User    UserCmd    `cmd:"" help:"Gérer les comptes."`
	Backup  BackupCmd  `cmd:"" help:"Sauvegarder la base, même en service."`
	Restore RestoreCmd `cmd:"" help:"Vérifier ou rétablir une sauvegarde."`
	Bench   BenchCmd   `cmd:"" help:"Mesurer les débits, avec leur limite nue."`
	Themes  ThemesCmd  `cmd:"" help:"Les suggestions de thématiques."`
	Screens ScreensCmd `cmd:"" help:"Montrer tous les écrans avec des données d’exemple (développement)."`
	Health  HealthCmd  `cmd:"" help:"Demander à un serveur en marche s’il répond."`
	Version VersionCmd `cmd:"" help:"Écrire la version."`
}

func main() {
	boundMemory()
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run parses and runs one command line and gives its exit code.
func run(args []string, stdout, stderr io.Writer) int {
	line := commands{Globals: Globals{Stdout: stdout, Stderr: stderr}}
	helped := false
	parser, err := newParser(&line, kong.Writers(stdout, stderr), kong.Exit(func(int) { helped = true }))
	if err != nil {
		panic(err) // the command line itself is badly declared
	}
	command, err := parser.Parse(args)
	if helped {
		return exitDone
	}
	if err != nil {
		fmt.Fprintln(stderr, "concertation :", usageInFrench(err))
		fmt.Fprintln(stderr, "Pour la liste des commandes : concertation --help")
		return exitUsage
	}

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	command.BindTo(ctx, (*context.Context)(nil))
	if err := command.Run(); err != nil {
		if usage := (usageError{}); errors.As(err, &usage) {
			fmt.Fprintln(stderr, "concertation :", usage.reason)
			return exitUsage
		}
		if !errors.Is(err, errReported) {
			fmt.Fprintln(stderr, "concertation :", app.Explain(err))
		}
		return exitFailed
	}
	return exitDone
}

// newParser makes the parser of the command line.
func newParser(line *commands, options ...kong.Option) (*kong.Kong, error) {
	parser, err := kong.New(line, append([]kong.Option{
		kong.Name("concertation"),
		kong.Description("Une consultation publique, du premier questionnaire au compte rendu publié."),
		kong.UsageOnError(),
		kong.Help(frenchHelp),
		kong.Bind(&line.Globals),
	}, options...)...)
	if err == nil {
		parser.Model.HelpFlag.Help = "Montrer cette aide."
	}
	return parser, err
}

// usageError is a command line that parses but makes no sense.
type usageError struct{ reason string }

func (e usageError) Error() string { return e.reason }

// errReported is a failure whose account the command has already written.
var errReported = errors.New("already reported")
