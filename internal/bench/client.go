package bench

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// client is one visitor on one kept-alive connection. It is deliberately lean, so that the load takes little of the
// processor it shares with the server.
type client struct {
	addr       string
	connection net.Conn
	reader     *bufio.Reader
	request    []byte
}

// answer is what came back.
type answer struct {
	status   int
	location string
	body     []byte // only when asked for
}

func newClient(addr string) *client { return &client{addr: addr} }

func (c *client) close() {
	if c.connection != nil {
		c.connection.Close()
		c.connection = nil
	}
}

// get fetches a path.
func (c *client) get(path string, keepBody bool) (answer, error) {
	return c.do("GET", path, "", keepBody)
}

// post sends a form, already encoded.
func (c *client) post(path, form string) (answer, error) { return c.do("POST", path, form, false) }

func (c *client) do(method, path, form string, keepBody bool) (answer, error) {
	if c.connection == nil {
		connection, err := net.DialTimeout("tcp", c.addr, 5*time.Second)
		if err != nil {
			return answer{}, fmt.Errorf("connect: %w", err)
		}
		c.connection, c.reader = connection, bufio.NewReaderSize(connection, 16<<10)
	}
	c.request = append(c.request[:0], method...)
	c.request = append(c.request, ' ')
	c.request = append(c.request, path...)
	c.request = append(c.request, " HTTP/1.1\r\nHost: "...)
	c.request = append(c.request, c.addr...)
	if method == "POST" {
		c.request = append(c.request, "\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "...)
		c.request = strconv.AppendInt(c.request, int64(len(form)), 10)
	}
	c.request = append(c.request, "\r\n\r\n"...)
	c.request = append(c.request, form...)
	c.connection.SetDeadline(time.Now().Add(30 * time.Second))
	if _, err := c.connection.Write(c.request); err != nil {
		c.close()
		return answer{}, fmt.Errorf("%s %s: %w", method, path, err)
	}
	response, err := http.ReadResponse(c.reader, nil)
	if err != nil {
		c.close()
		return answer{}, fmt.Errorf("%s %s: %w", method, path, err)
	}
	defer response.Body.Close()
	got := answer{status: response.StatusCode, location: response.Header.Get("Location")}
	if keepBody {
		got.body, err = io.ReadAll(response.Body)
	} else {
		_, err = io.Copy(io.Discard, response.Body)
	}
	if err != nil {
		c.close()
		return answer{}, fmt.Errorf("%s %s: %w", method, path, err)
	}
	if _, path, found := strings.Cut(got.location, c.addr); found {
		got.location = path
	}
	return got, nil
}
