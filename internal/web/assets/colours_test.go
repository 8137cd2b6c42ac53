package assets_test

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// schemes reads the custom properties of styles/_colours.scss: light, and dark where it differs.
func schemes(t *testing.T) map[string]map[string]string {
	t.Helper()
	data, err := os.ReadFile("styles/_colours.scss")
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.SplitN(string(data), "@media screen and (prefers-color-scheme: dark)", 2)
	if len(parts) != 2 {
		t.Fatal("no dark scheme")
	}
	light, dark := map[string]string{}, map[string]string{}
	for _, match := range regexp.MustCompile(`--([a-z0-9-]+): (#[0-9a-f]{6});`).FindAllStringSubmatch(parts[0], -1) {
		light[match[1]], dark[match[1]] = match[2], match[2]
	}
	for _, match := range regexp.MustCompile(`--([a-z0-9-]+): (#[0-9a-f]{6});`).FindAllStringSubmatch(parts[1], -1) {
		dark[match[1]] = match[2]
	}
	return map[string]map[string]string{"light": light, "dark": dark}
}

// contrast gives the ratio of WCAG 2.2 between two colours.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	lighter, darker := luminance(t, a), luminance(t, b)
	if lighter < darker {
		lighter, darker = darker, lighter
	}
	return (lighter + 0.05) / (darker + 0.05)
}

func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	channel := func(i int) float64 {
		n, err := strconv.ParseUint(colour[i:i+2], 16, 8)
		if err != nil {
			t.Fatalf("colour %q: %v", colour, err)
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(1) + 0.7152*channel(3) + 0.0722*channel(5)
}

func TestEveryPairOfColoursHasEnoughContrast(t *testing.T) {
	const text, graphics = 4.5, 3.0
	grounds := []string{"paper", "stone", "stone-deep", "success-tint", "error-tint", "warning-tint", "information-tint"}
	for name, colours := range schemes(t) {
		check := func(front, back string, least float64) {
			t.Helper()
			if colours[front] == "" || colours[back] == "" {
				t.Fatalf("%s: no colour %s or %s", name, front, back)
			}
			if got := contrast(t, colours[front], colours[back]); got < least {
				t.Errorf("%s: %s on %s is %.2f, under %.1f", name, front, back, got, least)
			}
		}
		for _, ground := range grounds {
			check("ink", ground, text)
			check("action", ground, text)
			check("action-dark", ground, text)
		}
		for _, ground := range []string{"paper", "stone"} {
			check("quiet", ground, text)
			check("accent", ground, text)
			check("line-strong", ground, graphics)
			for theme := 1; theme <= 6; theme++ {
				check("theme-"+strconv.Itoa(theme), ground, graphics)
			}
		}
		check("error", "paper", text)
		check("error", "error-tint", text)
		check("success", "paper", text)
		check("success", "success-tint", text)
		check("on-action", "action", text)
		check("on-action", "action-dark", text)
		check("on-focus", "focus", text)
		check("paper", "accent", text)
		check("paper", "error", text)
		for theme := 1; theme <= 6; theme++ {
			check("on-theme", "theme-"+strconv.Itoa(theme), text)
		}
	}
}
