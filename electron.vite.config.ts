import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { resolve } from 'node:path'

const at = (path: string): string => resolve(import.meta.dirname, path)

/** Loaded from node_modules at run time: native code, and the optional keychain module that may be absent. All else is bundled. */
const native = ['better-sqlite3', 'keytar', '@napi-rs/keyring', 'snappy']

/**
 * To import node:http is to make every export of it, among them a WebSocket, for which Node reads all of undici: 25 ms of each
 * thread. What is built, Stripe's library too, takes it from electron/http.ts.
 */
const leanHttp = {
  name: 'lean-http',
  enforce: 'pre' as const,
  transform: (code: string) =>
    code.replace(/(?<= from )'(node:)?http'/, JSON.stringify(at('electron/http.ts'))),
}

interface ModuleGraph {
  getModuleInfo(id: string): { importedIds: readonly string[] } | null
}

/** What the window and its first list are made of, by module; known once the first module is to be put into a file. */
let first: ReadonlySet<string> | undefined

function reached(graph: ModuleGraph): ReadonlySet<string> {
  const modules = new Set(
    ['app/main.tsx', 'features/payments/payments-screen.tsx'].map((name) => at(`src/renderer/${name}`)),
  )
  for (const module of modules)
    for (const imported of graph.getModuleInfo(module)?.importedIds ?? []) modules.add(imported)
  return modules
}

/** The first list comes in one file, and what later screens share in another: each file more is a request more. */
const files = [
  {
    name: (module: string, graph: ModuleGraph) => ((first ??= reached(graph)).has(module) ? 'first' : null),
    debugName: 'first',
    priority: 1,
  },
  { name: 'later', minShareCount: 2 },
]

export default defineConfig({
  main: {
    plugins: [leanHttp],
    build: {
      outDir: 'out/main',
      externalizeDeps: { include: native },
      rollupOptions: {
        input: {
          index: at('electron/main.ts'),
          headless: at('electron/headless.ts'),
          engine: at('electron/engine/index.ts'),
          reader: at('electron/reader/index.ts'),
          simulator: at('electron/simulator/index.ts'),
          listener: at('electron/engine/webhook/listener.ts'),
          'inbox-writer': at('electron/engine/webhook/inbox-writer.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
        // A thread reads those files of the contract alone of which it takes something: to make every schema takes 30 ms.
        treeshake: { moduleSideEffects: [{ test: /[\\/]src[\\/]contract[\\/]/, sideEffects: false }] },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rollupOptions: {
        input: { preload: at('electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src/renderer'),
    plugins: [react(), tailwind()],
    build: {
      outDir: at('out/renderer'),
      minify: true,
      // In kB: the first list in one file.
      chunkSizeWarningLimit: 700,
      // The page's policy refuses data: addresses.
      assetsInlineLimit: 0,
      rollupOptions: {
        input: at('src/renderer/index.html'),
        // What is read in an idle moment is compiled in it too, not when a screen is first drawn.
        output: {
          postBanner: (chunk) => (chunk.isDynamicEntry ? '//# allFunctionsCalledOnLoad' : ''),
          codeSplitting: { groups: files },
        },
      },
    },
  },
})
