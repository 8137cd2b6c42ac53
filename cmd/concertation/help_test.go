package main

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// english are the words of the library's own help, and those that stand for a value when nobody named it.
var english = regexp.MustCompile(`Usage: |\bFlags\b|\[flags\]|\bCommands\b|<command>|Show context|\bhelp\.|Run "|for more information|=STRING|=INT\b|=BOOL|Arguments:`)

// helpOf gives the help of a command, asked the way people ask for it.
func helpOf(t *testing.T, path ...string) string {
	t.Helper()
	var out, errors bytes.Buffer
	parser, err := parserOf(&commands{Globals: Globals{Stdout: &out, Stderr: &errors}})
	if err != nil {
		t.Fatal(err)
	}
	asked := -1
	parser.Exit = func(code int) {
		if asked < 0 {
			asked = code
		}
	}
	parser.Parse(append(path, "--help")) // the error is of what --help leaves out
	if asked != exitDone || out.Len() == 0 {
		t.Fatalf("%v: the help exits %d and says %q", path, asked, out.String())
	}
	return out.String()
}

func TestTheHelpOfEveryCommandIsInFrench(t *testing.T) {
	parser, err := parserOf(&commands{})
	if err != nil {
		t.Fatal(err)
	}
	walked := 0
	var walk func(node *kong.Node, path ...string)
	walk = func(node *kong.Node, path ...string) {
		walked++
		help := helpOf(t, path...)
		if found := english.FindAllString(help, -1); len(found) > 0 {
			t.Errorf("concertation %s --help says %q:\n%s", strings.Join(path, " "), found, help)
		}
		if !strings.HasPrefix(help, "Usage\u00a0: concertation") || !strings.Contains(help, "Options\u00a0:") {
			t.Errorf("concertation %s --help lacks its titles:\n%s", strings.Join(path, " "), help)
		}
		for _, flag := range node.Flags {
			if flag.Help == "" && !flag.Hidden {
				t.Errorf("concertation %s: --%s says nothing of itself", strings.Join(path, " "), flag.Name)
			}
		}
		for _, child := range node.Children {
			if child.Help == "" {
				t.Errorf("concertation %s: nothing says what it does", child.FullPath())
			}
			if !child.Hidden {
				walk(child, append(append([]string{}, path...), child.Name)...)
			}
		}
	}
	walk(parser.Model.Node)
	if walked < 20 {
		t.Errorf("only %d commands were walked through", walked)
	}
}
