package main

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// english are words of the library that a French help must not keep.
var english = regexp.MustCompile(`(?i)\b(flags?|commands?|show|run|for more|default|help\.|string|key|value|int|float|missing|expected|unknown|unexpected|must|one of|did you mean|got)\b`)

func TestTheHelpOfEveryCommandIsInFrench(t *testing.T) {
	line := commands{}
	parser, err := newParser(&line)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	var walk func(node *kong.Node, path []string)
	walk = func(node *kong.Node, path []string) {
		seen++
		var stdout, stderr bytes.Buffer
		if code := run(append(path, "--help"), &stdout, &stderr); code != exitDone {
			t.Errorf("%v --help: code %d, %s", path, code, stderr.String())
		}
		for text := range strings.Lines(stdout.String()) {
			// Options keep their names, and themes and users have English ones in commands.
			words := regexp.MustCompile(`--[a-z-]+|concertation [a-z ]+|CONCERTATION_[A-Z_]+`).ReplaceAllString(text, "")
			if found := english.FindString(words); found != "" {
				t.Errorf("%v --help says %q: %s", path, found, text)
			}
		}
		for _, child := range node.Children {
			walk(child, append(append([]string{}, path...), child.Name))
		}
	}
	walk(parser.Model.Node, nil)
	if seen < 20 {
		t.Errorf("only %d commands were asked", seen)
	}
}

func TestACommandLineThatMakesNoSenseIsAnsweredInFrench(t *testing.T) {
	for _, line := range []string{"", "servir", "serv", "serve --bas-url x", "serve --unknown", "serve more", "export workbook", "forms check", "demo --responses=many",
		"serve --login-rate=fast", "export", "demo --responses"} {
		var stdout, stderr bytes.Buffer
		if code := run(strings.Fields(line), &stdout, &stderr); code != exitUsage {
			t.Errorf("%q: code %d", line, code)
		}
		words := regexp.MustCompile(`--[a-z-]+`).ReplaceAllString(stderr.String(), "")
		if found := english.FindString(words); found != "" || stderr.Len() == 0 {
			t.Errorf("%q is answered with %q: %s", line, found, stderr.String())
		}
	}
}
