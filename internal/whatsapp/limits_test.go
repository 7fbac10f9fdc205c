package whatsapp

import (
	"reflect"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// TestMaxDepthFitsTheContract holds that an answer may be nested exactly as deep
// as the deepest one the contract describes.
func TestMaxDepthFitsTheContract(t *testing.T) {
	t.Parallel()
	deepest := 0
	for _, answer := range []any{contract.PageSnapshot{}, contract.MessagePage{}, contract.Witness{}, contract.VisibleChat{}} {
		deepest = max(deepest, nesting(reflect.TypeOf(answer)))
	}
	if deepest != maxDepth {
		t.Errorf("the contract nests %d deep, accepted are %d", deepest, maxDepth)
	}
}

// nesting returns how deep the objects and lists of a type nest in JSON.
func nesting(kind reflect.Type) int {
	switch kind.Kind() {
	case reflect.Pointer:
		return nesting(kind.Elem())
	case reflect.Slice, reflect.Map:
		return 1 + nesting(kind.Elem())
	case reflect.Struct:
		inside := 0
		for field := range kind.Fields() {
			inside = max(inside, nesting(field.Type))
		}
		return 1 + inside
	}
	return 0
}
