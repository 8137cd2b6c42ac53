package main

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"concertation/internal/intake"
	"concertation/internal/themes"
)

// ThemesCmd gathers what concerns suggestions.
type ThemesCmd struct {
	Evaluate ThemesEvaluateCmd `cmd:"" help:"Mesurer les suggestions sur des textes déjà classés."`
}

// ThemesEvaluateCmd measures suggestions on texts that people grouped already.
type ThemesEvaluateCmd struct {
	File      string   `required:"" help:"Tableau des textes, un par ligne." placeholder:"FICHIER"`
	Text      []string `required:"" sep:"," help:"Colonnes du texte." placeholder:"COLONNE"`
	Theme     string   `required:"" help:"Colonne de la thématique." placeholder:"COLONNE"`
	Group     string   `help:"Colonne dont les textes restent du même côté du partage." placeholder:"COLONNE"`
	Salt      string   `help:"Autre partage." placeholder:"MOT"`
	Test      string   `help:"Tableau sur lequel mesurer ; le premier sert alors tout entier à apprendre." placeholder:"FICHIER"`
	Separator string   `help:"Ce qui sépare les thématiques d’un même texte." placeholder:"SIGNE"`
	Names     string   `help:"Tableau des thématiques (theme, description)." placeholder:"FICHIER"`
	PerTheme  int      `help:"N’apprendre que de tant de textes par thématique." placeholder:"N"`
	Draws     int      `default:"5" help:"Nombre de tirages, avec --per-theme."`
	Seed      uint64   `default:"1" help:"Graine des tirages."`
}

// Run learns, compares and prints.
func (c *ThemesEvaluateCmd) Run(ctx context.Context, globals *Globals) error {
	texts, err := c.read(c.File, false)
	if err == nil && c.Test != "" {
		var test []themes.Labelled
		test, err = c.read(c.Test, true)
		texts = append(texts, test...)
	}
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(texts, func(t themes.Labelled) bool { return t.Test }) || !slices.ContainsFunc(texts, func(t themes.Labelled) bool { return !t.Test }) {
		return fmt.Errorf("%s : pas assez de textes classés pour apprendre et mesurer", c.File)
	}
	grid, err := c.grid(texts)
	if err != nil {
		return err
	}
	found, err := themes.Evaluate(ctx, grid, texts, themes.EvaluateOptions{Seed: c.Seed, PerTheme: c.PerTheme, Draws: c.Draws, Clock: time.Now})
	if err != nil {
		return err
	}
	if globals.JSON {
		return json.NewEncoder(globals.Stdout).Encode(found)
	}
	fmt.Fprintf(globals.Stdout, "%d textes, %d thématiques, %d pour apprendre, %d pour mesurer\n", found.Texts, len(grid), found.Training, found.Testing)
	fmt.Fprintf(globals.Stdout, "accuracy %.3f  macro_f1 %.3f  micro_f1 %.3f  samples_f1 %.3f\n", found.Accuracy, found.MacroF1, found.MicroF1, found.SamplesF1)
	fmt.Fprintf(globals.Stdout, "precision %.3f  coverage %.3f  ece %.3f\n", found.Precision, found.Coverage, found.ECE)
	fmt.Fprintf(globals.Stdout, "train_seconds %.2f  texts_per_second %.0f\n", found.TrainSeconds, found.TextsPerSecond)
	for _, theme := range found.PerTheme {
		fmt.Fprintf(globals.Stdout, "  %.3f  %s (précision %.3f, rappel %.3f, %d textes)\n", theme.F1, theme.Theme, theme.Precision, theme.Recall, theme.Support)
	}
	c.printBands(globals, found)
	return nil
}

// printBands says how far a score can be relied on: what was proposed with such scores, and how often people agreed.
func (c *ThemesEvaluateCmd) printBands(globals *Globals, found *themes.Evaluation) {
	fmt.Fprintf(globals.Stdout, "abstained %.3f\n", found.Abstained)
	for _, band := range found.Bands {
		if band.Suggestions > 0 {
			fmt.Fprintf(globals.Stdout, "  score %.1f-%.1f  %.0f proposées, %.3f confirmées\n", band.From, band.To, band.Suggestions, band.Agreed)
		}
	}
}

// leastText is how many characters a text must have, once its signs are left out, to be measured.
const leastText = 4

// trainingShare is the part of the texts that is learnt from.
const trainingShare = 0.70

// read gives the labelled texts of a table; without a table of its own, the test is what the split leaves.
func (c *ThemesEvaluateCmd) read(path string, test bool) ([]themes.Labelled, error) {
	file, err := intake.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	columns := map[string]int{}
	for _, name := range append(slices.Clone(c.Text), c.Theme, c.Group) {
		if columns[name] = file.Column(name); columns[name] < 0 && name != "" {
			return nil, fmt.Errorf("%s : pas de colonne « %s »", path, name)
		}
	}
	var texts []themes.Labelled
	for row, err := range file.Rows() {
		if err != nil {
			return nil, fmt.Errorf("lire %s : %w", path, err)
		}
		var parts []string
		for _, name := range c.Text {
			if cell := row.Cell(columns[name]); cell != "" {
				parts = append(parts, cell)
			}
		}
		whole := strings.Join(parts, ". ")
		labels := c.labels(row.Cell(columns[c.Theme]))
		if len(labels) == 0 || utf8.RuneCountInString(normal(whole)) < leastText {
			continue
		}
		key := whole
		if c.Group != "" {
			key = row.Cell(columns[c.Group])
		}
		one := themes.Labelled{Text: themes.Text{Body: whole}, Themes: labels,
			Test: test || c.Test == "" && shareOf(c.Salt+normal(key)) >= trainingShare}
		if len(parts) > 1 { // the first of several columns is the title
			one.Text = themes.Text{Title: parts[0], Body: strings.Join(parts[1:], ". ")}
		}
		if c.Group != "" {
			one.Group = key
		}
		texts = append(texts, one)
	}
	return texts, nil
}

func (c *ThemesEvaluateCmd) labels(cell string) []string {
	if c.Separator == "" {
		if cell == "" {
			return nil
		}
		return []string{cell}
	}
	var labels []string
	for label := range strings.SplitSeq(cell, c.Separator) {
		if label = strings.TrimSpace(label); label != "" && !slices.Contains(labels, label) {
			labels = append(labels, label)
		}
	}
	return labels
}

// grid makes the themes: the labels that texts bear, in order, with what --names says of them.
func (c *ThemesEvaluateCmd) grid(texts []themes.Labelled) ([]themes.Theme, error) {
	descriptions := map[string]string{}
	if c.Names != "" {
		file, err := intake.Open(c.Names)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		theme, description := file.Column("theme"), file.Column("description")
		if theme < 0 {
			return nil, fmt.Errorf("%s : pas de colonne « theme »", c.Names)
		}
		for row, err := range file.Rows() {
			if err != nil {
				return nil, fmt.Errorf("lire %s : %w", c.Names, err)
			}
			descriptions[row.Cell(theme)] = row.Cell(description)
		}
	}
	var labels []string
	for _, text := range texts {
		labels = append(labels, text.Themes...)
	}
	slices.Sort(labels)
	var grid []themes.Theme
	for _, label := range slices.Compact(labels) {
		grid = append(grid, themes.Theme{ID: label, Title: label, Definition: descriptions[label]})
	}
	return grid, nil
}

// signs are what the key of a split leaves out, an accent written apart from its letter among them: as any other tool that
// hashes the same keys does.
var signs = regexp.MustCompile(`[^\p{L}\p{N}]+`)

// normal gives the key of a text as the split sees it: lower case, each run of signs a space.
func normal(text string) string {
	return strings.TrimSpace(signs.ReplaceAllString(strings.ToLower(text), " "))
}

// shareOf gives a number from 0 to 1 that a key always has.
func shareOf(key string) float64 {
	sum := sha256.Sum256([]byte(key))
	return float64(binary.BigEndian.Uint32(sum[:4])) / (1 << 32)
}
