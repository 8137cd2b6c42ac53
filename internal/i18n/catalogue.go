package i18n

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"time"
	_ "time/tzdata" // times are shown in Europe/Paris, whatever the machine has installed

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
)

//go:embed fr/*.json
var files embed.FS

// Catalogue holds the sentences of every language the program speaks. It is immutable and safe for concurrent use.
type Catalogue struct {
	french *Printer
}

// New reads the embedded sentences. It fails on a file that does not parse, a key given twice, or a placeholder badly
// written: each would be a fault of the program, found at start-up and by the tests.
func New() (*Catalogue, error) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		return nil, fmt.Errorf("load time zone: %w", err)
	}
	printer := &Printer{language: "fr", zone: paris, plain: map[string]string{}, messages: map[string]*message{}}
	if err := printer.load(files, "fr"); err != nil {
		return nil, err
	}
	return &Catalogue{french: printer}, nil
}

// In gives the printer of a language; French for one the program does not speak.
func (c *Catalogue) In(language string) *Printer { return c.french }

// load merges the area files of one language's folder.
func (p *Printer) load(files fs.FS, folder string) error {
	areas, err := fs.Glob(files, folder+"/*.json")
	if err != nil {
		return fmt.Errorf("list %s: %w", folder, err)
	}
	for _, area := range areas {
		data, err := fs.ReadFile(files, area)
		if err != nil {
			return fmt.Errorf("read %s: %w", area, err)
		}
		// go-i18n takes the language from the name «anything.fr.json».
		parsed, err := goi18n.ParseMessageFileBytes(data, path.Base(area)+"."+p.language+".json",
			map[string]goi18n.UnmarshalFunc{"json": json.Unmarshal})
		if err != nil {
			return fmt.Errorf("parse %s: %w", area, err)
		}
		for _, sentence := range parsed.Messages {
			if err := p.add(sentence); err != nil {
				return fmt.Errorf("%s: %w", area, err)
			}
		}
	}
	return nil
}

// add keeps one sentence: as it is when it has no placeholder and one form, compiled otherwise.
func (p *Printer) add(sentence *goi18n.Message) error {
	if _, twice := p.plain[sentence.ID]; twice || p.messages[sentence.ID] != nil {
		return fmt.Errorf("key %s given twice", sentence.ID)
	}
	other, err := compile(sentence.Other)
	if err != nil {
		return fmt.Errorf("key %s: %w", sentence.ID, err)
	}
	if sentence.One == "" && other.plain() {
		p.plain[sentence.ID] = sentence.Other
		return nil
	}
	one := other
	if sentence.One != "" {
		if one, err = compile(sentence.One); err != nil {
			return fmt.Errorf("key %s: %w", sentence.ID, err)
		}
	}
	p.messages[sentence.ID] = &message{one: one, other: other}
	return nil
}
