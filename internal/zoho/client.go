package zoho

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/tidwall/gjson"

	"github.com/chatkeep/chatkeep/internal/zoho/transport"
)

// TokenSource hands out access tokens. Implementations must be safe for concurrent use and should make sure that only
// one refresh runs at a time, because Zoho allows ten in ten minutes.
type TokenSource interface {
	// Token returns an access token. staleToken is "" or the token that Zoho has just refused with status 401: then another
	// one is wanted. It is asked for at most once per call. An error is returned wrapped by the call.
	Token(ctx context.Context, staleToken string) (AccessToken, error)
}

// Config holds what a [Client] needs.
type Config struct {
	// Transport makes the connections.
	Transport transport.Transport
	// APIDomain is the origin of the API host, as the token reply names it. It must belong to one of [DataCentres].
	APIDomain string
	// Tokens hands out the access tokens.
	Tokens TokenSource
	// Gate guards the credits. Use [NopGate] to let everything pass.
	Gate Gate
	// Timeout bounds one request with its reply; 0 means [DefaultTimeout].
	Timeout time.Duration
}

// Client makes calls to one organisation's CRM. It is safe for concurrent use.
type Client struct {
	Users       *UsersService
	Org         *OrgService
	Modules     *ModulesService
	Fields      *FieldsService
	Layouts     *LayoutsService
	COQL        *COQLService
	Search      *SearchService
	Contacts    *ContactsService
	Leads       *LeadsService
	Deals       *DealsService
	Notes       *NotesService
	Attachments *AttachmentsService
	Composite   *CompositeService

	transport transport.Transport
	api       string
	tokens    TokenSource
	gate      Gate
	timeout   time.Duration
}

// NewClient returns a client. It fails with ErrUnknownHost if the API domain is not that of a known data centre, and
// with ErrBadRequest if something is missing.
func NewClient(cfg Config) (*Client, error) {
	api, ok := cleanAPIOrigin(cfg.APIDomain)
	if !ok {
		return nil, &TransportError{Op: OpConfigure, Kind: ErrUnknownHost}
	}
	if cfg.Transport == nil || cfg.Tokens == nil || cfg.Gate == nil || cfg.Timeout < 0 {
		return nil, badRequest(OpConfigure, "Transport, Tokens and Gate are needed, and no negative Timeout")
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = DefaultTimeout
	}
	c := &Client{transport: cfg.Transport, api: api, tokens: cfg.Tokens, gate: cfg.Gate, timeout: cfg.Timeout}
	c.Users = &UsersService{c}
	c.Org = &OrgService{c}
	c.Modules = &ModulesService{c}
	c.Fields = &FieldsService{c}
	c.Layouts = &LayoutsService{c}
	c.COQL = &COQLService{c}
	c.Search = &SearchService{c}
	c.Contacts = &ContactsService{c}
	c.Leads = &LeadsService{c}
	c.Deals = &DealsService{c}
	c.Notes = &NotesService{c}
	c.Attachments = &AttachmentsService{c}
	c.Composite = &CompositeService{c}
	return c, nil
}

// call describes one operation. path begins after the host and is built from checked parts only.
type call struct {
	op     Op
	method string
	path   string
	query  url.Values
	body   []byte
	// header holds what is sent besides the token and the types of the bodies.
	header map[string]string
	// n is what the price depends on, see [Op.Credits].
	n int
	// modules are those whose scopes the operation needs, as far as they do not follow from it.
	modules []string
	// parts are the calls inside a composite request.
	parts []call
}

func (k call) cost() int { return k.op.Credits(k.n) }

// scopes returns the scopes that the call needs.
func (k call) scopes() []string {
	all := k.op.Scopes(k.modules...)
	for _, part := range k.parts {
		all = append(all, part.scopes()...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// items returns the list in which Zoho reports success or failure item by item, whatever the HTTP status.
func (k call) items(body gjson.Result) gjson.Result {
	if k.op == OpComposite {
		return body.Get("__composite_requests")
	}
	return body.Get("data")
}

// do makes a call. executable reports whether the last request may have reached Zoho's application: if it is false,
// nothing was written, whatever the error. A reply with an error object at its top becomes an *APIError; one that holds
// a list of items is returned as it is, whatever its status, because Zoho then reports success or failure record by record.
func (c *Client) do(ctx context.Context, k call) (r Reply, executable bool, err error) {
	token, err := c.token(ctx, k.op, "")
	if err != nil {
		return Reply{}, false, err
	}
	r, executable, err = c.attempt(ctx, k, token)
	if !staleToken(err) {
		return r, executable, err
	}
	// The gateway refuses a token before the application sees the request, so a write can be repeated as well.
	fresh, tokenErr := c.token(ctx, k.op, token)
	if tokenErr != nil {
		return Reply{}, false, tokenErr
	}
	if fresh == token {
		return Reply{}, false, err
	}
	return c.attempt(ctx, k, fresh)
}

// token asks the token source and checks that what it returned can be sent to this client's host.
func (c *Client) token(ctx context.Context, op Op, stale string) (string, error) {
	t, err := c.tokens.Token(ctx, stale)
	if err != nil {
		return "", fmt.Errorf("zoho: %s: get access token: %w", op, err)
	}
	if !ValidSecret(t.Token) {
		return "", badRequest(op, "token source returned no usable token")
	}
	if t.APIDomain != "" {
		// A token of another data centre or of a sandbox would be refused as expired, and refreshing would not cure that.
		if origin, ok := cleanAPIOrigin(t.APIDomain); !ok || origin != c.api {
			return "", &TransportError{Op: op, Kind: ErrUnknownHost}
		}
	}
	return t.Token, nil
}

// attempt sends one request through the gate.
func (c *Client) attempt(ctx context.Context, k call, token string) (r Reply, executable bool, err error) {
	if err := ctx.Err(); err != nil {
		return Reply{}, false, &TransportError{Op: k.op, Kind: transportKind(ctx, err)}
	}
	if err := c.gate.Before(ctx, k.op, k.cost()); err != nil {
		return Reply{}, false, fmt.Errorf("zoho: %s: %w", k.op, err)
	}
	r, err = Ask(ctx, c.transport, c.timeout, k.op, c.request(k, token))
	if err == nil {
		err = replyError(k, r)
	}
	c.gate.After(k.op, k.cost(), gateStatus(k, r, err), creditsRemaining(r.Header))
	return r, true, err
}

// request builds the request of a call.
func (c *Client) request(k call, token string) transport.Request {
	address := c.api + k.path
	if len(k.query) > 0 {
		// Encode writes a plus sign as %2B; a bare one would reach Zoho as a space.
		address += "?" + k.query.Encode()
	}
	header := map[string]string{"Authorization": "Zoho-oauthtoken " + token, "Accept": "application/json"}
	if k.body != nil {
		header["Content-Type"] = "application/json"
	}
	maps.Copy(header, k.header)
	return transport.Request{Method: k.method, URL: address, Header: header, Body: k.body}
}

// replyError returns the error that a reply with a JSON body, or without a body, stands for.
func replyError(k call, r Reply) error {
	if r.Status == statusTooManyRequests || r.Status >= 500 || !k.items(r.Body).IsArray() {
		isError := r.Body.Get("status").String() == "error" || r.Status >= 400
		if !isError {
			return nil
		}
		e := newAPIError(k.op, r.Status, r.Body)
		if e.Code == "" && r.Status != statusTooManyRequests && r.Status < 500 {
			// A refusal without a code is not one of Zoho's.
			return &TransportError{Op: k.op, Kind: ErrBadReply, HTTP: r.Status}
		}
		if e.Is(ErrScope) {
			e.Scopes = k.scopes()
		}
		return e
	}
	return nil
}

// staleToken reports whether err is the refusal of an access token that another token may cure.
func staleToken(err error) bool {
	var e *APIError
	return errors.As(err, &e) && e.HTTP == statusUnauthorized && e.Is(ErrUnauthorized)
}

// creditsRemaining reads the organisation's remaining credits, -1 if Zoho did not say.
func creditsRemaining(header map[string]string) int {
	n, err := strconv.Atoi(header["x-api-credits-remaining"])
	if err != nil || n < 0 {
		return -1
	}
	return n
}

// gateStatus returns the status to tell the gate: 429 if Zoho refused anything as too much, in whatever way it said so.
func gateStatus(k call, r Reply, err error) int {
	if errors.Is(err, ErrThrottled) {
		return statusTooManyRequests
	}
	if err != nil || k.method == methodGet || k.op == OpQuery {
		return r.Status
	}
	for _, item := range k.items(r.Body).Array() {
		if item.Get("status").String() == "error" && newAPIError(k.op, r.Status, item).Is(ErrThrottled) ||
			k.op == OpComposite && item.Get("details.response.status_code").Int() == statusTooManyRequests {
			return statusTooManyRequests
		}
	}
	return r.Status
}

// badReply returns the error for a reply that is JSON but not of the documented form.
func badReply(op Op, status int) error {
	return &TransportError{Op: op, Kind: ErrBadReply, HTTP: status}
}
