package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// modules are loaded as ES modules: the worker and the three faces.
func modules() []string {
	return []string{"background/worker", "panel/panel", "popup/popup", "options/options"}
}

// contentScripts are loaded into WhatsApp Web's page, where Chrome knows only
// classic scripts; each is one function that leaves no name behind.
func contentScripts() []string {
	return []string{"content/page", "content/bridge"}
}

// bundle makes one readable file of each entry point: not minified, so that a
// reviewer can read what runs.
func (b *builder) bundle() error {
	if err := b.bundleAs(api.FormatESModule, modules()); err != nil {
		return err
	}
	return b.bundleAs(api.FormatIIFE, contentScripts())
}

func (b *builder) bundleAs(format api.Format, names []string) error {
	source := filepath.Join(b.root, "extension")
	var entries []api.EntryPoint
	for _, name := range names {
		entries = append(entries, api.EntryPoint{InputPath: filepath.Join(source, name+".ts"), OutputPath: name})
	}
	result := api.Build(api.BuildOptions{
		AbsWorkingDir:       source,
		EntryPointsAdvanced: entries,
		Outdir:              b.dist,
		Bundle:              true,
		Format:              format,
		Platform:            api.PlatformBrowser,
		Engines:             []api.Engine{{Name: api.EngineChrome, Version: "120"}},
		Charset:             api.CharsetUTF8,
		LegalComments:       api.LegalCommentsEndOfFile,
		Sourcemap:           api.SourceMapNone,
		Metafile:            true,
		Tsconfig:            filepath.Join(source, "tsconfig.json"),
		Plugins:             []api.Plugin{goGlue()},
		LogLevel:            api.LogLevelSilent,
	})
	if messages := append(result.Errors, result.Warnings...); len(messages) > 0 {
		text := api.FormatMessages(messages, api.FormatMessagesOptions{Kind: api.ErrorMessage})
		return fmt.Errorf("bundle:\n%s", strings.TrimSpace(strings.Join(text, "")))
	}
	if err := b.npm.addInputs(result.Metafile); err != nil {
		return fmt.Errorf("bundle: %w", err)
	}
	for _, file := range result.OutputFiles {
		name, err := filepath.Rel(b.dist, file.Path)
		if err != nil {
			return fmt.Errorf("bundle: %w", err)
		}
		if err := b.write(filepath.ToSlash(name), file.Contents); err != nil {
			return err
		}
	}
	return nil
}

// goGlue leaves imports of wasm_exec.js as they are written: it is Go's own
// file, put beside the core unchanged, so that it can be compared with Go's.
func goGlue() api.Plugin {
	return api.Plugin{Name: "wasm_exec", Setup: func(build api.PluginBuild) {
		build.OnResolve(api.OnResolveOptions{Filter: `/wasm_exec\.js$`},
			func(args api.OnResolveArgs) (api.OnResolveResult, error) {
				return api.OnResolveResult{Path: args.Path, External: true}, nil
			})
	}}
}
