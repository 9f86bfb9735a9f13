import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { resolve } from 'node:path'

const at = (path: string): string => resolve(import.meta.dirname, path)

/** Loaded from node_modules at run time: native code, and the optional keychain module that may be absent. */
const native = ['better-sqlite3', 'keytar', '@napi-rs/keyring']

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      externalizeDeps: { exclude: ['stripe', 'zod', 'p-queue'], include: native },
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
      // The page's policy refuses data: addresses.
      assetsInlineLimit: 0,
      rollupOptions: {
        input: at('src/renderer/index.html'),
        // What is read in an idle moment is compiled in it too, not when a screen is first drawn.
        output: { postBanner: (chunk) => (chunk.isDynamicEntry ? '//# allFunctionsCalledOnLoad' : '') },
      },
    },
  },
})
