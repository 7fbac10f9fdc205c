package fakezoho

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
)

// attached is what a record of the module Attachments holds besides what every
// record does. The stand-in keeps a file's size and its SHA-256 in hexadecimal
// digits, and not what is in it.
type attached struct {
	name, mime, sum string
	size            int
}

// listAttachments serves GET /{module}/{id}/Attachments (get-attachments page).
func listAttachments(c *apiCall) reply {
	parent := c.reach(c.module, c.id)
	if parent == nil {
		return errRelatedID().reply()
	}
	files := slices.Clone(parent.files)
	if lag := c.s.sw.RelatedLag; lag > 0 {
		upTo := c.s.now().Add(-lag)
		files = slices.DeleteFunc(files, func(f *record) bool { return f.created.After(upTo) })
	}
	if c.s.sw.AttachmentOrder == OrderIgnored {
		c.query.Del("sort_by")
		c.query.Set("sort_order", "asc")
	}
	return c.list(listing{name: "Attachments", parentID: parent.id, records: files, render: c.attachmentObject})
}

// attachmentObject renders an attachment. The parent and the keys that begin with
// $ come whether or not they were asked for.
func (c *apiCall) attachmentObject(f *record, fields []string) object {
	out := object{
		"id": f.id,
		"Parent_Id": object{
			"module": object{"api_name": f.parent.module.name, "id": f.parent.module.id},
			"name":   f.parent.fullName(), "id": f.parent.id,
		},
		"$editable": true, "$type": "Attachment", "$state": "save", "$file_id": nil, "$link_url": nil,
	}
	for name, value := range map[string]any{
		"File_Name": f.file.name, "Size": f.file.size, "Owner": f.owner.refWithEmail(),
		"Created_Time": c.user.stamp(f.created), "Modified_Time": c.user.stamp(f.modified),
		"Created_By": f.createdBy.ref(), "Modified_By": f.editedBy.ref(),
	} {
		if oneOf(name, fields...) {
			out[name] = value
		}
	}
	return out
}

// uploadAttachment serves POST /{module}/{id}/Attachments (upload-attachment
// page): a form with one file, called file.
func uploadAttachment(c *apiCall) reply {
	parent := c.reach(c.module, c.id)
	if parent == nil {
		return errRelatedID().reply()
	}
	file, err := formFile(c.header.Get("Content-Type"), c.body)
	if err != nil {
		return fail(http.StatusBadRequest, "INVALID_DATA", err.Error(), object{"api_name": "file"}).reply()
	}
	if refusal := c.s.refuseFile(file); refusal != nil {
		return *refusal
	}
	if c.s.sw.AttachmentNames == NamesPlain {
		file.name = plainName(file.name)
	}
	f := &record{
		id: c.org.centre.nextID(), org: c.org, parent: parent, file: file,
		owner: c.user, createdBy: c.user, editedBy: c.user, created: c.now, modified: c.now, writes: 1,
	}
	parent.files = append(parent.files, f)
	return c.batchReply(c.s.sw.AttachmentStatus, []result{{details: f.written(c.user), message: "attachment uploaded successfully"}})
}

// formFile reads the only file of a form.
func formFile(contentType string, body []byte) (*attached, error) {
	media, params, err := mime.ParseMediaType(contentType)
	if err != nil || media != "multipart/form-data" || params["boundary"] == "" {
		return nil, errors.New("the request does not contain any file")
	}
	var file *attached
	for form := multipart.NewReader(bytes.NewReader(body), params["boundary"]); ; {
		part, err := form.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errors.New("the form is malformed")
		}
		content, err := io.ReadAll(part)
		switch {
		case err != nil:
			return nil, errors.New("the form is malformed")
		case part.FormName() != "file" || part.FileName() == "":
			return nil, errors.New("the form has a field that is not known")
		case file != nil:
			return nil, errors.New("the request contains more than one file")
		case len(content) == 0:
			return nil, errors.New("the file is empty")
		}
		sum := sha256.Sum256(content)
		file = &attached{name: part.FileName(), mime: part.Header.Get("Content-Type"), sum: hex.EncodeToString(sum[:]), size: len(content)}
	}
	if file == nil {
		return nil, errors.New("the request does not contain any file")
	}
	return file, nil
}

// refuseFile returns the answer to a file that is too large, or a program, nil
// for one that is taken.
func (s *Server) refuseFile(f *attached) *reply {
	tooLarge := f.size > s.sw.AttachmentLimit
	if !tooLarge && !strings.HasSuffix(strings.ToLower(f.name), ".exe") {
		return nil
	}
	status, code := http.StatusBadRequest, "INVALID_DATA"
	switch {
	case tooLarge && s.sw.FileRefusal == RefusedByGateway:
		return ptr(reply{
			status: http.StatusRequestEntityTooLarge, header: http.Header{"Content-Type": {"text/html"}},
			body: []byte("<html><head><title>413 Request Entity Too Large</title></head></html>"),
		})
	case tooLarge:
		code = "FILE_SIZE_MORE_THAN_ALLOWED_SIZE"
	case s.sw.FileRefusal == RefusedByGateway:
		code = "NOT_SUPPORTED"
	}
	if s.sw.FileRefusal == RefusedAsMedia {
		status = http.StatusUnsupportedMediaType
	}
	return ptr(fail(status, code, "please check the file", nil).reply())
}

// plainName is a name as [NamesPlain] keeps it.
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 && (isAlphanumeric(byte(r)) || strings.ContainsRune(".-_", r)) {
			return r
		}
		return '_'
	}, name)
}

// Attachment is a copy of a stored attachment.
type Attachment struct {
	ID           string `json:"id"`
	OrgID        string `json:"org_id"`
	ParentModule string `json:"parent_module"`
	ParentID     string `json:"parent_id"`
	Name         string `json:"name"`
	// MIME is the type that was sent with the file, Size its length in bytes, and
	// SHA256 its digest in hexadecimal digits.
	MIME    string `json:"mime"`
	Size    int    `json:"size"`
	SHA256  string `json:"sha256"`
	OwnerID string `json:"owner_id"`
}

func (r *record) attachmentSnapshots() []Attachment {
	out := make([]Attachment, 0, len(r.files))
	for _, f := range r.files {
		out = append(out, Attachment{
			ID: f.id, OrgID: r.org.id, ParentModule: r.module.name, ParentID: r.id,
			Name: f.file.name, MIME: f.file.mime, Size: f.file.size, SHA256: f.file.sum, OwnerID: f.owner.id,
		})
	}
	return out
}

// AttachmentsOf returns the attachments of a record in order of creation.
func (s *Server) AttachmentsOf(recordID string) []Attachment {
	return slices.DeleteFunc(s.Snapshot().Attachments, func(a Attachment) bool { return a.ParentID != recordID })
}

// DeleteAttachment deletes an attachment, as a person does.
func (s *Server) DeleteAttachment(id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, o := range s.orgs {
		for _, r := range o.order {
			before := len(r.files)
			r.files = slices.DeleteFunc(r.files, func(f *record) bool { return f.id == id })
			if len(r.files) < before {
				return nil
			}
		}
	}
	return errors.New("fakezoho: delete attachment: no such attachment")
}
