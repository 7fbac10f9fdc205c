package zoho

import (
	"bytes"
	"context"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/tidwall/gjson"
)

const (
	// MaxAttachment bounds the file of one upload, in bytes. Zoho's pages of version 2 name 100 MB, its help 20 MB; those of
	// version 8 name nothing. What is above this package's bound is refused here, before anything is sent.
	MaxAttachment = 20 << 20
	// MaxAttachmentName bounds the name of a file, in bytes. No page documents a bound; this is below what file systems take.
	MaxAttachmentName = 200
	// MaxAttachmentPage is the last page of a record's attachments that can be asked for by number: 2,000 at 200 a page.
	MaxAttachmentPage = 10
)

// AttachmentsService uploads files to records and lists them.
type AttachmentsService struct{ c *Client }

// NewAttachment is a file to be attached to a record.
type NewAttachment struct {
	// Module is the API name of the record's module, RecordID the record's id.
	Module, RecordID string
	// Name is the file's name; see [ValidAttachmentName].
	Name string
	// MIME is the file's type. What is none is sent as application/octet-stream.
	MIME string
	// Data is the whole file, 1 to [MaxAttachment] bytes.
	Data []byte
}

// ValidAttachmentName reports whether name can be sent as the name of a file: UTF-8 of at most [MaxAttachmentName] bytes
// without control characters, quotation marks and the two slashes, so that it can break neither a header nor a path.
func ValidAttachmentName(name string) bool {
	if name == "" || len(name) > MaxAttachmentName || !utf8.ValidString(name) {
		return false
	}
	return strings.IndexFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f || strings.ContainsRune(`"/\`, r) }) < 0
}

// Upload attaches a file to a record. There is no key that would keep a repeated call from attaching it twice. The error
// matches ErrParentGone if the record is gone, ErrFileTooLarge if Zoho takes no file of this size, and ErrFileRefused if
// it refuses the file for another reason: its type, or a virus in it. Neither of the two is cured by repeating.
//
// Documentation: https://www.zoho.com/crm/developer/docs/api/v8/upload-attachment.html
// Scopes: those of the record's module and ZohoCRM.modules.attachments.CREATE; see [AttachmentScopes]. Cost: 1 credit; the
// page on limits does not name uploads.
func (s *AttachmentsService) Upload(ctx context.Context, f NewAttachment) (WriteResult, error) {
	refused := func(err error) (WriteResult, error) { return WriteResult{Outcome: NotDone, Err: err}, err }
	switch {
	case !ValidAPIName(f.Module) || !ValidID(f.RecordID):
		return refused(badRequest(OpUploadAttachment, "module name or record id"))
	case !ValidAttachmentName(f.Name) || len(f.Data) == 0:
		return refused(badRequest(OpUploadAttachment, "name or content of the file"))
	case len(f.Data) > MaxAttachment:
		return refused(&APIError{HTTP: statusTooLarge, Op: OpUploadAttachment})
	}
	body, boundary := formOf(f)
	results, err := s.c.write(ctx, call{
		op: OpUploadAttachment, method: methodPost, path: "/crm/v8/" + f.Module + "/" + f.RecordID + "/Attachments",
		modules: []string{f.Module}, body: body, n: 1,
		header: map[string]string{"Content-Type": "multipart/form-data; boundary=" + boundary},
	}, "Attachments", 1, nil)
	result := results[0]
	// Whoever says that a body is too large has not processed it, see https://www.rfc-editor.org/rfc/rfc9110#section-15.5.14.
	var t *TransportError
	if errors.As(err, &t) && t.HTTP == statusTooLarge {
		return refused(&APIError{HTTP: statusTooLarge, Op: OpUploadAttachment})
	}
	return result, err
}

// formOf writes a file as a form of one field called file, as browsers do; see
// https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data. The boundary is random and
// does not occur in the file.
func formOf(f NewAttachment) (body []byte, boundary string) {
	for boundary == "" || bytes.Contains(f.Data, []byte(boundary)) {
		boundary = "chatkeep-" + randomText(24)
	}
	head := "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + f.Name + "\"\r\nContent-Type: " +
		cleanMIME(f.MIME) + "\r\n\r\n"
	tail := "\r\n--" + boundary + "--\r\n"
	body = make([]byte, 0, len(head)+len(f.Data)+len(tail))
	body = append(body, head...)
	body = append(body, f.Data...)
	return append(body, tail...), boundary
}

// cleanMIME returns a type without its parameters, application/octet-stream for what is none.
func cleanMIME(mime string) string {
	mime, _, _ = strings.Cut(strings.ToLower(mime), ";")
	mime = strings.TrimSpace(mime)
	kind, name, _ := strings.Cut(mime, "/")
	token := func(s string) bool {
		return s != "" && len(s) <= 100 && strings.IndexFunc(s, func(r rune) bool {
			return (r < 'a' || r > 'z') && (r < '0' || r > '9') && !strings.ContainsRune("+-._", r)
		}) < 0
	}
	if !token(kind) || !token(name) {
		return "application/octet-stream"
	}
	return mime
}

// Attachment is an attachment of a record as Zoho lists it.
type Attachment struct {
	ID string
	// Name is the file's name.
	Name string
}

// AttachmentPage is one page of a record's attachments.
type AttachmentPage = Page[Attachment]

// List returns a page of the attachments of a record. page counts from 1 to [MaxAttachmentPage]. The error matches
// ErrParentGone if the record is gone. An order is asked for, but no page documents one for attachments, so nothing may be
// concluded from it: only all pages together tell that a file is not there.
//
// Documentation: https://www.zoho.com/crm/developer/docs/api/v8/get-attachments.html
// Scopes: ZohoCRM.modules.{module}.READ and ZohoCRM.modules.attachments.READ. Cost: 1 credit.
func (s *AttachmentsService) List(ctx context.Context, module, id string, page int) (AttachmentPage, error) {
	if !ValidAPIName(module) || !ValidID(id) || page < 1 || page > MaxAttachmentPage {
		return AttachmentPage{}, badRequest(OpListAttachments, "module name, record id or page")
	}
	return run(ctx, s.c, reading[AttachmentPage]{
		call: call{
			op: OpListAttachments, method: methodGet, path: "/crm/v8/" + module + "/" + id + "/Attachments", modules: []string{module},
			query: url.Values{
				"fields": {"id,File_Name"}, "sort_by": {"Created_Time"}, "sort_order": {"desc"},
				"per_page": {strconv.Itoa(relatedPageSize)}, "page": {strconv.Itoa(page)},
			},
		},
		read: func(body gjson.Result) (AttachmentPage, error) {
			list := body.Get("data")
			if body.IsObject() && !list.IsArray() {
				return AttachmentPage{}, badReply(OpListAttachments, statusOK)
			}
			var all []Attachment
			for _, item := range list.Array() {
				o := object{Result: item}
				a := Attachment{ID: o.id("id"), Name: o.text("File_Name")}
				if o.bad || !item.IsObject() {
					return AttachmentPage{}, badReply(OpListAttachments, statusOK)
				}
				all = append(all, a)
			}
			return AttachmentPage{Items: all, More: body.IsObject() && moreRecords(body, len(all), relatedPageSize)}, nil
		},
	})
}
