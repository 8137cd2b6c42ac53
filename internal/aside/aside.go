package aside

import (
	"bytes"
	"io"
	"os"
)

// inMemory is up to where nothing is written on a disk: a usual workbook never is.
const inMemory = 16 << 20

// Content is something that is written once, then read, at any place. The zero value is empty; not for several at once.
type Content struct {
	memory bytes.Buffer
	file   *os.File
	size   int64
}

// Write adds to the content. Past sixteen megabytes the whole goes to a temporary file, which only this account reads.
func (c *Content) Write(more []byte) (int, error) {
	if c.file == nil && c.size+int64(len(more)) > inMemory {
		file, err := os.CreateTemp("", "concertation-")
		if err != nil {
			return 0, err
		}
		c.file = file
		if _, err := c.memory.WriteTo(file); err != nil {
			return 0, err
		}
		c.memory = bytes.Buffer{}
	}
	out := io.Writer(&c.memory)
	if c.file != nil {
		out = c.file
	}
	n, err := out.Write(more)
	c.size += int64(n)
	return n, err
}

// Size gives how many bytes were written.
func (c *Content) Size() int64 { return c.size }

// ReadAt implements io.ReaderAt.
func (c *Content) ReadAt(into []byte, from int64) (int, error) {
	if c.file != nil {
		return c.file.ReadAt(into, from)
	}
	return bytes.NewReader(c.memory.Bytes()).ReadAt(into, from)
}

// Reader reads from the start.
func (c *Content) Reader() io.Reader { return io.NewSectionReader(c, 0, c.size) }

// Close takes the content away.
func (c *Content) Close() error {
	if c.file == nil {
		return nil
	}
	closing := c.file.Close()
	if err := os.Remove(c.file.Name()); err != nil {
		return err
	}
	return closing
}
