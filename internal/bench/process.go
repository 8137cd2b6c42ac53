package bench

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// process is a server of ours running beside the load, so that its processor time can be told from the load's.
type process struct {
	command *exec.Cmd
	addr    string
	started time.Time
	output  *os.File // what it says on standard error
}

// launch starts this very binary with args plus --addr on a free loopback port, and waits until it accepts.
func launch(ctx context.Context, args ...string) (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this binary: %w", err)
	}
	addr, err := freeAddress()
	if err != nil {
		return nil, err
	}
	output, err := os.CreateTemp("", "concertation-bench-log-")
	if err != nil {
		return nil, fmt.Errorf("start %v: %w", args, err)
	}
	p := &process{addr: addr, started: time.Now(), output: output}
	p.command = exec.CommandContext(ctx, self, append(args, "--addr", addr)...)
	p.command.Stderr = output // a file: no pipe to carry its log through this process
	p.command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := p.command.Start(); err != nil {
		return nil, fmt.Errorf("start %v: %w", args, err)
	}
	for range 3000 {
		if connection, err := net.DialTimeout("tcp", addr, time.Second); err == nil {
			connection.Close()
			return p, nil
		}
		time.Sleep(5 * time.Millisecond)
	}
	said, _ := os.ReadFile(output.Name())
	p.stop()
	return nil, fmt.Errorf("start %v: does not listen: %s", args, said)
}

// stop ends the process, politely first.
func (p *process) stop() error {
	defer os.Remove(p.output.Name())
	defer p.output.Close()
	if err := p.command.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	done := make(chan error, 1)
	go func() { done <- p.command.Wait() }()
	select {
	case err := <-done:
		return err
	case <-time.After(20 * time.Second):
		p.command.Process.Kill()
		return <-done
	}
}

// cpu gives the processor time, user and system, that the process has used.
func (p *process) cpu() (time.Duration, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.command.Process.Pid))
	if err != nil {
		return 0, fmt.Errorf("read processor time (Linux only): %w", err)
	}
	// Fields follow the command's name, which may itself hold spaces: proc(5), fields 14 and 15, in 1/100 s.
	_, after, found := strings.Cut(string(stat), ") ")
	fields := strings.Fields(after)
	if !found || len(fields) < 13 {
		return 0, fmt.Errorf("read processor time: unexpected /proc stat")
	}
	var ticks int64
	for _, field := range fields[11:13] {
		n, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("read processor time: %w", err)
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond, nil
}

// memory gives the resident size in bytes.
func (p *process) memory() (float64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.command.Process.Pid))
	if err != nil {
		return 0, fmt.Errorf("read memory (Linux only): %w", err)
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kib, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return kib * 1024, err
		}
	}
	return 0, fmt.Errorf("read memory: no VmRSS")
}

func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a free port: %w", err)
	}
	defer listener.Close()
	return listener.Addr().String(), nil
}

// rest waits until the server has nothing left to do after a load, ten seconds at most, and gives the processor time
// that this took: contributions are written once nobody sends any more.
func (p *process) rest(ctx context.Context) (time.Duration, error) {
	before, err := p.cpu()
	if err != nil {
		return 0, err
	}
	const pause, idle = 500 * time.Millisecond, 20 * time.Millisecond
	last, quiet := before, 0
	for range 20 {
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-time.After(pause):
		}
		now, err := p.cpu()
		if err != nil {
			return 0, err
		}
		if quiet++; now-last > idle {
			quiet = 0
		}
		if last = now; quiet == 4 { // two seconds: longer than a server waits before it writes
			break
		}
	}
	return last - before, nil
}
