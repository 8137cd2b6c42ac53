// Package bench holds the benchmarks of the command line: each figure beside its bare limit, measured in the same run
// on the same machine, so that the ratio means something where the machine is shared and noisy.
//
// Servers under test are processes of their own (the same binary), driven over loopback, bounded in count and time,
// and ended by their pid. Start with submit.go. Nothing here is used by the service itself.
package bench
