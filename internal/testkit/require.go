package testkit

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Require skips the test when this machine lacks what it needs: "chromium", "assets" (npm ci and build), "postgres",
// "libreoffice". It fails instead when CONCERTATION_TEST_REQUIRE names that need (`make test`), so that a full run
// never passes by skipping.
func Require(t testing.TB, need string) {
	t.Helper()
	found, known := present(t, need)
	if !known {
		t.Fatalf("testkit.Require does not know %q", need)
	}
	if found {
		return
	}
	if slices.Contains(strings.Split(os.Getenv("CONCERTATION_TEST_REQUIRE"), ","), need) {
		t.Fatalf("%s is required and absent (make test-needs assets)", need)
	}
	t.Skipf("%s is absent", need)
}

func present(t testing.TB, need string) (found, known bool) {
	switch need {
	case "chromium":
		return chromiumPath() != "", true
	case "assets":
		root := RepositoryRoot(t)
		return exists(filepath.Join(root, axeFile)) && exists(filepath.Join(root, "internal/web/assets/dist/manifest.json")), true
	case "postgres":
		if os.Getenv(serverVariable) != "" {
			return true, true
		}
		paths, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
		return err == nil && len(paths) > 0, true
	case "libreoffice":
		_, err := exec.LookPath("soffice")
		return err == nil, true
	default:
		return false, false
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// RepositoryRoot gives the folder of go.mod.
func RepositoryRoot(t testing.TB) string {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for !exists(filepath.Join(folder, "go.mod")) {
		parent := filepath.Dir(folder)
		if parent == folder {
			t.Fatal("no go.mod above the working folder")
		}
		folder = parent
	}
	return folder
}
