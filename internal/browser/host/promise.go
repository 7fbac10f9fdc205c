//go:build js && wasm

package host

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/hack-pad/safejs"
)

// JSError is an error JavaScript threw or rejected with.
type JSError struct {
	// Name is the error's class, for example "QuotaExceededError".
	Name string
	// Message is the text of the browser, which holds no user data.
	Message string
}

// Error implements error.
func (e *JSError) Error() string { return e.Name + ": " + e.Message }

func jsError(v safejs.Value) error {
	e := &JSError{Name: "Error", Message: "unknown"}
	if v.Type() == safejs.TypeObject || v.Type() == safejs.TypeFunction {
		if s, ok := StringField(v, "name"); ok {
			e.Name = s
		}
		if s, ok := StringField(v, "message"); ok {
			e.Message = s
		}
	} else if s, err := v.String(); err == nil {
		e.Message = s
	}
	return e
}

// StringField returns a member that is a string.
func StringField(v safejs.Value, name string) (string, bool) {
	f, err := v.Get(name)
	if err != nil || f.Type() != safejs.TypeString {
		return "", false
	}
	s, err := f.String()
	return s, err == nil
}

// Await waits for a promise. When ctx ends first, it returns the context's
// error; what the promise brings later is dropped.
func Await(ctx context.Context, promise safejs.Value) (safejs.Value, error) {
	type result struct {
		value safejs.Value
		err   error
	}
	done := make(chan result, 1)
	var onValue, onError safejs.Func
	release := func() {
		onValue.Release()
		onError.Release()
	}
	onValue, err := safejs.FuncOf(func(_ safejs.Value, args []safejs.Value) any {
		v := safejs.Undefined()
		if len(args) > 0 {
			v = args[0]
		}
		done <- result{value: v}
		return nil
	})
	if err != nil {
		return safejs.Undefined(), fmt.Errorf("host: await: %w", err)
	}
	onError, err = safejs.FuncOf(func(_ safejs.Value, args []safejs.Value) any {
		v := safejs.Undefined()
		if len(args) > 0 {
			v = args[0]
		}
		done <- result{err: jsError(v)}
		return nil
	})
	if err != nil {
		onValue.Release()
		return safejs.Undefined(), fmt.Errorf("host: await: %w", err)
	}
	if _, err := promise.Call("then", onValue, onError); err != nil {
		release()
		return safejs.Undefined(), fmt.Errorf("host: await: %w", err)
	}
	select {
	case r := <-done:
		release()
		return r.value, r.err
	case <-ctx.Done():
		// The promise is still open and will call one of the two; they are
		// released only then.
		go func() {
			// Nothing here can panic: release is safe at any time.
			<-done
			release()
		}()
		return safejs.Undefined(), ctx.Err()
	}
}

// promise runs work in a goroutine and returns a JavaScript promise of its
// result. A panic rejects the promise and leaves the core serving.
func promise(work func() (string, error)) (safejs.Value, error) {
	constructor, err := safejs.Global().Get("Promise")
	if err != nil {
		return safejs.Undefined(), fmt.Errorf("host: promise: %w", err)
	}
	executor, err := safejs.FuncOf(func(_ safejs.Value, args []safejs.Value) any {
		resolve, reject := args[0], args[1]
		go func() {
			value, err := Recovered(work)
			if err != nil {
				settle(reject, err.Error())
				return
			}
			settle(resolve, value)
		}()
		return nil
	})
	if err != nil {
		return safejs.Undefined(), fmt.Errorf("host: promise: %w", err)
	}
	defer executor.Release()
	return constructor.New(executor)
}

// settle calls resolve or reject. It cannot fail unless the worker is going
// away, and then nobody listens.
func settle(fn safejs.Value, value string) {
	if _, err := fn.Invoke(value); err != nil {
		panic(fmt.Sprintf("host: settle a promise: %v", err))
	}
}

// ErrPanic marks a fault of the core that was caught.
var ErrPanic = errors.New("the core panicked")

// Recovered does work and turns a panic into an error that matches ErrPanic.
// Every goroutine begins with it, because a panic that nobody catches ends the
// whole module.
func Recovered[T any](work func() (T, error)) (value T, err error) {
	defer func() {
		if r := recover(); r != nil {
			// The panic's value may hold user data; the stack does not.
			err = fmt.Errorf("%w\n%s", ErrPanic, debug.Stack())
		}
	}()
	return work()
}
