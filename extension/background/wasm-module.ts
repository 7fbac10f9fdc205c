import { sole } from "./sole";
import "../wasm_exec.js";

/** A WebAssembly module's one exported function: JSON in, JSON out. */
export type Dispatch = (request: string) => Promise<string>;

/** Go's runtime for one module, from the wasm_exec.js of the Go that built it. */
declare const Go: new () => {
  importObject: WebAssembly.Imports;
  run(instance: WebAssembly.Instance): Promise<void>;
};

/** Says that a module has ended, by a fault of its own. */
export class ModuleEnded extends Error {
  constructor(file: string) {
    super(`${file} has ended`);
    this.name = "ModuleEnded";
  }
}

/** One running instance of a module. */
interface Instance {
  dispatch: Promise<Dispatch>;
  /** Rejects when the module ends, and never resolves. */
  ended: Promise<never>;
}

function ready({ dispatch, ended }: Instance): Promise<Dispatch> {
  return Promise.race([dispatch, ended]);
}

/**
 * A WebAssembly module that is booted at the first call and kept until it ends
 * or the worker is stopped. After an end the next call boots a new instance.
 */
export class WasmModule {
  private instance: Instance | undefined;
  private registered: ((dispatch: Dispatch) => void) | undefined;

  /**
   * file is the module's path inside the extension. A module with a lock runs only while no other instance
   * of this browser profile holds it.
   */
  constructor(
    private readonly file: string,
    private readonly lock?: string,
  ) {}

  /** Takes the exported function; the module calls it when it is ready. */
  register(dispatch: Dispatch): void {
    this.registered?.(dispatch);
  }

  /**
   * Sends one request. It rejects with ModuleEnded when the module ends first. A request that was never
   * handed over, because the module ended before it was ready, is tried once more with a new instance:
   * just after Chrome has stopped a worker, the next one may find its storage closed for a moment.
   */
  async call(request: string): Promise<string> {
    let instance = (this.instance ??= this.boot());
    let dispatch: Dispatch;
    try {
      dispatch = await ready(instance);
    } catch {
      instance = this.instance ??= this.boot();
      dispatch = await ready(instance);
    }
    return Promise.race([dispatch(request), instance.ended]);
  }

  private boot(): Instance {
    const dispatch = new Promise<Dispatch>((resolve) => {
      this.registered = resolve;
    });
    const ended = this.run();
    const instance = { dispatch, ended };
    ended.catch(() => {
      if (this.instance === instance) this.instance = undefined;
    });
    return instance;
  }

  private async run(): Promise<never> {
    const go = new Go();
    const source = fetch(chrome.runtime.getURL(this.file));
    let end: () => void = () => {};
    const over = new Promise<void>((resolve) => {
      end = resolve;
    });
    try {
      const [{ instance }] = await Promise.all([
        WebAssembly.instantiateStreaming(source, go.importObject),
        this.lock === undefined ? undefined : sole(this.lock, over),
      ]);
      await go.run(instance);
    } finally {
      end();
    }
    throw new ModuleEnded(this.file);
  }
}
