package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/chatkeep/chatkeep/internal/fakezoho"
	"github.com/chatkeep/chatkeep/internal/fakezoho/control"
)

// serveZoho runs Zoho's stand-in at a loopback address until the context ends,
// and writes to out where it is and how to sign in. seedFile is the world to
// begin with, "" for the demo's.
func serveZoho(ctx context.Context, out io.Writer, addr, seedFile string) error {
	begin, err := beginning(seedFile)
	if err != nil {
		return err
	}
	listener, err := listen(ctx, addr)
	if err != nil {
		return err
	}
	// Serve closes the listener; until then an error must not leave it open.
	desk, err := control.New("http://"+listener.Addr().String(), begin)
	if err == nil {
		err = desk.Welcome(out)
	}
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	server := &http.Server{Handler: desk, ReadHeaderTimeout: time.Minute}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// beginning returns what fills a new stand-in.
func beginning(seedFile string) (func(*fakezoho.Server) (fakezoho.Planted, error), error) {
	if seedFile == "" {
		return control.Demo, nil
	}
	raw, err := os.ReadFile(seedFile)
	if err != nil {
		return nil, err
	}
	seed, err := fakezoho.ParseSeed(raw)
	if err != nil {
		return nil, err
	}
	return func(s *fakezoho.Server) (fakezoho.Planted, error) { return s.Plant(seed) }, nil
}

// listen opens a loopback address: whoever reaches the stand-in can read and
// change everything in it.
func listen(ctx context.Context, addr string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("-zoho-addr: %w", err)
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return nil, fmt.Errorf("-zoho-addr: %s is not a loopback address such as 127.0.0.1", host)
	}
	var config net.ListenConfig
	return config.Listen(ctx, "tcp", addr)
}
