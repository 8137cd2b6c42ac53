package main

import (
	"os"
	"testing"
)

// asProgram makes the test binary behave as the program itself, so that tests can start it, kill it and read what it
// prints without building it again.
const asProgram = "CONCERTATION_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}
