package fakewhatsapp

import (
	"fmt"
	"strconv"
)

// Image is a picture. Its body is a small preview in base64 and not a text.
func Image(caption string) Msg {
	return Msg{Type: "image", Caption: caption, Body: picture(40), Fields: media("image/jpeg", 182_440, map[string]any{
		"width": 1600, "height": 1200, "isCaptionByUser": caption != "",
	})}
}

// Video is a video of some seconds. The duration is a text, as it is for all kinds of media.
func Video(caption string, seconds int) Msg {
	return Msg{Type: "video", Caption: caption, Body: picture(160), Fields: media("video/mp4", 2_400_118, map[string]any{
		"width": 1280, "height": 720, "duration": strconv.Itoa(seconds),
	})}
}

// GIF is a short video that plays by itself.
func GIF(caption string) Msg {
	return Video(caption, 3).with(map[string]any{"isGif": true, "gifAttribution": 1})
}

// VideoNote is a round video recorded in the chat.
func VideoNote(seconds int) Msg {
	m := Video("", seconds)
	m.Type = "ptv"
	return m
}

// Voice is a voice message.
func Voice(seconds int) Msg {
	return Msg{Type: "ptt", Fields: media("audio/ogg; codecs=opus", 31_220, map[string]any{"duration": strconv.Itoa(seconds)})}
}

// AudioFile is a piece of music or another recording sent as a file.
func AudioFile(seconds int) Msg {
	return Msg{Type: "audio", Fields: media("audio/mpeg", 4_301_220, map[string]any{"duration": strconv.Itoa(seconds)})}
}

// Sticker is a sticker.
func Sticker() Msg {
	return Msg{Type: "sticker", Body: picture(220), Fields: media("image/webp", 20_112, map[string]any{"isAnimated": false})}
}

// Document is a file. Without a preview its body is the file's name.
func Document(name, caption string, pages int) Msg {
	return Msg{Type: "document", Caption: caption, Body: name, Fields: media("application/pdf", 284_113, map[string]any{
		"filename": name, "pageCount": pages, "title": name,
	})}
}

// Album announces pictures and videos that follow as messages of their own, each with the album's key as its
// Parent.
func Album(images, videos int) Msg {
	return Msg{Type: "album"}.with(map[string]any{"expectedImageCount": images, "expectedVideoCount": videos})
}

// DeliverAlbum lets an album arrive and its pictures and videos after it; a caption belongs to the first one.
// It returns all keys, that of the album first.
func (s *Server) DeliverAlbum(chatID, caption string, images, videos int) ([]string, error) {
	album, err := s.Deliver(chatID, Album(images, videos))
	if err != nil {
		return nil, fmt.Errorf("fakewhatsapp: deliver album: %w", err)
	}
	keys := []string{album}
	for i := range images + videos {
		part := Image(caption)
		if i >= images {
			part = Video(caption, 8)
		}
		part.Parent, caption = album, ""
		key, err := s.Deliver(chatID, part)
		if err != nil {
			return nil, fmt.Errorf("fakewhatsapp: deliver album: %w", err)
		}
		keys = append(keys, key)
	}
	return keys, nil
}
