package library

import (
	"embed"
	"fmt"

	"concertation/forms"
	"concertation/forms/yaml"
)

//go:embed *.yaml
var files embed.FS

// The questionnaires that come with the program.
const (
	NameReference = "reference"
	NameEveryKind = "every_kind"
	NameOnePage   = "one_page"
)

// Names lists the questionnaires of the library.
func Names() []string { return []string{NameReference, NameEveryKind, NameOnePage} }

// Reference is the questionnaire to the actors of the social and solidarity economy: five core steps, two optional.
func Reference() forms.Definition { return must(NameReference) }

// EveryKind has a question of every kind with every option, in French and partly in German.
func EveryKind() forms.Definition { return must(NameEveryKind) }

// OnePage has sixteen questions on one page, thirty answer columns: the load of the benchmarks.
func OnePage() forms.Definition { return must(NameOnePage) }

// Source gives the YAML text of a questionnaire of the library.
func Source(name string) ([]byte, error) {
	data, err := files.ReadFile(name + ".yaml")
	if err != nil {
		return nil, fmt.Errorf("open questionnaire %s of the library: %w", name, err)
	}
	return data, nil
}

// must reads an embedded questionnaire. A faulty one is a programmer's mistake, which the tests of this package catch.
func must(name string) forms.Definition {
	data, err := Source(name)
	if err != nil {
		panic(err)
	}
	definition, issues, err := yaml.Read(data, name)
	if err != nil {
		panic(fmt.Sprintf("read questionnaire %s of the library: %v", name, err))
	}
	if len(issues) > 0 {
		panic(fmt.Sprintf("read questionnaire %s of the library: %v", name, issues))
	}
	return definition
}
